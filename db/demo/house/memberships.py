"""The membership types of the demo house."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple
from uuid import UUID

from db.demo.fixed import Series, fixed_id
from db.demo.house.giving import NEW_VOICES, PLAYHOUSE_FUND
from domain.memberships import PeriodUnit

SEASON_ENDS = (8, 31)


class MembershipTypeRow(NamedTuple):
    id: UUID
    name: str
    description: str | None
    price_minor: int
    renewal_price_minor: int
    donation_minor: int
    benefit_minor: int
    period_length: int | None
    period_unit: str | None
    fixed_end: date | None
    renewal_opens_days_before: int
    renewal_closes_days_after: int
    auto_renew_allowed: bool
    fund_id: UUID | None
    active: bool


def _id(ordinal: int) -> UUID:
    return fixed_id(Series.MEMBERSHIP_TYPE, ordinal)


FRIEND = MembershipTypeRow(
    _id(1), "Friend", "Priority booking and a newsletter.", 3500, 3200, 0, 1500, 1, PeriodUnit.YEAR, None, 60, 30,
    True, None, True,
)  # fmt: skip
MONTHLY = MembershipTypeRow(
    _id(2), "Monthly Friend", "As Friend, paid month by month.", 350, 350, 0, 150, 1, PeriodUnit.MONTH, None, 7, 7,
    True, None, True,
)  # fmt: skip
PATRON = MembershipTypeRow(
    _id(4), "Patron", "A gift with thanks in the programme.", 30000, 28000, 25000, 5000, 1, PeriodUnit.YEAR, None,
    60, 30, True, PLAYHOUSE_FUND.id, True,
)  # fmt: skip
CORPORATE = MembershipTypeRow(
    _id(5), "Corporate Partner", "For firms: a logo, and ten tickets a season.", 120000, 110000, 0, 90000, 1,
    PeriodUnit.YEAR, None, 90, 60, False, None, True,
)  # fmt: skip
YOUNG = MembershipTypeRow(
    _id(6), "Young Friend", "No longer sold: everybody under 26 has it for nothing.", 1000, 1000, 0, 500, 1,
    PeriodUnit.YEAR, None, 60, 30, False, None, False,
)  # fmt: skip


def season_circle(today: date) -> MembershipTypeRow:
    """The type whose terms all end with the season: at the end of August that is next."""
    ends = date(today.year, *SEASON_ENDS)
    if ends < today:
        ends = ends.replace(year=today.year + 1)
    return MembershipTypeRow(
        _id(3), "Season Circle", "From September to August; twenty pounds of it are a gift.", 6000, 5500, 2000, 2500,
        None, None, ends, 90, 45, False, NEW_VOICES.id, True,
    )  # fmt: skip
