"""Which opportunities: what the arguments of their lists ask for (OPP-01, OPP-14)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

import sqlalchemy as sa

from domain.opportunities import Outcome
from gateway.engine.declare import Narrowing
from gateway.loaders.opportunities import (
    EVERY_OPPORTUNITY,
    OPPORTUNITIES,
    in_charge,
    of_campaign,
    with_outcome,
)


@dataclass(frozen=True, slots=True)
class OpportunitiesAsked:
    """What must hold of an opportunity; None for whatever it is. Days are civil dates, both included."""

    owner_id: UUID | None = None
    campaign_id: UUID | None = None
    stage_id: UUID | None = None
    outcomes: Sequence[Outcome] | None = None
    unassigned: bool | None = None
    expected_from: date | None = None
    expected_to: date | None = None


def of_customer_narrowing(outcomes: Sequence[Outcome] | None, *, open_only: bool) -> Narrowing:
    """A customer's opportunities that ended so, or all of them."""
    where: list[sa.ColumnElement[bool]] = []
    if outcomes is not None:
        where.append(with_outcome(OPPORTUNITIES, outcomes))
    if open_only:
        where.append(OPPORTUNITIES.c.is_open)
    return Narrowing(tuple(where))


def opportunities_narrowing(asked: OpportunitiesAsked) -> Narrowing:
    """The conditions of a filter, which all must hold."""
    c = EVERY_OPPORTUNITY.c
    where: list[sa.ColumnElement[bool]] = []
    if asked.owner_id is not None:
        where.append(c.owner_id == asked.owner_id)
    if asked.campaign_id is not None:
        where.append(of_campaign(asked.campaign_id))
    if asked.stage_id is not None:
        where.append(c.stage_id == asked.stage_id)
    if asked.outcomes is not None:
        where.append(with_outcome(EVERY_OPPORTUNITY, asked.outcomes))
    if asked.unassigned is not None:
        where.append(in_charge(nobody=asked.unassigned))
    if asked.expected_from is not None:
        where.append(c.expected_close_on >= asked.expected_from)
    if asked.expected_to is not None:
        where.append(c.expected_close_on <= asked.expected_to)
    return Narrowing(tuple(where))
