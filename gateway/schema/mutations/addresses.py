"""Changing the addresses of a record."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Optional, Union
from uuid import UUID

import strawberry

from db.models.addresses import AddressSource
from db.work import Work
from domain.addresses import AddressFields
from domain.permissions import Permission
from gateway.commands import addresses as commands
from gateway.context import Context
from gateway.engine.declare import link
from gateway.loaders.addresses import ADDRESS
from gateway.schema import errors as e
from gateway.schema._mutations import changes_in, customer_ref, key, mutation
from gateway.schema._payloads import CustomerPayload
from gateway.schema.addresses import Address

WRITE = Permission.CUSTOMER_WRITE
CustomerId = Annotated[strawberry.ID, strawberry.argument(description="The customer, by either id.")]
ExpectedVersion = Annotated[
    int, strawberry.argument(description="The section's version as you read it: `addressesVersion`.")
]


AddressId = Annotated[strawberry.ID, strawberry.argument(description="The address, one of this customer's.")]


@strawberry.input(description="An address as it was entered.")
class AddressInput:
    line1: str = strawberry.field(description="First line.")
    line2: Optional[str] = strawberry.field(default=None, description="Second line.")
    line3: Optional[str] = strawberry.field(default=None, description="Third line.")
    town: str = strawberry.field(description="Town or city.")
    county: Optional[str] = strawberry.field(
        default=None, description="County, state or province; needed in the United States and Canada."
    )
    postcode: Optional[str] = strawberry.field(
        default=None, description="Postcode, Eircode, zip or postal code; needed where the country has them."
    )
    postcode_unknown: bool = strawberry.field(
        default=False, description="Says that the customer could not give the postcode."
    )
    country_code: str = strawberry.field(description="ISO 3166-1 code of two letters, such as GB.")
    label: Optional[str] = strawberry.field(default=None, description="What staff call it, such as Work.")
    from_finder: bool = strawberry.field(
        default=False, description="Whether it was picked from the address finder; otherwise it was typed."
    )
    valid_from: Optional[date] = strawberry.field(default=None, description="First day on which it holds.")
    valid_to: Optional[date] = strawberry.field(default=None, description="Last day on which it holds.")
    default_billing: bool = strawberry.field(
        default=False, description="Make it the default billing address; a record's first address always is."
    )
    default_delivery: bool = strawberry.field(
        default=False, description="Make it the default delivery address; a record's first address always is."
    )

    def read(self) -> commands.NewAddress:
        """The input as the command takes it."""
        typed = AddressFields(
            line1=self.line1,
            line2=self.line2,
            line3=self.line3,
            town=self.town,
            county=self.county,
            postcode=self.postcode,
            postcode_unknown=self.postcode_unknown,
            country_code=self.country_code,
            label=self.label,
        )
        source = AddressSource.LOOKUP if self.from_finder else AddressSource.MANUAL
        return commands.NewAddress(
            typed, source, self.valid_from, self.valid_to, self.default_billing, self.default_delivery
        )


@strawberry.input(description="What to change of an address: absent leaves a value, null clears it.")
class AddressChanges:
    line1: Optional[str] = strawberry.field(default=strawberry.UNSET, description="First line.")
    line2: Optional[str] = strawberry.field(default=strawberry.UNSET, description="Second line.")
    line3: Optional[str] = strawberry.field(default=strawberry.UNSET, description="Third line.")
    town: Optional[str] = strawberry.field(default=strawberry.UNSET, description="Town or city.")
    county: Optional[str] = strawberry.field(
        default=strawberry.UNSET, description="County, state or province."
    )
    postcode: Optional[str] = strawberry.field(
        default=strawberry.UNSET, description="Postcode, Eircode, zip or postal code."
    )
    postcode_unknown: Optional[bool] = strawberry.field(
        default=strawberry.UNSET, description="Says that the customer could not give the postcode."
    )
    country_code: Optional[str] = strawberry.field(default=strawberry.UNSET, description="ISO 3166-1 code.")
    label: Optional[str] = strawberry.field(default=strawberry.UNSET, description="What staff call it.")
    valid_from: Optional[date] = strawberry.field(default=strawberry.UNSET, description="First day it holds.")
    valid_to: Optional[date] = strawberry.field(default=strawberry.UNSET, description="Last day it holds.")


AddAddressError = Annotated[
    Union[
        e.NotFound, e.CustomerInactive, e.CustomerMerged, e.MergeInProgress,
        e.StaleVersion, e.Required, e.TooLong, e.InvalidText,
        e.InvalidPostcode, e.UnknownCountry, e.InvalidDate, e.DuplicateAddress,
    ],
    strawberry.union("AddAddressError", description="Why an address was not added."),
]  # fmt: skip


@strawberry.type(description="What came of adding an address.")
class AddAddressPayload(CustomerPayload):
    address_id: strawberry.Private[Optional[UUID]] = None
    address: Optional[Address] = link(
        ADDRESS,
        needs=Permission.CUSTOMER_READ,
        parent="address_id",
        description="The address as it was stored.",
    )
    errors: list[AddAddressError] = strawberry.field(
        default_factory=list, description="Why nothing was changed; empty when it was."
    )


async def _add(
    context: Context,
    tx: Work,
    customer_id: CustomerId,
    expected_version: ExpectedVersion,
    address: Annotated[AddressInput, strawberry.argument(description="The address as it was entered.")],
) -> AddAddressPayload:
    row = await commands.add_address(
        tx, customer_ref(customer_id), address.read(), expected_version=expected_version
    )
    return AddAddressPayload(customer_id=row.customer_id, address_id=row.id)


AmendAddressError = Annotated[
    Union[
        e.NotFound, e.CustomerInactive, e.CustomerMerged, e.MergeInProgress,
        e.StaleVersion, e.Required, e.TooLong, e.InvalidText,
        e.InvalidPostcode, e.UnknownCountry, e.InvalidDate, e.DuplicateAddress,
    ],
    strawberry.union("AmendAddressError", description="Why an address was not amended."),
]  # fmt: skip


@strawberry.type(description="What came of amending an address.")
class AmendAddressPayload(CustomerPayload):
    address_id: strawberry.Private[Optional[UUID]] = None
    address: Optional[Address] = link(
        ADDRESS, needs=Permission.CUSTOMER_READ, parent="address_id", description="The address as it is now."
    )
    errors: list[AmendAddressError] = strawberry.field(
        default_factory=list, description="Why nothing was changed; empty when it was."
    )


async def _amend(
    context: Context,
    tx: Work,
    customer_id: CustomerId,
    expected_version: ExpectedVersion,
    address_id: AddressId,
    changes: Annotated[AddressChanges, strawberry.argument(description="What to change of it.")],
) -> AmendAddressPayload:
    row = await commands.amend_address(
        tx,
        customer_ref(customer_id),
        key("adr", address_id, "addressId"),
        changes_in(changes, *AddressChanges.__annotations__),
        expected_version=expected_version,
    )
    return AmendAddressPayload(customer_id=row.customer_id, address_id=row.id)


DeleteAddressError = Annotated[
    Union[
        e.NotFound, e.CustomerInactive, e.CustomerMerged, e.MergeInProgress,
        e.StaleVersion, e.AddressIsDefault, e.LastAddress,
    ],
    strawberry.union("DeleteAddressError", description="Why an address was not deleted."),
]  # fmt: skip


@strawberry.type(description="What came of deleting an address.")
class DeleteAddressPayload(CustomerPayload):
    errors: list[DeleteAddressError] = strawberry.field(
        default_factory=list, description="Why nothing was changed; empty when it was."
    )


async def _delete(
    context: Context,
    tx: Work,
    customer_id: CustomerId,
    expected_version: ExpectedVersion,
    address_id: AddressId,
    replacement_id: Annotated[
        Optional[strawberry.ID],
        strawberry.argument(description="The address that takes its place where it is a default."),
    ] = None,
) -> DeleteAddressPayload:
    customer = await commands.delete_address(
        tx,
        customer_ref(customer_id),
        key("adr", address_id, "addressId"),
        _optional_key(replacement_id, "replacementId"),
        expected_version=expected_version,
    )
    return DeleteAddressPayload(customer_id=customer.id)


SetDefaultAddressesError = Annotated[
    Union[e.NotFound, e.CustomerInactive, e.CustomerMerged, e.MergeInProgress, e.StaleVersion],
    strawberry.union(
        "SetDefaultAddressesError", description="Why the default addresses stayed as they were."
    ),
]


@strawberry.type(description="What came of choosing the default addresses.")
class SetDefaultAddressesPayload(CustomerPayload):
    errors: list[SetDefaultAddressesError] = strawberry.field(
        default_factory=list, description="Why nothing was changed; empty when it was."
    )


async def _set_defaults(
    context: Context,
    tx: Work,
    customer_id: CustomerId,
    expected_version: ExpectedVersion,
    billing_address_id: Annotated[
        Optional[strawberry.ID],
        strawberry.argument(description="The address to bill; null leaves the one there is."),
    ] = None,
    delivery_address_id: Annotated[
        Optional[strawberry.ID],
        strawberry.argument(description="The address to post tickets to; null leaves the one there is."),
    ] = None,
) -> SetDefaultAddressesPayload:
    customer = await commands.set_default_addresses(
        tx,
        customer_ref(customer_id),
        _optional_key(billing_address_id, "billingAddressId"),
        _optional_key(delivery_address_id, "deliveryAddressId"),
        expected_version=expected_version,
    )
    return SetDefaultAddressesPayload(customer_id=customer.id)


def _optional_key(text: str | None, field: str) -> UUID | None:
    return None if text is None else key("adr", text, field)


@strawberry.type
class AddressMutation:
    add_address: AddAddressPayload = mutation(_add, needs=WRITE, description="Add an address to a record.")
    amend_address: AmendAddressPayload = mutation(
        _amend, needs=WRITE, description="Amend an address of a record, such as its flat number."
    )
    delete_address: DeleteAddressPayload = mutation(
        _delete, needs=WRITE, description="Delete an address of a record; a record keeps at least one."
    )
    set_default_addresses: SetDefaultAddressesPayload = mutation(
        _set_defaults,
        needs=WRITE,
        description="Choose which address is billed, and to which tickets are posted.",
    )
