"""The solver of questions: is there any request of a caller that is allowed?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from access.decision.caller import Caller
from access.decision.context import context_of, is_of_kms, keys_of_resource, served_region
from access.decision.evaluator import Evaluator
from access.decision.request import Request
from access.decision.symbolic.authorization import ALWAYS_ALLOWED, KEYS, Authorization, Policies
from access.decision.symbolic.catalog import CATALOG, Actions
from access.decision.symbolic.circuit import FALSE, TRUE, Literal
from access.decision.symbolic.conditions import UNREAD_TAG
from access.decision.symbolic.cover import RESOURCE, Alternative, Cover, Covers
from access.decision.symbolic.keys import as_aws_writes
from access.decision.symbolic.patterns import Pattern, Token, exact, joined
from access.decision.symbolic.predicates import Form, Predicate, date_text
from access.decision.symbolic.principals import ACCOUNT_AND_PRINCIPAL
from access.decision.symbolic.scope import Kind, Known, Scope
from access.decision.symbolic.search import Found, Result, Search
from access.decision.symbolic.statements import Asks, Bearing, Encoder
from access.decision.symbolic.unknown import DOUBTS, Unknown, remedied
from access.decision.verdict import Verdict
from access.model.accounts import Account, Levels
from access.model.organization import Organization
from access.model.policies import Policy
from policies.global_services import region_of

_SESSION_NAME = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_=,.@-"
"""Source: https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html (2026-12-01)."""
_MFA_AGE = "aws:multifactorauthage"
_USER_ID, _ISSUED, _ARN = "aws:userid", "aws:tokenissuetime", "aws:principalarn"
_OF_RESOURCE = frozenset({"aws:resourceaccount", "aws:resourceorgid", "aws:resourceorgpaths"})
_REGION = "aws:RequestedRegion"
_CALLER_ACCOUNT = "kms:calleraccount"
_OF_CALLER = ("aws:userid", "aws:principal", "aws:username")


@dataclass(frozen=True)
class Sought:
    """The requests among which an allowed one is sought: of a caller, for some actions, on one resource or several."""

    caller: Caller
    account: Account | None
    """The resource's account."""
    actions: Actions
    resource: str = ""
    """The ARN; empty for any resource that `within` describes."""
    within: tuple[Pattern, ...] = ()
    """Patterns of the ARNs of the resource, each of which must match."""
    outside: tuple[Pattern, ...] = ()
    """Patterns that must not match the resource's ARN."""
    others: tuple[str, ...] = ()
    """ARNs of further resources of the same call, without policies: it is allowed when it is allowed on each."""
    policy: Policy | None = None
    context: Known = field(default_factory=dict[str, "str | tuple[str, ...]"])
    """Known condition keys, by name in any case."""
    free: frozenset[str] = frozenset()
    """Prefixes of keys, in lower case, that the caller chooses although AWS decides them for others."""
    shapes: Mapping[str, Predicate] = field(default_factory=dict[str, Predicate])
    """Keys, in lower case, that are always there with a value of a form."""
    never: Mapping[str, tuple[Pattern, ...]] = field(default_factory=dict[str, "tuple[Pattern, ...]"])
    """Patterns that the value of a key, or one of its values, does not match; keys in lower case."""
    absent: frozenset[str] = frozenset()
    """Keys, in lower case, that the request does not have, beyond those that no such caller's request has."""
    unlisted: bool = False
    """True to ask as well about actions that policies name and AWS's list does not have."""
    confirm: bool = True
    """False if the request is no counterexample, which the evaluator need not confirm."""


@dataclass(frozen=True)
class Answer:
    """An allowed request of the sought kind, none, or the reason why that is not decided."""

    request: Request | None = None
    problem: str = ""

    @property
    def is_open(self) -> bool:
        """True unless it is decided that there is no such request."""
        return bool(self.request or self.problem)


