"""Reservations: tickets that are held for somebody until an instant, and what became of them (X1, RSV-01)."""

from __future__ import annotations

from enum import StrEnum, unique


@unique
class ReservationState(StrEnum):
    """Where the reserved tickets of an order for one instance stand."""

    ACTIVE = "ACTIVE"
    BOUGHT = "BOUGHT"
    EXPIRED = "EXPIRED"
    RELEASED = "RELEASED"


def reservation_state(held: int, bought: int, expired: int) -> ReservationState:
    """Active while a ticket is held; then what became of those that were bought, or of the others."""
    if held:
        return ReservationState.ACTIVE
    if bought:
        return ReservationState.BOUGHT
    return ReservationState.EXPIRED if expired else ReservationState.RELEASED
