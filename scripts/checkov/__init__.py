"""checkov over the Terraform JSON of every stack, with a reason for each finding that is accepted."""
