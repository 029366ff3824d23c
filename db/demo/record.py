"""One demo customer with all tabs, and the rows that it is stored as."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from db.demo.attributes import Value
from db.demo.contacts import Switchboard
from db.demo.dice import Dice
from db.demo.history import By, Happening, write_history
from db.demo.homes import Home
from db.demo.notes import Written
from db.demo.preferences import Given
from db.demo.rows import (
    AddressRow,
    AttributeValueRow,
    Batch,
    CustomerRow,
    CustomerTagRow,
    ExternalIdRow,
    HouseholdRow,
    NoteAcknowledgementRow,
    NoteRow,
    PreferenceAnswerRow,
)
from db.models.addresses import AddressSource
from domain.attributes import Definition
from domain.audit import Change
from domain.customers import Details, Kind, Section
from domain.searching import name_key
from domain.tags import Tag

NOTE_READ = "note.acknowledged"
OLD_SYSTEM = "Old box office"
# Makes numbers of others that look like any other's; having no factor in common with ten, it makes each but once.
_SPREAD = 7919

Seal = Callable[[str, UUID, UUID], bytes]
"""Encrypts a protected value for its place: the value's JSON text, such as '"EpiPen in bag"', the customer's key,
and the attribute definition's."""


@dataclass(frozen=True, slots=True)
class Place:
    """An address on a record."""

    home: Home
    added: datetime
    label: str | None = None
    source: AddressSource = AddressSource.MANUAL
    valid_from: date | None = None
    valid_to: date | None = None
    billing: bool = False
    delivery: bool = False


@dataclass(slots=True)
class Record:
    """Everything about one customer; the happenings are what was done to it, its creation first."""

    id: UUID
    number: int
    kind: Kind
    details: Details
    created_at: datetime
    last_activity_at: datetime
    active: bool = True
    household_id: UUID | None = None
    new_household: HouseholdRow | None = None
    merged_into: UUID | None = None
    imported: bool = False
    places: list[Place] = field(default_factory=list)
    values: list[tuple[Definition, Value]] = field(default_factory=list)
    answers: list[Given] = field(default_factory=list)
    tags: list[tuple[Tag, datetime]] = field(default_factory=list)
    notes: list[Written] = field(default_factory=list)
    happenings: list[Happening] = field(default_factory=list)

    def happened(
        self,
        at: datetime,
        by: By,
        event: str,
        narrative: str,
        *changes: Change,
        section: str | None = None,
        version: int | None = None,
        restricted: bool = False,
    ) -> None:
        """Enter one save in the history."""
        self.happenings.append(Happening(at, by, event, narrative, changes, section, version, restricted))


@dataclass(frozen=True, slots=True)
class Pen:
    """Writes records into a batch of rows."""

    batch: Batch
    dice: Dice
    switchboard: Switchboard
    seal: Seal

    def write(self, record: Record) -> None:
        """Every row of the record."""
        saves = write_history(self.batch, self.dice, record.id, record.happenings)
        # Reading a note changes nothing, and when a pink one was written may show to fundraisers only.
        changed = (each for each in record.happenings if not each.restricted and each.event != NOTE_READ)
        updated = max(each.at for each in changed)
        details = record.details
        individual = record.kind is Kind.INDIVIDUAL
        if record.new_household is not None:
            self.batch.add(record.new_household)
        self.batch.add(
            CustomerRow(
                id=record.id,
                kind=record.kind,
                number=record.number,
                title=details.title,
                first_name=details.first_name,
                last_name=details.last_name,
                name=details.name,
                primary_contact=details.primary_contact,
                email=details.email,
                phone=details.phone,
                phone_e164=self.switchboard.e164(details.phone) if details.phone else None,
                mobile=details.mobile,
                mobile_e164=self.switchboard.e164(details.mobile) if details.mobile else None,
                birth_date=details.birth_date,
                deceased_on=details.deceased_on,
                active=record.active,
                online_account_active=details.online_account_active,
                household_id=record.household_id,
                merged_into=record.merged_into,
                last_key=name_key((details.last_name if individual else details.name) or ""),
                first_key=name_key(details.first_name or ""),
                created_at=record.created_at,
                updated_at=updated,
                last_activity_at=record.last_activity_at,
                details_version=1 + saves[Section.DETAILS],
                addresses_version=1 + saves[Section.ADDRESSES],
                contact_preferences_version=1 + saves[Section.CONTACT_PREFERENCES],
                tags_version=1 + saves[Section.TAGS],
            )
        )
        # A record that was merged away has given its ids to the one that it was merged into.
        if record.imported and record.merged_into is None:
            old = f"B{record.number * _SPREAD % 10**7:07}"
            self.batch.add(ExternalIdRow(OLD_SYSTEM, old, record.id, record.created_at))
        for place in record.places:
            self._write_address(record, place)
        for definition, value in record.values:
            self._write_value(record, definition, value, updated)
        for given in record.answers:
            self._write_answer(record, given)
        for tag, applied in record.tags:
            self.batch.add(CustomerTagRow(record.id, tag.id, applied))
        for note in record.notes:
            self._write_note(record, note)

    def _write_address(self, record: Record, place: Place) -> None:
        address = place.home.address
        self.batch.add(
            AddressRow(
                id=self.dice.uuid7(place.added),
                customer_id=record.id,
                label=place.label,
                line1=address.line1 or "",
                line2=address.line2,
                line3=address.line3,
                town=address.town or "",
                county=address.county,
                postcode=address.postcode,
                postcode_unknown=address.postcode_unknown,
                country_code=address.country_code or "",
                source=place.source,
                valid_from=place.valid_from,
                valid_to=place.valid_to,
                default_billing=place.billing,
                default_delivery=place.delivery,
                address_key=place.home.address_key,
                postcode_key=place.home.postcode_key,
                line1_key=place.home.line1_key,
                created_at=place.added,
                updated_at=place.added,
            )
        )

    def _write_value(self, record: Record, definition: Definition, value: Value, at: datetime) -> None:
        sealed = None
        if definition.protected:
            sealed = self.seal(json.dumps(value, ensure_ascii=False), record.id, definition.id)
        clear = None if sealed is not None else value
        self.batch.add(
            AttributeValueRow(
                id=self.dice.uuid7(record.created_at),
                customer_id=record.id,
                definition_id=definition.id,
                text_value=clear if isinstance(clear, str) else None,
                money_minor=clear if isinstance(clear, int) else None,
                date_value=clear if isinstance(clear, date) else None,
                option_ids=clear if isinstance(clear, tuple) else None,
                ciphertext=sealed,
                updated_at=at,
            )
        )

    def _write_answer(self, record: Record, given: Given) -> None:
        self.batch.add(
            PreferenceAnswerRow(
                id=self.dice.uuid7(given.at),
                customer_id=record.id,
                definition_id=given.preference.id,
                statement=given.preference.statement_on(given.at),
                answer=given.answer,
                source=given.source,
                user_id=given.by.user_id,
                username=given.by.username,
                reason=given.reason,
                evidence=given.evidence,
                at=given.at,
            )
        )

    def _write_note(self, record: Record, note: Written) -> None:
        self.batch.add(
            NoteRow(
                id=note.id,
                customer_id=record.id,
                colour=note.colour,
                body=note.body,
                pinned=note.pinned,
                show_until=note.show_until,
                created_by=note.author.username,
                created_at=note.at,
                updated_by=note.changed[0].username if note.changed else None,
                updated_at=note.changed[1] if note.changed else None,
                version=note.version,
            )
        )
        for reader, at in note.read_by:
            self.batch.add(NoteAcknowledgementRow(note.id, reader.id, note.version, at))
