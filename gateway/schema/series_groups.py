"""Fixed series and their groups as clients see them."""

from __future__ import annotations

from typing import Optional

import strawberry

from domain.permissions import Permission
from gateway.engine.declare import identity, link, tab
from gateway.loaders.series_groups import SERIES, SERIES_GROUP, SERIES_GROUPS, SERIES_INSTANCES
from gateway.loaders.venues import VENUE
from gateway.schema._rows import row_type
from gateway.schema.events import Instance
from gateway.schema.nodes import Node, register
from gateway.schema.venues import Venue

READ = Permission.SIGNED_IN


@row_type(description="Instances in one house that are sold together, for the same seat at each of them.")
class FixedSeries(Node):
    id: strawberry.ID = identity("fse")
    name: str = strawberry.field(description="Name of the series; no two have the same.")
    venue: Optional[Venue] = link(
        VENUE, needs=READ, parent="venue_id", description="The house in which it is given."
    )
    groups: Optional[list[SeriesGroup]] = tab(
        SERIES_GROUPS, needs=READ, description="The groups that one can subscribe to, by name."
    )


@row_type(description="What one subscribes to: some instances of a series, no two of the same event.")
class SeriesGroup(Node):
    id: strawberry.ID = identity("fsg")
    name: str = strawberry.field(description="Name of the group, such as Wednesdays.")
    series: Optional[FixedSeries] = link(
        SERIES, needs=READ, parent="series_id", description="The series that it is part of."
    )
    instances: Optional[list[Instance]] = tab(
        SERIES_INSTANCES, needs=READ, description="Its instances, the first one first."
    )


register("FixedSeries", SERIES, READ)
register("SeriesGroup", SERIES_GROUP, READ)