class Solver:
    """Answers questions about an organization. The evaluator confirms every request that is found."""

    def __init__(
        self,
        organization: Organization,
        evaluator: Evaluator,
        *,
        tells_statements: bool = False,
        encoder: Encoder | None = None,
    ) -> None:
        self._organization = organization
        self._evaluator = evaluator
        self._encoder = encoder or Encoder(
            organization.since, tells_statements=tells_statements, unknown=Unknown.of(organization)
        )
        self._authorization = Authorization(self._encoder)
        self._search = Search(self._encoder)
        self._covers = Covers(self._encoder, self._search)
        self._covered: dict[Hashable, Cover] = {}
        """Alternatives by what they depend on: see `_alike`, and `_recognized`."""
        self._tell_accounts: dict[Literal, bool] = {}
        self.since = organization.since
        """The time from which on requests are made, in seconds since 1970."""
        self._keys: dict[Hashable, tuple[str, ...]] = {}
        self._decisions: dict[Hashable, tuple[Request, tuple[Literal, Literal]]] = {}
        self._asks: dict[Literal, Asks] = {}
        self._values: dict[Hashable, bool | None] = {}
        self._known: dict[Hashable, Result] = {}
        """The results of questions that depend on the same: no request, or one that needs no confirmation."""
        self._recognizable: dict[Hashable, Result] = {}
        """The same results, by what tells them before any formula is read."""
        self._bearings: dict[Hashable, tuple[Caller, Bearing]] = {}
        self._likeness: dict[int, tuple[Caller, Hashable]] = {}
        self._of_resource: dict[str, Bearing] = {}
        self._allows: dict[int, tuple[Caller, Actions]] = {}
        """The actions that a caller's own policies may allow, by the id of the caller."""
        self.keeping: Counter[Literal] = Counter()
        """Number of questions that a statement keeps without a request, by its variable."""
        self.granted_by_none = 0
        """Number of questions without a request because no statement allows any."""
        self.questions = 0
        """Number of questions so far."""

    def find(self, sought: Sought) -> Answer:
        """Return a request of the sought kind, which the evaluator confirms, or the reason why there may be one."""
        self.questions += 1
        if not self._may_be_allowed(sought):
            self.granted_by_none += 1
            return Answer()
        recognized = self._recognized(sought)
        if recognized in self._recognizable:
            return self._again(sought, self._recognizable[recognized])
        answer, result = self._find(sought)
        if recognized is not None and result:
            self._recognizable[recognized] = result
        return answer

    def formulas(self, sought: Sought, unlisted: str = "") -> tuple[Scope, Policies, list[Literal]]:
        """
        Return what is known of the sought requests, their policies, and the formulas that allowed ones make true.

        The first formula is that a request is allowed. `unlisted` names an action that AWS's list does not have.
        """
        scope, policies = replace(self._scope(sought), unlisted=unlisted), self._policies(sought)
        return scope, policies, self._goal(sought, scope, policies)

    def cover(self, sought: Sought) -> Cover:
        """
        Return the alternatives of conditions under which requests of the sought kind are allowed.

        Their requests are not confirmed. Questions that depend on the same have the same object as their answer.
        """
        self.questions += 1
        if not self._may_be_allowed(sought):
            return _NO_ALTERNATIVES
        if sought.within:
            return self._cover_of_parts(sought)
        recognized = self._recognized(sought)
        if recognized is None or recognized not in self._covered:
            found = self._cover(sought)
            if recognized is None:
                return found
            self._covered[recognized] = found
        return self._covered[recognized]

    def _cover_of_parts(self, sought: Sought) -> Cover:
        """Return the alternatives of requests for parts of a resource: those of one that is alike if none names it."""
        recognized = self._recognized_parts(sought)
        if recognized is None:
            return self._cover(sought)
        if recognized not in self._covered:
            self._covered[recognized] = self._cover(sought)
        found = self._covered[recognized]
        is_about_all = all(each.dimension != RESOURCE for one in found.alternatives for each in one.requires)
        return found if is_about_all else self._cover(sought)

    def _recognized_parts(self, sought: Sought) -> Hashable:
        """Return all that alternatives depend on that ask for no resource; None if that is not known."""
        (pattern, *others) = sought.within
        arn = pattern.start
        if others or sought.outside or sought.never or sought.others or not sought.policy or KEYS.matches(f"{arn}/"):
            return None
        scope, bearing = self._scope(sought), self._bearing_of(sought.caller, sought.account)
        about = self._encoder.about_parts(sought.policy, arn, scope)
        covering = bearing.covering(arn)
        if about is None or covering is None:
            return None
        keys = {*bearing.keys, *self._bearing_on_it(sought.policy).keys}
        return (
            *(id(sought.caller), sought.account and sought.account.number == _account_of(sought.caller)),
            *(about, covering, pattern.tokens[len(arn) :], scope.part(sorted(keys & _OF_RESOURCE))),
            *(sought.actions, sought.free, sought.absent, tuple(sought.context.items()), tuple(sought.shapes.items())),
            CATALOG.acting_within(arn) & sought.actions,
            tuple(arn.split(":")[2:4]),
        )

    def _cover(self, sought: Sought) -> Cover:
        scope = self._scope(sought)
        policies = self._policies(sought)
        allowed, *given = self._goal(sought, scope, policies)
        if allowed == FALSE:
            return _NO_ALTERNATIVES
        key = self._alike(sought, scope, policies, (allowed, *given), everywhere=True)
        if key not in self._covered:
            self._covered[key] = self._covers.of(allowed, given, scope)
        return self._covered[key]

    def example(self, sought: Sought, alternative: Alternative) -> Request:
        """Return a request of the sought kind that meets the requirements of an alternative."""
        found = alternative.found
        if not sought.resource:
            found = replace(found, resource=_moved(found.resource, sought))
        if (session := found.keys.get(_USER_ID)) and kind_of(sought.caller) == "session":  # of a role that is alike
            own = str(sought.caller.context.get("aws:userid", session)).partition(":")[0]
            found = replace(found, keys={**found.keys, _USER_ID: f"{own}:{str(session).partition(':')[2]}"})
        return self.request(sought, found)

    def _tells_accounts(self, formula: Literal) -> bool:
        """Return whether a formula may tell ARNs apart that differ in the number of the account alone."""
        if formula not in self._tell_accounts:
            self._tell_accounts[formula] = self._encoder.tells_accounts([formula])
        return self._tell_accounts[formula]

    def _again(self, sought: Sought, result: Result) -> Answer:
        """Return the answer to a question with a known result."""
        if result.found is None:
            self._count(result)
            return Answer()
        return Answer(self.request(sought, result.found))

    def _recognized(self, sought: Sought) -> Hashable:
        """Return all that the answer about a resource, or about any, depends on, told without formulas; None else."""
        if sought.never:
            return None
        if not sought.resource:
            return self._recognized_anywhere(sought)
        caller, account = sought.caller, sought.account
        bearing = [self._bearing_of(caller, account), *([self._bearing_on_it(sought.policy)] if sought.policy else ())]
        keys = frozenset[str]().union(*(one.keys for one in bearing))
        derived = keys_of_resource(self._organization, account) if keys & _OF_RESOURCE else {}
        is_own = account is not None and account.number == _account_of(caller)
        who = self.likeness(caller) if is_own and sought.policy is None else id(caller)
        return (
            *(who, account and is_own, tuple(derived.items())),
            *(sought.actions, sought.others, sought.within, sought.outside, sought.free, sought.absent),
            *(sought.unlisted, sought.confirm, tuple(sought.context.items()), tuple(sought.shapes.items())),
            *(KEYS.matches(sought.resource), *((id(one), one.of_resource(sought.resource)) for one in bearing)),
        )

    def _recognized_anywhere(self, sought: Sought) -> Hashable:
        """Return all that the answer about any resource of the caller's account depends on; None for others."""
        caller, account = sought.caller, sought.account
        limited = sought.within or sought.outside or sought.others or sought.policy
        if limited or account is None or account is not caller.account or sought.unlisted:
            return None
        bearing = self._bearing_of(caller, account)
        derived = keys_of_resource(self._organization, account) if {*bearing.keys} & _OF_RESOURCE else {}
        return (
            *(self.likeness(caller), account.number if bearing.tells_accounts else "", tuple(derived.items())),
            *(sought.actions, sought.free, sought.absent, sought.confirm, account.is_management),
            *(tuple(sought.context.items()), tuple(sought.shapes.items())),
        )

    def likeness(self, caller: Caller) -> Hashable:
        """
        Return what tells all of a caller that answers about things without a policy of their own depend on.

        Callers with the same likeness, whatever their account, differ in the resources of their questions alone.
        """
        if id(caller) not in self._likeness:  # the caller is kept, so that no other one has the same id
            scope = self._scope(Sought(caller, caller.account, CATALOG.everything))
            policies = self._bearing_on(caller, caller.account, None)
            bearing = self._authorization.bearing(policies)
            shapes = tuple((key, scope.shapes[key]) for key in bearing.keys if key in scope.shapes)
            own = _account_of(caller) if _CALLER_ACCOUNT in bearing.keys else ""
            told = (kind_of(caller), policies.but_resource_digest, bearing.part(scope), shapes, scope.absent, own)
            self._likeness[id(caller)] = (caller, told)
        return self._likeness[id(caller)][1]

    def _bearing_of(self, caller: Caller, account: Account | None) -> Bearing:
        """Return what the formulas of all policies but the resource's depend on."""
        controls = self._controls(caller, account)
        key = (id(caller), controls.digest)
        if key not in self._bearings:  # the caller is kept, so that no other one has the same id
            policies = self._bearing_on(caller, account, None)
            self._bearings[key] = (caller, self._authorization.bearing(policies))
        return self._bearings[key][1]

    def _bearing_on_it(self, policy: Policy) -> Bearing:
        """Return what the formulas of a resource's policy depend on, but for the caller."""
        if policy.digest not in self._of_resource:
            self._of_resource[policy.digest] = self._encoder.bearing([policy])
        return self._of_resource[policy.digest]

    def _find(self, sought: Sought) -> tuple[Answer, Result | None]:
        """Return the answer, and the result if it serves for all questions that depend on the same."""
        scope = self._scope(sought)
        policies = self._policies(sought)
        goal = self._goal(sought, scope, policies)
        key = self._alike(sought, scope, policies, goal)
        key_of_found = (key, *sorted(scope.shapes.items()))  # a session's id is in what is found, whoever asks for it
        if known := self._known.get(key) or self._known.get(key_of_found):
            return self._again(sought, known), known
        answer, result = self._search_for(sought, scope, policies, goal)
        if answer == Answer():
            self._known[key] = result
            self._count(result)
            return answer, result
        if answer.request and not sought.confirm and result.found and not result.found.unread:
            self._known[key_of_found] = result
            return answer, result
        return answer, None

    def _count(self, result: Result) -> None:
        self.keeping.update(result.kept_by)
        self.granted_by_none += not result.kept_by

    def take_keeping(self) -> tuple[Sequence[tuple[Policy, int, int]], int]:
        """
        Return the statements that kept questions without a request, and the questions that none needed to keep so.

        Each is a policy, the statement's place from 1, and the number of questions since the last call.
        """
        holding = self._encoder.holding
        found = [(*holding[literal], number) for literal, number in sorted(self.keeping.items())]
        none, self.granted_by_none = self.granted_by_none, 0
        self.keeping.clear()
        return found, none

    def may_allow_alone(self, resource: Policy, actions: Actions) -> bool:
        """Return whether a resource's policy may allow one of some actions to principals without one about it."""
        return bool(self._encoder.may_allow_alone(resource) & actions)

    def _may_be_allowed(self, sought: Sought) -> bool:
        """Return whether an Allow statement is about one of the actions, whatever its resources and conditions."""
        if sought.unlisted or sought.actions & CATALOG.matching(ALWAYS_ALLOWED):
            return bool(sought.actions)
        alone = self._encoder.may_allow_alone(sought.policy) if sought.policy else 0
        return bool(sought.actions & (self.may_allow(sought.caller) | alone))

    def may_allow(self, caller: Caller) -> Actions:
        """Return the actions that Allow statements of a caller's own policies are about."""
        if id(caller) not in self._allows:  # the caller is kept, so that no other one has the same id
            self._allows[id(caller)] = (caller, self._encoder.may_allow(caller.identity))
        return self._allows[id(caller)][1]

    def _alike(
        self, sought: Sought, scope: Scope, policies: Policies, goal: Sequence[Literal], *, everywhere: bool = False
    ) -> Hashable:
        """
        Return all that the answer depends on: the formulas, and what is known of the keys in them.

        With `everywhere` the account of a resource that is not known counts only where a formula may ask for it.
        """
        free = [key for key in (*self._keys_in(policies), *sorted(sought.never)) if key not in scope.known]
        unlisted = self._encoder.unlisted_in(policies.all()) if sought.unlisted else ()
        account = "" if scope.resource else scope.resource_account
        if everywhere and account and not any(map(self._tells_accounts, goal)):
            account = "any"
        about = (bool(scope.resource), account, scope.action, unlisted and policies.digest, sought.confirm)
        return (*goal, about, *free, scope.part(free), *(scope.shapes.get(key) for key in free))

    def _keys_in(self, policies: Policies) -> tuple[str, ...]:
        digest = policies.digest
        if digest not in self._keys:
            self._keys[digest] = self._encoder.keys_in(policies.all())
        return self._keys[digest]

    def _search_for(
        self, sought: Sought, scope: Scope, policies: Policies, goal: Sequence[Literal]
    ) -> tuple[Answer, Result]:
        doubts: list[str] = []
        confirmed: list[Request] = []

        def accept(found: Found) -> bool:
            if any(one.endswith(_UNKNOWN) for one in found.unread):
                doubts.extend(found.unread)
                return len(doubts) > _MOST_DOUBTS
            request = self.request(sought, found)
            if not sought.confirm and not found.unread:
                confirmed.append(request)
                return True
            calls = [request, *(replace(request, resource=arn, policy=None) for arn in sought.others)]
            verdicts = self._evaluator.decide_all(calls)
            problem = next((one.problem for one in verdicts if one.problem), "")
            if not problem and all(one.allowed for one in verdicts):
                confirmed.append(request)
                return True
            doubts.extend(found.unread or (_disagreement(request, problem),))
            return len(doubts) > _MOST_DOUBTS

        result = self._search.search(goal, scope, accept=accept)
        if confirmed:
            # The same counterexample whatever was asked before, and one that a reader knows.
            for action in CATALOG.more_telling(sought.actions, confirmed[0].action) if sought.confirm else ():
                if self._search.search([*goal, self._encoder.in_actions(action, scope)], scope, accept=accept).found:
                    break
            return Answer(confirmed[-1]), result
        problem = result.problem or min(doubts, key=remedied, default="")
        if not problem and sought.unlisted:
            problem = self._unlisted(sought, scope, policies)
        return Answer(problem=problem), result

    def _goal(self, sought: Sought, scope: Scope, policies: Policies) -> list[Literal]:
        """Return the formulas that are all true for a request of the sought kind that is allowed."""
        allowed = self._authorization.allowed(scope, policies)
        further = [
            self._authorization.allowed(replace(scope, resource=arn), self._policies(replace(sought, policy=None)))
            for arn in sought.others
        ]
        goal = [self._encoder.circuit.both([allowed, *further])]
        goal += [self._encoder.resource.atom(one) for one in sought.within]
        goal += [-self._encoder.resource.atom(one) for one in sought.outside]
        conditions = self._encoder.conditions
        goal += [conditions.lacking(key, patterns) for key, patterns in sorted(sought.never.items())]
        return [*goal, self._as_kms_sends(scope)]

    def _unlisted(self, sought: Sought, scope: Scope, policies: Policies) -> str:
        """Return why an action that a policy allows, and that AWS's list does not have, leaves the question open."""
        for action in self._encoder.unlisted_in(policies.all()):
            asked = replace(scope, unlisted=action)
            result = self._search.search(self._goal(sought, asked, policies), asked)
            if result.found or result.problem:
                return f"AWS's list has no action {action}"
        return ""

    def _as_kms_sends(self, scope: Scope) -> Literal:
        """Return the formula that `kms:CallerAccount`, if a policy asks for it, is there with the caller's account."""
        circuit, key = self._encoder.circuit, self._encoder.conditions.keys.get(_CALLER_ACCOUNT)
        if key is None or _CALLER_ACCOUNT in scope.known:
            return TRUE
        if not scope.account:
            return -key.present
        kms = self._encoder.in_actions(CATALOG.matching("kms:*"), scope)
        return circuit.either([-kms, key.meets(exact(scope.account))])

    def decide_all(self, requests: Iterable[Request]) -> list[Verdict]:
        """
        Return the verdicts on requests, in their order.

        A request that depends on a part of a policy that is not read is undecided. The evaluator is asked only about
        requests that AWS's list of actions and resources does not have, or whose caller is not known completely.
        """
        asked = list(requests)
        verdicts = [self._decided(one) for one in asked]
        open_ = [request for request, verdict in zip(asked, verdicts, strict=True) if verdict is None]
        answers = iter(self._evaluator.decide_all(open_))
        return [verdict or next(answers) for verdict in verdicts]

    def _decided(self, request: Request) -> Verdict | None:
        action = CATALOG.matching(request.action)
        if not action:
            return None
        self.questions += 1
        allowed, denied = self._decision(request)
        acting = CATALOG.acting_on_anything(request.action)
        arn = request.resource if acting else "*"
        found = self._value(allowed, request.action, arn)
        if found is None and (problem := self._unread(self._open(allowed, action, arn))):
            return Verdict("undecided", problem=problem)
        if found is None or (acting and not action & CATALOG.acting_on(arn)):
            return None
        if found:
            return _ALLOWED
        denies = self._value(denied, request.action, arn)
        if denies is None:
            return None
        return _EXPLICITLY if denies else _IMPLICITLY

    def _open(self, formula: Literal, action: Actions, arn: str) -> Iterator[Literal]:
        return self._encoder.circuit.open(formula, self._encoder.answer(action, arn))

    def _value(self, formula: Literal, action: str, arn: str) -> bool | None:
        """Return the value of a formula for an action and resource; for the same answers it is computed once."""
        if formula not in self._asks:
            self._asks[formula] = self._encoder.asks(formula)
        asks = self._asks[formula]
        told = (formula, asks.of_action(action), asks.of_resource(arn))
        if told not in self._values:
            answer = self._encoder.answer(CATALOG.matching(action), arn)
            self._values[told] = self._encoder.circuit.value(formula, answer)
        return self._values[told]

    def _unread(self, variables: Iterable[Literal]) -> str:
        """Return the part of a policy that is not read, if all unknown variables stand for such parts."""
        reasons = [self._encoder.conditions.unread.get(one, "") for one in variables]
        return min(reasons, key=lambda one: (remedied(one), one)) if all(reasons) else ""

    def _decision(self, request: Request) -> tuple[Literal, Literal]:
        """Return the formulas that a request with these keys is allowed, and denied, for any action and resource."""
        ids = (id(request.caller), id(request.account), id(request.policy))
        region = "" if _REGION in request.context else served_region(request)  # what is sent counts
        sent = (region, is_of_kms(request), request.without, *request.context.items())
        if (ids, sent) not in self._decisions:  # the request is kept, so that no other object has the same ids
            self._decisions[ids, sent] = (request, self._decide(request))
        return self._decisions[ids, sent][1]

    def _decide(self, request: Request) -> tuple[Literal, Literal]:
        caller = request.caller
        known = {key.lower(): value for key, value in context_of(self._organization, request).items()}
        scope = Scope(
            kind=kind_of(caller),
            principal=_principal(caller, known),
            account=_account_of(caller),
            known=known,
            resource_account=request.account.number if request.account else "",
            closed=True,
        )
        return self._authorization.decision(scope, self._bearing_on(caller, request.account, request.policy))

    def _scope(self, sought: Sought) -> Scope:
        caller = sought.caller
        known = {key.lower(): value for key, value in caller.context.items()}
        kind = kind_of(caller)
        absent, shapes = set(sought.absent), dict(sought.shapes)
        if kind == "session" and _USER_ID in known:
            shapes[_USER_ID] = _session_of(str(known.pop(_USER_ID)))
        if _ISSUED in known:
            del known[_ISSUED]
        else:
            absent.add(_ISSUED)
        if _MFA_AGE in known:
            del known[_MFA_AGE]
            shapes[_MFA_AGE] = Form("Numeric")
        derived = keys_of_resource(self._organization, sought.account)
        known |= {key.lower(): value for key, value in {**derived, **sought.context}.items()}
        chosen = (*sought.free, *sought.shapes)
        known = {key: value for key, value in known.items() if not key.startswith(chosen)}
        return Scope(
            kind=kind,
            principal=_principal(caller, known),
            account=_account_of(caller),
            known=known,
            absent=frozenset(absent),
            shapes={key: shape for key, shape in shapes.items() if key not in known or key in sought.shapes},
            action=sought.actions,
            resource=sought.resource,
            resource_account=sought.account.number if sought.account else "",
            free=sought.free,
        )

    def _policies(self, sought: Sought) -> Policies:
        return self._bearing_on(sought.caller, sought.account, sought.policy)

    def _bearing_on(self, caller: Caller, account: Account | None, policy: Policy | None) -> Policies:
        organization = self._organization
        bound = organization.has_scps and caller.bound_by_scps and caller.account is not None
        return Policies(
            identity=caller.identity,
            boundary=caller.boundary,
            scps=caller.account.scps if bound and caller.account else Levels(),
            rcps=self._controls(caller, account),
            resource=policy,
            resource_account=account.number if account else "",
        )

    def _controls(self, caller: Caller, account: Account | None) -> Levels:
        """Return the resource control policies that bear on a caller's requests for resources of an account."""
        if not self._organization.has_rcps or account is None or account.is_management or caller.is_service_linked:
            return _NO_POLICIES
        return account.rcps

    def request(self, sought: Sought, found: Found) -> Request:
        """Return the request that the search found, complete with what AWS always sends."""
        keys = {as_aws_writes(key): value for key, value in found.keys.items()}
        caller = sought.caller
        if arn := found.keys.get(_ARN):
            caller = _with_arn(caller, str(arn))
        if (session := found.keys.get(_USER_ID)) and kind_of(caller) == "session":
            name = str(session).partition(":")[2]
            caller = replace(caller, principal=f"{caller.principal.rpartition('/')[0]}/{name}")
        if own := {key: keys.pop(key) for key in [*keys] if key.lower().startswith(_OF_CALLER)}:
            caller = replace(caller, context={**caller.context, **own})
        now, issued = found.times or (date_text(self.since), date_text(self.since))
        context = {**{as_aws_writes(key): value for key, value in sought.context.items()}, **keys}
        if found.times:
            context["aws:CurrentTime"] = now
            if "aws:TokenIssueTime" in caller.context:
                context["aws:TokenIssueTime"] = issued
        if region := region_of(found.action):
            context["aws:RequestedRegion"] = region
        resource = sought.resource or (found.resource if sought.within else _moved(found.resource, sought))
        return Request(caller, found.action, resource, sought.account, sought.policy, context, found.absent)


