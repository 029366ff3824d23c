"""Agents as clients see them: customers who sell for the organisation, and what they earn by it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any, Optional

import strawberry

from domain.commissions import CommissionKind
from domain.money import Money as MoneyRule
from domain.permissions import Permission
from gateway.engine.declare import Narrowing, column, computed, identity, link, tab
from gateway.loaders.agents import (
    AGENT,
    COMMISSION_RULES,
    COMMISSION_STRUCTURE,
    COMMISSION_STRUCTURES,
)
from gateway.loaders.ticket_types import PRICE_BAND, TICKET_TYPE
from gateway.resolvers.agents import commission_structures_narrowing
from gateway.schema._rows import enum_type, row_type, value_type
from gateway.schema.money import Money
from gateway.schema.nodes import Node, register
from gateway.schema.ticket_types import PriceBand, TicketType

enum_type(
    CommissionKind,
    "How a commission is reckoned.",
    VALUE="So much money for each ticket.",
    PERCENT="A percentage of the price of each ticket.",
)


@dataclass(frozen=True, slots=True)
class CommissionValue:
    """What of a ticket's price stays with the agent: an amount, or else a percentage with two decimals."""

    kind: CommissionKind
    amount: MoneyRule | None
    percent: str | None


@value_type(
    description="What of the price of a ticket stays with the agent, at most all of it.", of=CommissionValue
)
class Commission:
    kind: CommissionKind = strawberry.field(description="Whether it is an amount or a percentage.")
    amount: Optional[Money] = strawberry.field(description="So much a ticket; null for a percentage.")
    percent: Optional[str] = strawberry.field(
        description="So many percent of the price, as a decimal string such as 12.50; null for an amount."
    )


def _commission(kind: str, value: int, *, currency: str) -> CommissionValue:
    """`value` is in minor units, or in hundredths of a percent (AGC-P02)."""
    if CommissionKind(kind) is CommissionKind.VALUE:
        return CommissionValue(CommissionKind.VALUE, MoneyRule(value, currency), None)
    return CommissionValue(CommissionKind.PERCENT, None, f"{value // 100}.{value % 100:02}")


@row_type(description="Another commission for tickets of one type in one price band.")
class CommissionRule:
    ticket_type: Optional[TicketType] = link(
        TICKET_TYPE,
        needs=Permission.SIGNED_IN,
        parent="ticket_type_id",
        description="The ticket type that it is for.",
    )
    price_band: Optional[PriceBand] = link(
        PRICE_BAND,
        needs=Permission.SIGNED_IN,
        parent="price_band_id",
        description="The price band that it is for.",
    )
    commission: Commission = computed(
        _commission, "kind", "value", description="What stays with the agent of such a ticket."
    )


@row_type(description="What an agent earns by selling tickets.")
class CommissionStructure(Node):
    id: strawberry.ID = identity("cst")
    name: str = strawberry.field(description="The structure's name; no two have the same.")
    description: Optional[str] = strawberry.field(description="What it is for.")
    commission: Commission = computed(
        _commission,
        "kind",
        "value",
        description="What stays with the agent of a ticket that no rule below is for.",
    )
    rules: Optional[list[CommissionRule]] = tab(
        COMMISSION_RULES,
        needs=Permission.SIGNED_IN,
        description="Other commissions by ticket type and price band, in the order of these.",
    )
    active: bool = strawberry.field(description="Whether it may be given to agents.")


@row_type(description="What makes a customer an agent, who sells tickets for the organisation.")
class Agent:
    commission_structure: Optional[CommissionStructure] = link(
        COMMISSION_STRUCTURE,
        needs=Permission.CUSTOMER_READ,
        parent="structure_id",
        description="What the agent earns; null for nothing.",
    )
    api_access: bool = strawberry.field(description="Whether the agent may sell through the Agency API.")
    has_api_key: bool = strawberry.field(
        description="Whether a key to the Agency API was made; it is shown once, when it is made."
    )
    api_key_made_at: Optional[datetime] = strawberry.field(
        description="When the key was made; null where there is none."
    )
    since: datetime = column("since", description="Since when the customer has been an agent.")


register("CommissionStructure", COMMISSION_STRUCTURE, Permission.SIGNED_IN)

agent_tab: Any = link(
    AGENT,
    needs=Permission.CUSTOMER_READ,
    parent="id",
    description="What makes the person an agent; null for whoever is none, and where nobody can be one.",
)


def _narrowed(
    include_inactive: Annotated[
        bool, strawberry.argument(description="Whether to list structures that are not given any more.")
    ] = False,
) -> Narrowing:
    return commission_structures_narrowing(include_inactive=include_inactive)


@strawberry.type
class AgentQuery:
    commission_structures: Optional[list[CommissionStructure]] = tab(
        COMMISSION_STRUCTURES,
        parent=None,
        needs=Permission.SIGNED_IN,
        narrow=_narrowed,
        description="What agents may be given to earn, by name; nothing where nobody can be an agent.",
    )
