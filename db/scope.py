"""Which customers an actor may see at all: one condition, in every statement about them (ROL-09, ROL-P07)."""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    Boolean,
    ColumnElement,
    Select,
    SQLColumnExpression,
    Uuid,
    and_,
    bindparam,
    or_,
    select,
)

from db.models import AttributeDefinition, Customer, Note
from domain.permissions import Actor, Permission

# Bound by name, so that the text of a statement is the same for everybody and is planned once.
SEES_INACTIVE = bindparam("sees_inactive", type_=Boolean)
SEES_BLUE = bindparam("sees_blue", type_=Boolean)
SEES_PINK = bindparam("sees_pink", type_=Boolean)
SEES_RESTRICTED = bindparam("sees_restricted", type_=Boolean)
ACTOR_ID = bindparam("actor_id", type_=Uuid)


def of_actor(actor: Actor) -> dict[str, Any]:
    """The values of the parameters above for this actor."""
    return {
        "sees_inactive": actor.may(Permission.CUSTOMER_READ_INACTIVE),
        "sees_blue": actor.may(Permission.BLUE_NOTE),
        "sees_pink": actor.may(Permission.PINK_NOTE),
        "sees_restricted": actor.may(Permission.ORDER_RESTRICTED),
        "actor_id": actor.user_id,
    }


def visible_customer(customer: Any = Customer) -> ColumnElement[bool]:
    """A live record, or an inactive one for those who see these; one merged away is nobody's (MRG-P10)."""
    return and_(or_(customer.active, SEES_INACTIVE), customer.merged_into.is_(None))


def visible_note(note: Any = Note) -> ColumnElement[bool]:
    """Blue notes for holders of that permission, pink ones for holders of that (NOT-05)."""
    return or_(and_(note.colour == "BLUE", SEES_BLUE), and_(note.colour == "PINK", SEES_PINK))


def visible(query: Select[Any], actor: Actor) -> Select[Any]:
    """`query` over Customer, narrowed to what the actor may see."""
    return query.where(visible_customer()).params(of_actor(actor))


def of_protected_attribute(path: SQLColumnExpression[str]) -> ColumnElement[bool]:
    """Whether the audit's path names an attribute that is protected now, whatever it was when the value was written."""
    protected = select("attribute." + AttributeDefinition.name).where(AttributeDefinition.protected)
    return path.in_(protected)
