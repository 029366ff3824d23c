"""Ticket subscriptions on offer as clients see them: structure, pricing sets, and groups of vouchers."""

from __future__ import annotations

from typing import Annotated, Optional

import strawberry

from domain.money import Money as MoneyRule
from domain.permissions import Permission
from gateway.engine.connections import Connection
from gateway.engine.declare import Narrowing, column, computed, identity, link, page, tab
from gateway.loaders.subscription_structures import (
    GROUP_INSTANCES,
    GROUP_TICKET_TYPES,
    PRICING_SET,
    PRICING_SETS,
    STRUCTURE,
    VOUCHER_GROUP,
    VOUCHER_GROUPS,
)
from gateway.resolvers.subscription_structures import group_instances_narrowing
from gateway.schema._rows import row_type
from gateway.schema.events import Instance
from gateway.schema.money import Money
from gateway.schema.nodes import Node, register
from gateway.schema.ticket_types import TicketType

READ = Permission.SIGNED_IN


@row_type(
    description="A ticket subscription as it is on offer: vouchers that are bought together, to be redeemed later."
)
class TicketSubscriptionStructure(Node):
    id: strawberry.ID = identity("tss")
    name: str = strawberry.field(description="Name under which it is sold; no two have the same.")
    description: Optional[str] = strawberry.field(description="What subscribers get, in words.")
    active: bool = strawberry.field(description="Whether it is sold; what was sold of it is kept.")
    pricing_sets: Optional[list[PricingSet]] = tab(
        PRICING_SETS, needs=READ, description="The ways in which it is sold, by name."
    )


@row_type(description="One way in which a ticket subscription is sold: what its vouchers cost.")
class PricingSet(Node):
    id: strawberry.ID = identity("tsp")
    name: str = strawberry.field(description="Name of the pricing set, such as Concessions.")
    structure: Optional[TicketSubscriptionStructure] = link(
        STRUCTURE, needs=READ, parent="structure_id", description="The subscription that is sold so."
    )
    voucher_groups: Optional[list[VoucherGroup]] = tab(
        VOUCHER_GROUPS, needs=READ, description="The groups of vouchers that it brings, in their order."
    )


def _narrowed(
    include_past: Annotated[
        bool,
        strawberry.argument(
            description="Whether to list what has begun too, for which no voucher is redeemed."
        ),
    ] = False,
) -> Narrowing:
    """The argument of the instances of a group."""
    return group_instances_narrowing(include_past=include_past)


@row_type(description="Vouchers that are good for the same instances.")
class VoucherGroup(Node):
    id: strawberry.ID = identity("tsv")
    name: str = strawberry.field(description="Name of the group, such as Plays.")
    voucher_count: int = column("vouchers", description="How many vouchers a subscription has of it.")
    price: Optional[Money] = computed(MoneyRule, "price_minor", description="What each voucher costs.")
    commission: Optional[Money] = computed(
        MoneyRule, "commission_minor", description="The commission on each voucher."
    )
    position: int = strawberry.field(description="Place in the list of groups, from 0.")
    pricing_set: Optional[PricingSet] = link(
        PRICING_SET, needs=READ, parent="pricing_set_id", description="The pricing set that it belongs to."
    )
    instances: Optional[Connection[Instance]] = page(
        GROUP_INSTANCES,
        needs=READ,
        narrow=_narrowed,
        description="What its vouchers can be redeemed for, what comes first first.",
    )
    ticket_types: Optional[list[TicketType]] = tab(
        GROUP_TICKET_TYPES, needs=READ, description="What its vouchers can be redeemed as."
    )


register("TicketSubscriptionStructure", STRUCTURE, READ)
register("PricingSet", PRICING_SET, READ)
register("VoucherGroup", VOUCHER_GROUP, READ)
