"""Writing, changing, deleting and acknowledging pop-up notes, each colour for those who may see it (NOT-P02)."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.exc import InvalidRequestError
from uuid_utils.compat import uuid7

from db.models import AuditEntry, Customer, Note, NoteAcknowledgement
from db.scope import of_actor, visible_note
from db.work import Work
from domain.audit import Change, changes_between
from domain.errors import NotFound, Problems, TooMany
from domain.notes import Colour, check_show_until, clean_body
from domain.permissions import Permission
from gateway.commands._records import CustomerRef, find_customer, open_record, stale
from gateway.engine.denial import denied

# Of one colour: counted together, the ones somebody may not see could be guessed from the refusal.
NOTES_OF_A_RECORD = 100
_NEEDS = {Colour.BLUE: Permission.BLUE_NOTE, Colour.PINK: Permission.PINK_NOTE}


async def create_note(
    tx: Work,
    ref: CustomerRef,
    colour: Colour,
    *,
    body: str,
    pinned: bool,
    show_until: date | None,
    today: date,
) -> Note:
    """The note as it was written (NOT-02). Raises FORBIDDEN for a colour that is not the actor's to use (ROL-C01).

    Refused: Required, TooLong, InvalidText, InvalidDate, TooMany, and what opening the record refuses.
    """
    if not tx.actor.may(_NEEDS[colour]):
        raise denied(tx.actor, _NEEDS[colour])
    cleaned = _cleaned({"body": body, "show_until": show_until}, today)
    customer = await open_record(tx, ref)
    same = sa.select(sa.func.count()).where(Note.customer_id == customer.id, Note.colour == colour.value)
    if (await tx.session.scalar(same) or 0) >= NOTES_OF_A_RECORD:
        raise TooMany(
            f"A record has at most {NOTES_OF_A_RECORD} {colour.lower()} notes; delete one first.",
            ("customerId",),
        )
    row = Note(
        id=uuid7(),
        customer_id=customer.id,
        colour=colour.value,
        pinned=pinned,
        created_by=tx.actor.username,
        created_at=tx.now,
        version=1,
        **cleaned,
    )
    tx.session.add(row)
    _record(tx, customer, row, "added", changes_between({"note.pinned": False}, _shown(row)))
    return row


async def edit_note(
    tx: Work, note_id: UUID, changed: Mapping[str, Any], *, expected_version: int, today: date
) -> Note:
    """The note with `changed` in place of its body, pinned and show_until; what is not among them stays.

    Refused: NotFound, StaleVersion, CustomerInactive, and what a new note is refused for.
    """
    cleaned = _cleaned(changed, today)
    yours = {f"note.{name}": value for name, value in cleaned.items()}
    customer, row = await _open(tx, note_id, expected_version, yours)
    before = _shown(row)
    for name, value in cleaned.items():
        setattr(row, name, value)
    changes = changes_between(before, _shown(row))
    if not changes:
        tx.nothing_changed()
        return row
    row.version += 1
    row.updated_by, row.updated_at = tx.actor.username, tx.now
    _record(tx, customer, row, "changed", changes)
    return row


async def delete_note(tx: Work, note_id: UUID, *, expected_version: int) -> UUID:
    """The customer whose note was deleted; its last version stays in the audit."""
    customer, row = await _open(tx, note_id, expected_version, {})
    gone = {path: value for path, value in _shown(row).items() if value}
    await tx.session.delete(row)
    _record(tx, customer, row, "deleted", changes_between(gone, dict.fromkeys(gone)))
    return customer.id


async def acknowledge_note(tx: Work, note_id: UUID) -> Note:
    """The note, which the actor has read as it stands; it pops up all the same (NOT-P03)."""
    row = await _find(tx, note_id)
    # The record's lock keeps the note from changing between what was read and what is said to be read.
    customer = await _customer_of(tx, row, find_customer)
    mine = {"note_id": row.id, "user_id": tx.actor.user_id}
    said = await tx.session.get(NoteAcknowledgement, mine)
    if said is not None and said.note_version == row.version:
        tx.nothing_changed()
        return row
    if said is None:
        said = NoteAcknowledgement(**mine)
        tx.session.add(said)
    said.note_version, said.at = row.version, tx.now
    _tell(tx, customer.id, row, "acknowledged", ())
    return row


def _cleaned(given: Mapping[str, Any], today: date) -> dict[str, Any]:
    """What is given of a note, as it is stored; all that is wrong with it is refused at once."""
    cleaned = dict(given)
    problems = Problems()
    if "body" in given:
        with problems.at():
            cleaned["body"] = clean_body(given["body"])
    if "show_until" in given:
        with problems.at():
            check_show_until(given["show_until"], today)
    if "pinned" in given:
        cleaned["pinned"] = bool(given["pinned"])
    problems.raise_any()
    return cleaned


async def _open(
    tx: Work, note_id: UUID, expected_version: int, yours: Mapping[str, Any]
) -> tuple[Customer, Note]:
    """The note and its customer, locked, for a change of the note at the version that the client read."""
    row = await _find(tx, note_id)
    customer = await _customer_of(tx, row, open_record)
    if row.version != expected_version:
        history = (AuditEntry.customer_id == customer.id) & (AuditEntry.section == _section(row))
        raise await stale(tx, history, row.version, expected_version, yours)
    return customer, row


async def _find(tx: Work, note_id: UUID) -> Note:
    """The note, if it has a colour that the actor may see; a pink one is otherwise not there at all (NOT-P06)."""
    query = sa.select(Note).where(Note.id == note_id, visible_note()).params(of_actor(tx.actor))
    row = await tx.session.scalar(query)
    if row is None:
        raise _no_such_note()
    return row


async def _customer_of(
    tx: Work, row: Note, opened: Callable[[Work, CustomerRef], Awaitable[Customer]]
) -> Customer:
    """The customer, locked, and with it the note as it is now that nobody else can change it."""
    try:
        customer = await opened(tx, row.customer_id)
        await tx.session.refresh(row)
    except (NotFound, InvalidRequestError):  # the latter for a note that was deleted while we waited
        raise _no_such_note() from None
    return customer


def _no_such_note() -> NotFound:
    return NotFound("There is no note with this id that you may see.", ("noteId",))


def _shown(row: Note) -> dict[str, Any]:
    return {"note.body": row.body, "note.pinned": row.pinned, "note.show_until": row.show_until}


def _section(row: Note) -> str:
    """The key by which a stale save of this one note finds what it missed."""
    return f"note:{row.id}"


def _record(tx: Work, customer: Customer, row: Note, verb: str, changes: tuple[Change, ...]) -> None:
    # When a pink note was written must not show on what people without the permission see of the record.
    if row.colour == Colour.BLUE:
        customer.updated_at = tx.now
    _tell(tx, customer.id, row, verb, changes)


def _tell(tx: Work, customer_id: UUID, row: Note, verb: str, changes: tuple[Change, ...]) -> None:
    tx.record(
        f"note.{verb}",
        customer_id,
        narrative=f"{row.colour.capitalize()} note {verb}",
        changes=changes,
        section=_section(row),
        section_version=row.version,
        restricted=row.colour == Colour.PINK,
    )
