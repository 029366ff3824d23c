"""Where an order stands, as its items tell (ORD-P02)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from domain.orders import ItemState, OrderState


def item_state(state: ItemState, reserved_until: datetime | None, now: datetime) -> ItemState:
    """Where an item stands at an instant: a reservation is over at `reserved_until`, swept or not (ORD-P06)."""
    lapsed = state == ItemState.RESERVED and reserved_until is not None and reserved_until <= now
    return ItemState.EXPIRED if lapsed else state


def order_state(
    states: Collection[ItemState],
    cancelled_at: datetime | None,
    reserved_until: datetime | None,
    now: datetime,
) -> OrderState:
    """Where an order with items of these states stands at an instant (ORD-P02).

    It is confirmed while anything in it is sold, and then partially returned once anything was handed back for money;
    an exchange is no return while what was taken for it is sold. Raises ValueError for an order without items.
    """
    if not states:
        raise ValueError("An order has at least one item.")
    if cancelled_at is not None and cancelled_at <= now:
        return OrderState.CANCELLED
    found = {item_state(state, reserved_until, now) for state in states}
    if ItemState.SOLD in found:
        return OrderState.PARTIALLY_RETURNED if ItemState.RETURNED in found else OrderState.CONFIRMED
    if ItemState.RESERVED in found:
        return OrderState.RESERVED
    return OrderState.EXPIRED if found == {ItemState.EXPIRED} else OrderState.RETURNED
