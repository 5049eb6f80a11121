"""The report's data as the page shows it: merged, counted, sorted, in words."""
