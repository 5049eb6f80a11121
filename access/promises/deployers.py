"""Who deploys the organization: the only ones who may change what protects it."""

from __future__ import annotations

from access.model.principals import Role
from access.trust import allowing
from access.world import World
from policies.reading import actions, resources


def is_deployer(world: World, role: Role) -> bool:
    """
    Whether a role is one of those with which the organization is deployed, or exempt from its guardrails.

    The configuration names them. Without it they are the roles that AWS made for the management account, and those with
    every right in the management account itself.
    """
    if role.is_access_role:
        return True
    if world.intent is None:
        return role.account == world.organization.management.number and has_every_right(role)
    if role.account == world.organization.management.number:
        return role.name in world.intent.deployers
    return role.name in world.intent.exempt_roles


def deployer(world: World) -> Role | None:
    """The role in the management account from which the organization is deployed; none when no stack makes one."""
    management = world.organization.management.number
    return next(
        (role for role in world.organization.roles if role.account == management and is_deployer(world, role)), None
    )


def has_every_right(role: Role) -> bool:
    """Whether its policies allow everything."""
    return any(
        "*" in actions(statement) and "*" in resources(statement)
        for policy in role.policies
        for statement in allowing(policy)
    )
