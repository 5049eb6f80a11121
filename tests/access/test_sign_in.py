"""One enum of the ways to sign in, for callers, reach, the matrix and sentences."""

from __future__ import annotations

from access.decision import Callers
from access.model.sign_in import SignIn
from orgctl.diff.sentences.words import ways
from tests.access import small

MFA_PRESENT = "aws:MultiFactorAuthPresent"


def test_each_way_has_the_context_that_aws_sends() -> None:
    found = small.organization()
    callers = Callers(found).ways(small.ann(found))
    assert list(callers) == list(SignIn)
    assert [caller.context.get(MFA_PRESENT) for caller in callers.values()] == [None, "false", "true"]
    assert [caller.label for caller in callers.values()] == [
        "ann with an access key",
        "ann signed in without MFA",
        "ann with MFA",
    ]


def test_a_user_in_one_way_is_the_same_as_by_its_name() -> None:
    found = small.organization()
    callers, ann = Callers(found), small.ann(found)
    named = {
        SignIn.KEY: callers.with_key(ann),
        SignIn.NO_MFA: callers.without_mfa(ann),
        SignIn.MFA: callers.with_mfa(ann),
    }
    assert callers.ways(ann) == named


def test_each_way_has_its_words() -> None:
    assert ways([SignIn.MFA]) == "with MFA"
    assert ways([SignIn.KEY, SignIn.NO_MFA]) == "without MFA"
    assert ways([SignIn.KEY, SignIn.MFA]) == "with an access key alone or with MFA"
    assert ways(list(SignIn)) == "with and without MFA"


def test_in_json_a_way_is_its_word() -> None:
    assert [*map(str, SignIn)] == ["key", "no MFA", "MFA"]
