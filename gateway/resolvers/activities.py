"""Which activities of a customer, and which types of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa

from db.scope import ACTOR_ID
from domain.activities import ActivityStatus
from gateway.engine.declare import Narrowing
from gateway.loaders.activities import ACTIVITIES, ACTIVITY_TYPES, in_status


@dataclass(frozen=True, slots=True)
class ActivitiesAsked:
    """What must hold of an activity; None for whatever it is."""

    statuses: Sequence[ActivityStatus] | None = None
    opportunity_id: UUID | None = None
    assigned_to_me: bool | None = None


def activities_narrowing(asked: ActivitiesAsked) -> Narrowing:
    """The conditions of a filter, which all must hold; what nobody is to do is not assigned to me either."""
    c = ACTIVITIES.c
    where: list[sa.ColumnElement[bool]] = []
    if asked.statuses is not None:
        where.append(in_status(asked.statuses))
    if asked.opportunity_id is not None:
        where.append(c.opportunity_id == asked.opportunity_id)
    if asked.assigned_to_me is not None:
        mine = c.assigned_to_id.is_not_distinct_from(ACTOR_ID)
        where.append(mine if asked.assigned_to_me else ~mine)
    return Narrowing(tuple(where))


def activity_types_narrowing(*, include_inactive: bool) -> Narrowing:
    """Those that may be chosen, or all."""
    return Narrowing(() if include_inactive else ACTIVITY_TYPES.default)
