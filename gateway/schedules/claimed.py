"""What the files of a claim are made from, and what stands in the columns of one row."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from domain.gift_aid_schedules import ScheduleRow
from domain.money import decimal_of

CURRENCY = "GBP"
HEADINGS = (
    "Item",
    "Title",
    "First name",
    "Last name",
    "House name or number",
    "Postcode",
    "Aggregated donations",
    "Sponsored event",
    "Donation date",
    "Amount",
)
# What the schedule has in the place of the postcode for a donor abroad.
OVERSEAS = "X"


@dataclass(frozen=True, slots=True)
class Charity:
    """Who claims, and who signs for it, as the tax authority knows them; no regulator where there is none."""

    name: str
    hmrc_reference: str
    regulator: str | None
    registered_number: str | None
    official_first_name: str
    official_last_name: str
    official_phone: str
    official_postcode: str


@dataclass(frozen=True, slots=True)
class Claimed:
    """A whole claim: its rows in order, and the tax of earlier claims that is given back with it, in minor units."""

    number: int
    period_to: date
    charity: Charity
    rows: tuple[ScheduleRow, ...]
    adjustment_minor: int = 0
    adjusted: int = 0

    @property
    def earliest(self) -> date | None:
        """The day of the first gift; None where there is none."""
        return min((row.earliest for row in self.rows), default=None)


def pounds(minor: int) -> str:
    """An amount with two decimals and without a sign."""
    return decimal_of(minor, CURRENCY)


def short_day(day: date) -> str:
    """A day as the schedule has it: DD/MM/YY."""
    return f"{day:%d/%m/%y}"


def cells(item: int, row: ScheduleRow) -> tuple[str, ...]:
    """The columns of one row, whose number on its own schedule is `item`; what does not apply is empty."""
    donor = row.donor
    told = ("",) * 5
    if donor is not None:
        postcode = OVERSEAS if donor.overseas else donor.postcode
        told = (donor.title, donor.first_name, donor.last_name, donor.house, postcode)
    return (str(item), *told, row.aggregated, "", short_day(row.made_on), pounds(row.amount_minor))
