"""What a reference of Gift Aid is told: what was declared, cancelled, sent and given, in words and not yet in days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID


def filled(words: str | None) -> bool:
    """Whether there is anything in it."""
    return words is not None and words.strip() != ""


@dataclass(frozen=True, slots=True)
class Address:
    """Where somebody lives, as far as the tax authority asks."""

    line1: str | None = None
    postcode: str | None = None
    country: str | None = None

    def complete(self) -> bool:
        """It has a first line, and in the United Kingdom a postcode."""
        abroad = self.country not in (None, "GB")
        return filled(self.line1) and (abroad or filled(self.postcode))


@dataclass(frozen=True, slots=True)
class Person:
    """The record as it stood at a moment; `kind` is I or O."""

    kind: str = "I"
    first_name: str | None = "Ada"
    last_name: str | None = "Marsh"
    died_on: date | None = None
    homes: tuple[Address, ...] = ()

    def named(self) -> bool:
        return filled(self.first_name) and filled(self.last_name)


@dataclass(frozen=True, slots=True)
class Declared:
    """What somebody asked for on a day.

    `by_staff` when staff took it, who are held to what a record must have; others are as they came.
    """

    id: UUID
    customer: UUID
    at: datetime
    on: date
    option: str
    since: date | None
    kind: str
    evidence: str
    details: str | None
    document: bool
    by_staff: bool
    person: Person
    sent_on: date | None = None

    def home(self) -> Address:
        """The address that the declaration keeps: staff take the first that is complete."""
        homes = [home for home in self.person.homes if home.complete() or not self.by_staff]
        return homes[0] if homes else Address()


@dataclass(frozen=True, slots=True)
class Cancelled:
    """What somebody no longer wants; `chosen` are the only declarations meant, where some were chosen."""

    id: UUID
    at: datetime
    on: date
    option: str
    since: date | None
    chosen: frozenset[UUID] | None


@dataclass(frozen=True, slots=True)
class Sent:
    """The written record of a verbal declaration went out."""

    declaration: UUID
    on: date


@dataclass(frozen=True, slots=True)
class Given:
    """A gift of the donor: where it came from, where it stands, and what was done about it."""

    id: UUID
    on: date
    amount: int
    source: str
    state: str
    fund_eligible: bool
    excluded: bool
    claimed: bool
    money: bool = True
    donation: bool = True


@dataclass(frozen=True, slots=True)
class Judged:
    """What stands of one gift: its status, everything against a claim, and the declaration that it shows."""

    status: str
    reasons: frozenset[str]
    declaration: UUID | None
