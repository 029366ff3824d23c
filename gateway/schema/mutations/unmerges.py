"""Turning a merge back."""

from __future__ import annotations

from typing import Annotated, Optional, Union
from uuid import UUID

import strawberry

from db.work import Work
from domain.permissions import Permission
from gateway.commands import unmerges as commands
from gateway.context import Context
from gateway.engine.declare import link
from gateway.loaders.customers import CUSTOMERS
from gateway.loaders.merge_history import MERGE
from gateway.schema import errors as e
from gateway.schema import unmerge_errors as u
from gateway.schema._mutations import key, mutation
from gateway.schema._payloads import CustomerPayload, Someone
from gateway.schema.merge_history import Merge

UnmergeCustomersError = Annotated[
    Union[e.NotFound, e.MergeInProgress, u.MergeNotReversible, u.ChangedSinceMerge],
    strawberry.union("UnmergeCustomersError", description="Why the merge was not turned back."),
]


@strawberry.type(description="What came of turning a merge back; `customer` is the record that went on.")
class UnmergeCustomersPayload(CustomerPayload):
    restored_id: strawberry.Private[Optional[UUID]] = None
    restored: Optional[Someone] = link(
        CUSTOMERS,
        needs=Permission.CUSTOMER_READ,
        parent="restored_id",
        description="The record that had been merged away, as it is again; null when you may not see it.",
    )
    merge_id: strawberry.Private[Optional[UUID]] = None
    merge: Optional[Merge] = link(
        MERGE, needs=Permission.AUDIT_READ, parent="merge_id", description="The merge, which is turned back."
    )
    errors: list[UnmergeCustomersError] = strawberry.field(
        default_factory=list, description="Why nothing was changed; empty when it was."
    )


async def _unmerge(
    context: Context,
    tx: Work,
    merge_id: Annotated[strawberry.ID, strawberry.argument(description="The merge, as `merges` names it.")],
) -> UnmergeCustomersPayload:
    done = await commands.unmerge_customers(
        tx,
        key("mrg", merge_id, "mergeId"),
        unmerge_days=context.settings.unmerge_days,
        today=context.today,
        zone=context.settings.zone,
    )
    return UnmergeCustomersPayload(
        customer_id=done.survivor_id, restored_id=done.loser_id, merge_id=done.transformation_id
    )


@strawberry.type
class UnmergeMutation:
    unmerge_customers: UnmergeCustomersPayload = mutation(
        _unmerge,
        needs=Permission.MERGE,
        once=True,
        description="Turn a merge back: both records are as they were before it, unless what was done since stands in"
        " the way. Only within the days that the system allows; needs an `Idempotency-Key`.",
    )
