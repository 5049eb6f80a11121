"""Terraform JSON as CDKTF writes it: its stacks, and the values of its references."""
