"""The typed configuration: what `organization.yaml` says, its rules, limits and names. Pure Python."""
