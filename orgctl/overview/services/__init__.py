"""The services that work for the whole organization: read, and told in a line each."""
