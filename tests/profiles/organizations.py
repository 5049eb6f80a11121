"""Organizations whose users' profiles are tested, and the numbers of their accounts."""

from __future__ import annotations

from typing import Any

import yaml
from hypothesis import strategies as st

from organization.load import examine_text
from organization.model import Organization
from terraform_json.outputs import Numbers
from tests.stacks.variations import OFF
from tests.synthesis import ROOT

MANAGEMENT = "000000000001"  # numbers may begin with zeros
PEOPLE = ["ann.lee", "annlee", "b@example.com", "cy+x=y,z", "x" * 55]
KEYS = ["infra", "logs", "prod-1", "a1"]
SECONDS = st.sampled_from([3_600, 5_400, 43_200])


def organization(content: dict[str, Any]) -> Organization:
    """Return the organization of a valid file's content."""
    content = {key: value for key, value in content.items() if value is not None}
    found, problems = examine_text(yaml.safe_dump(content, sort_keys=False).encode(), ROOT)
    assert not [str(problem) for problem in problems if not problem.warning]
    assert found is not None
    return found


def small(**changes: Any) -> Organization:
    """
    An organization without services: ann administers it and is in a group, ben and cy are only in groups, dee is in
    none, eve administers only.
    """
    content: dict[str, Any] = {
        "name": "cats",
        "email": "aws+{account}@example.com",
        "region": "eu-west-1",
        "org_root": {"admins": ["ann", "eve"], "max_session_duration": 7_200},
        "organizational_units": {
            "main": {"accounts": {"id": None, "infra": None}},
            "suspended": {"quarantine": True, "accounts": {"old": None}},
        },
        "users": ["ann", "ben", "cy", "dee"],
        "groups": {
            "infra": {
                "users": ["ann", "ben"],
                "roles": {
                    "infra": {"policies": ["ReadOnlyAccess"], "max_session_duration": 43_200},
                    "id": "ReadOnlyAccess",
                    "old": "ReadOnlyAccess",
                },
            },
            "money": {"users": ["ben"]},
            "watch": {"users": ["cy"]},
        },
        "billing_group": "money",
        "responder": {"group": "watch", "role_name": "ir", "max_session_duration": 5_400},
    }
    return organization(OFF | content | changes)


def numbers(organization: Organization) -> Numbers:
    """Return a number for each account."""
    return Numbers(MANAGEMENT, {key: f"{number:012}" for number, key in enumerate(organization.accounts, start=2)})


@st.composite
def organizations(draw: st.DrawFn) -> Organization:
    """Draw organizations of a few accounts and users, some accounts in quarantine, with any groups and roles."""
    keys = draw(st.lists(st.sampled_from(KEYS), unique=True))
    quarantined = draw(st.sets(st.sampled_from(keys))) if keys else set()
    users = draw(st.lists(st.sampled_from(PEOPLE), unique=True, min_size=1))
    names = draw(st.lists(st.sampled_from(["infra", "read-only", "Ops_2", "a.b"]), unique=True))
    role = st.fixed_dictionaries({"policies": st.just(["ReadOnlyAccess"]), "max_session_duration": SECONDS})
    group = st.fixed_dictionaries(
        {
            "users": st.lists(st.sampled_from(users), unique=True),
            "roles": st.dictionaries(st.sampled_from(["id", *keys]), role),
        }
    )
    has_responder: bool = draw(st.booleans())
    responder = st.fixed_dictionaries({"group": st.sampled_from(names or ["-"]), "max_session_duration": SECONDS})
    return organization(
        OFF
        | {
            "name": "cats",
            "email": "aws+{account}@example.com",
            "region": "eu-west-1",
            "org_root": {
                "admins": draw(st.lists(st.sampled_from(PEOPLE), unique=True, min_size=1)),
                "max_session_duration": draw(SECONDS),
            },
            "organizational_units": {
                "main": {"accounts": dict.fromkeys(["id", *(key for key in keys if key not in quarantined)])},
                "suspended": {"quarantine": True, "accounts": dict.fromkeys(sorted(quarantined))},
            },
            "users": users,
            "groups": {name: draw(group) for name in names},
            "billing_group": draw(st.sampled_from([None, *names])),
            "responder": draw(responder) if names and has_responder else None,
            "deployment": {"state": "local"},
        }
    )
