"""The instalments of a pledge: how they are planned, and how what is paid is spread over them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum, unique

from domain.errors import InvalidValue
from domain.memberships import add_months
from domain.pledges import outstanding


@unique
class Frequency(StrEnum):
    """How far apart the instalments of a pledge are (PLG-P03)."""

    MONTHLY = "MONTHLY"
    QUARTERLY = "QUARTERLY"
    YEARLY = "YEARLY"

    @property
    def months(self) -> int:
        """The months from one instalment to the next."""
        return _MONTHS[self]


_MONTHS = {Frequency.MONTHLY: 1, Frequency.QUARTERLY: 3, Frequency.YEARLY: 12}


@dataclass(frozen=True, slots=True)
class Instalment:
    """A part of a pledge: its number, from 1, when it is due, and its amounts in minor units."""

    number: int
    amount_minor: int
    due_on: date
    given_minor: int = 0
    cancelled: bool = False

    @property
    def outstanding_minor(self) -> int:
        """What is still expected of it; nothing once it is cancelled."""
        return outstanding(self.amount_minor, self.given_minor, ended=self.cancelled)


@dataclass(frozen=True, slots=True)
class Share:
    """So much of a payment, in minor units, is for the instalment of this number."""

    number: int
    amount_minor: int


@dataclass(frozen=True, slots=True)
class Allocation:
    """How a payment is spread: the shares come to all of it, and `over_minor` of them is beyond what was promised."""

    shares: tuple[Share, ...]
    over_minor: int


def planned(amount_minor: int, count: int, frequency: Frequency, first_on: date) -> tuple[Instalment, ...]:
    """So many equal instalments of an amount, what division leaves over with the last (PLG-P03).

    Each is due on the day of the month of the first, or on the last day of a month that has no such day. Refused with
    INVALID_VALUE where there would be no instalment, or one of nothing.
    """
    if count < 1:
        raise InvalidValue("A pledge has at least one instalment.", ("count",))
    if amount_minor < count:
        raise InvalidValue("That is less than a penny for each instalment: plan fewer of them.", ("count",))
    each = amount_minor // count
    last = amount_minor - each * (count - 1)
    return tuple(
        Instalment(
            number, last if number == count else each, add_months(first_on, (number - 1) * frequency.months)
        )
        for number in range(1, count + 1)
    )


def allocated(amount_minor: int, instalments: Iterable[Instalment], chosen: int) -> Allocation:
    """How a payment is spread over the instalments of a pledge (PLG-P08).

    To the chosen one first, then to those after it by date, then to those before it, the earliest first; none takes
    more than it lacks. What is left then is beyond what was promised, and is given with the chosen one. Raises
    ValueError where nothing is paid, or there is no instalment of that number.
    """
    by_date = sorted(instalments, key=lambda one: (one.due_on, one.number))
    at = next((index for index, one in enumerate(by_date) if one.number == chosen), None)
    if at is None or amount_minor <= 0:
        raise ValueError("A payment is of something, and for an instalment of the pledge.")
    filled = tuple(_filled(amount_minor, by_date[at:] + by_date[:at]))
    over = amount_minor - sum(share.amount_minor for share in filled)
    return Allocation(_with_the_rest(filled, chosen, over), over)


def _filled(amount_minor: int, instalments: Iterable[Instalment]) -> Iterator[Share]:
    """What each takes, one after the other, until nothing is left."""
    left = amount_minor
    for one in instalments:
        taken = min(left, one.outstanding_minor)
        if taken:
            yield Share(one.number, taken)
        left -= taken


def _with_the_rest(shares: tuple[Share, ...], chosen: int, over_minor: int) -> tuple[Share, ...]:
    """The shares with the chosen instalment's, which comes first, raised by what is over."""
    if not over_minor:
        return shares
    taken = sum(share.amount_minor for share in shares if share.number == chosen)
    return (Share(chosen, taken + over_minor), *(share for share in shares if share.number != chosen))
