"""
The sign-in of the administrator's own IAM user, with MFA, as the role admin; it works before anything is deleted.
"""

from __future__ import annotations

import time

from foundation.aws_errors import code_of
from foundation.names import ADMIN_ROLE, ADMIN_SUFFIX
from live import iam, writes
from live.errors import LimitReachedError, PasswordRefusedError, aws_errors, aws_refusal
from live.iam import device_of
from live.identity import Identity, assume_role, identity_of_profile
from orgctl.advice import explain
from orgctl.up.journey import Journey
from orgctl.up.keys import add_key, credentials_file, demand_room
from orgctl.up.mfa import enrol
from orgctl.up.phase import Phase, UpError, done, print_row

NEW_KEY_SECONDS, NEW_KEY_PAUSE = 60.0, 2.0
WRONG_CODE, TOO_LONG = "MultiFactorAuthentication failed", "MaxSessionDuration"
SHORTEST_MAXIMUM = 3600  # seconds, of a role's longest session
REFUSALS = 2  # the last one is final


def sign_in(phase: Phase, journey: Journey) -> None:
    """Assume the role admin for all later phases. Raise UpError, Stopped and NoTerminal."""
    if journey.identity.is_admin:
        done(journey, f"these are already the credentials of {journey.identity}")
        return
    phase.announce(journey)
    if journey.dry_run:
        return
    _ask_for_administrator(journey)
    journey.dialogue.demand_agreement(f"Continue as {journey.user}?")
    own = _own_identity(journey)
    journey.identity = assume_admin(journey, own)
    journey.renew = lambda journey: assume_admin(journey, own)
    done(journey, f"it works: {journey.user}, with MFA, is {journey.identity}")


def _ask_for_administrator(journey: Journey) -> None:
    """Ask which administrator is at the terminal, so that none enrols an MFA device for another."""
    admins = journey.organization.org_root.admins
    if not journey.is_named and len(admins) > 1:
        journey.person = admins[journey.dialogue.choose("Which of the administrators are you?", admins)]


def recognise(identity: Identity, journey: Journey) -> Identity:
    """Assume the role admin if the first credentials are an administrator's; else return them."""
    if identity.caller.kind != "user" or identity.caller.name not in journey.admin_users:
        return identity
    journey.person = identity.caller.name.removesuffix(ADMIN_SUFFIX)
    journey.renew = lambda journey: assume_admin(journey, identity)
    return assume_admin(journey, identity)


def assume_admin(journey: Journey, own: Identity) -> Identity:
    """Ask for a code and assume the role. Raise UpError, Stopped and NoTerminal."""
    role: dict[str, object] = {
        "RoleArn": f"arn:{journey.first.caller.partition}:iam::{journey.account}:role/{ADMIN_ROLE}",
        "RoleSessionName": journey.person,
        "DurationSeconds": journey.organization.org_root.max_session_duration,
    }
    device = _device(journey, own)
    refusals = 0
    while True:
        code = journey.dialogue.code(f"MFA code of {journey.user} (each works once)")
        try:
            return assume_role(own, journey.organization.region, role, device, code)
        except aws_refusal() as error:
            if TOO_LONG in str(error):  # the role still has the maximum of an earlier deployment
                role["DurationSeconds"] = SHORTEST_MAXIMUM
                journey.console.print("The role still allows only one hour. Wait for the next code.")
            elif WRONG_CODE in str(error):
                journey.console.print("AWS rejects this code. Wait for the next one.")
            elif code_of(error) == "AccessDenied" and (refusals := refusals + 1) < REFUSALS:
                journey.console.print("AWS refuses, perhaps because the user is new. Wait for the next code.")
            else:
                raise UpError(f"{journey.user} cannot assume the role {ADMIN_ROLE}: {explain(error)}") from None


def _own_identity(journey: Journey) -> Identity:
    """Return the user's own credentials on this computer; create them if there are none."""
    if device_of(journey.iam, journey.user) is None:
        print_row(journey.console, "MFA", f"{journey.user} has no MFA device yet")
        enrol(journey.iam, journey.user, journey.account, journey.dialogue)
        done(journey, f"{journey.user} has an MFA device")
    has_password = _offer_password(journey)
    profile = journey.own_profile
    found = _identity_of(profile, journey)
    if found is not None:
        done(journey, f"the profile {profile} has the keys of {journey.user}")
        return found
    ways = [f"an access key, which goes into {credentials_file()} as {profile}"]
    if has_password:
        ways.append(f"the browser: run 'aws login --profile {profile}' in another terminal, as {journey.user}")
    if journey.dialogue.choose(f"How does {journey.user} sign in from this computer?", ways) == 0:
        _make_key(journey, profile)
    else:
        journey.dialogue.line("Press Enter when you are signed in: ")
    return _demand_identity(profile, journey)


def _offer_password(journey: Journey) -> bool:
    """Offer to set a console password, which an access key does not need. Return whether the user has one."""
    if iam.has_password(journey.iam, journey.user):
        return True
    while True:
        password = journey.dialogue.secret(f"A password for {journey.user} in the console (Enter for none): ")
        if not password:
            return False
        if password != journey.dialogue.secret("Repeat it: "):
            journey.console.print("The two differ.")
            continue
        try:
            writes.create_password(journey.iam, journey.user, password)
        except PasswordRefusedError as refusal:
            journey.console.print(explain(refusal.error))
        else:
            done(
                journey,
                f"{journey.user} has a password; the console is at {journey.console_address}",
            )
            return True


def _make_key(journey: Journey, profile: str) -> None:
    file = credentials_file()
    demand_room(file, profile)
    try:
        key = writes.create_access_key(journey.iam, journey.user)
    except LimitReachedError:
        raise UpError(
            f"{journey.user} has two access keys already, and none of them is in the profile {profile}. Put one there "
            f"(aws configure --profile {profile}) or delete one (aws iam delete-access-key)."
        ) from None
    try:
        add_key(file, profile, key.id, key.secret)
    except BaseException:
        writes.delete_access_key(journey.iam, key.id, user=journey.user)  # its secret is lost
        raise
    done(journey, f"the access key {key.id} is in {file}")


def _demand_identity(profile: str, journey: Journey) -> Identity:
    """Return the identity of the profile; wait for a new key to be valid everywhere. Raise UpError."""
    end = time.monotonic() + NEW_KEY_SECONDS
    while time.monotonic() < end:
        found = _identity_of(profile, journey)
        if found is not None:
            return found
        time.sleep(NEW_KEY_PAUSE)
    try:
        caller = identity_of_profile(profile, journey.organization.region).caller
    except aws_errors() as error:
        raise UpError(f"the profile {profile} cannot be used: {explain(error)}") from None
    raise UpError(
        f"the profile {profile} has the credentials of {caller}, not of {journey.user}. See: "
        f"aws sts get-caller-identity --profile {profile}"
    )


def _identity_of(profile: str, journey: Journey) -> Identity | None:
    """Return the identity of a profile, if it exists and its keys are those of the user."""
    try:
        found = identity_of_profile(profile, journey.organization.region)
    except aws_errors():
        return None
    return found if (found.caller.account, found.caller.name) == (journey.account, journey.user) else None


def _device(journey: Journey, own: Identity) -> str:
    """Return the user's MFA device, read with the user's own credentials."""
    device = device_of(own.client("iam"), journey.user)
    if device is None:
        raise UpError(
            f"{journey.user} has no MFA device with codes. Sign in at {journey.console_address} and enrol an "
            "authenticator app under Security credentials; a passkey does not work on the command line."
        )
    return device
