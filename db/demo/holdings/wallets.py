"""The cards in the wallets of demo customers: one or two that are kept, and some that are gone or past their date."""

from __future__ import annotations

from datetime import datetime, timedelta
from hashlib import sha256
from uuid import UUID

from db.demo.dice import Dice
from db.demo.holdings.rows import WalletCardRow
from db.demo.sales.patrons import WEB_USER, Patron

PROVIDER = "harbourpay"
_BRANDS = ("Visa", "Mastercard", "American Express", "Maestro")
_BRAND_WEIGHTS = (52, 92, 98, 100)


def card(
    dice: Dice,
    customer_id: UUID,
    holder: str,
    added: datetime,
    expires: datetime,
    *,
    id: UUID | None = None,
    removed: datetime | None = None,
    used: datetime | None = None,
    continuous: bool = True,
    added_by: str = WEB_USER,
) -> WalletCardRow:
    """A card that is good to the end of the month of `expires`; not preferred."""
    key = id or dice.key(added)
    digits = dice.digits("####")
    return WalletCardRow(
        key,
        customer_id,
        PROVIDER,
        f"tok_{sha256(key.bytes).hexdigest()[:24]}",
        sha256(key.bytes + b"card").hexdigest()[:32],
        dice.pick(_BRANDS, _BRAND_WEIGHTS),
        digits,
        expires.month,
        expires.year,
        holder.upper()[:50],
        continuous,
        False,
        added,
        added_by,
        used,
        removed,
    )


def some_cards(dice: Dice, patron: Patron, now: datetime) -> list[WalletCardRow]:
    """The wallet of somebody who buys on the web; the last one that is kept is preferred."""
    if not patron.online or not patron.individual or not dice.chance(0.3):
        return []
    cards: list[WalletCardRow] = []
    for _ in range(dice.choice((1, 1, 1, 2, 2, 3))):
        added = dice.opening_hour(patron.joined, patron.seen)
        # From three months to four years: some are over by now, and some about to be.
        expires = added + timedelta(days=dice.randint(90, 1500))
        used = dice.opening_hour(added, min(patron.seen, expires)) if dice.chance(0.8) else None
        removed = None
        if dice.chance(0.16):
            removed = dice.opening_hour(used or added, patron.seen)
        cards.append(
            card(
                dice,
                patron.id,
                patron.name,
                added,
                expires,
                removed=removed,
                used=used,
                continuous=dice.chance(0.6),
            )
        )
    return cards


def preferring(cards: list[WalletCardRow]) -> list[WalletCardRow]:
    """The same cards, of which one that is kept is preferred."""
    kept = [each for each in cards if each.removed_at is None]
    if not kept:
        return cards
    chosen = max(kept, key=lambda each: (each.expiry_year, each.expiry_month, each.added_at))
    return [each._replace(preferred=each is chosen) for each in cards]


def good_on(card: WalletCardRow, now: datetime) -> bool:
    """Whether the card is kept and its last month is not over."""
    return card.removed_at is None and (card.expiry_year, card.expiry_month) >= (now.year, now.month)
