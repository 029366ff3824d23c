"""Contact preferences, tags and notes of a merged record, as the wizard has decided on them (MRG-P18)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from uuid_utils.compat import uuid7

from db.models import CustomerTag, Note, NoteAcknowledgement, PreferenceAnswer
from domain.notes import Colour
from domain.permissions import Permission
from domain.preferences import Source
from gateway.commands._merging import Merge, among

_answer = PreferenceAnswer.__table__
_held = CustomerTag.__table__
_note = Note.__table__
_read = NoteAcknowledgement.__table__


async def merge_answers(merge: Merge) -> None:
    """The history of both goes on as one, ended by the answers that the merge came to (CPR-P05)."""
    await merge.bring(_answer.c.customer_id)
    last = await _last_answers(merge)
    rows = [
        {
            "id": uuid7(),
            "customer_id": merge.survivor.id,
            "definition_id": given.definition_id,
            "statement": given.statement,
            "answer": given.answer.value,
            "source": Source.MERGE.value,
            "user_id": merge.tx.actor.user_id,
            "username": merge.tx.actor.username,
            "reason": given.reason,
            # Always after what it follows, though the clocks of two processes differ.
            "at": max(merge.tx.now, last.get(given.definition_id, merge.tx.now)),
        }
        for given in merge.decisions.answers
    ]
    await merge.ledger.add(_answer, *rows, reason="The answers of both records came to this.")


async def _last_answers(merge: Merge) -> dict[UUID, Any]:
    """The first instant after the latest answer to each preference."""
    found = await merge.tx.session.execute(
        sa.select(
            _answer.c.definition_id, (sa.func.max(_answer.c.at) + timedelta(microseconds=1)).label("after")
        )
        .where(merge.of_survivor(_answer.c.customer_id))
        .group_by(_answer.c.definition_id)
    )
    return {row.definition_id: row.after for row in found}


async def merge_tags(merge: Merge) -> None:
    """The survivor bears the tags that were chosen; autotags are evaluated once everything has moved (TAG-P07)."""
    tag, bearer = _held.c.tag_id, _held.c.customer_id
    off = sa.and_(merge.of_survivor(bearer), among(tag, merge.decisions.tags_removed))
    await merge.ledger.drop(_held, off, reason="The tag was not chosen.")
    own = _held.alias("own")
    borne = sa.exists().where(merge.of_survivor(own.c.customer_id), own.c.tag_id == tag)
    await merge.bring(bearer, among(tag, merge.decisions.tags_moved), ~borne, reason="The tag was chosen.")
    await merge.ledger.drop(
        _held, merge.of_loser(bearer), reason="The survivor has the tag, or it was not chosen."
    )


async def merge_notes(merge: Merge) -> None:
    """Change, drop and add the notes that the wizard did; all others move as they are, pink ones too (NOT-P04).

    Whoever may not see pink notes changes none, whatever was sent (NOT-P05).
    """
    decided = merge.decisions
    dropped = _those(merge, decided.notes_dropped)
    acknowledged = _read.c.note_id.in_(sa.select(_note.c.id).where(dropped))
    await merge.ledger.drop(_read, acknowledged, reason="The note was dropped.")
    await merge.ledger.drop(_note, dropped, reason="The note was dropped.")
    if decided.notes_changed:
        await merge.ledger.change(
            _note,
            _those(merge, decided.notes_changed),
            {
                "body": sa.case(dict(decided.notes_changed), value=_note.c.id),
                "version": _note.c.version + 1,
                "updated_by": merge.tx.actor.username,
                "updated_at": merge.tx.now,
            },
            reason="The note was changed in the merge.",
        )
    if decided.note_added is not None:
        added = {
            "id": uuid7(),
            "customer_id": merge.survivor.id,
            "colour": Colour.BLUE.value,
            "body": decided.note_added,
            "created_by": merge.tx.actor.username,
            "created_at": merge.tx.now,
        }
        await merge.ledger.add(_note, added, reason="The note was added in the merge.")


def _those(merge: Merge, ids: Iterable[UUID]) -> sa.ColumnElement[bool]:
    mine = sa.and_(merge.of_either(_note.c.customer_id), among(_note.c.id, ids))
    if merge.tx.actor.may(Permission.PINK_NOTE):
        return mine
    return sa.and_(mine, _note.c.colour == Colour.BLUE.value)
