"""Gift Aid by hand: what was said is written into a book as it is heard, and each day is marked on a calendar.

Nothing is reckoned with first and last days: a declaration is the set of its days, out of which cancellations are
struck, and years are counted by turning one day after another.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import lru_cache
from uuid import UUID

from tests.references.gift_aid_told import Cancelled, Declared, Given, Judged, Sent, filled

ONE_DAY = timedelta(days=1)


@lru_cache(None)
def four_years_before(day: date) -> date:
    """The same day of the calendar; 28 February where that year has no 29th (GAD-10)."""
    back = day
    while back.year > day.year - 4 or (back.month, back.day) > (day.month, day.day):
        back -= ONE_DAY
    return back


@lru_cache(None)
def last_day_to_claim(given_on: date, year_end: tuple[int, int]) -> date:
    """Four years after the accounting year of the gift: the fifth year's end that comes, its own among them."""
    day, ends = given_on, int(ends_year(given_on, year_end))
    while ends < 5:
        day += ONE_DAY
        ends += ends_year(day, year_end)
    return day


def ends_year(day: date, year_end: tuple[int, int]) -> bool:
    """Whether an accounting year ends on this day; (2, 29) is the last of February."""
    if year_end == (2, 29):
        return day.month == 2 and (day + ONE_DAY).month == 3
    return (day.month, day.day) == year_end


@dataclass
class Book:
    """What one donor declared and cancelled, written down as it was heard; `days` are all days that there are.

    Who declares for ever has all days to the end of the calendar.
    """

    owner: UUID
    days: Sequence[date]
    declared: dict[UUID, Declared] = field(default_factory=dict)
    cancelled: dict[UUID, tuple[Cancelled, set[date], frozenset[UUID]]] = field(default_factory=dict)

    def hear(self, said: Declared | Cancelled | Sent) -> bool:
        """Write it down; False where it has to be refused."""
        match said:
            case Declared():
                return self._declare(said)
            case Cancelled():
                return self._cancel(said)
            case Sent():
                old = self.declared[said.declaration]
                self.declared[said.declaration] = replace(old, sent_on=said.on)
                return True

    def _declare(self, said: Declared) -> bool:
        if not _proven_rightly(said) or (said.by_staff and not _may_declare(said)):
            return False
        if not _back_far_enough(said.option == "SINCE", said.since, said.on, four_years_before(said.on)):
            return False
        self.declared[said.id] = said
        return True

    def _asked_days(self, said: Declared) -> set[date]:
        if said.option == "TODAY_ONLY":
            return {said.on}
        first = said.since or said.on
        return set(self._from(first))

    def _from(self, first: date) -> Sequence[date]:
        # The calendar has every day once and in order.
        assert self.days[0] <= first <= self.days[-1], first
        return self.days[(first - self.days[0]).days :]

    def _cancel(self, said: Cancelled) -> bool:
        own = {each.id: each for each in self.declared.values() if each.customer == self.owner}
        if said.chosen is not None and (not said.chosen or not said.chosen <= own.keys()):
            return False
        meant = [own[key] for key in said.chosen or ()]
        # Of several it goes as far back as it may for each of them.
        reach = max([self._reach(each, said.on) for each in meant] or [four_years_before(said.on)])
        if not _back_far_enough(said.option == "SINCE", said.since, said.on, reach):
            return False
        gone = set(self._from(said.since or said.on))
        left = self.covered()
        able = frozenset(key for key in (own if said.chosen is None else said.chosen) if left[key] & gone)
        if not able or (said.chosen is not None and able != said.chosen):
            return False
        self.cancelled[said.id] = said, gone, able
        return True

    @staticmethod
    def _reach(declared: Declared, today: date) -> date:
        """A verbal one can be undone altogether until thirty days after its written record; other evidence has none."""
        back = four_years_before(today)
        proven = declared.document or filled(declared.details)
        if declared.kind != "VERBAL" or (declared.sent_on is None and proven):
            return back
        last = declared.sent_on
        for _ in range(30):
            last = None if last is None else last + ONE_DAY
        return min(back, declared.since or declared.on) if last is None or today <= last else back

    def covered(self) -> dict[UUID, set[date]]:
        """The days left of each declaration, in the order they were made; a replay from the beginning (GAD-P09)."""
        left: dict[UUID, set[date]] = {}
        for key in self._in_order():
            if key in self.declared:
                left[key] = self._asked_days(self.declared[key])
                continue
            _, gone, named = self.cancelled[key]
            for declaration in named & left.keys():
                left[declaration] -= gone
        return left

    def _in_order(self) -> Iterable[UUID]:
        moments = {key: said.at for key, said in self.declared.items()}
        moments |= {key: said.at for key, (said, *_) in self.cancelled.items()}
        return sorted(moments, key=lambda key: (moments[key], key))

    def named(self, cancellation: UUID) -> frozenset[UUID]:
        """The declarations that a cancellation acts on (GAD-P12)."""
        return self.cancelled[cancellation][2]

    def closed(self) -> Closed:
        """The book as it may be judged by."""
        left = self.covered()
        once = {key: self._asked_days(said) for key, said in self.declared.items()}
        return Closed(self.owner, self.declared, left, once, self.days[-1])


