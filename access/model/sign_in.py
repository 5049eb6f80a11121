"""The ways in which a user signs in."""

from __future__ import annotations

from enum import StrEnum


class SignIn(StrEnum):
    """A way in which a user is signed in, weakest first; the value is the word in JSON."""

    KEY = "key"
    """An access key alone: requests carry no MFA keys."""
    NO_MFA = "no MFA"
    """A password, or a session, without MFA: requests carry `aws:MultiFactorAuthPresent: false`."""
    MFA = "MFA"

    @property
    def words(self) -> str:
        """The words after the user's name: `ann with MFA`."""
        return _WORDS[self]

    @property
    def alone(self) -> str:
        """The words by themselves, as the answer to how: `with an access key alone`."""
        return f"{self.words} alone" if self is SignIn.KEY else self.words


_WORDS = {
    SignIn.KEY: "with an access key",
    SignIn.NO_MFA: "signed in without MFA",
    SignIn.MFA: "with MFA",
}
