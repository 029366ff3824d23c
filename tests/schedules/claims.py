"""A claim to write: a donor at home, one abroad, small gifts together, and tax to give back."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from domain.gift_aid_donors import Told
from domain.gift_aid_schedules import ScheduleRow
from gateway.schedules import Charity, Claimed

CHARITY = Charity(
    "The Harbour Theatres", "XR4010", "CCEW", "1137948", "Bea", "Okonjo", "0117 496 0000", "BS1 4AA"
)
ADA = Told("Ms", "Ada", "Marsh Lindqvist", "12 Harbour Row", "BS1 4AA")
JEAN = Told("", "Jean", "Dauphin", "3 rue Dauphine, Paris, 75006, FR", "", overseas=True)
ROWS = (
    ScheduleRow(1, ADA, "", date(2026, 5, 1), date(2026, 5, 1), 5050),
    ScheduleRow(2, JEAN, "", date(2026, 5, 2), date(2026, 5, 2), 100_000),
    ScheduleRow(3, None, "12 small donations", date(2026, 6, 30), date(2026, 4, 9), 12_34),
)
CLAIM = Claimed(7, date(2026, 9, 30), CHARITY, ROWS, adjustment_minor=1250, adjusted=2)


def named(text: str) -> Claimed:
    """The claim of a donor of this name, who lives in a house of this name."""
    donor = replace(ADA, first_name=text, last_name=text, house=text)
    return replace(CLAIM, rows=(replace(ROWS[0], donor=donor),))


def long(rows: int) -> Claimed:
    """The claim with so many rows of Ada's."""
    return replace(CLAIM, rows=tuple(replace(ROWS[0], number=number) for number in range(1, rows + 1)))
