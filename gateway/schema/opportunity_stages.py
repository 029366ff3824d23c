"""The stages of opportunities as clients see them, and how an opportunity went through them (OPP-P02)."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Optional

import strawberry

from domain.opportunities import Outcome, StageChangeKind
from domain.permissions import Permission
from gateway.engine.declare import Narrowing, column, identity, link, tab
from gateway.loaders.opportunity_stages import STAGE, STAGE_CHANGE, STAGES
from gateway.resolvers.opportunity_stages import stages_narrowing
from gateway.schema._rows import enum_type, row_type
from gateway.schema.nodes import Node, register

NEEDS = Permission.FUNDRAISING

enum_type(
    Outcome,
    "How an opportunity ended, or that it has not.",
    "OpportunityOutcome",
    OPEN="It is worked on.",
    WON="The gift came.",
    LOST="The gift did not come.",
    WITHDRAWN="It was given up before it was decided.",
)
enum_type(
    StageChangeKind,
    "What happened to an opportunity.",
    OPENED="It was begun, at a first stage.",
    MOVED="It came to another stage.",
    CLOSED="It was closed, at the stage that it had reached.",
    REOPENED="It was opened again after it had been closed.",
)


@row_type(description="One step on the way to a gift, as the organisation has set it up.")
class OpportunityStage(Node):
    id: strawberry.ID = identity("stg")
    name: str = strawberry.field(description="What it is called; no two are called the same.")
    position: int = strawberry.field(description="Place on the way, the first one first.")
    probability_percent: int = strawberry.field(
        description="How likely a gift is at this stage, from 0 to 100 percent."
    )
    is_terminal: bool = strawberry.field(
        description="Whether nothing comes after it, so that the opportunity may as well be closed."
    )
    active: bool = strawberry.field(description="Whether opportunities may come to it; earlier ones keep it.")


@row_type(description="A step that an opportunity took.")
class StageChange(Node):
    id: strawberry.ID = identity("sgc")
    kind: StageChangeKind = strawberry.field(description="What happened.")
    at: datetime = strawberry.field(description="When it happened, in UTC.")
    user: str = column("username", description="Username of who did it.")
    from_stage: Optional[OpportunityStage] = link(
        STAGE,
        needs=NEEDS,
        parent="from_stage_id",
        description="The stage at which it was before; null where it was begun.",
    )
    to_stage: Optional[OpportunityStage] = link(
        STAGE, needs=NEEDS, parent="to_stage_id", description="The stage at which it was afterwards."
    )
    outcome: Optional[Outcome] = strawberry.field(
        description="How it ended, where it was closed; null otherwise."
    )
    note: Optional[str] = strawberry.field(description="What whoever did it had to say; null for nothing.")


register("OpportunityStage", STAGE, NEEDS)
register("StageChange", STAGE_CHANGE, NEEDS)


def _narrowed(
    include_inactive: Annotated[
        bool, strawberry.argument(description="Whether to list stages that are not used any more.")
    ] = False,
) -> Narrowing:
    return stages_narrowing(include_inactive=include_inactive)


@strawberry.type
class OpportunityStageQuery:
    opportunity_stages: Optional[list[OpportunityStage]] = tab(
        STAGES,
        parent=None,
        needs=NEEDS,
        narrow=_narrowed,
        description="The stages of opportunities, in the order of the way.",
    )
