"""Questions in words, and the requests that they mean: principal, action, resource, conditions."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from access.decision import Caller, Request
from access.errors import QuestionError
from access.explain.outside import of_outsiders
from access.language.calls import calls_in
from access.language.names import as_aws_writes, condition_error, one_action_error
from access.language.things import NoSuchThing, Thing, things
from access.language.words import Word, error_in, word_of
from access.model.organization import Organization
from access.model.principals import Role, User
from access.model.sign_in import SignIn
from access.questions.assuming import ASSUME_ROLE
from access.questions.foreign import Foreigners
from access.questions.world import World
from organization.hints import Hints
from policies.resource_types import acts_on, resource_types

_SESSION = re.compile(r"arn:aws:sts::(\d{12}):assumed-role/([^/]+)/.+", re.ASCII)
_ROOT = re.compile(r"arn:aws:iam::(\d{12}):root", re.ASCII)


@dataclass(frozen=True)
class Question:
    """A question of the user; `way` is how the principal has signed in, if it is an IAM user."""

    who: str
    action: str
    resource: str
    way: SignIn
    when: Mapping[str, str]


def requests_of(world: World, question: Question) -> tuple[Caller, User | None, list[list[Request]]]:
    """
    Return the caller, its IAM user if it has one, and the calls that the question may be about.

    A call has several requests when the action needs several resources. For an account's key there is a call for
    everything that the action applies to there: what the stacks make, what policies name, and an example of each type.

    Raises QuestionError with every error of the question.
    """
    hints = Hints()
    word = who_of(question.who, world)
    foreign = Foreigners(world).caller(question.who)
    region = question.when.get("region", world.organization.home_region)
    wrong = [f"PRINCIPAL: {error}" for error in [_who_error(question.who, word, world, hints)] if error and not foreign]
    wrong += [f"ACTION: {error}" for error in [one_action_error(question.action, hints)] if error]
    wrong += ["--context: say --mfa, --no-mfa or --key"] if "mfa" in question.when else []
    wrong += [
        f"--{key if key == 'region' else 'context'}: {error}"
        for key, value in question.when.items()
        if key != "mfa" and (error := condition_error(key, [value], [question.action], hints))
    ]
    if wrong:
        raise QuestionError(*wrong)
    action = as_aws_writes(question.action)
    calls = _calls(world, question.resource, action, region)
    context = {"aws:RequestedRegion" if key == "region" else key: value for key, value in question.when.items()}
    if word.kind == "outsiders":
        asked = [[of_outsiders(world, action, thing, context) for thing in call] for call in calls]
        return asked[0][0].caller, None, asked
    caller, user = (foreign, None) if foreign else _caller(world, word, question.way)
    return caller, user, [[request(world, caller, action, thing, context) for thing in call] for call in calls]


def request(world: World, caller: Caller, action: str, thing: Thing, context: Mapping[str, str]) -> Request:
    """Return the request for an action on a thing; an action without a resource is one in the caller's own account."""
    if action == ASSUME_ROLE and thing.role:
        return world.assume(caller, thing.role, context)
    account = caller.account if thing.arn == "*" and caller.account else thing.account
    return Request(caller, action, thing.arn, account, thing.policy, context)


def who_of(text: str, world: World) -> Word:
    """Parse a principal: the words of `access.yaml`, `role/NAME@ACCOUNT`, `ACCOUNT/ROLE`, or the ARN of a session."""
    organization = world.organization
    if session := _SESSION.fullmatch(text):
        text = f"arn:aws:iam::{session[1]}:role/{session[2]}"
    if (root := _ROOT.fullmatch(text)) and root[1] in organization.accounts:
        text = f"root@{organization.accounts[root[1]].key}"
    first, slash, second = text.partition("/")
    if slash and not text.startswith("arn:"):
        text = f"role:{second}" if first == "role" else f"role:{second}@{first}"
    return word_of(text, organization)


def _who_error(text: str, word: Word, world: World, hints: Hints) -> str:
    if word.kind in ("everybody", "people", "deployer", "group"):
        return (
            f"'{text}' is not one principal: name a user, a role, a root user, a service, an account, or outsiders; "
            "orgctl who-can lists everyone"
        )
    if word.kind == "outsiders":
        return ""
    form = {"role": "role:", "root": "root@"}.get(word.kind, "")
    said = f"{form}{word.name}{'@' if word.account and form != 'root@' else ''}{word.account}"
    if error := error_in(said, world.organization, hints):
        return error
    if word.kind == "root" and not word.account:
        return "the root user of which account? root@KEY"
    several = _matching(world, word)
    if len(several) > 1:
        where = ", ".join(f"{form}{word.name}@{world.organization.accounts[one.account].key}" for one in several[:5])
        return f"there are {len(several)} of that name; say which: {where}"
    return ""


def _matching(world: World, word: Word) -> list[User | Role]:
    organization = world.organization
    number = organization.account_by_key[word.account].number if word.account else ""
    of_kind: dict[str, Sequence[User | Role]] = {"user": organization.users, "role": organization.roles}
    return [one for one in of_kind.get(word.kind, ()) if one.name == word.name and number in ("", one.account)]


def _caller(world: World, word: Word, way: SignIn) -> tuple[Caller, User | None]:
    if word.kind == "root":
        return world.callers.root_user(world.organization.account_by_key[word.account]), None
    if word.kind == "service":
        return world.callers.service(word.name), None
    if word.kind == "account":
        return world.callers.outsider(word.name), None
    found = _matching(world, word)[0]
    if isinstance(found, Role):
        return world.callers.session(found), None
    return world.callers.signed_in(found, way), found


def _calls(world: World, text: str, action: str, region: str) -> list[list[Thing]]:
    """Return the things of each call that a resource word may mean; for an account's key those that are known first."""
    organization = world.organization
    if text == "*" and not resource_types(action):
        return [[Thing("*", organization.management)]]
    if account := organization.account_by_key.get(text):
        examples = [list(call.things) for call in calls_in([action], [account], organization, region, everything=False)]
        every = [list(call.things) for call in calls_in([action], [account], organization, region, everything=True)]
        return [*(call for call in every if call not in examples), *examples]
    return [[one_thing(text, action, organization)]]


def one_thing(text: str, action: str, organization: Organization) -> Thing:
    """Return the thing that a resource word names, to which an action applies. Raise QuestionError."""
    kind, slash, rest = text.partition("/")
    word = f"role:{rest}" if slash and kind == "role" else text
    try:
        found = things(word, (), organization)
    except NoSuchThing as error:
        keys = ", ".join([*organization.account_by_key][:5])
        hint = Hints().phrase(text, [*organization.account_by_key])
        known = "name a resource that a stack makes" if error.needs_account else ""
        remedy = f"{f': {known}' if known else ''}, or the key of an account ({keys}){hint}"
        raise QuestionError(f"RESOURCE: '{text}': {error}{remedy}") from None
    if len(found) > 1 and found[0].arn != "*":
        raise QuestionError(f"RESOURCE: '{text}' is {len(found)} things; name one, as {found[0].arn}")
    if not acts_on(action, found[0].arn):
        raise QuestionError(
            f"RESOURCE: {action} does not apply to {found[0].arn}: name an account to see what it applies to"
        )
    return found[0]
