"""The report: what an organization is and who reaches what in it, as one HTML file that needs nothing else."""
