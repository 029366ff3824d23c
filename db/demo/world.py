"""The made-up town around the house: every demo customer in the order of joining, one record after another."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from uuid import UUID

from db.demo.contacts import UNREADABLE_PHONES, Mailboxes, landline, mobile
from db.demo.dice import Dice
from db.demo.entries import enter_autotags, enter_creation
from db.demo.history import MERGED, MERGED_AWAY, by
from db.demo.homes import Home, some_country, some_home, without_postcode
from db.demo.joining import Calendar
from db.demo.lives import EVALUATED_AFTER, STAFF, Life, some_life
from db.demo.people import (
    Person,
    badly_typed,
    same_person_again,
    some_household,
    some_organisation,
    some_person,
)
from db.demo.personas import ADE
from db.demo.record import Record
from db.demo.rows import HouseholdRow
from db.demo.showcase import showcase
from db.demo.tags import POTENTIAL_DUPLICATE
from domain.audit import Method, change
from domain.customers import Details, Kind, friendly_id

Plan = Callable[[int], Record]

# Shares of the slots that are free: others are taken by members of households and by duplicates.
ORGANISATIONS = 0.099
SHARED_HOUSEHOLDS = 0.108
DUPLICATES = 0.03
TOMBSTONES = 0.006


@dataclass(frozen=True, slots=True)
class Roof:
    """A household while its members join."""

    id: UUID
    home: Home
    landline: str | None


class World:
    """Makes the records of one load; the same arguments make the same records."""

    def __init__(self, dice: Dice, calendar: Calendar, country: str, numbers: Sequence[int]) -> None:
        self._dice = dice
        self._calendar = calendar
        self._country = country
        self._numbers = numbers
        self._mailboxes = Mailboxes()
        self._planned: dict[int, Plan] = {}

    def records(self) -> Iterator[Record]:
        """Every record, the showcase first; who shares a household or was merged comes after the first of them."""
        shown = showcase(self._calendar.now, self._country)
        for record in shown:
            if record.details.email:
                self._mailboxes.claim(record.details.email)
            yield record
        for slot in range(len(shown), self._calendar.slots):
            plan = self._planned.pop(slot, None)
            if plan is not None:
                yield plan(slot)
            elif self._dice.chance(ORGANISATIONS):
                yield self._organisation(slot)
            else:
                yield self._first_of_household(slot)

    def _free_slot(self, after: int, within: int) -> int | None:
        """A later slot that has no plan yet; None when those that were tried are taken, or there is none."""
        farthest = min(within, self._calendar.slots - 1 - after)
        for _ in range(4 if farthest > 0 else 0):
            slot = after + self._dice.randint(1, farthest)
            if slot not in self._planned:
                return slot
        return None

    def _plan(self, after: int, within: int, plan: Plan) -> int | None:
        """Put this record into a later slot, if there is one."""
        slot = self._free_slot(after, within)
        if slot is not None:
            self._planned[slot] = plan
        return slot

    def _first_of_household(self, slot: int) -> Record:
        dice, joined = self._dice, self._calendar.joined(slot)
        person = some_person(dice, joined.date())
        home = some_home(dice, some_country(dice, self._country))
        roof = Roof(dice.uuid7(joined), home, self._landline(home) if dice.chance(0.5) else None)
        life = some_life(dice, self._calendar, slot, born=person.born)
        others = some_household(dice, person, joined.date()) if dice.chance(SHARED_HOUSEHOLDS) else []
        moved_in = [
            self._plan(slot, 6 if dice.chance(0.5) else 600, self._member(roof, each)) for each in others
        ]
        if any(moved_in):
            life = replace(life, active=True)  # a primary who leaves hands over first
        record = self._individual(slot, life, person, roof)
        named = f"{person.last_name} at {home.address.line1}"[:60] if others and dice.chance(0.04) else None
        record.new_household = HouseholdRow(roof.id, named, record.id, joined)
        if life.active and dice.chance(DUPLICATES):
            again = self._plan(slot, 3000, self._duplicate(record, person, home))
            if again is not None:
                found = [(POTENTIAL_DUPLICATE, self._calendar.joined(again) + EVALUATED_AFTER)]
                record.tags += found
                enter_autotags(record, found)
        elif life.active and dice.chance(TOMBSTONES):
            self._merge_later(slot, record, person)
        return record

    def _member(self, roof: Roof, person: Person) -> Plan:
        def join(slot: int) -> Record:
            life = some_life(self._dice, self._calendar, slot, born=person.born)
            return self._individual(slot, life, person, roof)

        return join

    def _duplicate(self, original: Record, person: Person, home: Home) -> Plan:
        """The same person, entered again by somebody who did not search first."""

        def enter_again(slot: int) -> Record:
            dice, joined = self._dice, self._calendar.joined(slot)
            moved = dice.chance(0.3)
            there = some_home(dice, home.address.country_code or self._country) if moved else home
            life = some_life(dice, self._calendar, slot, born=person.born)
            roof = Roof(dice.uuid7(joined), there, None)
            email = original.details.email
            again = self._individual(
                slot,
                replace(life, active=True, deceased_on=None, imported=False),
                same_person_again(dice, person),
                roof,
                email=self._mailboxes.like(dice, email) if email and dice.chance(0.6) else None,
                duplicate=True,
            )
            again.new_household = HouseholdRow(roof.id, None, again.id, joined)
            return again

        return enter_again

    def _merge_later(self, slot: int, survivor: Record, person: Person) -> None:
        """A duplicate that was found and merged away: a retired row, and a line in both histories."""
        dice = self._dice
        later = self._free_slot(slot, 3000)
        if later is None:
            return
        again, came_by = same_person_again(dice, person), dice.choice(STAFF)
        at = dice.between(self._calendar.joined(later) + timedelta(minutes=5), self._calendar.now)
        merger = by(ADE, Method.MERGE)

        def retired(slot: int) -> Record:
            record = self._bare(slot, Kind.INDIVIDUAL)
            record.details = Details(
                title=again.title, first_name=again.first_name, last_name=again.last_name
            )
            record.active, record.merged_into = False, survivor.id
            enter_creation(record, came_by, record.details)
            kept = friendly_id(Kind.INDIVIDUAL, survivor.number)
            record.happened(at, merger, MERGED_AWAY, f"Merged into {kept}")
            return record

        self._planned[later] = retired
        gone = friendly_id(Kind.INDIVIDUAL, self._numbers[later])
        merged = change("mergedFrom", None, gone)
        survivor.happened(at, merger, MERGED, f"Merged {gone} into this record", merged)
        survivor.last_activity_at = max(survivor.last_activity_at, at)

    def _individual(
        self,
        slot: int,
        life: Life,
        person: Person,
        roof: Roof,
        *,
        email: str | None = None,
        duplicate: bool = False,
    ) -> Record:
        dice = self._dice
        town = roof.home.town
        assert town is not None, "generated homes have a town"
        shown, phone = person, roof.landline
        if phone is None and dice.chance(0.12):
            phone = self._landline(roof.home)
        if life.messy:
            shown = badly_typed(dice, person)
            phone = dice.choice(UNREADABLE_PHONES) if dice.chance(0.5) else phone
        child = person.born > life.joined.date() - timedelta(days=16 * 365)
        if email is None and not duplicate and dice.chance(0.1 if child else 0.35 if life.messy else 0.76):
            email = self._mailboxes.some(dice, person.first_name, person.last_name)
        record = self._bare(slot, Kind.INDIVIDUAL)
        record.details = Details(
            title=shown.title,
            first_name=shown.first_name,
            last_name=shown.last_name,
            email=email,
            phone=phone,
            mobile=mobile(dice, town, self._country) if dice.chance(0.06 if child else 0.62) else None,
            birth_date=person.born if dice.chance(0.55) else None,
            deceased_on=life.deceased_on,
            online_account_active=email is not None and life.active and dice.chance(0.6),
        )
        record.household_id = roof.id
        home = roof.home
        if life.messy and dice.chance(0.4):
            home = without_postcode(home)
        life.lead(record, home, duplicate=duplicate, country=self._country)
        return record

    def _organisation(self, slot: int) -> Record:
        dice = self._dice
        home = some_home(dice, some_country(dice, self._country))
        assert home.town is not None, "generated homes have a town"
        contact = some_person(dice, self._calendar.joined(slot).date())
        record = self._bare(slot, Kind.ORGANISATION)
        record.details = Details(
            name=some_organisation(dice, home.town.name),
            primary_contact=f"{contact.first_name} {contact.last_name}" if dice.chance(0.6) else None,
            phone=self._landline(home) if dice.chance(0.8) else None,
            mobile=mobile(dice, home.town, self._country) if dice.chance(0.1) else None,
        )
        some_life(dice, self._calendar, slot, born=None).lead(
            record, home, duplicate=False, country=self._country
        )
        return record

    def _bare(self, slot: int, kind: Kind) -> Record:
        joined = self._calendar.joined(slot)
        return Record(
            id=self._dice.uuid7(joined),
            number=self._numbers[slot],
            kind=kind,
            details=Details(),
            created_at=joined,
            last_activity_at=joined,
        )

    def _landline(self, home: Home) -> str:
        assert home.town is not None, "generated homes have a town"
        return landline(self._dice, home.town, self._country)
