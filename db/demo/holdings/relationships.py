"""Who is what to whom among demo customers, and who may book for whom."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from db.demo.dice import Dice
from db.demo.holdings.rows import RelationshipRow
from db.demo.house.connections import (
    ASSISTANT,
    BOOKS_FOR,
    CARER,
    EMPLOYEE,
    FRIEND,
    GODPARENT,
    PARENT,
    PARTNER,
    SUBSIDIARY,
    TEACHER,
    TRUSTEE,
    WORKS_WITH,
    RelationshipTypeRow,
)
from db.demo.record import Record
from db.demo.rota import Rota
from db.demo.rows import Batch
from db.demo.sales.patrons import Patron

_DAY = timedelta(days=1)
_KNOWN = 300
_HOMES = 3000
_GENERATION = timedelta(days=16 * 365)
_SCHOOLS = ("School", "Academy", "College")


@dataclass(frozen=True, slots=True)
class Facilitator:
    """Somebody who may book for a customer, and when."""

    patron: Patron
    first: datetime
    last: datetime
    starts: date | None = None
    ends: date | None = None

    def is_current(self, day: date) -> bool:
        """Whether the relationship by which they may is in force that day (REL-P04)."""
        return (self.starts is None or self.starts <= day) and (self.ends is None or self.ends > day)


class Relationships:
    """Connects customers with those who came before them."""

    def __init__(self, dice: Dice, now: datetime) -> None:
        self._dice, self._now = dice, now
        self._friendship = Rota((FRIEND,) * 4 + (GODPARENT,) + (FRIEND,) * 9)
        self._help, self._office = Rota((CARER, ASSISTANT)), Rota((TRUSTEE, EMPLOYEE, EMPLOYEE))
        self._partners = Rota((SUBSIDIARY, WORKS_WITH))
        self._known: list[Patron] = []
        self._organisations: list[Patron] = []
        self._homes: OrderedDict[UUID, tuple[Patron, date | None]] = OrderedDict()

    def meet(self, patron: Patron) -> None:
        """Remember somebody whom later customers may be connected with: some of those still around."""
        around = patron.active and patron.adult and patron.seen > self._now - 400 * _DAY
        pool = self._known if patron.individual else self._organisations
        if not around or patron.seen < patron.joined + 30 * _DAY:
            return
        if len(pool) < _KNOWN:
            pool.append(patron)
        else:
            pool[self._dice.randrange(_KNOWN)] = patron

    def somebody(self, dice: Dice | None = None) -> Patron | None:
        """Any Individual of those remembered, chosen by these dice or its own."""
        return (dice or self._dice).choice(self._known) if self._known else None

    def of_individual(self, batch: Batch, patron: Patron, record: Record) -> list[Facilitator]:
        """Family under the same roof, friends, and those who look after somebody; the latter may book for them."""
        dice, born = self._dice, record.details.birth_date
        met: set[UUID] = {patron.id}
        assert record.household_id is not None, "an Individual who is alive in the store has a household"
        if record.household_id in self._homes:
            other, other_born = self._homes[record.household_id]
            met.add(other.id)
            self._family(batch, patron, born, other, other_born)
        else:
            self._homes[record.household_id] = patron, born
            if len(self._homes) > _HOMES:
                self._homes.popitem(last=False)
        if dice.chance(0.05) and (friend := self.somebody()) and friend.id not in met:
            met.add(friend.id)
            self._connect(batch, self._friendship.take(_any) or FRIEND, patron, friend)
        if dice.chance(0.015) and (helper := self.somebody()) and helper.id not in met and patron.adult:
            kind = self._help.take(_any) or CARER
            return self._helping(batch, kind, helper, patron)
        return []

    def of_organisation(self, batch: Batch, patron: Patron) -> list[Facilitator]:
        """Those who work for it, and those who book for it."""
        dice, met = self._dice, set()
        able: list[Facilitator] = []
        books = TEACHER if patron.name.endswith(_SCHOOLS) else BOOKS_FOR
        for kind in (books, dice.choice((books, EMPLOYEE)), self._office.take(_any) or EMPLOYEE):
            helper = self.somebody()
            if helper is None or helper.id in met or (kind is not books and dice.chance(0.5)):
                continue
            met.add(helper.id)
            if kind is TRUSTEE:
                self._connect(batch, kind, patron, helper)
            else:
                able += self._helping(batch, kind, helper, patron)
        if self._organisations and dice.chance(0.12):
            self._connect(
                batch, self._partners.take(_any) or WORKS_WITH, patron, dice.choice(self._organisations)
            )
        return able

    def _family(
        self, batch: Batch, patron: Patron, born: date | None, other: Patron, other_born: date | None
    ) -> None:
        older, younger = (patron, other) if born and other_born and born < other_born else (other, patron)
        if born and other_born:
            kind = PARENT if abs(born - other_born) > _GENERATION else PARTNER
        else:
            kind = PARTNER if patron.last_name == other.last_name else FRIEND
        if kind is PARTNER and not (patron.adult and other.adult):
            kind = FRIEND
        self._connect(batch, kind, older, younger, since=None if kind is PARENT else "earlier")

    def _helping(
        self, batch: Batch, kind: RelationshipTypeRow, helper: Patron, helped: Patron
    ) -> list[Facilitator]:
        starts, ends = self._connect(batch, kind, helper, helped)
        if not kind.a_may_facilitate_for_b:
            return []
        first = max(helper.joined, helped.joined)
        last = min(helper.seen, helped.seen)
        if starts is not None:
            first = max(first, _midday(starts))
        if ends is not None:
            last = min(last, _midday(ends - _DAY))
        return [Facilitator(helper, first, last, starts, ends)] if first < last else []

    def _connect(
        self,
        batch: Batch,
        kind: RelationshipTypeRow,
        a: Patron,
        b: Patron,
        *,
        since: str | None = "earlier",
    ) -> tuple[date | None, date | None]:
        """Write the relationship; the answer is when it began and when it ends."""
        dice = self._dice
        both = max(a.joined, b.joined)
        made = dice.opening_hour(both, max(both, min(self._now, max(a.seen, b.seen))))
        starts = (made - dice.randint(0, 3000) * _DAY).date() if since and dice.chance(0.8) else None
        ends = None
        lot = dice.random()
        if lot < 0.14:
            ends = dice.between(made, self._now).date()
        elif lot < 0.19:
            ends = (self._now + dice.randint(20, 500) * _DAY).date()
        elif lot < 0.21 and since:
            starts = (self._now + dice.randint(5, 90) * _DAY).date()
        batch.add(
            relationship(
                dice.key(made),
                kind,
                a.id,
                b.id,
                made,
                starts=starts,
                ends=ends,
                importance=(self._importance(), self._importance()),
            )
        )
        return starts, ends

    def _importance(self) -> int:
        return self._dice.choice((3, 3, 3, 3, 1, 2, 4, 5))


def relationship(
    key: UUID,
    kind: RelationshipTypeRow,
    a_id: UUID,
    b_id: UUID,
    made: datetime,
    *,
    starts: date | None = None,
    ends: date | None = None,
    importance: tuple[int, int] = (3, 3),
) -> RelationshipRow:
    """That `a` is to `b` what the type's forward label says."""
    return RelationshipRow(key, kind.id, a_id, b_id, *importance, starts, ends, made)


def _any(_: object) -> bool:
    return True


def _midday(day: date) -> datetime:
    return datetime.fromisoformat(f"{day.isoformat()}T12:00:00+00:00")
