"""How the reservations of a customer are read, by order and instance (RSV-01, X1)."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa

from domain.orders import ItemState, OrderRole, OrderState
from gateway.engine.declare import Narrowing
from gateway.loaders._instance_groups import IS_TICKET, by_instance, of_instances
from gateway.loaders._order_groups import grouped, in_state, item, narrowing, party

_NOW = sa.bindparam("now", type_=sa.DateTime(timezone=True))

_cancelled = party.c.state == OrderState.CANCELLED.value
# A reservation is over at its instant, whether anything has swept it since or not (ORD-P06).
_lapsed = party.c.reserved_until <= _NOW
_reserved = in_state(ItemState.RESERVED)
_given_back = in_state(ItemState.RETURNED, ItemState.EXCHANGED)
_paid = party.c.confirmed_at.is_not(None)
_COUNTS = {
    "quantity": sa.and_(_reserved, ~_cancelled, ~_lapsed),
    "bought_quantity": sa.or_(in_state(ItemState.SOLD), sa.and_(_given_back, _paid)),
    "expired_quantity": sa.and_(
        ~_cancelled, sa.or_(in_state(ItemState.EXPIRED), sa.and_(_reserved, _lapsed))
    ),
    "returned_quantity": sa.or_(
        sa.and_(_cancelled, in_state(ItemState.RESERVED, ItemState.EXPIRED)), sa.and_(_given_back, ~_paid)
    ),
}

_read = of_instances(
    # An order that was placed as a reservation keeps until when it was one.
    grouped(
        item.c.instance_id,
        IS_TICKET,
        counts=_COUNTS,
        also=(party.c.reserved_until,),
        orders=(party.c.reserved_until.is_not(None),),
    ),
    "reserved_tickets",
    tickets=sa.true(),
    held=_reserved,
)
# The instant says no more than the quantity, but leaves out the orders of years before their tickets are counted.
_ACTIVE = (_read.c.quantity > 0, _read.c.reserved_until > _NOW)
RESERVATIONS = by_instance("reservations", _read, *_ACTIVE)


def reservations_narrowing(roles: Sequence[OrderRole], *, include_inactive: bool) -> Narrowing:
    """The groups of customers with one of these parts; the active ones, unless others are asked for too."""
    return narrowing(_read, roles, *(() if include_inactive else _ACTIVE))
