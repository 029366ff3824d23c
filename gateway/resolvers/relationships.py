"""Which relationships, and which types of them: what the arguments of their lists ask for."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from domain.customers import Kind
from gateway.engine.declare import Narrowing
from gateway.loaders.relationships import OTHER_IS_ACTIVE, RELATIONSHIP_TYPES, RELATIONSHIPS, is_current


def relationships_narrowing(*, current_only: bool, include_inactive: bool) -> Narrowing:
    """Current and ended ones unless only the former are asked for, with active customers unless all are (X13)."""
    current = (is_current(RELATIONSHIPS.c),) if current_only else ()
    return Narrowing(current if include_inactive else (*current, OTHER_IS_ACTIVE))


def relationship_types_narrowing(
    *, kind: Kind | None, other_kind: Kind | None, include_inactive: bool
) -> Narrowing:
    """The types that can connect two records of these kinds, whichever of the two they run from."""
    c = RELATIONSHIP_TYPES.c
    ways = (c.from_kind, c.to_kind), (c.to_kind, c.from_kind)
    fits = sa.or_(*(sa.and_(*_are(one, kind), *_are(other, other_kind)) for one, other in ways))
    return Narrowing((fits,) if include_inactive else (fits, c.active))


def _are(column: sa.ColumnElement[Any], kind: Kind | None) -> tuple[sa.ColumnElement[bool], ...]:
    return (sa.true(),) if kind is None else (column == kind.value,)
