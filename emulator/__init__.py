"""
An emulated AWS with several accounts, on which a whole organization deploys in a minute.

    with Emulator.start() as emulator:
        subprocess.run(["cdktf", "deploy", "*"], env=emulator.environment(os.environ))
        emulator.session("111122223333").client("iam").list_roles()

`BareAccount` says what somebody begins with who has not done anything in AWS yet, `totp` has the codes of MFA devices.

It is moto behind a proxy of our own, in a process of its own (`server`), with what moto lacks added (`extension`). It
proves that what is synthesized deploys and converges, never that access is right.
"""

from emulator.bare_account import BareAccount
from emulator.environment import MANAGEMENT_ACCOUNT, emulator_environment
from emulator.faults import Faults
from emulator.process import Emulator, EmulatorError

__all__ = ["MANAGEMENT_ACCOUNT", "BareAccount", "Emulator", "EmulatorError", "Faults", "emulator_environment"]
