"""The deployment roles: they alone may change what protects the organization."""

from __future__ import annotations

from access.model.principals import Role
from access.model.trust import allowing
from access.questions.world import World
from policies.reading import actions, resources


def is_deployer(world: World, role: Role) -> bool:
    """
    Return whether a role deploys the organization, or is exempt from its guardrails.

    The configuration names these roles. Without it, they are the roles that AWS creates for the management account, and
    the roles of the management account that may do everything.
    """
    if role.is_access_role:
        return True
    if world.intent is None:
        return role.account == world.organization.management.number and has_every_right(role)
    if role.account == world.organization.management.number:
        return role.name in world.intent.deployers
    return role.name in world.intent.exempt_roles


def deployer(world: World) -> Role | None:
    """Return the deployment role of the management account; None when no stack creates one."""
    management = world.organization.management.number
    return next(
        (role for role in world.organization.roles if role.account == management and is_deployer(world, role)), None
    )


def has_every_right(role: Role) -> bool:
    """Return whether the role's policies allow everything."""
    return any(
        "*" in actions(statement) and "*" in resources(statement)
        for policy in role.policies
        for statement in allowing(policy)
    )
