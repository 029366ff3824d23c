"""How each tab of a demo record got into its audit: the saves that a record's present state implies."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from db.demo.fundraising.prospects import Prospect
from db.demo.history import AUTOTAGGING, IMPORT, WEB, By, by
from db.demo.notes import Written
from db.demo.personas import FEMI, OLGA, RHYS
from db.demo.preferences import Given
from db.demo.record import NOTE_READ, Place, Record
from domain.addresses import AddressFields
from domain.attributes import Definition
from domain.audit import Change, Method, change, changes_between, narrative_of, redacted
from domain.autotags import EVENT, Flip, changes_of
from domain.customers import Details, Section
from domain.notes import Colour
from domain.opportunities import Outcome, StageChangeKind
from domain.preferences import Answer
from domain.tags import Tag

_FUNDRAISERS = {each.username: each for each in (FEMI, OLGA, RHYS)}


def enter_creation(record: Record, who: By, initial: Details) -> None:
    """The first line: imported records came without the values' history, others with what was typed."""
    if who is IMPORT:
        record.happened(record.created_at, who, "customer.created", "Customer imported from the old system")
        record.imported = True
        return
    typed = {name: value for name, value in _values(initial).items() if value is not False}
    changed = changes_between({}, typed)
    subject = "Customer registered on the web" if who is WEB else "Customer created"
    record.happened(record.created_at, who, "customer.created", narrative_of(subject, changed), *changed)


def enter_correction(record: Record, at: datetime, who: By, before: Details, after: Details) -> None:
    """A save of the details that made `after` out of `before`."""
    changed = changes_between(_values(before), _values(after))
    narrative = narrative_of("Details changed", changed)
    record.happened(at, who, "customer.updated", narrative, *changed, section=Section.DETAILS)


def enter_protected_value(record: Record, at: datetime, who: By, attribute: Definition) -> None:
    """A protected attribute was filled in: its name is told, its value is not."""
    changed = redacted(f"attribute.{attribute.name}")
    narrative = narrative_of("Details changed", (changed,))
    record.happened(at, who, "customer.updated", narrative, changed, section=Section.DETAILS)


def enter_address(record: Record, who: By, place: Place) -> None:
    """An address was added."""
    typed = {f"address.{name}": value for name, value in _values(place.home.address).items()}
    dates = {"address.valid_from": place.valid_from, "address.valid_to": place.valid_to}
    changed = changes_between({}, {**typed, "address.label": place.label, **dates})
    narrative = narrative_of("Address added", changed)
    record.happened(place.added, who, "address.added", narrative, *changed, section=Section.ADDRESSES)


def enter_later_answers(record: Record) -> None:
    """Answers given after the creation are saves of their own."""
    last: dict[UUID, Given] = {}
    for given in sorted(record.answers, key=lambda each: each.at):
        if given.at > record.created_at:
            before = last.get(given.preference.id)
            changed = changes_between(_answered(before, given), _answered(given, given))
            narrative = narrative_of("Contact preferences", changed)
            record.happened(
                given.at,
                given.by,
                "contact-preferences.set",
                narrative,
                *changed,
                section=Section.CONTACT_PREFERENCES,
            )
        last[given.preference.id] = given


def enter_tag(record: Record, at: datetime, who: By, tag: Tag) -> None:
    """Somebody ticked a tag, beside the normal tags that the record had by then."""
    held = [each.name for each, applied in record.tags if applied < at and not each.is_autotag]
    changed = changes_between({"tag": held}, {"tag": [*held, tag.name]})
    narrative = narrative_of("Tags changed", changed)
    record.happened(at, who, "tags.changed", narrative, *changed, section=Section.TAGS)


def enter_autotags(record: Record, applied: Sequence[tuple[Tag, datetime]]) -> None:
    """The autotags that came at one time came by one evaluation."""
    for at in sorted({when for _, when in applied}):
        came = tuple(tag.id for tag, when in applied if when == at)
        changed = changes_of(Flip(record.id, came, ()), {tag.id: tag.name for tag, _ in applied})
        narrative = narrative_of("Autotags changed", changed)
        record.happened(at, AUTOTAGGING, EVENT, narrative, *changed)


def enter_notes(record: Record) -> None:
    """Each note was written, some were changed, and some were read; of pink ones only fundraisers may know."""
    for note in record.notes:
        body = note.changed[2] if note.changed else note.body
        first = {"note.body": body, "note.pinned": note.pinned, "note.show_until": note.show_until}
        _enter_note(
            record,
            note,
            note.at,
            by(note.author),
            "note.added",
            1,
            *changes_between({"note.pinned": False}, first),
        )
        if note.changed:
            editor, at, old = note.changed
            _enter_note(record, note, at, by(editor), "note.changed", 2, change("note.body", old, note.body))
        for reader, at in note.read_by:
            _enter_note(record, note, at, by(reader), NOTE_READ, note.version)


def enter_opportunity(record: Record, prospect: Prospect) -> None:
    """Each change of its stage was a save, of which only fundraisers may know."""
    for version, step in enumerate(prospect.steps, start=1):
        stage = change("opportunity.stage", step.before.name if step.before else None, step.after.name)
        outcome = change("opportunity.outcome", Outcome.OPEN, step.outcome)
        campaign = change("opportunity.campaign", None, prospect.campaign.name)
        event, narrative, changed = {
            StageChangeKind.OPENED: ("opportunity.created", "Opportunity created", (campaign, stage)),
            StageChangeKind.MOVED: ("opportunity.moved", "Opportunity moved", (stage,)),
            StageChangeKind.CLOSED: ("opportunity.closed", "Opportunity closed", (outcome,)),
            StageChangeKind.REOPENED: ("opportunity.reopened", "Opportunity reopened", ()),
        }[step.kind]
        record.happened(
            step.at,
            by(_FUNDRAISERS[step.by]),
            event,
            narrative_of(narrative, changed),
            *changed,
            section=f"opportunity:{prospect.id}",
            version=version,
            restricted=True,
        )


def enter_death(record: Record, at: datetime, who: By) -> None:
    """The family told us."""
    enter_correction(record, at, who, replace(record.details, deceased_on=None), record.details)


def enter_deactivation(record: Record, at: datetime, who: By) -> None:
    """The record was made inactive."""
    changed: tuple[Change, ...] = (change("active", True, False),)
    subject = "Customer deactivated in bulk" if who.method is Method.BULK else "Customer deactivated"
    record.happened(
        at, who, "customer.deactivated", narrative_of(subject, changed), *changed, section=Section.DETAILS
    )


def _enter_note(
    record: Record, note: Written, at: datetime, who: By, event: str, version: int, *changes: Change
) -> None:
    record.happened(
        at,
        who,
        event,
        f"{note.colour.capitalize()} {event.replace('.', ' ')}",
        *changes,
        section=f"note:{note.id}",
        version=version,
        restricted=note.colour is Colour.PINK,
    )


def _values(values: Details | AddressFields) -> dict[str, Any]:
    # asdict() copies all that is inside, which for plain values is time for nothing.
    return {name: getattr(values, name) for name in values.__dataclass_fields__}


def _answered(given: Given | None, now: Given) -> dict[str, str | int | None]:
    """An answer by the paths of the audit; before the first one, what is shown now was not asked."""
    path, statement = f"preference.{now.preference.name}", f"preference.{now.preference.name}.statement"
    if given is None:
        return {path: Answer.NOT_ASKED, statement: now.preference.statement_on(now.at)}
    return {
        path: given.answer,
        statement: given.preference.statement_on(given.at),
        f"{path}.evidence": given.evidence,
        f"{path}.reason": given.reason,
    }
