"""The companion command of `cdktf` for an organization."""
