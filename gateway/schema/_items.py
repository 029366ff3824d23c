"""Where items of orders stand, and how tickets get to customers, as clients see it."""

from __future__ import annotations

from domain.orders import DeliveryMethod, ItemState
from gateway.schema._rows import enum_type

__all__ = ["DeliveryMethod", "ItemState"]

enum_type(
    DeliveryMethod,
    "How a ticket gets to whoever comes with it.",
    PRINT_AT_HOME="The customer prints it.",
    E_TICKET="The customer shows it on a telephone.",
    COLLECT="It is collected at the box office.",
    POST="It is posted.",
)
enum_type(
    ItemState,
    "Where one item of an order stands.",
    RESERVED="It is held, and not paid yet.",
    SOLD="It is paid.",
    RETURNED="It was given back.",
    EXCHANGED="It was given back for another.",
    EXPIRED="It was reserved, and not bought in time.",
)
