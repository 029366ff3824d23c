"""Gift vouchers of the demo house, redeemed or not, and credit that was given for goodwill."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from hashlib import sha256
from uuid import UUID

from db.demo.dice import Dice
from db.demo.holdings.credit import Account
from db.demo.holdings.rows import GiftVoucherRow
from db.demo.rows import Batch
from db.demo.sales.patrons import WEB_USER, Patron
from db.demo.sales.till import Aside

CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_AMOUNTS = (1000, 2000, 2500, 5000, 7500, 10000)
_NOTES = (
    "The heating failed",
    "Seat behind the pillar",
    "Interval drinks were late",
    "Thanks for the long wait",
)
_YEAR = timedelta(days=365)


def voucher(
    code: str,
    amount: int,
    issued: datetime,
    expires: date | None,
    *,
    id: UUID,
    valid_from: date | None = None,
    redeemed_by: UUID | None = None,
    redeemed_at: datetime | None = None,
) -> GiftVoucherRow:
    """A voucher of this code, which is kept as a hash of its sixteen characters alone."""
    return GiftVoucherRow(
        id,
        sha256(code.encode()).digest(),
        code[-4:],
        amount,
        issued,
        valid_from or issued.date(),
        expires,
        redeemed_by,
        redeemed_at,
    )


def some_code(dice: Dice) -> str:
    """Sixteen characters as they are compared: without hyphens."""
    return "".join(dice.choices(CROCKFORD, k=16))


def some_credit(batch: Batch, dice: Dice, patron: Patron, now: datetime) -> list[Aside]:
    """Vouchers that the customer redeemed, or that nobody has yet, and what staff gave; for few customers."""
    asides: list[Aside] = []
    since = max(patron.joined, now - 4 * _YEAR)
    if since >= patron.seen:
        return asides
    if dice.chance(0.03):
        asides.append(_redeemed(batch, dice, patron, since))
    if dice.chance(0.02):
        issued = dice.opening_hour(since, patron.seen)
        expires = (issued + 2 * _YEAR).date()
        starts = issued.date() if dice.chance(0.9) else (now + timedelta(days=20)).date()
        unused = voucher(
            some_code(dice),
            dice.choice(_AMOUNTS),
            issued,
            max(expires, starts) if dice.chance(0.8) else None,
            id=dice.key(issued),
            valid_from=starts,
        )
        batch.add(unused)
    if dice.chance(0.025):
        asides.append(_goodwill(dice, since, patron.seen))
    return asides


def _redeemed(batch: Batch, dice: Dice, patron: Patron, since: datetime) -> Aside:
    issued = dice.opening_hour(since, patron.seen)
    at = dice.opening_hour(issued, min(patron.seen, issued + _YEAR))
    amount = dice.choice(_AMOUNTS)
    expires = None if dice.chance(0.2) else (issued + 2 * _YEAR).date()
    row = voucher(
        some_code(dice), amount, issued, expires, id=dice.key(issued), redeemed_by=patron.id, redeemed_at=at
    )
    batch.add(row)
    by = WEB_USER if patron.online and dice.chance(0.7) else "bea"

    def redeem(account: Account) -> None:
        account.redeem(at, row.id, amount, expires, by)

    return at, redeem


def _goodwill(dice: Dice, since: datetime, until: datetime) -> Aside:
    at, amount = dice.opening_hour(since, until), dice.choice((500, 1000, 1500, 2000))
    note = dice.choice(_NOTES)
    lasts = dice.choice((90, 365, 365, 730, 0))
    expires = (at + timedelta(days=lasts)).date() if lasts else None
    return at, goodwill(at, amount, expires, note)


def goodwill(
    at: datetime, amount: int, expires: date | None, note: str, lot_id: UUID | None = None
) -> Callable[[Account], None]:
    """Account credit that the box office manager gives."""

    def give(account: Account) -> None:
        account.issue(at, amount, expires, "ade", note=note, lot_id=lot_id)

    return give
