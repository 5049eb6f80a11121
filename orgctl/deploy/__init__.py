"""`cdktf deploy` with its progress in a few lines on the terminal, and its whole output in a log file."""

from orgctl.deploy.run import Deployment, explain, follow

__all__ = ["Deployment", "explain", "follow"]
