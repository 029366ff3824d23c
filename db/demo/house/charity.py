"""Who the demo house is as a charity, and what its donors were told, in versions."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import NamedTuple

from db.demo.house.giving import CHARITY


class CharityRow(NamedTuple):
    version: int
    effective_from: date
    name: str
    hmrc_reference: str
    regulator: str
    registered_number: str
    address: str
    postcode: str
    official_first_name: str
    official_last_name: str
    official_phone: str
    official_postcode: str
    created_at: datetime
    created_by: str


class StatementRow(NamedTuple):
    version: int
    effective_from: date
    text: str
    created_at: datetime
    created_by: str


def _at(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 9, tzinfo=UTC)


_BEGAN, _CHANGED = date(2012, 4, 1), date(2022, 1, 1)
CHARITY_DETAILS = (
    CharityRow(
        1,
        _BEGAN,
        CHARITY,
        "XR12345",
        "CCEW",
        "1098765",
        "The Playhouse, 1 Harbour Row, Bristol",
        "BS1 4RX",
        "Gina",
        "Marchetti",
        "0117 496 0100",
        "BS1 4RX",
        _at(_BEGAN),
        "seth",
    ),
)
STATEMENTS = (
    StatementRow(
        1,
        _BEGAN,
        "You pay Income Tax or Capital Gains Tax, and will pay at least as much of it in the year as all charities"
        " claim back on your gifts.",
        _at(_BEGAN),
        "seth",
    ),
    StatementRow(
        2,
        _CHANGED,
        "You are a UK taxpayer. Should you pay less Income Tax and Capital Gains Tax in a tax year than all charities"
        " claim back on your gifts of that year, it is for you to pay the difference. Tell us when you no longer pay"
        " enough tax, when you wish to cancel, and when your name or home address changes.",
        _at(_CHANGED),
        "seth",
    ),
)
