"""The tickets of a group, and what a customer's part in an order is, from the columns of a row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from domain.orders import DeliveryMethod, ItemState


@dataclass(frozen=True, slots=True)
class HeldTicket:
    """One ticket: an item of an order."""

    item_id: UUID
    seat: str | None
    ticket_type: str
    price_band: str | None
    price_minor: int
    delivery_method: DeliveryMethod
    state: ItemState


def tickets_of(rows: Sequence[tuple[Any, ...]]) -> tuple[HeldTicket, ...]:
    """The tickets of a group, as the store lists them."""
    return tuple(
        HeldTicket(*told, DeliveryMethod(delivery), ItemState(state)) for *told, delivery, state in rows
    )
