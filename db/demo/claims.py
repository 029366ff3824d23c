"""The claims for Gift Aid in which the gifts of demo donors were claimed for: one each year."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple
from uuid import UUID

from db.demo.dice import Dice
from db.demo.fixed import Series, fixed_id
from db.demo.house.charity import CHARITY_DETAILS
from domain.addresses import AddressFields
from domain.gift_aid import Donor
from domain.gift_aid_claimability import worth
from domain.gift_aid_claims import ClaimStatus
from domain.gift_aid_donors import Told, told_of
from domain.gift_aid_schedules import ClaimedGift, arranged

if TYPE_CHECKING:
    from db.demo.personas import AnyConnection

_ANSWERED_AFTER = timedelta(days=28)
# The declaration is the latest-made of those that covered the gift when it was claimed for, as far as was known then.
_GIFTS = """
select d.id, d.gift_aid_claimed_on as claimed_on, d.made_on, d.amount_minor, g.id as declaration_id,
  c.title, c.first_name, c.last_name, a.line1, a.line2, a.line3, a.town, a.county, a.postcode, a.country_code
from donation d
join customer_order o on o.id = d.order_id
join customer c on c.id = o.owner_id
join address a on a.customer_id = c.id and a.default_billing
cross join lateral (
  select g.id from gift_aid_declaration g
  where g.customer_id = c.id and g.made_on <= d.gift_aid_claimed_on
    and d.made_on between g.coverage_from and coalesce(g.coverage_to, 'infinity')
    and not exists (
      select from cancelled_declaration n join gift_aid_cancellation x on x.id = n.cancellation_id
      where n.declaration_id = g.id and x.made_on <= d.gift_aid_claimed_on and x.effective_from <= d.made_on)
  order by g.made_at desc, g.id desc limit 1) g
where d.gift_aid_claimed_on = $1
order by d.id
"""
_DAYS = (
    "select distinct gift_aid_claimed_on from donation where gift_aid_claimed_on is not null"
    " order by gift_aid_claimed_on"
)


class ClaimRow(NamedTuple):
    id: UUID
    period_from: date
    period_to: date
    status: str
    version: int
    charity_version: int
    prepared_at: datetime
    prepared_by: str
    previewed_at: datetime
    submitted_on: date
    decided_on: date | None
    correlation: str
    response: str | None


class ClaimLineRow(NamedTuple):
    id: UUID
    claim_id: UUID
    donation_id: UUID
    declaration_id: UUID
    amount_minor: int
    tax_minor: int
    made_on: date
    schedule_row: int
    title: str | None
    first_name: str | None
    last_name: str | None
    house: str | None
    postcode: str | None


def day_of_claim(soonest: date) -> date:
    """The day on which what can be claimed for from `soonest` on is claimed for: the first of July."""
    this_year = date(soonest.year, 7, 1)
    return this_year if soonest <= this_year else date(soonest.year + 1, 7, 1)


async def claims(
    connection: AnyConnection, dice: Dice, today: date
) -> AsyncIterator[tuple[str, tuple[str, ...], list[tuple[Any, ...]]]]:
    """The rows of each claim and of its lines, as COPY takes them."""
    for place, (claimed_on,) in enumerate(await connection.fetch(_DAYS), start=1):
        gifts = [dict(gift) for gift in await connection.fetch(_GIFTS, claimed_on)]
        claim = _claim(dice, place, claimed_on, [gift["made_on"] for gift in gifts], today)
        yield "gift_aid_claim", ClaimRow._fields, [claim]
        yield "gift_aid_claim_line", ClaimLineRow._fields, list(_lines(dice, claim, gifts))


def _claim(dice: Dice, place: int, claimed_on: date, days: Sequence[date], today: date) -> ClaimRow:
    at = datetime.combine(claimed_on, time(10), UTC)
    decided_on = claimed_on + _ANSWERED_AFTER
    answered = decided_on <= today
    return ClaimRow(
        fixed_id(Series.GIFT_AID_CLAIM, place),
        min(days),
        max(days),
        ClaimStatus.ACCEPTED if answered else ClaimStatus.SUBMITTED,
        4 if answered else 3,
        CHARITY_DETAILS[-1].version,
        at,
        "gina",
        at + timedelta(minutes=20),
        claimed_on,
        decided_on if answered else None,
        dice.digits("B07D4E########"),
        "Your claim was received and will be paid." if answered else None,
    )


def _lines(dice: Dice, claim: ClaimRow, gifts: Iterable[Mapping[str, Any]]) -> Iterable[ClaimLineRow]:
    given = {gift["id"]: gift for gift in gifts}
    rows = arranged(ClaimedGift(key, gift["made_on"], gift["amount_minor"]) for key, gift in given.items())
    for number, row in enumerate(rows, start=1):
        for gift in row:
            found = given[gift.donation_id]
            yield ClaimLineRow(
                dice.key(claim.prepared_at),
                claim.id,
                gift.donation_id,
                found["declaration_id"],
                gift.amount_minor,
                worth(gift.amount_minor, gift.made_on),
                gift.made_on,
                number,
                *(_told(found) if len(row) == 1 else (None,) * 5),
            )


def _told(gift: Mapping[str, Any]) -> tuple[str | None, ...]:
    address = AddressFields(
        gift["line1"],
        gift["line2"],
        gift["line3"],
        gift["town"],
        gift["county"],
        gift["postcode"],
        country_code=gift["country_code"],
    )
    told: Told = told_of(gift["title"], Donor(gift["first_name"], gift["last_name"], address))[0]
    return (told.title or None, told.first_name, told.last_name, told.house, told.postcode or None)
