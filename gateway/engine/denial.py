"""What somebody reads who may not see or do a thing, as an error of the answer (ROL-P04, ROL-16)."""

from __future__ import annotations

from typing import Any

from domain.denials import denial
from domain.permissions import Actor, Permission
from gateway.engine.errors import RequestCode, RequestError


def denied(actor: Actor, permission: Permission) -> RequestError:
    """The error of a field that needs `permission`, which the actor lacks."""
    why = denial(actor, permission)
    return RequestError(
        RequestCode.FORBIDDEN if why.enough else RequestCode.NOT_IN_THIS_SYSTEM,
        why.message,
        requiredRoles=[role.value for role in why.required_roles],
        requiredPermissions=list(why.required_permissions),
    )


def require(context: Any, permission: Permission) -> None:
    """Raise FORBIDDEN unless the actor holds `permission` in the interface of the token."""
    if not context.actor.may(permission):
        raise denied(context.actor, permission)
