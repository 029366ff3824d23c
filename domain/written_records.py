"""The written record of a verbal declaration: what it must say, in words that the donor reads (GAD-P05)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from domain.gift_aid import Coverage

# To withdraw is possible for so long after it was sent.
_WITHDRAW = (
    "You may cancel this declaration within 30 days, as if you had never given it. After that you may still cancel it"
    " for donations to come."
)


@dataclass(frozen=True, slots=True)
class Declared:
    """A declaration as its written record tells of it; the address is in lines."""

    charity_name: str
    charity_number: str | None
    donor_name: str
    address: tuple[str, ...]
    coverage: Coverage
    coverage_from: date
    statement: str
    given_on: date


@dataclass(frozen=True, slots=True)
class Item:
    """One of the things that the tax authority wants a written record to say."""

    heading: str
    text: str


@dataclass(frozen=True, slots=True)
class WrittenRecord:
    """The six items, the right to cancel, and the two dates."""

    title: str
    greeting: str
    items: tuple[Item, ...]
    cancelling: str
    given_on: str
    sent_on: str


def written_record(declared: Declared, sent_on: date) -> WrittenRecord:
    """The written record of the declaration, sent on this day."""
    charity = declared.charity_name
    number = f" (registered charity {declared.charity_number})" if declared.charity_number else ""
    return WrittenRecord(
        title=f"Your Gift Aid declaration to {charity}",
        greeting=f"Dear {declared.donor_name},",
        items=(
            Item("The charity", f"{charity}{number}"),
            Item("Your name", declared.donor_name),
            Item("Your home address", ", ".join(declared.address)),
            Item("The donations that it is for", _donations(declared)),
            Item("What you asked for", f"You want {charity} to claim Gift Aid on these donations."),
            Item("What you were told about tax", declared.statement),
        ),
        cancelling=_WITHDRAW,
        given_on=f"You gave this declaration on {long_date(declared.given_on)}.",
        sent_on=f"We sent you this record of it on {long_date(sent_on)}.",
    )


def _donations(declared: Declared) -> str:
    given = long_date(declared.given_on)
    match declared.coverage:
        case Coverage.SINCE:
            since = long_date(declared.coverage_from)
            return f"Your donations since {since}, and all that you make from {given} on."
        case Coverage.FROM_TODAY:
            return f"All donations that you make from {given} on."
        case Coverage.TODAY_ONLY:
            return f"Your donations of {given}."


def as_text(record: WrittenRecord) -> str:
    """The record as the plain text of a mail."""
    items = "\n\n".join(f"{item.heading}\n{item.text}" for item in record.items)
    paragraphs = (
        record.greeting,
        record.title,
        items,
        record.cancelling,
        f"{record.given_on}\n{record.sent_on}\n",
    )
    return "\n\n".join(paragraphs)


def long_date(day: date) -> str:
    """The day as people write it, such as 3 March 2026."""
    return f"{day.day} {day:%B %Y}"
