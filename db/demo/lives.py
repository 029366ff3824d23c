"""What became of a demo customer since joining: the addresses, answers, tags, notes and changes of their years."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from db.demo.attributes import some_values, some_values_of_organisation
from db.demo.corrections import some_corrections
from db.demo.dice import Dice
from db.demo.entries import (
    enter_address,
    enter_autotags,
    enter_creation,
    enter_deactivation,
    enter_death,
    enter_later_answers,
    enter_notes,
    enter_protected_value,
    enter_tag,
)
from db.demo.history import IMPORT, WEB, By, by
from db.demo.homes import Home, some_home
from db.demo.joining import Calendar
from db.demo.notes import some_notes
from db.demo.personas import ADE, BEA, FEMI, SAM
from db.demo.preferences import some_answers
from db.demo.record import Place, Record
from db.demo.tags import POTENTIAL_DUPLICATE, autotags, some_tags
from db.models.addresses import AddressSource
from domain.audit import Method
from domain.customers import Details, Kind, age_on

IMPORTED_UNTIL = 0.6  # of the slots: the records that came over from the old system
AUTOTAGS_AUDITED = timedelta(days=2 * 365)  # and before that, by the old system, were not
STAFF = tuple(map(by, (BEA, BEA, BEA, ADE, SAM, FEMI)))
_SOURCES = {Method.IMPORT: AddressSource.IMPORT, Method.API: AddressSource.WEB}
_SECOND_ADDRESSES = ("Work", "Delivery", "Daughter", "Weekends", "Summer")
EVALUATED_AFTER = timedelta(seconds=2)  # the autotags of a new record


@dataclass(frozen=True, slots=True)
class Life:
    """The outline: how somebody came to us, how long they came, and whether they are still with us."""

    dice: Dice
    now: datetime
    joined: datetime
    came_by: By
    last_activity: datetime
    imported: bool
    messy: bool
    active: bool
    donor: bool
    deceased_on: date | None

    @property
    def new_today(self) -> bool:
        """Whether there was no time yet for anything to happen."""
        return self.now - self.joined < timedelta(days=1)

    def lead(self, record: Record, home: Home, *, duplicate: bool, country: str) -> None:
        """Fill the tabs of the record, and enter what happened on the way."""
        record.active, record.last_activity_at = self.active, self.last_activity
        enter_creation(record, self.came_by, self._correct(record))
        self._settle(record, home, country)
        self._answer(record)
        self._hold_values(record)
        self._bear_tags(record, duplicate)
        if not self.new_today:
            record.notes = list(some_notes(self.dice, donor=self.donor, joined=self.joined, now=self.now))
            enter_notes(record)
        self._leave(record)

    def _correct(self, record: Record) -> Details:
        """The details as they were first typed; the corrections since are entered."""
        details = replace(record.details, deceased_on=None)
        if self.new_today or not self.dice.chance(0.32):
            return details
        return some_corrections(self.dice, record, details, self.now, self._clerk())

    def _settle(self, record: Record, home: Home, country: str) -> None:
        dice = self.dice
        by_hand = AddressSource.LOOKUP if dice.chance(0.8) else AddressSource.MANUAL
        first = Place(
            home,
            self.joined,
            "Home" if dice.chance(0.1) else None,
            _SOURCES.get(self.came_by.method, by_hand),
            billing=True,
            delivery=True,
        )
        record.places = [first]
        if self.new_today or not dice.chance(0.08):
            return
        label = dice.choice(_SECOND_ADDRESSES)
        second = Place(some_home(dice, country), self._later(), label)
        if second.home.address_key == home.address_key:
            return
        if label == "Summer":
            begins = date(second.added.year, 6, 1)
            second = replace(second, valid_from=begins, valid_to=begins.replace(month=9, day=30))
        delivered_there = label in {"Delivery", "Work"} and dice.chance(0.6)
        record.places = [
            replace(first, delivery=not delivered_there),
            replace(second, delivery=delivered_there),
        ]
        enter_address(record, self._clerk(), second)

    def _answer(self, record: Record) -> None:
        if record.kind is Kind.ORGANISATION and self.dice.chance(0.6):
            return
        record.answers = list(
            some_answers(self.dice, joined=self.joined, by=self.came_by, now=self.now, staff=self._clerk())
        )
        enter_later_answers(record)

    def _hold_values(self, record: Record) -> None:
        details, today = record.details, self.now.date()
        if record.kind is Kind.ORGANISATION:
            record.values = list(some_values_of_organisation(self.dice))
            return
        age = age_on(details.birth_date, today) if details.birth_date else None
        record.values = list(
            some_values(self.dice, age=age, imported=self.imported, today=today, email=details.email)
        )
        for attribute, _ in record.values:
            if attribute.protected and not self.new_today:
                enter_protected_value(record, self._later(), by(ADE), attribute)

    def _bear_tags(self, record: Record, duplicate: bool) -> None:
        dice, details = self.dice, record.details
        record.tags = [
            (tag, self.joined) for tag in some_tags(dice, donor=self.donor, imported=self.imported)
        ]
        if record.tags and not self.new_today and dice.chance(0.3):
            tag, at = record.tags[-1][0], self._later()
            record.tags[-1] = (tag, at)
            enter_tag(record, at, self._clerk(), tag)
        if not self.active:
            return
        evaluated = self.joined + EVALUATED_AFTER
        automatic = list(
            autotags(
                individual=record.kind is Kind.INDIVIDUAL,
                email=details.email,
                postcode=record.places[0].home.address.postcode,
                birth_date=details.birth_date,
                joined=evaluated,
                last_activity=self.last_activity,
                now=self.now,
            )
        )
        if duplicate:
            automatic.append((POTENTIAL_DUPLICATE, evaluated))
        enter_autotags(record, [each for each in automatic if each[1] > self.now - AUTOTAGS_AUDITED])
        record.tags += automatic

    def _leave(self, record: Record) -> None:
        told = self.dice.between(self.last_activity, self.now)
        if self.deceased_on:
            enter_death(record, told, self._clerk())
        if not self.active:
            in_bulk = self.deceased_on is None and self.dice.chance(0.3)
            enter_deactivation(record, told, by(SAM, Method.BULK) if in_bulk else by(ADE))

    def _clerk(self) -> By:
        return self.dice.choice(STAFF)

    def _later(self) -> datetime:
        return self.dice.between(self.joined + timedelta(minutes=10), self.now)


def some_life(dice: Dice, calendar: Calendar, slot: int, *, born: date | None) -> Life:
    """An outline for whoever joined in this slot; who has no birth is an Organisation."""
    joined, now = calendar.joined(slot), calendar.now
    imported = slot < IMPORTED_UNTIL * calendar.slots and dice.chance(0.93)
    # Most were here lately; the tail of those who were not is long, and some came only once.
    share = 1 - dice.random() ** 2.5 if dice.chance(0.88) else dice.random() ** 4
    last_activity = joined + (now - joined) * share
    deceased_on = None
    if born is not None and born.year < now.year - 60 and dice.chance(0.03):
        deceased_on = dice.between(last_activity, now).date()
    return Life(
        dice=dice,
        now=now,
        joined=joined,
        came_by=IMPORT if imported else WEB if dice.chance(0.45) else dice.choice(STAFF),
        last_activity=last_activity,
        imported=imported,
        messy=imported and dice.chance(0.06),
        active=dice.chance(0.3) if deceased_on else not dice.chance(0.036),
        donor=born is not None and dice.chance(0.06),
        deceased_on=deceased_on,
    )
