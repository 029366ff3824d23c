"""What is missing when somebody may not do a thing, and whom to ask for it (ROL-P04, ROL-16)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from domain.permissions import (
    ADMINISTRATOR_OF_ACCOUNTS,
    INTERFACE_OF,
    PROTECTED_DATA_FLAG,
    WITH_PROTECTED_DATA,
    Actor,
    Interface,
    Permission,
    Role,
    roles_granting,
    roles_of,
)


@dataclass(frozen=True, slots=True)
class Denial:
    """A sentence that says whom to ask; and what would be enough: one of the roles, and the permissions.

    Nothing is `enough` where the house itself lacks what was asked for.
    """

    message: str
    required_roles: tuple[Role, ...] = ()
    required_permissions: tuple[str, ...] = ()
    enough: bool = True


def denial(actor: Actor, permission: Permission) -> Denial:
    """Why this actor lacks the permission, which it does."""
    if permission in actor.closed:
        message = "Gift Aid exists on systems in the United Kingdom that track it; this is none of them."
        return Denial(message, enough=False)
    roles = roles_granting(permission)
    here = tuple(role for role in roles if INTERFACE_OF[role] is actor.interface)
    flags = (PROTECTED_DATA_FLAG,) if permission in WITH_PROTECTED_DATA.values() else ()
    if flags and actor.roles.intersection(here):
        wanted = 'This needs the permission "Can view and edit protected data".'
        return Denial(f"{wanted} {ADMINISTRATOR_OF_ACCOUNTS}", (), flags)
    elsewhere = [INTERFACE_OF[role].label for role in roles if role in actor.roles]
    if elsewhere:
        message = f"Your role allows this in the {elsewhere[0]} only; sign in there."
        return Denial(message, roles, flags)
    if roles == (Role.SUPPORT,):
        return Denial("The support team does this; ask your Sales Administrator to request it.", roles)
    wanted = f"This needs {_one_of(here or roles)}."
    return Denial(f"{wanted} {ADMINISTRATOR_OF_ACCOUNTS}", here or roles, flags)


def no_entry(interface: Interface) -> Denial:
    """Why an account without a role of this interface cannot enter it (ROL-01)."""
    roles = roles_of(interface)
    return Denial(f"The {interface.label} needs {_one_of(roles)}. {ADMINISTRATOR_OF_ACCOUNTS}", roles)


def _one_of(roles: Iterable[Role]) -> str:
    return "the role " + " or ".join(role.label for role in roles)
