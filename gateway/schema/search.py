"""Searching for customers as clients see it: the hits of a term, and what to do where there are none."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Optional

import strawberry

from domain.customers import Kind
from domain.permissions import Permission
from domain.searching import CreateFrom as CreateFromRule
from gateway.context import Context
from gateway.engine.connections import After, First, PageInfo
from gateway.engine.declare import answered, column, link, links
from gateway.engine.declared import PAGE
from gateway.loaders.customers import CUSTOMERS
from gateway.resolvers import search as answers
from gateway.schema._rows import enum_type, value_type
from gateway.schema.customers import Customer
from gateway.schema.search_filter import CustomerFilter

READ = Permission.CUSTOMER_READ


class CustomerType(StrEnum):
    INDIVIDUALS = "INDIVIDUALS"
    ORGANISATIONS = "ORGANISATIONS"

    @property
    def kind(self) -> Kind:
        return Kind.INDIVIDUAL if self is CustomerType.INDIVIDUALS else Kind.ORGANISATION


def _type_of(kind: Kind) -> CustomerType:
    return CustomerType.INDIVIDUALS if kind is Kind.INDIVIDUAL else CustomerType.ORGANISATIONS


enum_type(
    CustomerType,
    "Which records are searched.",
    INDIVIDUALS="Records of people.",
    ORGANISATIONS="Records of organisations.",
)
enum_type(
    answers.NearReason,
    "Why a search found nothing although something is near.",
    MERGED="A record of that name was merged into another.",
    POSTCODE="Somebody is at a postcode that differs by one character.",
    INACTIVE="The record with this id is inactive and hidden here; you may make it active again.",
)


@value_type(description="One customer of a page.")
class CustomerEdge:
    cursor: str = strawberry.field(description="The place of this customer, to be passed as `after`.")
    node: Customer = link(CUSTOMERS, needs=READ, parent="customer_id", description="The customer.")


@value_type(description="One page of customers.")
class CustomerConnection:
    edges: list[CustomerEdge] = strawberry.field(
        description="The customers of the page, each with its cursor."
    )
    nodes: list[Customer] = links(
        CUSTOMERS,
        needs=READ,
        parent="customer_ids",
        description="The customers of the page, without cursors.",
    )
    page_info: PageInfo = strawberry.field(description="Where the page begins and ends.")
    total_count: int = strawberry.field(
        description="How many customers the whole list has; counting stops at 1,000."
    )
    total_count_capped: bool = strawberry.field(
        description="Whether the list has more customers than `totalCount`, where counting stopped."
    )


@value_type(description="One customer that a search found.")
class SearchEdge:
    cursor: str = strawberry.field(description="The place of this hit, to be passed as `after`.")
    node: Customer = link(CUSTOMERS, needs=READ, parent="customer_id", description="The customer.")
    merged_from: Optional[str] = strawberry.field(
        description="The friendly id that was searched for, where its record was merged into this one."
    )


@value_type(description="The record with the id that was searched for, which is of the other kind.")
class OtherKind:
    type: CustomerType = column("kind", _type_of, description="Where it would be found.")
    friendly_id: str = strawberry.field(description="Its friendly id.")
    merged_from: Optional[str] = strawberry.field(
        description="The friendly id that was searched for, where its record was merged into this one."
    )
    customer: Customer = link(CUSTOMERS, needs=READ, parent="customer_id", description="The record.")


@value_type(description="Something that nearly matched a search without hits.")
class NearMiss:
    reason: answers.NearReason = strawberry.field(description="What it is.")
    message: str = strawberry.field(description="The same in words for the user.")
    friendly_id: Optional[str] = strawberry.field(
        description="The friendly id of the record merged or inactive."
    )
    postcode: Optional[str] = strawberry.field(description="The postcode at which somebody is.")
    customer: Optional[Customer] = link(
        CUSTOMERS,
        needs=READ,
        parent="customer_id",
        description="The record that it was merged into; null for an inactive one, which you may not see.",
    )


@value_type(
    description="What a form for a new record starts with: what was typed into the search.", of=CreateFromRule
)
class CreateFrom:
    first_name: Optional[str] = strawberry.field(description="First name of an Individual.")
    last_name: Optional[str] = strawberry.field(description="Last name of an Individual.")
    name: Optional[str] = strawberry.field(description="Name of an Organisation.")
    email: Optional[str] = strawberry.field(description="Email address of an Individual.")
    postcode: Optional[str] = strawberry.field(description="Postcode of the first address.")


@value_type(description="One page of the customers that a search found.")
class CustomerSearchConnection:
    edges: list[SearchEdge] = strawberry.field(description="The hits of the page, each with its cursor.")
    nodes: list[Customer] = links(
        CUSTOMERS,
        needs=READ,
        parent="customer_ids",
        description="The customers of the page, without cursors.",
    )
    page_info: PageInfo = strawberry.field(description="Where the page begins and ends.")
    total_count: int = strawberry.field(
        description="How many customers were found; a search finds at most 1,000."
    )
    total_count_capped: bool = strawberry.field(description="Whether there are more than `totalCount`.")
    candidates_capped: bool = strawberry.field(
        description="Whether the term is so broad that only 1,000 candidates were read, of a surname those last active:"
        " the order holds among them, and others are found with a longer term."
    )
    other_kind: Optional[OtherKind] = strawberry.field(
        description="The record with the id that was searched for, where it is of the other kind and so not listed."
    )
    why_no_match: list[NearMiss] = strawberry.field(
        description="What nearly matched, where nothing was found; at most five."
    )
    create_from: CreateFrom = strawberry.field(description="What a form for a new record starts with.")
    can_create: bool = strawberry.field(description="Whether you may add a new record.")


Type = Annotated[CustomerType, strawberry.argument(description="Individuals or Organisations.")]
Filter = Annotated[
    Optional[CustomerFilter], strawberry.argument(description="What must hold besides; null for nothing.")
]
Term = Annotated[
    str,
    strawberry.argument(
        description="For Individuals: surname, comma, first name or initial; or a part of the name; or a whole email"
        " address. For Organisations: the beginning of the name or of words in it. For both: a customer id or a whole"
        " postcode."
    ),
]


async def _search(
    context: Context,
    term: Term,
    type: Type = CustomerType.INDIVIDUALS,
    filter: Filter = None,
    first: First = PAGE,
    after: After = None,
) -> answers.Found:
    criteria = None if filter is None else filter.read(context.settings.country)
    return await answers.search(context, type.kind, term, criteria, first, after)


async def _customers(
    context: Context,
    filter: Filter = None,
    type: Annotated[
        Optional[CustomerType],
        strawberry.argument(description="Individuals or Organisations; null for both."),
    ] = None,
    first: First = PAGE,
    after: After = None,
) -> answers.Page:
    criteria = None if filter is None else filter.read(context.settings.country)
    kind = None if type is None else type.kind
    return await answers.customers(context, kind, criteria, first, after)


@strawberry.type
class SearchQuery:
    search: Optional[CustomerSearchConnection] = answered(
        _search,
        needs=READ,
        description="The customers whom a term means: exact ids and email addresses first, then exact names, then names"
        " that begin so, of each those that were last active first.",
    )
    customers: Optional[CustomerConnection] = answered(
        _customers,
        needs=READ,
        description="The customers whom a filter holds for, those that were last active first. Without a filter only"
        " for administrators and Support.",
    )
