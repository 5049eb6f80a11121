"""
Controls of the emulator itself for tests and demonstrations, outside of AWS's API.
"""

from __future__ import annotations

import json
from typing import Any

from moto.iam.models import iam_backends
from moto.moto_api._internal.models import moto_api_backend

from emulator import answers, extension
from emulator.extension import people
from emulator.extension.sessions import expire_sessions
from emulator.extension.sns import confirm_subscriptions
from emulator.faults import Injector


def control(name: str, body: bytes, injector: Injector | None) -> answers.Answer:
    """Run the control that the last part of a control address names."""
    arguments: dict[str, Any] = json.loads(body or b"{}")
    with answers.one_at_a_time:
        if name == "faults":
            return answers.Answer(200, {}, json.dumps(injector.counts if injector else {}).encode())
        if name == "reset":
            moto_api_backend.reset()
            extension.reset()
        elif name == "expire-sessions":
            expire_sessions()
        elif name == "confirm-subscriptions":
            confirm_subscriptions(arguments["confirmed"])
        elif name in ("make-older", "sign-in"):
            return _change_user(name, **arguments)
        else:
            return answers.Answer(404, {}, f"the emulator has no control {name}".encode())
    return answers.Answer(200, {}, b"{}")


def _change_user(name: str, *, account: str, user: str, days: int = 0) -> answers.Answer:
    found = people.find(iam_backends[account]["aws"], user) if account in list(iam_backends) else None
    if found is None:
        return answers.Answer(404, {}, f"the emulated AWS has no user {user} in account {account}".encode())
    if name == "make-older":
        people.make_older(found, days)
    else:
        people.sign_in(found)
    return answers.Answer(200, {}, b"{}")
