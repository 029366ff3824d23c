"""Opportunities: gifts that a fundraiser works towards, from the first idea to the day it is won or lost.

What one has brought is never kept: it is added up from what is linked to it, in whole minor units (OPP-P03, OPP-P04).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum, unique

from domain.money import percent_of
from domain.order_amounts import ItemAmounts
from domain.orders import ItemKind, ItemState
from domain.pledges import PledgeKind
from domain.pledges import outstanding as outstanding_of


@unique
class Outcome(StrEnum):
    """How an opportunity ended, or that it has not (OPP-P01)."""

    OPEN = "OPEN"
    WON = "WON"
    LOST = "LOST"
    WITHDRAWN = "WITHDRAWN"


@unique
class StageChangeKind(StrEnum):
    """What happened to an opportunity when its stage was written down (OPP-P02)."""

    OPENED = "OPENED"
    MOVED = "MOVED"
    CLOSED = "CLOSED"
    REOPENED = "REOPENED"


@dataclass(frozen=True, slots=True)
class LinkedItem:
    """An item of an order that counts towards an opportunity, as it stands now."""

    kind: ItemKind
    state: ItemState
    amounts: ItemAmounts


@dataclass(frozen=True, slots=True)
class Promise:
    """A pledge or a legacy; `given_minor` is what was given to it and not returned. One that ended is expected no more:
    it was cancelled or written off."""

    kind: PledgeKind
    amount_minor: int
    given_minor: int = 0
    ended: bool = False


@dataclass(frozen=True, slots=True)
class Totals:
    """What an opportunity comes to, in minor units; pledges and legacies are kept apart (OPP-P03)."""

    received: int
    reserved: int
    pledges: int
    legacies: int

    @property
    def pledged(self) -> int:
        """What is promised and not given yet, by whom ever and in whichever way (OPP-08)."""
        return pledged(self.pledges, self.legacies)


def totals(items: Iterable[LinkedItem], promises: Iterable[Promise]) -> Totals:
    """What an opportunity comes to by the items linked to it and by what was promised.

    Each item counts once, with the gift that a ticket or a membership has in its price; what was returned, exchanged
    or not bought in time counts for nothing.
    """
    received = reserved = 0
    for item in items:
        if item.state is ItemState.SOLD:
            received += worth(item.kind, item.amounts)
        elif item.state is ItemState.RESERVED:
            reserved += item.amounts.price + item.amounts.commission
    expected = dict.fromkeys(PledgeKind, 0)
    for promise in promises:
        expected[promise.kind] += outstanding_of(
            promise.amount_minor, promise.given_minor, ended=promise.ended
        )
    return Totals(received, reserved, expected[PledgeKind.PLEDGE], expected[PledgeKind.LEGACY])


def worth(kind: ItemKind, amounts: ItemAmounts) -> int:
    """What an item brings once it is sold, in minor units: what it adds to its order, and of a donation the gift alone.

    The price of a donation is the gift, and a fee on top of it is none (OPP-P03).
    """
    return amounts.price if kind is ItemKind.DONATION else amounts.total


def pledged(pledges_minor: int, legacies_minor: int) -> int:
    """What is promised and not given yet, in minor units (OPP-08)."""
    return pledges_minor + legacies_minor


def outstanding(asked_minor: int, received_minor: int, pledges_minor: int, legacies_minor: int) -> int:
    """What of the amount asked for is neither given nor promised, in minor units; never negative (OPP-P03)."""
    return max(0, asked_minor - received_minor - pledged(pledges_minor, legacies_minor))


def progress(received_minor: int, target_minor: int) -> str | None:
    """What was received in percent of the target, such as "37.50"; None while there is no target (OPP-P03).

    Of a third decimal a half goes to the even one.
    """
    if target_minor == 0:
        return None
    hundredths, rest = divmod(received_minor * 10_000, target_minor)
    half = 2 * rest - target_minor
    hundredths += half > 0 or (half == 0 and hundredths % 2 == 1)
    return f"{hundredths // 100}.{hundredths % 100:02}"


def weighted(outcome: Outcome, asked_minor: int, target_minor: int, probability_percent: int) -> int | None:
    """What is likely to come of an open one, in minor units: so much of what is asked, or else of the target.

    None once it is closed, when nothing is likely any more. A half goes to the even penny (OPP-P03).
    """
    if outcome is not Outcome.OPEN:
        return None
    return percent_of(asked_minor or target_minor, probability_percent * 100)


def label(campaign: str, stage: str) -> str:
    """How an opportunity is called: its campaign, with the stage in parentheses (OPP-02).

    A closed one stays at the stage at which it was closed (OPP-03).
    """
    return f"{campaign} ({stage})"
