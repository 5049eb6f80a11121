"""Who can reach what: the model of access, decisions, promises and differences. Pure Python, from `cdktf.out` alone."""