_UNKNOWN = (UNREAD_TAG, ACCOUNT_AND_PRINCIPAL, *DOUBTS)
"""Parts of policies that the evaluator cannot know either, or does not read as AWS does."""
_NO_POLICIES = Levels()
_NO_ALTERNATIVES = Cover()
_ALLOWED, _EXPLICITLY, _IMPLICITLY = Verdict("allowed"), Verdict("explicitly denied"), Verdict("implicitly denied")
_MOST_DOUBTS = 20
"""Requests that the evaluator does not confirm before a search is given up."""


def _moved(arn: str, sought: Sought) -> str:
    """Return an ARN that was found for another account, or in another resource, for the one that is sought."""
    if sought.within:
        whole = sought.within[0].start
        return arn if arn.startswith(whole) else whole + arn[max(arn.rfind("/"), arn.rfind(":")) :]
    parts = arn.split(":", 5)
    if sought.account is None or len(parts) < 6 or not parts[4].isdigit():
        return arn
    return ":".join([*parts[:4], sought.account.number, parts[5]])


def _disagreement(request: Request, problem: str) -> str:
    return f"the evaluator does not confirm {request.action} on {request.resource}: {problem or 'it decides otherwise'}"


def _with_arn(caller: Caller, arn: str) -> Caller:
    """Return the caller as the principal with an ARN: a user, or a session of a role."""
    parts = arn.split(":", 5)
    if len(parts) < 6 or kind_of(caller) != "session":
        return replace(caller, principal=arn)
    session = caller.principal.rpartition("/")[2]
    role = parts[5].rpartition("/")[2]
    return replace(caller, principal=f"arn:aws:sts::{parts[4]}:assumed-role/{role}/{session}")


def kind_of(caller: Caller) -> Kind:
    """Return the kind of a caller, by its principal."""
    principal = caller.principal
    if principal == "*":
        return "anonymous"
    if not principal.startswith("arn:"):
        return "service"
    if principal.endswith(":root"):
        return "root"
    return "session" if ":assumed-role/" in principal else "user"


def _principal(caller: Caller, known: Known) -> str:
    """Return the principal of a caller's policies: for a session the role, whose ARN is a condition key."""
    return str(known.get(_ARN, caller.principal)) if kind_of(caller) == "session" else caller.principal


def _account_of(caller: Caller) -> str:
    if caller.account:
        return caller.account.number
    parts = caller.principal.split(":")
    return parts[4] if len(parts) > 4 else ""


def _session_of(user_id: str) -> Pattern:
    """Return the pattern of `aws:userid` for the sessions of a role, of any name."""
    name = Pattern((Token(only=_SESSION_NAME), Token(only=_SESSION_NAME), Token(only=_SESSION_NAME, many=True)))
    return joined([exact(f"{user_id.partition(':')[0]}:"), name])
