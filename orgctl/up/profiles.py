"""
The phase that writes the administrator's AWS profiles.
"""

from __future__ import annotations

from rich.text import Text

from live.numbers import numbers_of
from orgctl.profiles import ProfileError, config_file, plan, profiles_of, write
from orgctl.up.account import org_root_state
from orgctl.up.journey import Journey
from orgctl.up.phase import Phase, UpError, done, print_row
from terraform_json.outputs import OutputsError


def profiles(phase: Phase, journey: Journey) -> None:
    """Merge the administrator's profiles into the AWS config file."""
    try:
        numbers = numbers_of(journey.organization, org_root_state(journey).outputs, "the state of org-root")
        change = plan(config_file(), profiles_of(journey.organization, numbers, journey.person))
    except OutputsError as error:
        if not journey.dry_run:
            raise UpError(str(error)) from None
        print_row(journey.console, "not yet", "the accounts do not exist yet", "yellow")
        return
    except ProfileError as error:
        raise UpError(str(error)) from None
    text = f"{change.path} has the profiles of {journey.person}"
    if not change.changes:
        done(journey, text)
        return
    phase.announce(journey, f"orgctl profiles {journey.person} --merge")
    journey.console.print(Text(change.diff()), soft_wrap=True)
    if journey.dry_run:
        return
    journey.dialogue.demand_agreement(f"Write this into {change.path}?")
    backup = write(change)
    done(journey, f"{text}; backup: {backup}" if backup else text)
