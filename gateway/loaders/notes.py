"""How notes are read: each colour for those who may see it."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import distinct_on

from db.models import Note, NoteAcknowledgement
from db.scope import ACTOR_ID, SEES_BLUE, visible_note
from gateway.engine.declare import Tab
from gateway.loaders._origins import origin_of
from gateway.loaders._scope import of_visible_customer

_note = Note.__table__
_acknowledgement = NoteAcknowledgement.__table__

_origin = origin_of(_note, _note.c.customer_id, _note.c.id)
_source = sa.select(
    *_note.c,
    sa.exists()
    .where(
        _acknowledgement.c.note_id == _note.c.id,
        _acknowledgement.c.user_id == ACTOR_ID,
        _acknowledgement.c.note_version == _note.c.version,
    )
    .label("acknowledged_by_me"),
    _origin.label("origin_id"),
    _origin.is_(None).label("is_own"),
).subquery("note_read")

# Pinned ones first, then the record's own before those that came by a merge, then the newest (NOT-P04).
_ORDER = (
    _source.c.pinned.desc(),
    _source.c.is_own.desc(),
    _source.c.created_at.desc(),
    _source.c.id.desc(),
)
_TODAY = sa.bindparam("today", type_=sa.Date)


def _notes(name: str, *conditions: sa.ColumnElement[bool]) -> Tab:
    return Tab(
        name,
        _source,
        key=_source.c.customer_id,
        order=_ORDER,
        scope=sa.and_(visible_note(_source.c), *conditions),
        entity="not",
    )


BLUE_NOTES = _notes("blue-notes", _source.c.colour == "BLUE")
PINK_NOTES = _notes("pink-notes", _source.c.colour == "PINK")
POP_UP_NOTES = _notes("pop-up-notes", sa.or_(_source.c.show_until.is_(None), _source.c.show_until >= _TODAY))
_newest = (
    sa.select(_source)
    .where(_source.c.colour == "BLUE")
    .ext(distinct_on(_source.c.customer_id))
    .order_by(_source.c.customer_id, _source.c.created_at.desc(), _source.c.id.desc())
    .subquery("newest_note")
)
NEWEST_BLUE_NOTE = Tab(
    "newest-blue-note",
    _newest,
    key=_newest.c.customer_id,
    order=(_newest.c.id,),
    scope=SEES_BLUE,
    entity="not",
)
NOTE = Tab(
    "note",
    _source,
    key=_source.c.id,
    order=(_source.c.id,),
    scope=visible_note(_source.c),
    root_scope=of_visible_customer(_source.c.customer_id),
    entity="not",
)
