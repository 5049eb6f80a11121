"""What the answer leaves out, and what bears on it, for the reader."""

from __future__ import annotations

from collections.abc import Iterator

from access.decision.symbolic.catalog import CATALOG
from access.model.organization import Organization
from access.questions.assuming import ASSUME_ROLE
from access.who_can.asking import Asked
from access.who_can.places import Places
from foundation.words import few, plural

_MOST = 3


def notes(organization: Organization, asked: Asked, places: Places) -> Iterator[str]:
    """Yield sentences about the answer."""
    linked = [one for one in organization.roles if one.is_service_linked]
    if linked:
        yield (
            f"{plural(len(linked), 'service-linked role')} not asked: their policies are AWS's own, and only AWS"
            " services assume them"
        )
    denying = [one.arn for one in places.denying]
    if denying:
        number = plural(len(denying), "resource")
        yield f"policies of {number} deny some of it: name one as RESOURCE to ask about it ({few(denying, _MOST)})"
    if CATALOG.matching(asked.action) & CATALOG.on_several:
        what = "other resources that the call needs are not asked" if asked.thing else "asked of an example of each"
        yield f"{asked.action} acts on several resources at once: {what}"
    if asked.thing is None and asked.action.startswith("sts:AssumeRole"):
        yield "only roles that the stacks make are asked"
    if asked.action == ASSUME_ROLE:
        yield "AWS lets no root user assume a role"
    elif organization.manages_root_credentials:
        yield "root users of member accounts have no credentials: root access is centralized"


def not_read(organization: Organization) -> Iterator[str]:
    """Yield the policies that are not read, and the references without a value."""
    yield from (str(one) for one in organization.unread)
    yield from (str(one) for one in organization.unresolved)
