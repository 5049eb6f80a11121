"""
`orgctl doctor`: checks of manual steps and of drift since. It reads and never writes.
"""

from orgctl.doctor.command import doctor
from orgctl.doctor.examine import examine
from orgctl.doctor.finding import Finding
from orgctl.doctor.recognize import NotOurs

__all__ = ["Finding", "NotOurs", "doctor", "examine"]
