"""The companion command: what `cdktf` cannot do for an organization."""
