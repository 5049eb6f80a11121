"""checkov over the Terraform JSON of every stack, with a reason for each accepted finding."""
