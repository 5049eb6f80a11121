"""The types of policies of AWS Organizations that this product has."""

from __future__ import annotations

from enum import StrEnum


class PolicyType(StrEnum):
    """
    A type of policies, by AWS's name.

    AWS has 15; these are those that the oldest supported version of the AWS provider, 5.100.0, takes. Source:
    https://docs.aws.amazon.com/organizations/latest/APIReference/API_PolicyTypeSummary.html (2026-11-30).
    """

    SERVICE_CONTROL = "SERVICE_CONTROL_POLICY"
    RESOURCE_CONTROL = "RESOURCE_CONTROL_POLICY"
    TAG = "TAG_POLICY"
    BACKUP = "BACKUP_POLICY"
    AI_OPT_OUT = "AISERVICES_OPT_OUT_POLICY"
    CHAT = "CHATBOT_POLICY"
    DECLARATIVE_EC2 = "DECLARATIVE_POLICY_EC2"

    @property
    def words(self) -> str:
        """A policy of this type in a sentence: `service control policy`."""
        return _WORDS[self][0]

    @property
    def heading(self) -> str:
        """The policies of this type as a heading: `Service control policies`."""
        plural = f"{self.words.removesuffix('y')}ies"
        return plural[:1].upper() + plural[1:]

    @property
    def short(self) -> str:
        """The type in a table: `SCP`."""
        return _WORDS[self][1]

    @property
    def is_control(self) -> bool:
        """True when its policies limit permissions, in statements; they do not bind the management account."""
        return self in (PolicyType.SERVICE_CONTROL, PolicyType.RESOURCE_CONTROL)


_WORDS = {
    PolicyType.SERVICE_CONTROL: ("service control policy", "SCP"),
    PolicyType.RESOURCE_CONTROL: ("resource control policy", "RCP"),
    PolicyType.TAG: ("tag policy", "tags"),
    PolicyType.BACKUP: ("backup policy", "backup"),
    PolicyType.AI_OPT_OUT: ("AI services opt-out policy", "AI opt-out"),
    PolicyType.CHAT: ("chat applications policy", "chatbot"),
    PolicyType.DECLARATIVE_EC2: ("EC2 declarative policy", "EC2"),
}


def known_type(name: str) -> PolicyType | None:
    """Return the type with AWS's name; none for one that is newer than this product."""
    return PolicyType(name) if name in PolicyType.__members__.values() else None


def words_of(name: str) -> str:
    """Return the words for a policy of the type with AWS's name, whether this product has the type or not."""
    known = known_type(name)
    return known.words if known else name.replace("_", " ").lower()


def short_of(name: str) -> str:
    """Return the short word for the type with AWS's name, whether this product has the type or not."""
    known = known_type(name)
    return known.short if known else name.removesuffix("_POLICY").replace("_", " ").lower()
