"""Random histories of one donor's Gift Aid over some years: what is asked for passes the rules as in the commands."""

from __future__ import annotations

from bisect import insort
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from random import Random
from uuid import UUID
from zoneinfo import ZoneInfo

from domain.addresses import AddressFields
from domain.customers import Kind
from domain.gift_aid import (
    NO_ADDRESS,
    Cancellation,
    CancellationOption,
    Coverage,
    Declaration,
    DeclarationType,
    Donor,
    EvidenceMethod,
)
from domain.gift_aid_making import (
    Declarant,
    Evidence,
    acted_on,
    cancelled_from,
    check_evidence,
    chosen_of,
    days_covered,
    home_of,
)
from domain.house import House
from domain.orders import DonationSource, ItemState
from domain.refusals import Refusal, Refusals
from tests.references.gift_aid import ends_year, four_years_before
from tests.references.gift_aid_told import Address, Cancelled, Declared, Given, Person, Sent

LONDON = ZoneInfo("Europe/London")
HOUSES = (House(), House(accounting_year_ends=(2, 29)), House(accounting_year_ends=(12, 31)))
# The days on which histories end and are looked at: leap days, ends of years, and what lies around them.
TODAYS = tuple(
    tuple(map(date.fromisoformat, days))
    for days in (
        ("2026-11-22", "2027-03-31", "2027-04-01", "2028-02-28", "2028-02-29", "2028-03-01", "2028-12-31"),
        ("2028-02-29", "2029-01-01", "2029-02-28", "2029-03-01", "2032-02-28", "2032-02-29", "2033-04-01"),
        ("2100-02-28", "2100-03-01", "2103-12-31", "2104-02-28", "2104-02-29", "2104-03-01", "2104-03-31"),
        ("2104-02-29", "2104-04-01", "2105-02-28", "2107-12-31", "2108-02-28", "2108-02-29", "2108-03-01"),
    )
)
YEARS, DAY = 6, timedelta(days=1)
STEPS, GIFTS = (0, 1, 2, 3, 4, 5, 6, 8, 10, 12), (3, 5, 7, 10, 12)
_HOMES = (
    Address("12 Harbour Row", "BS1 4AA", "GB"),
    Address("12 Harbour Row", "BS1 4AA"),
    Address("12 Harbour Row", None, "GB"),
    Address(" ", "BS1 4AA", "GB"),
    Address("3 Quay Street", None, "IE"),
)
_HOURS = (time(0), time(0), time(12), time(23, 59, 59, 999_999))
_USUAL_STATES = (ItemState.SOLD,) * 5


@dataclass
class History:
    """What one donor asked for and whether the rules took it, what became of it, and what was given.

    What a facilitator of the orders declared stands among it, and is no matter of the donor's.
    """

    owner: UUID
    facilitator: UUID
    person: Person
    asked: list[tuple[Declared | Cancelled | Sent, bool]] = field(default_factory=list)
    said: dict[UUID, Declared | Cancelled] = field(default_factory=dict)
    declarations: dict[UUID, Declaration] = field(default_factory=dict)
    cancellations: dict[UUID, Cancellation] = field(default_factory=dict)
    gifts: list[Given] = field(default_factory=list)


@cache
def calendar(until: date) -> Sequence[date]:
    """Every day that a history up to this one may speak of."""
    first = date(until.year - YEARS - 5, 1, 1)
    return [first + count * DAY for count in range((until - first).days + 400)]


@cache
def _edges(year_end: tuple[int, int], first: date, last: date) -> Sequence[date]:
    """The leap days, and the ends of accounting years."""
    days = [day for day in calendar(last) if first <= day <= last]
    leap = [day for day in days if (day.month, day.day) == (2, 29)]
    return leap + [day for day in days if ends_year(day, year_end)]


