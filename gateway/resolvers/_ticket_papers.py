"""What stands on tickets that are printed at home, what their file is called, and what the mail around it says."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from itertools import groupby
from typing import Any
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_time
from babel.numbers import format_currency

from domain.money import decimal_of
from domain.tickets import in_groups, ticket_code
from gateway.papers.qr import qr_svg
from gateway.settings import Settings

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class House:
    """How this house writes dates and amounts, and the key that signs its tickets."""

    zone: ZoneInfo
    locale: str
    currency: str
    key: bytes

    @classmethod
    def of(cls, settings: Settings, key: bytes) -> House:
        return cls(settings.zone, f"en_{settings.country}", settings.currency, key)

    def day(self, instant: datetime) -> str:
        """The civil date, such as "Thursday 24 December 2026"."""
        return format_date(instant.astimezone(self.zone), "full", locale=self.locale)

    def time(self, instant: datetime) -> str:
        """The time of day, such as "19:30"."""
        return format_time(instant.astimezone(self.zone), "short", locale=self.locale)

    def price(self, minor: int) -> str:
        """The amount, such as "£25.00"."""
        return format_currency(Decimal(decimal_of(minor, self.currency)), self.currency, locale=self.locale)


def paper_of(rows: Sequence[Row], house: House) -> dict[str, Any]:
    """What the paper `tickets` is made of, one page a ticket (PAH-P02)."""
    return {"tickets": [_ticket(row, house) for row in rows]}


def _ticket(row: Row, house: House) -> dict[str, Any]:
    code = ticket_code(house.key, row["id"])
    return {
        "event": row["event"],
        "day": house.day(row["starts_at"]),
        "time": house.time(row["starts_at"]),
        "venue": row["venue"],
        "town": row["town"],
        "plan": row["plan"],
        "seat": row["seat"],
        "ticket_type": row["ticket_type"],
        "price_band": row["price_band"],
        "price": house.price(row["price_minor"]),
        "order": str(row["number"]),
        "owner": row["owner_name"],
        "code": in_groups(code),
        "qr": qr_svg(code),
    }


def file_name(rows: Sequence[Row], friendly_id: str, house: House) -> str:
    """What the file is called: by the day where there is one, and by the order or else the customer."""
    days = {row["starts_at"].astimezone(house.zone).date() for row in rows}
    orders = {row["number"] for row in rows}
    of = f"order {min(orders)}" if len(orders) == 1 else friendly_id
    return " ".join(["Tickets", *(map(str, days) if len(days) == 1 else ()), f"{of}.pdf"])


def mail_text(rows: Sequence[Row], name: str, house: House) -> str:
    """The words of the mail that the tickets are attached to."""
    number = len(rows)
    what = (
        "Your ticket is attached, on one page" if number == 1 else "Your tickets are attached, each on a page"
    )
    return "\n".join(
        [
            f"Dear {name},",
            "",
            f"{what}. Print the file, or show it at the door on your telephone.",
            "",
            *_listed(rows, house),
            "",
            "Each barcode lets one person in, once.",
            "",
        ]
    )


def _listed(rows: Sequence[Row], house: House) -> Iterator[str]:
    for (starts_at, event, venue), group in groupby(rows, lambda row: _what(row)):
        number = len(list(group))
        tickets = "1 ticket" if number == 1 else f"{number} tickets"
        yield f"- {event}, {house.day(starts_at)}, {house.time(starts_at)}, {venue}: {tickets}"


def _what(row: Row) -> tuple[datetime, str, str]:
    return row["starts_at"], row["event"], row["venue"]
