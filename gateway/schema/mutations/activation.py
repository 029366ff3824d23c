"""Making a record inactive, and active again."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Optional, Union
from uuid import UUID

import strawberry

from db.work import Work
from domain.permissions import Permission
from gateway.commands import activation as commands
from gateway.context import Context
from gateway.engine.declare import link
from gateway.loaders.customers import CUSTOMERS
from gateway.schema import errors as e
from gateway.schema._mutations import customer_ref, mutation
from gateway.schema._payloads import CustomerPayload, Someone
from gateway.schema._rows import enum_type, value_type

CustomerId = Annotated[strawberry.ID, strawberry.argument(description="The customer, by either id.")]


class DeactivationWarningCode(StrEnum):
    """What else becomes of a record that is deactivated."""

    PRIMARY_HOUSEHOLDER = "PRIMARY_HOUSEHOLDER"


enum_type(
    DeactivationWarningCode,
    "What else deactivating a record brought about.",
    PRIMARY_HOUSEHOLDER="The record was the primary householder of several members; another one is now.",
)


@value_type(description="Something to know about a record that was deactivated.")
class DeactivationWarning:
    code: DeactivationWarningCode = strawberry.field(description="Stable code of the fact.")
    message: str = strawberry.field(description="What happened, in words for the user.")
    about_id: strawberry.Private[UUID]
    about: Optional[Someone] = link(
        CUSTOMERS,
        needs=Permission.CUSTOMER_READ,
        parent="about_id",
        description="The record concerned: the new primary householder; null when you may not see it.",
    )


DeactivateCustomerError = Annotated[
    Union[
        e.NotFound, e.CustomerMerged, e.MergeInProgress, e.StaleVersion, e.ReasonRequired, e.TooLong, e.InvalidText,
    ],
    strawberry.union("DeactivateCustomerError", description="Why the record was not deactivated."),
]  # fmt: skip

ReactivateCustomerError = Annotated[
    Union[e.NotFound, e.CustomerMerged, e.MergeInProgress, e.WrongKind, e.EmailRequiredForOnlineAccount],
    strawberry.union("ReactivateCustomerError", description="Why the record was not reactivated."),
]


def _warnings(root: strawberry.Parent[DeactivateCustomerPayload]) -> list[DeactivationWarning]:
    if root.successor_id is None:
        return []
    return [
        DeactivationWarning(
            code=DeactivationWarningCode.PRIMARY_HOUSEHOLDER,
            message="This was the primary householder; the household has a new one now.",
            about_id=root.successor_id,
        )
    ]


@strawberry.type(description="What came of deactivating a record.")
class DeactivateCustomerPayload(CustomerPayload):
    # The id alone is kept under an idempotency key; the warning is made of it each time.
    successor_id: strawberry.Private[Optional[UUID]] = None
    warnings: list[DeactivationWarning] = strawberry.field(
        resolver=_warnings, description="What else it brought about, such as a new primary householder."
    )
    errors: list[DeactivateCustomerError] = strawberry.field(
        default_factory=list, description="Why nothing was changed; empty when it was."
    )


@strawberry.type(description="What came of reactivating a record.")
class ReactivateCustomerPayload(CustomerPayload):
    errors: list[ReactivateCustomerError] = strawberry.field(
        default_factory=list, description="Why nothing was changed; empty when it was."
    )


async def _deactivate(
    context: Context,
    tx: Work,
    customer_id: CustomerId,
    expected_version: Annotated[
        int, strawberry.argument(description="The section's version as you read it: `detailsVersion`.")
    ],
    reason: Annotated[
        str,
        strawberry.argument(description="Why, for the audit, such as deceased; at most 200 characters."),
    ],
    also_online_account: Annotated[
        bool, strawberry.argument(description="Whether the customer's online account is turned off with it.")
    ] = True,
) -> DeactivateCustomerPayload:
    done = await commands.deactivate_customer(
        tx,
        customer_ref(customer_id),
        reason,
        also_online_account=also_online_account,
        expected_version=expected_version,
    )
    return DeactivateCustomerPayload(
        customer_id=done.customer.id, successor_id=done.successor.id if done.successor else None
    )


async def _reactivate(
    context: Context,
    tx: Work,
    customer_id: CustomerId,
    also_online_account: Annotated[
        bool, strawberry.argument(description="Whether the customer can sign in online again as well.")
    ] = False,
) -> ReactivateCustomerPayload:
    customer = await commands.reactivate_customer(
        tx, customer_ref(customer_id), also_online_account=also_online_account
    )
    return ReactivateCustomerPayload(customer_id=customer.id)


@strawberry.type
class ActivationMutation:
    deactivate_customer: DeactivateCustomerPayload = mutation(
        _deactivate,
        needs=Permission.CUSTOMER_DEACTIVATE,
        description="Make a record inactive: it leaves the searches of the Sales Interface, and nothing of it is lost.",
    )
    reactivate_customer: ReactivateCustomerPayload = mutation(
        _reactivate,
        needs=Permission.CUSTOMER_REACTIVATE,
        description="Make an inactive record active again; a Sales Administrator names it by its id.",
    )
