"""The report: an organization and the access in it, as one self-contained HTML file."""
