"""How waiting lists are read: the entries of a customer, and which place each has on its lists (WLS-P02)."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from db.models import Instance, WaitingListEntry, WaitingListInstance
from gateway.engine.declare import Tab
from gateway.loaders._scope import of_visible_customer

_entry = WaitingListEntry.__table__
_other = _entry.alias("other_entry")
_instance = Instance.__table__
_named = WaitingListInstance.__table__
_NOW = sa.bindparam("now", type_=sa.DateTime(timezone=True))
_TODAY = sa.bindparam("today", type_=sa.Date)
_ZONE = sa.bindparam("zone", type_=sa.Text)


def _accepts(entry: Any, instance: Any) -> sa.ColumnElement[bool]:
    """Whether the entry would have a ticket for that instance of its event."""
    named = sa.exists().where(_named.c.entry_id == entry.c.id, _named.c.instance_id == instance.c.id)
    return sa.or_(entry.c.any_instance, named.correlate(entry, instance))


def _given(entry: Any) -> tuple[Any, sa.ColumnElement[bool]]:
    """The instances of the event that the entry accepts, whenever they are."""
    given = _instance.alias("given")
    return given, sa.and_(given.c.event_id == entry.c.event_id, _accepts(entry, given))


def _last_day(entry: Any) -> sa.ScalarSelect[Any]:
    """The civil date of the last instance that the entry accepts; null while none has a date."""
    given, accepted = _given(entry)
    day = sa.cast(sa.func.timezone(_ZONE, given.c.starts_at, type_=sa.DateTime), sa.Date)
    return sa.select(sa.func.max(day)).where(accepted).correlate(entry).scalar_subquery()


def _open(entry: Any) -> sa.ColumnElement[bool]:
    """Whether one of its instances is today or later, or none has a date: otherwise it has expired (WLS-P07).

    This is what `last_day` says, by one step into an index for each of the many who are ahead.
    """
    given, accepted = _given(entry)
    midnight = sa.func.timezone(_ZONE, sa.cast(_TODAY, sa.DateTime), type_=sa.DateTime(timezone=True))
    return sa.or_(
        sa.exists().where(accepted, given.c.starts_at >= midnight).correlate(entry),
        ~sa.exists().where(accepted).correlate(entry),
    )


def _waits(entry: Any) -> sa.ColumnElement[bool]:
    return sa.and_(entry.c.status == sa.literal_column("'WAITING'"), _open(entry))


def _rank(*among: sa.ColumnElement[bool], within: tuple[Any, ...]) -> sa.ColumnElement[Any]:
    """The place of the entry among these, from 1; null where it does not wait any more."""
    before = sa.tuple_(_other.c.place, _other.c.created_at, _other.c.id) < sa.tuple_(
        _entry.c.place, _entry.c.created_at, _entry.c.id
    )
    ahead = (
        sa.select(sa.func.count())
        .select_from(_other)
        .where(_other.c.event_id == _entry.c.event_id, _waits(_other), before, *among)
        .correlate(*within)
        .scalar_subquery()
    )
    return sa.case((_waits(_entry), ahead + 1), else_=None)


_read = sa.select(
    *_entry.c,
    _last_day(_entry).label("last_day"),
    _open(_entry).label("is_open"),
    _rank(within=(_entry,)).label("position"),
).subquery("waiting_list_entry_read")

LIVE = (
    _read.c.status == sa.any_(sa.literal_column("array['WAITING', 'OFFERED']", sa.ARRAY(sa.Text))),
    _read.c.is_open,
)

WAITING_LISTS = Tab(
    "waiting-lists",
    _read,
    key=_read.c.customer_id,
    order=(_read.c.created_at.desc(), _read.c.id.desc()),
    default=LIVE,
    entity="wle",
)
WAITING_LIST_ENTRY = Tab(
    "waiting-list-entry",
    _read,
    key=_read.c.id,
    order=(_read.c.id,),
    root_scope=of_visible_customer(_read.c.customer_id),
    entity="wle",
)

# Of an entry that takes any instance, those still to come; otherwise the ones that it names.
_accepted = (
    sa.select(
        _entry.c.id.label("entry_id"),
        _instance.c.id.label("instance_id"),
        _instance.c.starts_at,
        _rank(_accepts(_other, _instance), within=(_entry, _instance)).label("position"),
    )
    .join_from(_entry, _instance, _instance.c.event_id == _entry.c.event_id)
    .where(
        _accepts(_entry, _instance),
        sa.or_(~_entry.c.any_instance, _instance.c.starts_at > _NOW),
    )
    .subquery("waiting_list_instance_read")
)
ACCEPTED_INSTANCES = Tab(
    "accepted-instances",
    _accepted,
    key=_accepted.c.entry_id,
    order=(_accepted.c.starts_at, _accepted.c.instance_id),
)
