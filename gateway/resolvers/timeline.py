"""Which entries of a timeline, and from which end (TML-02, TML-03)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa

from gateway.engine import ids
from gateway.engine.declare import Narrowing
from gateway.engine.errors import RequestCode, RequestError
from gateway.loaders.timeline import EARLIEST_FIRST, TIMELINE, linked_to, of_kinds
from gateway.resolvers._days import start_of


def timeline_narrowing(filter: Any, *, earliest_first: bool) -> Narrowing:
    """The entries for which all of the filter holds. Raises BAD_USER_INPUT for what is no opportunity's id."""
    where: list[sa.ColumnElement[bool]] = []
    if filter is not None:
        if filter.opportunity_id is not None:
            opportunity_id = ids.key_of("opp", filter.opportunity_id)
            if opportunity_id is None:
                raise RequestError(RequestCode.BAD_USER_INPUT, "This is no opportunity's id.")
            where.append(linked_to(opportunity_id))
        if filter.types is not None:
            where.append(of_kinds(filter.types))
        if filter.from_ is not None:
            where.append(TIMELINE.c.occurred_at >= _once(start_of(filter.from_)))
        if filter.until is not None:
            where.append(TIMELINE.c.occurred_at < _once(start_of(filter.until, days=1)))
    return Narrowing(tuple(where), EARLIEST_FIRST if earliest_first else None)


def _once(instant: sa.ColumnElement[datetime]) -> sa.ColumnElement[datetime]:
    """The instant, reckoned once for a statement and not again for each entry of thousands."""
    return sa.select(instant).scalar_subquery()
