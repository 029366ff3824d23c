"""Who is asking, and what they may do: clients grey out buttons without guessing (ROL-N01)."""

from __future__ import annotations

from typing import Annotated, Optional
from uuid import UUID

import strawberry

from domain import capabilities as rules
from domain.capabilities import NEEDS, Action, Standing
from domain.customers import parse_friendly_id
from domain.permissions import Interface, Permission, Role
from gateway.context import Context
from gateway.engine import ids
from gateway.engine.declare import Shape, answered, column
from gateway.loaders.viewer import STANDING, STANDING_BY_NUMBER
from gateway.schema import roles  # noqa: F401 - describes Role and Interface
from gateway.schema._rows import enum_type, value_type

enum_type(
    Action, "Something that staff do in the system.", **{action.name: action.value for action in Action}
)
enum_type(
    Permission,
    "What roles allow; which of its operations each stands for.",
    **{
        permission.name: " ".join(action.value for action, needs in NEEDS.items() if needs is permission)
        or "Be signed in with a role of this interface."
        for permission in Permission
    },
)


@value_type(description="Whether something may be done, and if not, why.", of=rules.Verdict)
class Verdict:
    allowed: bool = strawberry.field(description="Whether you may do it.")
    reasons: list[str] = strawberry.field(description="Why not, and whom to ask; empty when you may.")
    missing_roles: list[Role] = strawberry.field(
        description="Roles of which one more would be enough; empty where none would help."
    )


async def _can(
    context: Context,
    action: Annotated[Action, strawberry.argument(description="What you would like to do.")],
    customer_id: Annotated[
        Optional[strawberry.ID], strawberry.argument(description="The customer in question, by either id.")
    ] = None,
) -> rules.Verdict:
    standing = None if customer_id is None else await _standing(context, customer_id)
    return rules.can(context.actor, action, customer=standing)


async def _standing(context: Context, customer_id: str) -> Standing:
    key = ids.key_of("cus", customer_id)
    tab, value = (STANDING, key) if key else (STANDING_BY_NUMBER, parse_friendly_id(customer_id))
    row = None if value is None else await context.loader(tab, Shape.ONE, whole=True).load(value)
    if row is None:
        return Standing.UNKNOWN
    return Standing.ACTIVE if row["active"] else Standing.INACTIVE


@strawberry.type(description="The user account behind the token.")
class SignedInUser:
    account_id: strawberry.ID = column("key", ids.encoder("usr"), description="Id of the user account.")
    key: strawberry.Private[UUID]
    username: str = strawberry.field(description="The name that the audit knows you by.")
    name: str = strawberry.field(description="Your name.")


@strawberry.type(description="You, in the interface that your token is good for.")
class Viewer:
    user: SignedInUser = strawberry.field(description="Your user account.")
    interface: Interface = strawberry.field(description="The interface that your token is good for.")
    roles: list[Role] = strawberry.field(description="Every role that you were granted, in any interface.")
    permissions: list[Permission] = strawberry.field(description="What your roles allow in this interface.")

    can: Verdict = answered(
        _can,
        needs=Permission.SIGNED_IN,
        description="Whether you may do something, with a customer if you name one. A customer whom you may not see"
        " is answered for like one that does not exist.",
    )


def _viewer(context: Context) -> Viewer:
    actor = context.actor
    assert actor.user_id is not None, "only people sign in"
    assert actor.interface is not None, "only people sign in"
    return Viewer(
        user=SignedInUser(key=actor.user_id, username=actor.username, name=actor.name),
        interface=actor.interface,
        roles=[role for role in Role if role in actor.roles],
        permissions=[permission for permission in Permission if actor.may(permission)],
    )


@strawberry.type
class ViewerQuery:
    viewer: Viewer = answered(
        _viewer, needs=Permission.SIGNED_IN, description="Who you are here, and what you may do."
    )
