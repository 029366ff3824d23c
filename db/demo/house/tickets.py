"""What tickets of the demo house are sold as, and what each kind costs."""

from __future__ import annotations

from itertools import accumulate
from typing import NamedTuple
from uuid import UUID

from db.demo.fixed import Series, fixed_id


class TicketTypeRow(NamedTuple):
    id: UUID
    name: str
    position: int


class PriceBandRow(NamedTuple):
    id: UUID
    name: str
    position: int


class ProductRow(NamedTuple):
    id: UUID
    name: str
    category: str | None
    price_minor: int
    active: bool


class OrderAttributeRow(NamedTuple):
    id: UUID
    name: str
    position: int


class Priced(NamedTuple):
    """What a ticket of one type and band costs in minor units, before and after its discount."""

    ticket_type_id: UUID
    price_band_id: UUID
    full: int
    discount: int


TICKET_TYPES = tuple(
    TicketTypeRow(fixed_id(Series.TICKET_TYPE, place), name, place - 1)
    for place, name in enumerate(
        ("Full price", "Concession", "Under 26", "Child", "Group", "Member", "Essential companion", "Press"),
        start=1,
    )
)
FULL, CONCESSION, UNDER_26, CHILD, GROUP, MEMBER, COMPANION, PRESS = range(len(TICKET_TYPES))
_OFF = (0, 15, 40, 50, 10, 10, 100, 100)  # percent of the full price, by ticket type
TYPE_WEIGHTS = tuple(accumulate((62, 17, 6, 6, 3, 4, 1.4, 0.6)))

PRICE_BANDS = tuple(
    PriceBandRow(fixed_id(Series.PRICE_BAND, place), name, place - 1)
    for place, name in enumerate(("A", "B", "C", "Unreserved"), start=1)
)
UNRESERVED = 3
_OF_LEVEL = (130, 100, 70, 85)  # percent of the level, by band
LEVELS = (1200, 1800, 2400, 3600)
"""The price levels of events, in minor units."""

PRICES = tuple(
    tuple(
        tuple(
            Priced(kind.id, band.id, full := level * of_level // 100, full * off // 1000 * 10)
            for kind, off in zip(TICKET_TYPES, _OFF, strict=True)
        )
        for band, of_level in zip(PRICE_BANDS, _OF_LEVEL, strict=True)
    )
    for level in LEVELS
)
"""Prices by level, band and ticket type."""

PRODUCTS = tuple(
    ProductRow(fixed_id(Series.PRODUCT, place), name, category, price, active)
    for place, (name, category, price, active) in enumerate(
        (
            ("Programme", "Print", 500, True),
            ("Souvenir brochure", "Print", 1200, True),
            ("Playtext", "Print", 1099, True),
            ("Interval wine", "Bar", 650, True),
            ("Interval ice cream", "Bar", 350, True),
            ("Pre-show supper", "Bar", 2450, True),
            ("Tote bag", "Gifts", 900, True),
            ("Tea towel of the fly tower", "Gifts", 850, True),
            ("Enamel lantern pin", "Gifts", 425, True),
            ("Cassette of the overture", "Gifts", 300, False),
            ("Gift voucher in a card", "Vouchers", 0, True),
        ),
        start=1,
    )
)
SOLD_PRODUCTS = PRODUCTS[:10]
PRODUCT_WEIGHTS = tuple(accumulate((30, 6, 7, 18, 16, 8, 6, 4, 4, 1)))

ORDER_ATTRIBUTES = tuple(
    OrderAttributeRow(fixed_id(Series.ORDER_ATTRIBUTE, place), name, place - 1)
    for place, name in enumerate(
        ("Occasion", "Purchase order number", "Name of the group", "Seen first in"), start=1
    )
)
OCCASION, PURCHASE_ORDER, GROUP_NAME, SEEN_IN = ORDER_ATTRIBUTES
