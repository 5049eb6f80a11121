"""
`orgctl up`: build a working organization from a bare AWS account, phase by phase.

Progress is read from AWS and from Terraform's plans, never from a note: it can be stopped anywhere and started again.
"""

from orgctl.up.phases import PHASES
from orgctl.up.run import up

__all__ = ["PHASES", "up"]
