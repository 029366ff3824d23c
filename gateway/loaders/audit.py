"""How the audit is read: newest first, entries about pink notes only for those who may see these."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import sqlalchemy as sa

from db.models import AuditChange, AuditEntry, AuditValue
from db.scope import SEES_PINK, of_protected_attribute
from gateway.engine.declare import Tab
from gateway.loaders._scope import of_visible_customer

_entry = AuditEntry.__table__
_change = AuditChange.__table__
_value = AuditValue.__table__

# What was written in clear before its attribute became protected is as protected as what is written since (ATR-P03).
_hidden = of_protected_attribute(_change.c.path)


def _unless_hidden(column: sa.ColumnElement[str | None], name: str) -> sa.Label[str | None]:
    return sa.case((_hidden, None), else_=column).label(name)


_changes = (
    sa.select(
        _change.c.entry_id,
        _change.c.ordinal,
        _change.c.path,
        sa.or_(_change.c.redacted, _hidden).label("redacted"),
        _unless_hidden(_value.c.before, "before"),
        _unless_hidden(_value.c.after, "after"),
    )
    .join_from(
        _change,
        _value,
        sa.and_(_value.c.entry_id == _change.c.entry_id, _value.c.ordinal == _change.c.ordinal),
        isouter=True,
    )
    .subquery("audit_change_read")
)

_SCOPE = sa.or_(~_entry.c.restricted, SEES_PINK)
AUDIT = Tab(
    "audit",
    _entry,
    key=_entry.c.customer_id,
    order=(_entry.c.at.desc(), _entry.c.id.desc()),
    scope=_SCOPE,
    entity="aud",
)
AUDIT_ENTRY = Tab(
    "audit-entry",
    _entry,
    key=_entry.c.id,
    order=(_entry.c.id,),
    scope=_SCOPE,
    root_scope=of_visible_customer(_entry.c.customer_id),
    entity="aud",
)
AUDIT_CHANGES = Tab("audit-changes", _changes, key=_changes.c.entry_id, order=(_changes.c.ordinal,))


def whole_chain(customer_id: UUID) -> sa.Select[Any]:
    """Every entry of a customer, seen or not, with its changes and the values that still stand, from the first on."""
    return (
        sa.select(
            *_entry.c,
            _SCOPE.label("seen"),
            _change.c.ordinal,
            _change.c.path,
            _change.c.redacted,
            _change.c.digest,
            _value.c.before,
            _value.c.after,
            _value.c.salt,
            _value.c.entry_id.is_not(None).label("has_values"),
        )
        .select_from(_entry)
        .outerjoin(_change, _change.c.entry_id == _entry.c.id)
        .outerjoin(
            _value, sa.and_(_value.c.entry_id == _change.c.entry_id, _value.c.ordinal == _change.c.ordinal)
        )
        .where(_entry.c.customer_id == customer_id)
        .order_by(_entry.c.sequence, _entry.c.id, _change.c.ordinal)
    )
