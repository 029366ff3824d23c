"""Converting a record into one of the other kind."""

from __future__ import annotations

from typing import Annotated, Optional, Union
from uuid import UUID

import strawberry

from db.work import Work
from domain.conversions import Effect, Fate
from domain.permissions import Permission
from gateway.context import Context
from gateway.engine.declare import link
from gateway.loaders.customers import CUSTOMERS
from gateway.resolvers import conversions as resolvers
from gateway.schema import conversion_errors as c
from gateway.schema import errors as e
from gateway.schema._mutations import customer_ref, mutation
from gateway.schema._payloads import CustomerPayload, Someone
from gateway.schema.conversion_inputs import ConvertCustomerInput, choices_in
from gateway.schema.conversions import ConversionEffect

ConvertCustomerError = Annotated[
    Union[
        e.NotFound, e.CustomerInactive, e.CustomerMerged, e.MergeInProgress, e.StaleVersion, e.WrongKind, e.Required,
        e.TooLong, e.InvalidText, e.InvalidValue, e.EmailNotUnique, e.ProtectedAttribute, c.HasCreditBalance,
        c.HasLegacies, c.HasAgentAccess, c.HasInvitations, c.FacilitatesOrders, c.RelationshipTypeIncompatible,
        c.ProtectedAttributeNotCopied,
    ],
    strawberry.union("ConvertCustomerError", description="Why the record was not converted."),
]  # fmt: skip


def _removed(root: strawberry.Parent[ConvertCustomerPayload]) -> list[ConversionEffect]:
    return _effects(root.told, Fate.REMOVED)


def _moved(root: strawberry.Parent[ConvertCustomerPayload]) -> list[ConversionEffect]:
    return _effects(root.told, Fate.MOVED)


def _copied(root: strawberry.Parent[ConvertCustomerPayload]) -> list[ConversionEffect]:
    return _effects(root.told, Fate.COPIED)


def _effects(told: list[str], fate: Fate) -> list[ConversionEffect]:
    found = [Effect.read(each) for each in told]
    return [each for each in found if each.fate is fate]  # type: ignore[misc]  # the values that the type shows


@strawberry.type(description="What came of converting a record: what the completion screen shows.")
class ConvertCustomerPayload(CustomerPayload):
    person_id: strawberry.Private[Optional[UUID]] = None
    # What is kept under an idempotency key: it tells no value of the record.
    told: strawberry.Private[list[str]] = strawberry.field(default_factory=list)
    conversion: Optional[str] = strawberry.field(
        default=None, description="What people call the conversion, such as C-13; null when it was refused."
    )
    person: Optional[Someone] = link(
        CUSTOMERS,
        needs=Permission.CUSTOMER_READ,
        parent="person_id",
        description="The record that was made for the person; null where none was.",
    )
    removed: list[ConversionEffect] = strawberry.field(resolver=_removed, description="What was removed.")
    moved: list[ConversionEffect] = strawberry.field(
        resolver=_moved, description="What went to the person's record, or to whoever was named."
    )
    copied: list[ConversionEffect] = strawberry.field(
        resolver=_copied, description="What the person's record has a copy of."
    )
    errors: list[ConvertCustomerError] = strawberry.field(
        default_factory=list, description="Why nothing was changed; empty when it was."
    )


async def _convert(
    context: Context,
    tx: Work,
    customer_id: Annotated[strawberry.ID, strawberry.argument(description="The record, by either id.")],
    expected_version: Annotated[
        int, strawberry.argument(description="The section's version as you read it: `detailsVersion`.")
    ],
    input: Annotated[
        ConvertCustomerInput, strawberry.argument(description="Into what, and what is chosen for it.")
    ],
) -> ConvertCustomerPayload:
    done, plan = await resolvers.convert(
        context, tx, customer_ref(customer_id), choices_in(input), expected_version=expected_version
    )
    return ConvertCustomerPayload(
        customer_id=done.customer_id,
        person_id=done.person_id,
        conversion=done.name,
        told=[each.told() for each in plan.effects],
    )


@strawberry.type
class ConversionMutation:
    convert_customer: ConvertCustomerPayload = mutation(
        _convert,
        needs=Permission.CONVERT,
        description="Convert an Individual into an Organisation, or back: the record keeps its id, its orders and its"
        " gifts. What only a person has goes to a new record for the person.",
        once=True,
    )
