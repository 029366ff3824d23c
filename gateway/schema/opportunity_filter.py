"""Which opportunities somebody asks for, as clients say it (OPP-14, OPP-P07)."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Optional
from uuid import UUID

import strawberry

from domain.opportunities import Outcome
from gateway.engine import ids
from gateway.engine.declare import Narrowing
from gateway.engine.errors import RequestCode, RequestError
from gateway.resolvers.opportunities import OpportunitiesAsked, opportunities_narrowing
from gateway.schema import opportunity_stages  # noqa: F401 - describes Outcome


@strawberry.input(description="Which opportunities; what is given must all hold.")
class OpportunityFilter:
    owner_id: Optional[strawberry.ID] = strawberry.field(
        default=None, description="Who is in charge of them: one of `fundraisers`, or whoever was."
    )
    campaign_id: Optional[strawberry.ID] = strawberry.field(
        default=None, description="The campaign that they are for, with all parts of it."
    )
    stage_id: Optional[strawberry.ID] = strawberry.field(default=None, description="How far they have come.")
    outcomes: Optional[list[Outcome]] = strawberry.field(
        default=None, description="How they ended: any one of these."
    )
    unassigned: Optional[bool] = strawberry.field(
        default=None,
        description="Those that nobody is in charge of any more, since their owner has left or raises no funds now;"
        " or only the others.",
    )
    expected_close_from: Optional[date] = strawberry.field(
        default=None, description="The first day on which they are expected to be decided."
    )
    expected_close_to: Optional[date] = strawberry.field(
        default=None, description="The last day on which they are expected to be decided."
    )

    def read(self) -> OpportunitiesAsked:
        return OpportunitiesAsked(
            _key("usr", self.owner_id, "ownerId"),
            _key("cam", self.campaign_id, "campaignId"),
            _key("stg", self.stage_id, "stageId"),
            self.outcomes,
            self.unassigned,
            self.expected_close_from,
            self.expected_close_to,
        )


def _key(entity: str, text: Optional[str], argument: str) -> UUID | None:
    found = None if text is None else ids.key_of(entity, text)
    if found is None and text is not None:
        raise RequestError(RequestCode.BAD_USER_INPUT, f"`{argument}` is no id of such a thing.")
    return found


def narrowed(
    filter: Annotated[
        Optional[OpportunityFilter], strawberry.argument(description="Which opportunities; null for all.")
    ] = None,
) -> Narrowing:
    """The argument of the list of opportunities."""
    return opportunities_narrowing(OpportunitiesAsked() if filter is None else filter.read())
