"""Taking a pair out of the queue of possible duplicates."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Optional, Union
from uuid import UUID

import strawberry

from db.work import Work
from domain.permissions import Permission
from gateway.commands import duplicate_dismissals as commands
from gateway.context import Context
from gateway.engine.declare import link
from gateway.loaders.customers import CUSTOMERS
from gateway.schema import errors as e
from gateway.schema._mutations import customer_ref, mutation

if TYPE_CHECKING:
    from gateway.schema.customers import Customer

Someone = Annotated["Customer", strawberry.lazy("gateway.schema.customers")]
Id = Annotated[strawberry.ID, strawberry.argument(description="One of the two records, by either id.")]
OtherId = Annotated[strawberry.ID, strawberry.argument(description="The other one, by either id.")]
Why = Annotated[
    str, strawberry.argument(description="Why they are not the same, at most 200 characters; audited.")
]

DismissDuplicateError = Annotated[
    Union[
        e.NotFound, e.CustomerInactive, e.CustomerMerged, e.MergeInProgress, e.SameCustomer, e.WrongKind,
        e.ReasonRequired, e.TooLong, e.InvalidText,
    ],
    strawberry.union("DismissDuplicateError", description="Why the pair stays as it is."),
]  # fmt: skip


@strawberry.type(description="What came of saying that two records are not the same.")
class DismissDuplicatePayload:
    first_id: strawberry.Private[Optional[UUID]] = None
    second_id: strawberry.Private[Optional[UUID]] = None
    first: Optional[Someone] = link(
        CUSTOMERS,
        needs=Permission.CUSTOMER_READ,
        parent="first_id",
        description="The record that was named first.",
    )
    second: Optional[Someone] = link(
        CUSTOMERS,
        needs=Permission.CUSTOMER_READ,
        parent="second_id",
        description="The record that was named second.",
    )
    errors: list[DismissDuplicateError] = strawberry.field(
        default_factory=list, description="Why nothing was changed; empty when the pair is dismissed."
    )


async def _dismiss(
    context: Context, tx: Work, first_id: Id, second_id: OtherId, reason: Why
) -> DismissDuplicatePayload:
    refs = customer_ref(first_id, "firstId"), customer_ref(second_id, "secondId")
    first, second = await commands.dismiss(tx, *refs, reason)
    return DismissDuplicatePayload(first_id=first, second_id=second)


@strawberry.type
class DuplicateMutation:
    dismiss_duplicate: DismissDuplicatePayload = mutation(
        _dismiss,
        needs=Permission.MERGE,
        description="Say that two records are not the same. They are no longer shown as possible duplicates of each"
        " other, until the name or an address of one of them changes.",
    )
