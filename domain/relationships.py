"""Relationships: how two customers are connected, as seen from either side, and who may book for whom."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum, unique
from uuid import UUID

from domain.customers import Kind
from domain.errors import InvalidDate, WrongKind

DEFAULT_IMPORTANCE = 3


@unique
class Structure(StrEnum):
    """Which kinds of record a type of relationship connects (REL-P01)."""

    INDIVIDUALS = "II"
    INDIVIDUAL_AND_ORGANISATION = "IO"
    ORGANISATIONS = "OO"


@unique
class RelationshipState(StrEnum):
    """Where a relationship stands on a day (REL-02, REL-P04)."""

    FUTURE = "FUTURE"
    CURRENT = "CURRENT"
    ENDED = "ENDED"


@dataclass(frozen=True, slots=True)
class RelationshipType:
    """A kind of relationship: A, of `from_kind`, is the `forward_label` of B, of `to_kind` (REL-P01)."""

    forward_label: str
    reverse_label: str
    from_kind: Kind
    to_kind: Kind
    a_may_facilitate_for_b: bool = False
    b_may_facilitate_for_a: bool = False


def structure_of(from_kind: str, to_kind: str) -> Structure:
    """Which kinds a type connects, whichever of the two it runs from (REL-P01)."""
    if from_kind != to_kind:
        return Structure.INDIVIDUAL_AND_ORGANISATION
    return Structure.INDIVIDUALS if from_kind == Kind.INDIVIDUAL else Structure.ORGANISATIONS


def check_type(kind_of: RelationshipType) -> None:
    """Only an Individual makes bookings for somebody else (REL-16, REL-P01)."""
    for allowed, kind, field in (
        (kind_of.a_may_facilitate_for_b, kind_of.from_kind, "aMayFacilitateForB"),
        (kind_of.b_may_facilitate_for_a, kind_of.to_kind, "bMayFacilitateForA"),
    ):
        if allowed and kind is Kind.ORGANISATION:
            raise WrongKind("An Organisation makes no bookings for others; leave this off.", (field,))


def check_ends(kind_of: RelationshipType, a: Kind, b: Kind) -> None:
    """The two customers are of the kinds that the type connects, in its direction (REL-P01)."""
    if (a, b) != (kind_of.from_kind, kind_of.to_kind):
        raise WrongKind(
            f"This type runs from {_named(kind_of.from_kind)} to {_named(kind_of.to_kind)};"
            " exchange the two, or choose another type.",
            ("typeId",),
        )


def _named(kind: Kind) -> str:
    return "an Individual" if kind is Kind.INDIVIDUAL else "an Organisation"


def label(forward: bool, forward_label: str, reverse_label: str) -> str:
    """What the record that is looked at is to the other one (REL-P02).

    `forward` is true on the record that the relationship runs from: with the labels "Parent of" and "Child of",
    the parent's record says "Parent of" before the child's name.
    """
    return forward_label if forward else reverse_label


def check_dates(start: date | None, end: date | None) -> None:
    """An end is not before the start, and either may be unknown (REL-P04)."""
    if start is not None and end is not None and end < start:
        raise InvalidDate("The relationship ends before it begins; exchange the two dates.", ("endDate",))


def is_current(start: date | None, end: date | None, today: date) -> bool:
    """Whether it has begun and has not ended; on its end date it has (REL-P04)."""
    return (start is None or start <= today) and (end is None or end > today)


def state_of(start: date | None, end: date | None, today: date) -> RelationshipState:
    """Where the relationship stands today; what has ended has ended, even before it began (REL-P04)."""
    if is_current(start, end, today):
        return RelationshipState.CURRENT
    return RelationshipState.ENDED if end is not None and end <= today else RelationshipState.FUTURE


def order_key(importance: int, start: date | None, id: UUID) -> tuple[int, bool, int, UUID]:
    """Sorts a record's relationships: the most important first, then the latest begun, unknown last (REL-P03)."""
    return (-importance, start is None, 0 if start is None else -start.toordinal(), id)


@dataclass(frozen=True, slots=True)
class Facilitation:
    """Who of the two may make bookings for the other today, as seen from one record."""

    may_act_for_other: bool
    other_may_act: bool


def facilitation(
    forward: bool,
    a_may_facilitate_for_b: bool,
    b_may_facilitate_for_a: bool,
    start: date | None,
    end: date | None,
    today: date,
) -> Facilitation:
    """Who may book for whom today: nobody any more once it has ended, nor before it begins (REL-P01, REL-P04)."""
    if not is_current(start, end, today):
        return Facilitation(may_act_for_other=False, other_may_act=False)
    if forward:
        return Facilitation(a_may_facilitate_for_b, b_may_facilitate_for_a)
    return Facilitation(b_may_facilitate_for_a, a_may_facilitate_for_b)


@dataclass(frozen=True, slots=True)
class Deletion:
    """Whether a relationship can be deleted, and what to do where it cannot."""

    can_delete: bool
    reason: str | None = None


def deletion(transactions_on_behalf: int) -> Deletion:
    """A relationship through which orders were made stays; it can be ended (REL-13, REL-14, REL-P06)."""
    if not transactions_on_behalf:
        return Deletion(can_delete=True)
    orders = "1 order was" if transactions_on_behalf == 1 else f"{transactions_on_behalf} orders were"
    return Deletion(
        can_delete=False, reason=f"{orders} made on behalf of the other customer; set an end date instead."
    )
