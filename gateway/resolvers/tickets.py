"""The tickets of a group, from the rows that the store lists."""

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
    """The tickets of a group, as the store lists them: each a row with the fields of a ticket in their order."""
    return tuple(_ticket(*row) for row in rows)


def _ticket(
    item_id: UUID,
    seat: str | None,
    ticket_type: str,
    price_band: str | None,
    price_minor: int,
    delivery_method: str,
    state: str,
) -> HeldTicket:
    return HeldTicket(
        item_id,
        seat,
        ticket_type,
        price_band,
        price_minor,
        DeliveryMethod(delivery_method),
        ItemState(state),
    )
