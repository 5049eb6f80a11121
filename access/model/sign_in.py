"""The ways in which a user signs in."""

from __future__ import annotations

from enum import StrEnum


class SignIn(StrEnum):
    """A way in which a user is signed in, in the order of how little it takes; the value is the word in JSON."""

    KEY = "key"
    """An access key alone: requests say nothing about MFA."""
    NO_MFA = "no MFA"
    """A password, or a session, without MFA: requests say that there was none."""
    MFA = "MFA"

    @property
    def words(self) -> str:
        """How the user is signed in, behind the user's name: `ann with MFA`."""
        return _WORDS[self]

    @property
    def alone(self) -> str:
        """The same by itself, as the answer to how: an access key is one way, whatever else the user has."""
        return f"{self.words} alone" if self is SignIn.KEY else self.words


_WORDS = {
    SignIn.KEY: "with an access key",
    SignIn.NO_MFA: "signed in without MFA",
    SignIn.MFA: "with MFA",
}