@dataclass(frozen=True, slots=True)
class Closed:
    """What is left of each declaration, and what it covered once; to the last day is for ever."""

    owner: UUID
    declared: dict[UUID, Declared]
    left: dict[UUID, set[date]]
    once: dict[UUID, set[date]]
    last_day: date

    def against(self, declaration: UUID) -> frozenset[str]:
        """Why gifts under this declaration cannot be claimed for (GAD-P07)."""
        said, found = self.declared[declaration], set()
        if said.kind == "VERBAL" and not (said.sent_on or said.document or filled(said.details)):
            found.add("WRITTEN_RECORD_NOT_SENT")
        if not self.left[declaration]:
            found.add("CANCELLED")
        if not said.home().complete():
            found.add("ADDRESS_INCOMPLETE")
        if not said.person.named():
            found.add("NAME_INCOMPLETE")
        return frozenset(found)

    def judge(self, gift: Given, kind: str, today: date, *, uk: bool, year_end: tuple[int, int]) -> Judged:
        """Everything that stands against a claim for the gift on this day (GAD-P10); `kind` is that of its donor."""
        found = set(_of_gift(gift))
        shown = None
        own = [key for key in self.left if self.declared[key].customer == self.owner]
        for declaration in own:
            if gift.on in self.left[declaration]:
                shown = declaration
        if shown is not None:
            found |= self.against(shown)
        elif not own:
            found.add("NO_DECLARATION")
        else:
            before = any(gift.on in self.once[declaration] for declaration in own)
            found.add("COVERAGE_CANCELLED" if before else "NOT_COVERED")
        if not uk:
            found.add("NOT_UK")
        if kind != "I":
            found.add("NOT_AN_INDIVIDUAL")
        if today > last_day_to_claim(gift.on, year_end):
            found.add("DEADLINE_PASSED")
        return Judged(_status(gift, found), frozenset(found), shown)


def _of_gift(gift: Given) -> Iterable[str]:
    if not gift.money:
        yield "NOT_MONEY"
    if not gift.donation:
        yield "NOT_A_DONATION"
    if gift.source == "LEGACY":
        yield "LEGACY"
    if not gift.fund_eligible:
        yield "FUND_NOT_ELIGIBLE"
    if gift.excluded:
        yield "EXCLUDED"
    if gift.state in ("RESERVED", "EXPIRED"):
        yield "NOT_RECEIVED"
    if gift.state in ("RETURNED", "EXCHANGED"):
        yield "RETURNED"
    if gift.claimed:
        yield "ALREADY_CLAIMED"


def _status(gift: Given, against: set[str]) -> str:
    if gift.claimed:
        return "CLAIMED"
    if gift.excluded:
        return "EXCLUDED"
    return "NOT_CLAIMABLE" if against else "CLAIMABLE"


def _back_far_enough(goes_back: bool, since: date | None, today: date, reach: date) -> bool:
    """Whether a day is named just where one has to be, before today and no earlier than allowed (GAD-P02, GAD-P12)."""
    if not goes_back:
        return since is None
    return since is not None and reach <= since < today


def _proven_rightly(said: Declared) -> bool:
    """Whether the evidence is one of its type's, and just that (GAD-16 to GAD-22, GAD-29)."""
    if said.kind == "ONLINE":
        return said.evidence == "ONLINE" and not said.by_staff
    allowed = ("MANUAL", "UPLOAD") if said.kind == "PAPER" else ("MANUAL", "UPLOAD", "EMAIL", "POST")
    if said.evidence not in allowed:
        return False
    return (said.details is not None) == (said.evidence == "MANUAL") and (
        said.document == (said.evidence == "UPLOAD")
    )


def _may_declare(said: Declared) -> bool:
    """Whether somebody like this can declare on that day (GAD-P04)."""
    who = said.person
    alive = who.died_on is None or who.died_on >= said.on
    return who.kind == "I" and who.named() and alive and any(home.complete() for home in who.homes)
