"""Changing the tags of a record."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Optional, Union
from uuid import UUID

import strawberry

from db.work import Work
from domain.errors import Problems
from domain.permissions import Permission
from gateway.commands import tags as commands
from gateway.context import Context
from gateway.schema import errors as e
from gateway.schema._mutations import customer_ref, key, mutation
from gateway.schema._payloads import CustomerPayload

WRITE = Permission.CUSTOMER_WRITE
CustomerId = Annotated[strawberry.ID, strawberry.argument(description="The customer, by either id.")]
ExpectedVersion = Annotated[
    int, strawberry.argument(description="The section's version as you read it: `tagsVersion`.")
]
TagIds = Annotated[list[strawberry.ID], strawberry.argument(description="Ids of normal tags, at most 250.")]

SetCustomerTagsError = Annotated[
    Union[
        e.NotFound, e.CustomerInactive, e.CustomerMerged, e.MergeInProgress,
        e.StaleVersion, e.AutotagNotEditable, e.InvalidValue,
        e.TooMany,
    ],
    strawberry.union("SetCustomerTagsError", description="Why the tags were not set."),
]  # fmt: skip
AddCustomerTagsError = Annotated[
    Union[
        e.NotFound, e.CustomerInactive, e.CustomerMerged, e.MergeInProgress,
        e.AutotagNotEditable, e.InvalidValue, e.TooMany,
    ],
    strawberry.union("AddCustomerTagsError", description="Why no tag was added."),
]  # fmt: skip
RemoveCustomerTagsError = Annotated[
    Union[
        e.NotFound, e.CustomerInactive, e.CustomerMerged, e.MergeInProgress, e.AutotagNotEditable, e.TooMany
    ],
    strawberry.union("RemoveCustomerTagsError", description="Why no tag was removed."),
]


@strawberry.type(description="What came of setting the tags of a record.")
class SetCustomerTagsPayload(CustomerPayload):
    errors: list[SetCustomerTagsError] = strawberry.field(
        default_factory=list, description="Why nothing was changed; empty when it was."
    )


@strawberry.type(description="What came of adding tags to a record.")
class AddCustomerTagsPayload(CustomerPayload):
    errors: list[AddCustomerTagsError] = strawberry.field(
        default_factory=list, description="Why nothing was changed; empty when it was."
    )


@strawberry.type(description="What came of removing tags from a record.")
class RemoveCustomerTagsPayload(CustomerPayload):
    errors: list[RemoveCustomerTagsError] = strawberry.field(
        default_factory=list, description="Why nothing was changed; empty when it was."
    )


def tag_keys(given: Optional[Sequence[strawberry.ID]]) -> list[UUID]:
    """The keys of the tags that an input names; NotFound under `tagIds` for any other text."""
    problems = Problems()
    found = []
    for place, text in enumerate(given or ()):
        with problems.at("tagIds"):
            found.append(key("tag", text, str(place)))
    problems.raise_any()
    return found


async def _set(
    context: Context, tx: Work, customer_id: CustomerId, expected_version: ExpectedVersion, tag_ids: TagIds
) -> SetCustomerTagsPayload:
    customer = await commands.set_tags(
        tx, customer_ref(customer_id), tag_keys(tag_ids), expected_version=expected_version
    )
    return SetCustomerTagsPayload(customer_id=customer.id)


async def _add(
    context: Context, tx: Work, customer_id: CustomerId, tag_ids: TagIds
) -> AddCustomerTagsPayload:
    customer = await commands.add_tags(tx, customer_ref(customer_id), tag_keys(tag_ids))
    return AddCustomerTagsPayload(customer_id=customer.id)


async def _remove(
    context: Context, tx: Work, customer_id: CustomerId, tag_ids: TagIds
) -> RemoveCustomerTagsPayload:
    customer = await commands.remove_tags(tx, customer_ref(customer_id), tag_keys(tag_ids))
    return RemoveCustomerTagsPayload(customer_id=customer.id)


@strawberry.type
class CustomerTagMutation:
    set_customer_tags: SetCustomerTagsPayload = mutation(
        _set,
        needs=WRITE,
        description="Make these the normal tags of a record. Its autotags stay, and cannot be among them.",
    )
    add_customer_tags: AddCustomerTagsPayload = mutation(
        _add,
        needs=WRITE,
        description="Give normal tags to a record; those that it has already are no mistake.",
    )
    remove_customer_tags: RemoveCustomerTagsPayload = mutation(
        _remove,
        needs=WRITE,
        description="Take normal tags off a record; those that it does not have are no mistake.",
    )
