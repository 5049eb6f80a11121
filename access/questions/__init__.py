"""Questions about an organization: who assumes which roles, who deploys it, and which principals outside it admits."""