class Player:
    """Plays one history: its today moves on to the last day, and on each something is said."""

    def __init__(self, dice: Random, house: House, last: date) -> None:
        self.dice, self.house, self.last, self.today = dice, house, last, date.min
        self.now = datetime.min.replace(tzinfo=UTC)
        self.edges: list[date] = []
        self._agenda: list[tuple[date, int, Callable[[], None]]] = []
        kind = "O" if dice.random() < 0.03 else "I"
        self.history = History(self._id(), self._id(), Person(kind, homes=_HOMES[:1]))

    def _id(self) -> UUID:
        return UUID(int=self.dice.getrandbits(128))

    def _chance(self, of: float) -> bool:
        return self.dice.random() < of

    def play(self) -> History:
        """The history, from some years before its last day."""
        first = date(self.last.year - YEARS, self.last.month, 1)
        self.edges = list(_edges(self.house.accounting_year_ends, first, self.last))
        for _ in range(self.dice.choice(STEPS)):
            step = self.dice.choice((*[self._declare] * 4, self._cancel, self._change))
            self._plan(self._near(self.dice.choice(self.edges)) if self._chance(0.3) else self._any(), step)
        if self._chance(0.2):
            self._plan(first, self._facilitator_declares)
        while self._agenda:
            day, _, step = self._agenda.pop(0)
            # What is said on one day is often said at one moment, and then ids tell the order.
            if day != self.today or self._chance(0.3):
                moment = datetime.combine(day, self.dice.choice(_HOURS), LONDON).astimezone(UTC)
                self.now = max(self.now, moment)
            self.today = day
            step()
        for _ in range(self.dice.choice(GIFTS)):
            self.history.gifts.append(self._gift())
        return self.history

    def _any(self, years: int = YEARS) -> date:
        return self.last - self.dice.randrange(years * 365) * DAY

    def _near(self, day: date) -> date:
        return min(day + self.dice.choice((-1, 0, 0, 1)) * DAY, self.last)

    def _plan(self, day: date, step: Callable[[], None]) -> None:
        if day <= self.last:
            insort(self._agenda, (day, self.dice.getrandbits(64), step))

    def _since(self) -> date | None:
        """A day to go back to, often one at an edge of what is allowed or of what was said before."""
        back = four_years_before(self.today)
        days = (back, back, self._near(back), back + self.dice.randrange(1460) * DAY)
        known = [day for day in self.edges if day < self.today] or [back]
        return self.dice.choice((*days, self._near(self.dice.choice(known)), self._near(self.today)))

    def _taken(self, said: Declared | Cancelled, take: Callable[[], None]) -> None:
        try:
            take()
        except (Refusal, Refusals):
            self.history.asked.append((said, False))
        else:
            self.history.asked.append((said, True))
            self.history.said[said.id] = said

    def _declare(self) -> None:
        option = self.dice.choice(tuple(Coverage))
        goes_back = (option is Coverage.SINCE) != self._chance(0.05)
        kind = self.dice.choice((DeclarationType.VERBAL, DeclarationType.VERBAL, *DeclarationType))
        said = Declared(
            self._id(), self.history.owner, self.now, self.today, option, self._since() if goes_back else None,
            kind, *self._evidence(kind), self._chance(0.03 if kind is DeclarationType.ONLINE else 0.8),
            self.history.person,
        )  # fmt: skip
        self._taken(said, lambda: self._add(said))
        if self._chance(0.2):
            self._plan(self.today, self.dice.choice((self._declare, self._cancel)))

    def _evidence(self, kind: DeclarationType) -> tuple[EvidenceMethod, str | None, bool]:
        if kind is DeclarationType.ONLINE:
            return EvidenceMethod.ONLINE, None, False
        proper = [EvidenceMethod.MANUAL, EvidenceMethod.UPLOAD]
        if kind is DeclarationType.VERBAL:
            proper += [EvidenceMethod.EMAIL, EvidenceMethod.POST] * 2
        method = self.dice.choice(proper)
        by_hand, uploaded = method is EvidenceMethod.MANUAL, method is EvidenceMethod.UPLOAD
        if self._chance(0.06):
            method = self.dice.choice(tuple(EvidenceMethod))
        return method, "Said so." if by_hand else None, uploaded

    def _add(self, said: Declared) -> None:
        """As `gateway.commands.gift_aid.declare` does it; what came from elsewhere is as it came."""
        days = days_covered(Coverage(said.option), said.since, said.on)
        kind, person = DeclarationType(said.kind), said.person
        homes = tuple(
            AddressFields(each.line1, postcode=each.postcode, country_code=each.country)
            for each in person.homes
        )
        home = homes[0] if homes else NO_ADDRESS
        if said.by_staff or kind is not DeclarationType.ONLINE:
            check_evidence(kind, Evidence(EvidenceMethod(said.evidence), said.details, said.document))
        if said.by_staff:
            names = (person.first_name, person.last_name)
            home = home_of(Declarant(Kind(person.kind), *names, person.died_on, homes), said.on)
        self.history.declarations[said.id] = Declaration(
            said.id,
            said.customer,
            said.at,
            days.first,
            days.last,
            kind,
            has_details=said.details is not None,
            has_document=said.document,
            donor=Donor(person.first_name, person.last_name, home),
        )
        self.edges += [days.first, said.on, *([] if days.last is None else [days.last + DAY])] * 2
        if kind is DeclarationType.VERBAL and self._chance(0.7):
            self._plan(self.today + self.dice.choice((0, 0, 1, 3, 40)) * DAY, lambda: self._send(said.id))

    def _send(self, id: UUID) -> None:
        declared = self.history.declarations[id]
        self.history.declarations[id] = replace(declared, written_record_sent_on=self.today)
        self.history.asked.append((Sent(id, self.today), True))
        if self._chance(0.5):
            days = self.dice.choice((0, 1, 29, 30, 30, 30, 31))
            first = declared.coverage_from
            since = self.dice.choice((first, first, first, first - DAY, None))
            self._plan(self.today + days * DAY, lambda: self._undo(frozenset({id}), since))

    def _cancel(self) -> None:
        own = [
            key for key, each in self.history.declarations.items() if each.customer_id == self.history.owner
        ]
        chosen = None
        if self._chance(0.4):
            chosen = frozenset(self.dice.sample(own, self.dice.randint(0, min(2, len(own)))))
            # Now and then one that is not on the record.
            chosen |= {self._id()} if self._chance(0.05) else set()
        self._undo(chosen, self._since() if self._chance(0.6) else None)
        if self._chance(0.2):
            self._plan(self.today, self._cancel)

    def _undo(self, chosen: frozenset[UUID] | None, since: date | None) -> None:
        option = CancellationOption.FROM_TODAY if since is None else CancellationOption.SINCE
        if self._chance(0.03):
            option = self.dice.choice(tuple(CancellationOption))
        said = Cancelled(self._id(), self.now, self.today, option, since, chosen)
        self._taken(said, lambda: self._strike(said))

    def _strike(self, said: Cancelled) -> None:
        """As `gateway.commands.gift_aid.cancel` does it."""
        played = self.history
        own = [each for each in played.declarations.values() if each.customer_id == played.owner]
        cancellations = list(played.cancellations.values())
        chosen = chosen_of(own, said.chosen)
        effective_from = cancelled_from(CancellationOption(said.option), said.since, said.on, chosen)
        named = acted_on(own, cancellations, effective_from, chosen)
        played.cancellations[said.id] = Cancellation(said.id, said.at, effective_from, frozenset(named))
        self.edges += [effective_from, effective_from - DAY] * 2

    def _facilitator_declares(self) -> None:
        said = Declared(
            self._id(), self.history.facilitator, self.now, self.today, Coverage.FROM_TODAY, None,
            DeclarationType.ONLINE, EvidenceMethod.ONLINE, None, False, False, Person(homes=_HOMES[:1]),
        )  # fmt: skip
        self._taken(said, lambda: self._add(said))

    def _change(self) -> None:
        """Something on the record changes: the name, the addresses, or that the donor died."""
        lives = tuple(self.dice.sample(_HOMES, self.dice.randint(0, 2)))
        first, last = self.dice.choice((("Ada", "Marsh"), ("A", "Marsh"), (" ", "Marsh"), ("Ada", None)))
        died = self.today + self.dice.choice((-1, 0, 200)) * DAY if self._chance(0.1) else None
        self.history.person = replace(
            self.history.person, first_name=first, last_name=last, homes=lives, died_on=died
        )

    def _gift(self) -> Given:
        on = self._near(self.dice.choice(self.edges)) if self._chance(0.65) else self._any(3)
        return Given(
            self._id(),
            on,
            self.dice.choice((1, 99, 5_000, 123_456)),
            self.dice.choice((*[DonationSource.STANDALONE] * 6, *DonationSource)),
            self.dice.choice((*_USUAL_STATES * 4, *ItemState)),
            fund_eligible=not self._chance(0.06),
            excluded=self._chance(0.05),
            claimed=self._chance(0.06),
            money=not self._chance(0.02),
            donation=not self._chance(0.02),
        )
