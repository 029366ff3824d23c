"""Addresses as clients see them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Optional

import strawberry

from db.models.addresses import AddressSource
from domain.addresses import one_line
from domain.countries import Country as CountryRule
from domain.countries import country_of
from domain.permissions import Permission
from gateway.engine.declare import column, computed, identity
from gateway.loaders.addresses import ADDRESS
from gateway.schema._rows import enum_type, row_type
from gateway.schema.countries import Country
from gateway.schema.nodes import Node, register

enum_type(
    AddressSource,
    "How an address came onto the record.",
    MANUAL="Typed by hand.",
    LOOKUP="Picked from the address finder.",
    WEB="Entered by the customer online.",
    IMPORT="Came with an import.",
    MERGE="Came with a merge.",
)


def _country(code: str) -> CountryRule:
    return country_of(code)


@row_type(description="An address of a customer.")
class Address(Node):
    id: strawberry.ID = identity("adr")
    label: Optional[str] = strawberry.field(description="What staff call this address, such as Work.")
    line1: str = strawberry.field(description="First line.")
    line2: Optional[str] = strawberry.field(description="Second line.")
    line3: Optional[str] = strawberry.field(description="Third line.")
    town: str = strawberry.field(description="Town or city.")
    county: Optional[str] = strawberry.field(description="County, state or province, as the country has it.")
    postcode: Optional[str] = strawberry.field(
        description="Postcode, Eircode, zip or postal code, as it is written."
    )
    postcode_unknown: bool = strawberry.field(description="Whether the customer could not give the postcode.")
    country: Country = computed(_country, "country_code", description="The country.")
    one_line: str = computed(
        one_line,
        "line1",
        "line2",
        "line3",
        "town",
        "county",
        "postcode",
        description="The address on one line, without the country; the county is told where it differs from the town.",
    )
    source: AddressSource = strawberry.field(description="How the address came onto the record.")
    valid_from: Optional[date] = strawberry.field(
        description="First day on which the address holds; null from always."
    )
    valid_to: Optional[date] = strawberry.field(
        description="Last day on which the address holds; null for ever."
    )
    is_default_billing: bool = column(
        "default_billing", description="Whether this is the default billing address."
    )
    is_default_delivery: bool = column(
        "default_delivery",
        description="Whether this is the default delivery address: where tickets are posted.",
    )
    created_at: datetime = strawberry.field(description="When the address was added.")
    updated_at: datetime = strawberry.field(description="When the address was last amended.")


register("Address", ADDRESS, Permission.CUSTOMER_READ)
