"""`cdktf`, run for somebody who watches: what it does told in a few lines, all that it prints kept in a file."""

from orgctl.deploy.run import Deployment, explain, follow

__all__ = ["Deployment", "explain", "follow"]
