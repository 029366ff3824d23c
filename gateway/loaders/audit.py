"""How the audit is read: newest first, entries about pink notes only for those who may see these."""

from __future__ import annotations

import sqlalchemy as sa

from db.models import AuditChange, AuditEntry, AuditValue
from db.scope import SEES_PINK
from gateway.engine.declare import Tab
from gateway.loaders._scope import of_visible_customer

_entry = AuditEntry.__table__
_change = AuditChange.__table__
_value = AuditValue.__table__

_changes = (
    sa.select(
        _change.c.entry_id,
        _change.c.ordinal,
        _change.c.path,
        _change.c.redacted,
        _value.c.before,
        _value.c.after,
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
