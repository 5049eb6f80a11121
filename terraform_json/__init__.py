"""The one reader of synthesized Terraform JSON, and of Terraform states."""
