"""Orders: what somebody bought or reserved, who had which part in it, and what it came to."""

from __future__ import annotations

from enum import StrEnum, unique
from functools import cache


@unique
class OrderState(StrEnum):
    """Where an order stands as a whole (ORD-P02)."""

    RESERVED = "RESERVED"
    CONFIRMED = "CONFIRMED"
    PARTIALLY_RETURNED = "PARTIALLY_RETURNED"
    RETURNED = "RETURNED"
    CANCELLED = "CANCELLED"
    EXPIRED = "EXPIRED"


@unique
class ItemState(StrEnum):
    """Where one item of an order stands (ORD-P02)."""

    RESERVED = "RESERVED"
    SOLD = "SOLD"
    RETURNED = "RETURNED"
    EXCHANGED = "EXCHANGED"
    EXPIRED = "EXPIRED"


@unique
class ItemKind(StrEnum):
    """What an item of an order is."""

    TICKET = "TICKET"
    MERCHANDISE = "MERCHANDISE"
    MEMBERSHIP = "MEMBERSHIP"
    DONATION = "DONATION"
    TICKET_SUBSCRIPTION = "TICKET_SUBSCRIPTION"
    FIXED_SERIES = "FIXED_SERIES"


@unique
class OrderRole(StrEnum):
    """The part that a customer has in an order (ORD-P01)."""

    OWNER = "OWNER"
    FACILITATOR = "FACILITATOR"
    SOFT_CREDITED = "SOFT_CREDITED"


@cache
def parts_of(owner: bool, facilitator: bool, soft_credited: bool) -> tuple[OrderRole, ...]:
    """Every part that somebody has in an order, in the order of the roles."""
    has = zip(OrderRole, (owner, facilitator, soft_credited), strict=True)
    return tuple(role for role, holds in has if holds)


@unique
class SalesChannel(StrEnum):
    """How an order reached us (BSK-P01)."""

    PHONE = "PHONE"
    COUNTER = "COUNTER"
    COUNTER_QUICK = "COUNTER_QUICK"
    WEB = "WEB"


@unique
class DeliveryMethod(StrEnum):
    """How a ticket gets to whoever comes with it (PAH-01)."""

    PRINT_AT_HOME = "PRINT_AT_HOME"
    E_TICKET = "E_TICKET"
    COLLECT = "COLLECT"
    POST = "POST"


@unique
class PaymentKind(StrEnum):
    """What a movement of money did on an order; deposits are counted by ORD-P04."""

    PAYMENT = "PAYMENT"
    REFUND = "REFUND"
    DEPOSIT_TAKEN = "DEPOSIT_TAKEN"
    DEPOSIT_USED = "DEPOSIT_USED"
    DEPOSIT_REFUNDED = "DEPOSIT_REFUNDED"
    DEPOSIT_MOVED_TO_CREDIT = "DEPOSIT_MOVED_TO_CREDIT"


@unique
class PaymentMethod(StrEnum):
    """With what it was paid, or into what it was paid back."""

    CARD = "CARD"
    CASH = "CASH"
    CHEQUE = "CHEQUE"
    BANK_TRANSFER = "BANK_TRANSFER"
    CREDIT = "CREDIT"


@unique
class OrderEventKind(StrEnum):
    """What happened to an order (ORD-P09)."""

    CREATED = "CREATED"
    RESERVED = "RESERVED"
    DEPOSIT_TAKEN = "DEPOSIT_TAKEN"
    DEPOSIT_USED = "DEPOSIT_USED"
    DEPOSIT_REFUNDED = "DEPOSIT_REFUNDED"
    DEPOSIT_MOVED_TO_CREDIT = "DEPOSIT_MOVED_TO_CREDIT"
    CONFIRMED = "CONFIRMED"
    ITEM_RETURNED = "ITEM_RETURNED"
    ITEM_EXCHANGED = "ITEM_EXCHANGED"
    EXPIRED = "EXPIRED"
    CANCELLED = "CANCELLED"
    RESTRICTED = "RESTRICTED"
    UNRESTRICTED = "UNRESTRICTED"
    OPPORTUNITY_LINKED = "OPPORTUNITY_LINKED"
    FACILITATOR_CHANGED = "FACILITATOR_CHANGED"
    SOFT_CREDITED = "SOFT_CREDITED"


@unique
class DonationSource(StrEnum):
    """How a donation came to be made (DON-P02)."""

    STANDALONE = "STANDALONE"
    TICKET_DONATION = "TICKET_DONATION"
    MEMBERSHIP_DONATION = "MEMBERSHIP_DONATION"
    PLEDGE_INSTALMENT = "PLEDGE_INSTALMENT"
    LEGACY = "LEGACY"
    CONVERSION = "CONVERSION"
