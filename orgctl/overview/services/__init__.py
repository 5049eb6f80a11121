"""The services of the whole organization as text, a line each."""
