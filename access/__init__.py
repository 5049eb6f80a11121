"""The proof of who can reach what: access model, decisions, promises, differences. Pure Python, from `cdktf.out`."""
