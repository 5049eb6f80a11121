"""The services that work for the whole organization, read."""
