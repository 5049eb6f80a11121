"""The principals that a word names, and every way in which each of them can call."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from access.decision import Caller
from access.language.words import Word
from access.model.principals import Role, User
from access.model.sign_in import SignIn
from access.questions.deployers import is_deployer
from access.questions.world import World


@dataclass(frozen=True)
class Way:
    """One way to call: a caller, and the roles it has assumed."""

    caller: Caller
    label: str
    """`ann with MFA, as role infra of logs`."""
    through: tuple[Role, ...] = ()
    doubt: str = ""
    """The reason why it is not decided that there is such a way."""


@dataclass(frozen=True)
class Subject:
    """A principal that a promise is about, with every way to call that counts."""

    label: str
    ways: tuple[Way, ...]
    arn: str = ""


def subjects(
    world: World, words: Sequence[Word], but: Sequence[Word], *, mfa: bool | None, in_person: bool = False
) -> list[Subject]:
    """
    Return the principals that the words name, each once, except those who are left out.

    With `in_person` users have only the ways that they take themselves, now, and not through a service of AWS.
    """
    left_out = {arn for word in but for subject in _of(world, word, mfa) for arn in _arns(subject)}
    found = {subject.label: subject for word in words for subject in _of(world, word, mfa, in_person=in_person)}
    kept = (_without(subject, left_out) for subject in found.values())
    return [subject for subject in kept if subject is not None]


def _arns(subject: Subject) -> tuple[str, ...]:
    """Return the ARNs that leaving out a principal removes: those of the user or role, else those of its callers."""
    return (subject.arn,) if subject.arn else tuple(way.caller.principal for way in subject.ways)


def _without(subject: Subject, left_out: set[str]) -> Subject | None:
    if subject.arn and subject.arn in left_out:
        return None
    ways = tuple(
        way
        for way in subject.ways
        if way.caller.principal not in left_out and not any(role.arn in left_out for role in way.through)
    )
    return Subject(subject.label, ways, subject.arn) if ways else None


def _of(world: World, word: Word, mfa: bool | None, *, in_person: bool = False) -> Iterator[Subject]:
    number = world.organization.account_by_key[word.account].number if word.account else ""
    match word.kind:
        case "everybody":
            yield from (_person(world, user, mfa, None) for user in world.organization.users)
            yield from (_role(world, role) for role in world.organization.assumable_roles)
            yield from (_alone(world.callers.root_user(one)) for one in world.organization.accounts.values())
        case "people" | "group" | "user":
            for user in world.organization.users:
                if _is(user, word, number):
                    yield _person(world, user, mfa, _paths_in_person if in_person else _paths)
        case "role":
            for role in world.organization.roles:
                if role.name == word.name and number in ("", role.account):
                    yield _role(world, role)
        case "deployer":
            yield from (_role(world, role) for role in world.organization.roles if is_deployer(world, role))
        case "root":
            for account in world.organization.accounts.values():
                if number in ("", account.number):
                    yield _alone(world.callers.root_user(account))
        case "outsiders":
            yield from (_alone(world.callers.outsider()), _alone(world.callers.anonymous()))
        case "account":
            yield _alone(world.callers.outsider(word.name))
        case "service":
            yield _alone(world.callers.service(word.name))


def _is(user: User, word: Word, number: str) -> bool:
    if number not in ("", user.account):
        return False
    if word.kind == "user":
        return user.name == word.name
    return word.kind == "people" or any(group.name == word.name for group in user.groups)


def _alone(caller: Caller) -> Subject:
    return Subject(caller.label, (Way(caller, caller.label),))


def _role(world: World, role: Role) -> Subject:
    caller = world.callers.session(role)
    return Subject(caller.label, (Way(caller, caller.label, (role,)),), role.arn)


_Paths = Callable[[World, User, SignIn], Iterator[tuple[tuple[Role, ...], str]]]
"""A shortest path to each role that a user reaches, with the reason why it is not decided."""


def _paths(world: World, user: User, way: SignIn) -> Iterator[tuple[tuple[Role, ...], str]]:
    return ((roles, "") for roles in world.reach.paths(user, way))


def _paths_in_person(world: World, user: User, way: SignIn) -> Iterator[tuple[tuple[Role, ...], str]]:
    return world.reach.paths_in_person(user, way)


def _person(world: World, user: User, mfa: bool | None, paths: _Paths | None) -> Subject:
    """Return a user with each way of signing in that counts, and with a path through each role, if any counts."""
    signed_in = world.callers.ways(user)
    counted = [way for way in reversed(SignIn) if mfa is None or (way is SignIn.MFA) is mfa]
    ways = [Way(signed_in[way], signed_in[way].label) for way in counted]
    through: dict[str, Way] = {}
    for way in reversed(counted) if paths else ():
        for roles, doubt in paths(world, user, way) if paths else ():
            caller = world.callers.session(roles[-1])
            label = ", then ".join(world.callers.session(role).label for role in roles)
            found = Way(caller, f"{signed_in[way].label}, as {label}", roles, doubt)
            if caller.principal not in through or (through[caller.principal].doubt and not doubt):
                through[caller.principal] = found
    return Subject(user.name, (*ways, *through.values()), user.arn)
