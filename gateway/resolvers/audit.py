"""Which part of the audit, from which end, and whether it is whole (AUD-P02, AUD-P04, AUD-P06)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from db.models import AuditChange, AuditEntry, AuditValue
from db.scope import of_protected_attribute
from domain.audit import Link, digest, first_broken
from gateway.context import Context
from gateway.engine.declare import Narrowing
from gateway.engine.statements import compiled
from gateway.loaders.audit import whole_chain
from gateway.loaders.customers import known_record
from gateway.resolvers._days import start_of

_entry = AuditEntry.__table__
_change = AuditChange.__table__
_value = AuditValue.__table__
_OLDEST_FIRST = (_entry.c.at.asc(), _entry.c.id.asc())


def audit_narrowing(*, oldest_first: bool, filter: Any) -> Narrowing:
    """The conditions of an audit filter, which all must hold, and the order asked for."""
    where: list[sa.ColumnElement[bool]] = []
    if filter is not None:
        if filter.from_ is not None:
            where.append(_entry.c.at >= start_of(filter.from_))
        if filter.to is not None:
            where.append(_entry.c.at < start_of(filter.to, days=1))
        if filter.user is not None:
            where.append(_entry.c.username == filter.user)
        if filter.method is not None:
            where.append(_entry.c.method == filter.method.value)
        if filter.path is not None:
            where.append(sa.literal(filter.path) == sa.any_(_entry.c.paths))
        if filter.text is not None:
            where.append(_mentions(filter.text))
    return Narrowing(tuple(where), _OLDEST_FIRST if oldest_first else None)


def _mentions(text: str) -> sa.ColumnElement[bool]:
    """Whether the line or one of its values contains the text; what is redacted or blanked has none to find."""
    values = sa.exists().where(
        _value.c.entry_id == _entry.c.id,
        _change.c.entry_id == _value.c.entry_id,
        _change.c.ordinal == _value.c.ordinal,
        ~of_protected_attribute(_change.c.path),
        sa.or_(
            _value.c.before.icontains(text, autoescape=True), _value.c.after.icontains(text, autoescape=True)
        ),
    )
    return sa.or_(_entry.c.narrative.icontains(text, autoescape=True), values)


@dataclass(frozen=True, slots=True)
class AuditIntegrity:
    """Whether the audit of a record stands as it was written, of how many entries that the actor may see."""

    intact: bool
    entries: int
    broken_id: UUID | None = None


async def audit_integrity(context: Context, ref: UUID | int) -> AuditIntegrity | None:
    """The chain of a record computed anew, entries that the actor may not see included; None for no such record."""
    found = await context.reader.rows(compiled(known_record(ref)))
    if not found:
        return None
    rows = await context.reader.rows(compiled(whole_chain(found[0]["id"])))
    entries = [tuple(of) for _, of in groupby(rows, key=lambda row: row["id"])]
    broken = _first_broken(entries)
    seen = [of[0] for of in entries if of[0]["seen"]]
    named = next((head["id"] for head in seen if head["sequence"] == broken), None)
    return AuditIntegrity(broken is None, len(seen), named)


def _first_broken(entries: Sequence[Sequence[Mapping[str, Any]]]) -> int | None:
    """The sequence of the first entry that does not follow, or whose values are not those that were written."""
    chain = first_broken((_link(of), of[0]["previous_hash"], of[0]["hash"]) for of in entries)
    rewritten = next((of[0]["sequence"] for of in entries if not _stands(of)), None)
    return min((each for each in (chain, rewritten) if each is not None), default=None)


def _link(of: Sequence[Mapping[str, Any]]) -> Link:
    head = of[0]
    return Link(
        sequence=head["sequence"],
        at=head["at"],
        user_id=head["user_id"],
        username=head["username"],
        method=head["method"],
        interface=head["interface"],
        event=head["event"],
        narrative=head["narrative"],
        section=head["section"],
        section_version=head["section_version"],
        restricted=head["restricted"],
        changes=tuple((each["path"], each["redacted"], each["digest"]) for each in _changes_of(of)),
    )


def _stands(of: Sequence[Mapping[str, Any]]) -> bool:
    """Whether the values are those of the digests, or blanked with their salt (AUD-P07)."""
    changes = _changes_of(of)
    if of[0]["paths"] != list(dict.fromkeys(each["path"] for each in changes)):
        return False
    return all(_unaltered(each) for each in changes)


def _unaltered(change: Mapping[str, Any]) -> bool:
    if change["salt"] is None:
        return bool(change["has_values"]) and change["before"] is None and change["after"] is None
    return digest(change["salt"], change["before"], change["after"]) == bytes(change["digest"])


def _changes_of(of: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """The changes of an entry; one without any comes as a single row without an ordinal."""
    return [each for each in of if each["ordinal"] is not None]
