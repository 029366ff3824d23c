"""The queue of possible duplicates, for whoever cleans up the records (MRG-B05)."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Optional

import strawberry

from domain.duplicates import Reason
from domain.permissions import Permission
from gateway.engine.connections import Connection
from gateway.engine.declare import Narrowing, column, link, page
from gateway.loaders.customers import CUSTOMERS
from gateway.loaders.duplicate_pairs import DUPLICATE_QUEUE, queue_narrowing
from gateway.schema import errors  # noqa: F401 - describes the reasons
from gateway.schema._rows import row_type

if TYPE_CHECKING:
    from gateway.schema.customers import Customer

Someone = Annotated["Customer", strawberry.lazy("gateway.schema.customers")]
READ = Permission.CUSTOMER_READ


def _reasons(stored: list[str]) -> list[Reason]:
    return [Reason(each) for each in stored]


@row_type(description="Two records that are possibly one and the same, as they were last compared.")
class DuplicatePair:
    score: int = strawberry.field(description="How alike they are, from 0 to 100.")
    likely: bool = strawberry.field(description="Whether the score makes it likely, not only possible.")
    reasons: list[Reason] = column(
        "reasons", _reasons, description="What makes them alike, or sets them apart."
    )
    found_at: datetime = strawberry.field(description="When they were found to be as alike as that, in UTC.")
    first: Optional[Someone] = link(
        CUSTOMERS, needs=READ, parent="first_id", description="The record that was made earlier."
    )
    second: Optional[Someone] = link(
        CUSTOMERS, needs=READ, parent="second_id", description="The record that was made later."
    )


def _narrowed(
    likely_only: Annotated[
        bool, strawberry.argument(description="Only pairs that are likely one and the same.")
    ] = False,
) -> Narrowing:
    return queue_narrowing(likely_only)


@strawberry.type
class DuplicatePairQuery:
    duplicate_queue: Optional[Connection[DuplicatePair]] = page(
        DUPLICATE_QUEUE,
        parent=None,
        needs=Permission.MERGE,
        narrow=_narrowed,
        description="The pairs of records that are possibly one and the same, the most alike first. A pair leaves the"
        " queue once it is merged, dismissed, or no longer alike.",
    )
