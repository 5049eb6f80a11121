"""
From a bare AWS account to a working organization, phase by phase: `orgctl up`.

What is done is seen in AWS and in Terraform's plans, never in a note: it can be stopped anywhere and started again.
"""

from orgctl.up.phases import PHASES
from orgctl.up.run import up

__all__ = ["PHASES", "up"]
