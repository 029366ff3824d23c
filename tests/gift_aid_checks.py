"""What the rules and the store say of random histories of Gift Aid, against what the book says of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from random import Random
from typing import Any

from domain.customers import Kind
from domain.gift_aid import claimability_of, days_of
from domain.gift_aid_claimability import Gift, Verdict, cover_of, verdict_of
from domain.gift_aid_explanations import Effect, explain
from domain.house import House
from domain.orders import DonationSource, ItemState
from gateway.engine import ids
from tests.ask import Ask
from tests.gift_aid_histories import HOUSES, LONDON, TODAYS, History, Player, calendar
from tests.gift_aid_store import Told, read
from tests.references.gift_aid import Book, Closed, ends_year, last_day_to_claim
from tests.references.gift_aid_told import Cancelled, Declared, Given, Judged

_ELSEWHERE = House(gift_aid=False)
# The first and the last instant of a day in the zone of the house, and one between them.
_HOURS = (time(0), time(12), time(23, 59, 59))


@dataclass(frozen=True, slots=True)
class Batch:
    """Donors who are looked at together: their histories, the same by hand, and when they are looked at."""

    house: House
    todays: Sequence[date]
    histories: list[tuple[History, Closed]]


def batch(number: int, donors: int, counted: Counter[str]) -> Batch:
    """So many histories up to one day; the same number makes the same ones.

    Raises AssertionError where what was asked for is taken or refused otherwise than by the book.
    """
    dice, house = Random(number), HOUSES[number % len(HOUSES)]
    todays = _todays(dice, house.accounting_year_ends)
    histories = []
    for _ in range(donors):
        played = Player(dice, house, todays[0]).play()
        histories.append((played, _by_hand(played, calendar(todays[0]), counted)))
        counted["histories"] += 1
        counted["donations"] += len(played.gifts)
    return Batch(house, todays, histories)


def _todays(dice: Random, year_end: tuple[int, int]) -> Sequence[date]:
    """Two days and the next end of a year: the last on which the gifts of one year can be claimed for."""
    todays = sorted(dice.sample(dice.choice(TODAYS), 2))
    later = (day for day in calendar(todays[1]) if day > todays[1])
    return *todays, next(day for day in later if ends_year(day, year_end))


def _by_hand(played: History, days: Sequence[date], counted: Counter[str]) -> Closed:
    book = Book(played.owner, days)
    for said, taken in played.asked:
        assert book.hear(said) == taken, (said, taken)
        if isinstance(said, Declared | Cancelled):
            what = "declarations" if isinstance(said, Declared) else "cancellations"
            counted[f"{what} {'taken' if taken else 'refused'}"] += 1
    for key, cancellation in played.cancellations.items():
        assert cancellation.declaration_ids == book.named(key), cancellation
    return book.closed()


def check_rules(of: Batch, counted: Counter[str]) -> None:
    """The rules say of every gift and declaration what the book says, on each day and in a country without Gift Aid."""
    for played, book in of.histories:
        _check_declarations(played, book)
        for gift in played.gifts:
            for today in of.todays:
                judged = _check_gift(played, book, gift, today, of.house)
                counted.update(("by the rules", f"status {judged.status}", *judged.reasons))
            counted.update(_check_gift(played, book, gift, of.todays[0], _ELSEWHERE).reasons)
            counted["by the rules"] += 1


def _check_declarations(played: History, book: Closed) -> None:
    cancellations = list(played.cancellations.values())
    for key, declaration in played.declarations.items():
        span, left = days_of(declaration, cancellations), book.left[key]
        # What is left is in one piece, so that its ends and its number tell all of it.
        assert (span is None) is (not left), declaration
        if span is not None:
            last = span.last or book.last_day
            assert (span.first, last) == (min(left), max(left)), declaration
            assert (last - span.first).days + 1 == len(left), declaration
        against = claimability_of(declaration, cancellations)
        assert set(against.reasons) == book.against(key), declaration
        assert against.claimable is (not against.reasons), declaration


def _check_gift(played: History, book: Closed, given: Given, today: date, house: House) -> Judged:
    uk, year_end = house.gift_aid, house.accounting_year_ends
    judged = book.judge(given, played.person.kind, today, uk=uk, year_end=year_end)
    gift, declared, cancelled = (
        _gift(played, given),
        list(played.declarations.values()),
        list(played.cancellations.values()),
    )
    verdict = verdict_of(gift, cover_of(gift, declared, cancelled), today, uk=uk, year_end=year_end)
    assert _plain(verdict) == judged, (given, today, verdict, judged)
    assert len(verdict.reasons) == len(judged.reasons), verdict
    told = explain(gift, declared, cancelled, today, uk=uk, year_end=year_end)
    last = last_day_to_claim(given.on, year_end)
    assert (told.verdict, told.dates.claim_by) == (verdict, last), (given, told)
    assert told.dates.days_to_claim == max(0, (last - today).days + 1), (given, told)
    covering = {
        each.declaration_id: each.effect in (Effect.COVERS, Effect.ALSO_COVERS)
        for each in told.considered
        if not each.cancellation
    }
    own = [key for key, each in played.declarations.items() if each.customer_id == played.owner]
    assert covering == {key: given.on in book.left[key] for key in own}, (given, told)
    return judged


def _gift(played: History, given: Given) -> Gift:
    return Gift(
        played.owner,
        Kind(played.person.kind),
        given.on,
        given.amount,
        DonationSource(given.source),
        ItemState(given.state),
        given.money,
        given.donation,
        given.fund_eligible,
        given.excluded,
        given.claimed,
    )


def _plain(verdict: Verdict) -> Judged:
    return Judged(verdict.status, frozenset(verdict.reasons), verdict.declaration_id)


async def check_store(asks: Mapping[House, Ask], of: Batch, dice: Random, counted: Counter[str]) -> None:
    """Every record says the same of its gifts and declarations, read when the clock stands on each of the days."""
    donors = [played.owner for played, _ in of.histories]
    for today in of.todays:
        now = datetime.combine(today, dice.choice(_HOURS), LONDON)
        for (played, book), told in zip(of.histories, await read(asks[of.house], donors, now), strict=True):
            counted["in the store"] += _check_told(played, book, told, today, of.house)


def _check_told(played: History, book: Closed, told: Told, today: date, house: House) -> int:
    # What expired was never given, and what is no donation of money is in no list of donations.
    shown = {
        each.id: each for each in played.gifts if each.state != "EXPIRED" and each.money and each.donation
    }
    assert told.gifts.keys() == shown.keys(), (played.owner, told)
    for key, gift in shown.items():
        judged = book.judge(gift, played.person.kind, today, uk=True, year_end=house.accounting_year_ends)
        assert _told(told.gifts[key]) == judged, (gift, today, told.gifts[key], judged)
    own = [key for key, each in played.declarations.items() if each.customer_id == played.owner]
    assert told.declarations.keys() == set(own), (played.owner, told)
    for key in own:
        _check_declaration(book, told.declarations[key])
    return len(shown)


def _told(gift: dict[str, Any]) -> Judged:
    said = gift["giftAid"]
    assert said["declarationId"] == (gift["declaration"] and gift["declaration"]["id"]), gift
    reasons = frozenset(said["reasonCodes"])
    assert len(reasons) == len(said["reasonCodes"]), gift
    shown = said["declarationId"]
    return Judged(said["status"], reasons, shown and ids.key_of("gad", shown))


def _check_declaration(book: Closed, told: dict[str, Any]) -> None:
    key = ids.key_of("gad", told["id"])
    assert key is not None
    against, left = book.against(key), book.left[key]
    assert told["claimable"] is (not against), told
    assert set(told["notClaimableReasons"]) == against, told
    ends = bool(left) and book.last_day not in left
    assert told["coveredUntil"] == (max(left).isoformat() if ends else None), told
