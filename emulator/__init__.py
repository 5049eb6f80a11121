"""
An emulated AWS with several accounts, on which a whole organization deploys in a minute.

    with Emulator.start() as emulator:
        subprocess.run(["cdktf", "deploy", "*"], env=emulator.environment(os.environ))
        emulator.session("111122223333").client("iam").list_roles()

`BareAccount` describes the state of a management account before the first deployment; `totp` computes the codes of
MFA devices.

It is moto behind our own proxy, in its own process (`server`), extended with operations that moto lacks (`extension`).
It proves that the synthesized stacks deploy and converge, not that access is right.
"""

from emulator.bare_account import BareAccount
from emulator.environment import MANAGEMENT_ACCOUNT, emulator_environment
from emulator.faults import Faults
from emulator.process import Emulator, EmulatorError

__all__ = ["MANAGEMENT_ACCOUNT", "BareAccount", "Emulator", "EmulatorError", "Faults", "emulator_environment"]
