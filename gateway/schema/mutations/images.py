"""Putting a picture on a record, and taking it off."""

from __future__ import annotations

from typing import Annotated, Union

import strawberry

from db.work import Work
from domain.errors import ImageNotAccepted
from domain.permissions import Permission
from gateway.commands import images as commands
from gateway.context import Context
from gateway.schema import errors as e
from gateway.schema._mutations import customer_ref, mutation
from gateway.schema._payloads import CustomerPayload

WRITE = Permission.CUSTOMER_WRITE
CustomerId = Annotated[strawberry.ID, strawberry.argument(description="The customer, by either id.")]
ExpectedVersion = Annotated[
    int, strawberry.argument(description="The section's version as you read it: `detailsVersion`.")
]
UploadedImage = Annotated[
    str, strawberry.argument(description="The image, by the name that `POST /images` answered with.")
]

SetCustomerImageError = Annotated[
    Union[
        e.NotFound,
        e.CustomerInactive,
        e.CustomerMerged,
        e.MergeInProgress,
        e.StaleVersion,
        e.ImageNotAccepted,
    ],
    strawberry.union("SetCustomerImageError", description="Why the image was not set."),
]


@strawberry.type(description="What came of putting an image on a record.")
class SetCustomerImagePayload(CustomerPayload):
    errors: list[SetCustomerImageError] = strawberry.field(
        default_factory=list, description="Why nothing was changed; empty when it was."
    )


async def _set(
    context: Context,
    tx: Work,
    customer_id: CustomerId,
    expected_version: ExpectedVersion,
    image: UploadedImage,
) -> SetCustomerImagePayload:
    media_type = await context.images.media_type(image)
    if media_type is None:
        raise ImageNotAccepted(
            "No image of this name was uploaded; send it to `POST /images` first.", ("image",)
        )
    customer = await commands.set_image(
        tx, customer_ref(customer_id), image, media_type, expected_version=expected_version
    )
    return SetCustomerImagePayload(customer_id=customer.id)


RemoveCustomerImageError = Annotated[
    Union[e.NotFound, e.CustomerInactive, e.CustomerMerged, e.MergeInProgress, e.StaleVersion],
    strawberry.union("RemoveCustomerImageError", description="Why the image stayed."),
]


@strawberry.type(description="What came of taking the image off a record.")
class RemoveCustomerImagePayload(CustomerPayload):
    errors: list[RemoveCustomerImageError] = strawberry.field(
        default_factory=list, description="Why nothing was changed; empty when it was."
    )


async def _remove(
    context: Context, tx: Work, customer_id: CustomerId, expected_version: ExpectedVersion
) -> RemoveCustomerImagePayload:
    customer = await commands.remove_image(tx, customer_ref(customer_id), expected_version=expected_version)
    return RemoveCustomerImagePayload(customer_id=customer.id)


@strawberry.type
class ImageMutation:
    set_customer_image: SetCustomerImagePayload = mutation(
        _set, needs=WRITE, description="Put an uploaded image on a record, in place of the one it has."
    )
    remove_customer_image: RemoveCustomerImagePayload = mutation(
        _remove, needs=WRITE, description="Take the image off a record."
    )
