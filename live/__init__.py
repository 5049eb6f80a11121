"""The one place that calls AWS: readers of what it holds, and in `writes` the few calls that change anything."""
