"""How the criteria of autotags are read, and what a verdict rests on."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import sqlalchemy as sa

from db.autotags.names import names_of
from db.models import AuditChange, AuditEntry, AuditValue, Autotag, Tag
from db.scope import SEES_PINK
from domain.autotags import EVENT

_tag = Tag.__table__
_autotag = Autotag.__table__
_entry = AuditEntry.__table__
_change = AuditChange.__table__
_value = AuditValue.__table__


def names(keys: sa.ColumnElement[Any], *of: sa.FromClause) -> sa.ColumnElement[Any]:
    """What the rows are called that criteria name, by their keys, as jsonb; null where these name none."""
    found = names_of(keys, *of).subquery("named")
    return sa.select(sa.func.jsonb_object_agg(found.c.id, found.c.name)).select_from(found).scalar_subquery()


# Beside a tag: its criteria and what these name, null where it has none.
CRITERIA = (
    _autotag.c.criteria,
    names(_autotag.c.names, _autotag).label("criteria_names"),
    _autotag.c.saved_by.label("criteria_saved_by"),
    _autotag.c.saved_at.label("criteria_saved_at"),
)
WITH_CRITERIA = _tag.outerjoin(_autotag, _autotag.c.tag_id == _tag.c.id)


def tag_with_criteria(tag_id: UUID) -> sa.Select[Any]:
    """The name of a tag with its criteria and what these name."""
    columns = (_tag.c.name, _tag.c.is_autotag, _tag.c.archived, *CRITERIA)
    return sa.select(*columns).select_from(WITH_CRITERIA).where(_tag.c.id == tag_id)


def last_flip(customer_id: UUID, tag_id: UUID) -> sa.Select[Any]:
    """The entry of the audit by which the autotag last came onto the customer or went, and the entry that caused it.

    The cause has the same correlation id: what was done to the customer, or the criteria that were saved.
    """
    renamed = (
        sa.select("autotag." + _value.c.before)
        .join_from(_entry, _change, _change.c.entry_id == _entry.c.id)
        .join(_value, sa.and_(_value.c.entry_id == _change.c.entry_id, _value.c.ordinal == _change.c.ordinal))
        .where(
            _entry.c.customer_id.is_(None),
            _entry.c.section == f"tag:{tag_id}",
            _change.c.path == "name",
            _value.c.before.is_not(None),
        )
    )
    named = sa.select("autotag." + _tag.c.name).where(_tag.c.id == tag_id)
    flip = (
        sa.select(_entry.c.id, _entry.c.at, _entry.c.correlation_id, _entry.c.sequence, _value.c.after)
        .join_from(_entry, _change, _change.c.entry_id == _entry.c.id)
        .join(_value, sa.and_(_value.c.entry_id == _change.c.entry_id, _value.c.ordinal == _change.c.ordinal))
        .where(
            _entry.c.customer_id == customer_id,
            _entry.c.event == EVENT,
            _change.c.path.in_(sa.union_all(named, renamed)),
        )
        .order_by(_entry.c.sequence.desc())
        .limit(1)
        .subquery("flip")
    )
    cause = (
        sa.select(_entry.c.id, _entry.c.event, _entry.c.at)
        .where(
            sa.or_(
                _entry.c.customer_id == customer_id,
                sa.and_(_entry.c.customer_id.is_(None), _entry.c.section == f"tag:{tag_id}"),
            ),
            _entry.c.correlation_id == flip.c.correlation_id,
            _entry.c.event != EVENT,
            sa.or_(~_entry.c.restricted, SEES_PINK),
        )
        .order_by(_entry.c.customer_id.is_(None), _entry.c.sequence.desc(), _entry.c.at.desc())
        .limit(1)
        .lateral("cause")
    )
    return sa.select(
        flip.c.id.label("entry_id"),
        flip.c.at,
        flip.c.correlation_id,
        flip.c.after,
        cause.c.id.label("cause_id"),
        cause.c.event.label("cause"),
    ).select_from(flip.outerjoin(cause, sa.true()))
