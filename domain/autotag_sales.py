"""What the criteria of an autotag can ask of what somebody bought, saw and gave (TAG-P02).

Orders are those that the customer owns, and of them what is sold: returned, exchanged and merely reserved items count
nowhere. Restricted orders count, since it is the system that evaluates.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from domain.autotag_faults import LONGEST_TEXT, MOST_COUNTED, MOST_MINOR, bounds, moments, within
from domain.autotag_periods import Moment, Period
from domain.autotag_predicates import Input, Predicate
from domain.errors import InvalidText, InvalidValue, Refusal
from domain.permissions import Permission

_ORDERS = frozenset({Input.ORDERS})


class OfOrders(Predicate):
    """A question to the orders of a customer, whose answer is for those who may read them."""

    __slots__ = ()
    reads: ClassVar[frozenset[Input]] = _ORDERS
    needs: ClassVar[Permission] = Permission.ORDER_READ


@dataclass(frozen=True, slots=True)
class OrderCount(OfOrders):
    """How many orders with anything sold in them were placed in the period, or ever."""

    kind: ClassVar[str] = "orderCount"
    at_least: int | None = None
    at_most: int | None = None
    period: Period | None = None

    @property
    def moves(self) -> bool:
        return self.period is not None and self.period.moves

    def faults(self) -> Iterator[Refusal]:
        yield from bounds(self.at_least, self.at_most, MOST_COUNTED)
        yield from _of_period(self.period)


@dataclass(frozen=True, slots=True)
class OrderTotal(OfOrders):
    """What is sold in the orders placed in the period, or ever, comes to, in minor units."""

    kind: ClassVar[str] = "orderTotal"
    at_least: int | None = None
    at_most: int | None = None
    period: Period | None = None

    @property
    def moves(self) -> bool:
        return self.period is not None and self.period.moves

    def faults(self) -> Iterator[Refusal]:
        yield from bounds(self.at_least, self.at_most, MOST_MINOR)
        yield from _of_period(self.period)


@dataclass(frozen=True, slots=True)
class LastOrder(OfOrders):
    """The day of the last order with anything sold in it is before one day, and after another, both left out.

    Who never ordered has none, so that neither holds.
    """

    kind: ClassVar[str] = "lastOrder"
    before: Moment | None = None
    after: Moment | None = None

    @property
    def moves(self) -> bool:
        return any(moment is not None and moment.moves for moment in (self.before, self.after))

    def faults(self) -> Iterator[Refusal]:
        return moments(self.before, self.after)


@dataclass(frozen=True, slots=True)
class Attended(OfOrders):
    """A ticket was sold for an instance that has begun, of this event, of events of this genre, or of any.

    The period is that of the instance. A ticket of which it is known that nobody came with it does not count.
    """

    kind: ClassVar[str] = "attended"
    event_id: UUID | None = None
    genre: str | None = None
    period: Period | None = None

    @property
    def moves(self) -> bool:
        return True

    @property
    def refers_to(self) -> tuple[UUID, ...]:
        return () if self.event_id is None else (self.event_id,)

    def faults(self) -> Iterator[Refusal]:
        if self.event_id is not None and self.genre is not None:
            yield InvalidValue("Give an event or a genre, not both.", ("genre",))
        if self.genre is not None and not 1 <= len(self.genre) <= LONGEST_TEXT:
            yield InvalidText(f"Write 1 to {LONGEST_TEXT} characters.", ("genre",))
        yield from _of_period(self.period)


@dataclass(frozen=True, slots=True)
class DonationTotal(OfOrders):
    """What was given in the period, or ever, to the fund, or to any, comes to, in minor units."""

    kind: ClassVar[str] = "donationTotal"
    at_least: int | None = None
    at_most: int | None = None
    period: Period | None = None
    fund_id: UUID | None = None

    @property
    def moves(self) -> bool:
        return self.period is not None and self.period.moves

    @property
    def refers_to(self) -> tuple[UUID, ...]:
        return () if self.fund_id is None else (self.fund_id,)

    def faults(self) -> Iterator[Refusal]:
        yield from bounds(self.at_least, self.at_most, MOST_MINOR)
        yield from _of_period(self.period)


def _of_period(period: Period | None) -> Iterator[Refusal]:
    return iter(()) if period is None else within("period", period.faults())
