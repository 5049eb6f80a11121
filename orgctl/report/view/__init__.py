"""The report's data prepared for the page: merged, counted, sorted, in words."""
