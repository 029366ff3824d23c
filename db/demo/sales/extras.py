"""What goes into a basket beside tickets: things, and donations."""

from __future__ import annotations

from itertools import accumulate

from db.demo.dice import Dice
from db.demo.house.giving import (
    APPEALS,
    BAR_FUND,
    FUNDS,
    GHOST_LIGHT,
    GHOST_LIGHT_APPEAL,
    NEW_VOICES,
    PLAYHOUSE_FUND,
    ROOF,
)
from db.demo.house.tickets import PRODUCT_WEIGHTS, SOLD_PRODUCTS, ProductRow
from db.demo.sales.drafts import Gift, Item
from db.demo.sales.patrons import Patron
from domain.orders import DonationSource, ItemKind

_FUND_WEIGHTS = tuple(accumulate((46, 18, 24, 9, 3)))
_AMOUNTS = (200, 300, 500, 1000, 2000, 2500, 5000, 10000, 25000, 100000)
_AMOUNT_WEIGHTS = tuple(accumulate((14, 16, 24, 20, 8, 7, 6, 3, 1.6, 0.4)))
_TICKET_GIFTS = (100, 200, 250)
_TRIBUTES = (
    "In memory of Roy, who never missed a matinée",
    "For Peggy's eightieth",
    "With thanks to the ushers",
)
_EXCLUDED = ("The donor pays no tax this year", "Paid from a company account", "Asked not to on the phone")
_SMALL = tuple(fund for fund in FUNDS if fund.active)


def some_things(dice: Dice) -> list[Item]:
    """Some of a product or two."""
    first = merchandise(dice.pick(SOLD_PRODUCTS, PRODUCT_WEIGHTS), dice.choice((1, 1, 1, 2, 2, 4)))
    return first + (merchandise(dice.pick(SOLD_PRODUCTS, PRODUCT_WEIGHTS), 1) if dice.chance(0.2) else [])


def merchandise(product: ProductRow, pieces: int) -> list[Item]:
    """So many pieces, each an item."""
    return [Item(ItemKind.MERCHANDISE, product.price_minor, product_id=product.id) for _ in range(pieces)]


def some_donation(dice: Dice, patron: Patron, *, generous: bool = False) -> Item:
    """A donation on its own, with what the donor wishes to be said of it."""
    amount = dice.pick(_AMOUNTS, _AMOUNT_WEIGHTS) * (5 if generous else 1)
    gift = Gift(dice.pick(FUNDS, _FUND_WEIGHTS).id, DonationSource.STANDALONE, amount)
    if gift.fund_id == GHOST_LIGHT.id:
        gift.campaign_id = GHOST_LIGHT_APPEAL.id
    elif dice.chance(0.35):
        gift.campaign_id = dice.choice(APPEALS).id
    if dice.chance(0.12):
        gift.recognition_name = (
            "Anonymous" if dice.chance(0.3) else f"The {patron.last_name or patron.name} Family"
        )
    if dice.chance(0.04):
        gift.tribute = dice.choice(_TRIBUTES)
    if dice.chance(0.03):
        gift.excluded = dice.choice(_EXCLUDED)
    return Item(ItemKind.DONATION, amount, gift=gift)


def add_ticket_gift(dice: Dice, ticket: Item) -> None:
    """A small gift as a part of a ticket's price."""
    amount = dice.choice(_TICKET_GIFTS)
    ticket.full += amount
    fund = dice.choice((PLAYHOUSE_FUND, NEW_VOICES, ROOF, BAR_FUND))
    ticket.gift = Gift(fund.id, DonationSource.TICKET_DONATION, amount)


def conversion(dice: Dice, amount: int) -> Item:
    """The price of what was returned, as a donation."""
    return Item(
        ItemKind.DONATION, amount, gift=Gift(dice.choice(_SMALL[:3]).id, DonationSource.CONVERSION, amount)
    )
