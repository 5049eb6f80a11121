"""Parts of the promise about deployments: the deployment roles, their calls and the resources."""
