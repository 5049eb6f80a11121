"""The services that work for the whole organization, told in a line each."""
