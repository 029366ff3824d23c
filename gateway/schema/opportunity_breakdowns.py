"""What stands behind the totals of an opportunity, as clients see it (OPP-P04)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Optional

import strawberry

from domain import opportunities as rules
from domain.money import Money as MoneyRule
from domain.orders import ItemKind
from domain.permissions import Permission
from gateway.engine.connections import Connection
from gateway.engine.declare import computed, link, page
from gateway.loaders.opportunity_breakdowns import (
    PROMISED_TOTALS,
    PROMISES,
    RECEIVED_ITEMS,
    RECEIVED_TOTALS,
    RESERVED_ITEMS,
    RESERVED_TOTALS,
)
from gateway.schema._rows import enum_type, row_type, value_type
from gateway.schema.money import Money
from gateway.schema.pledges import PledgeOrLegacy

if TYPE_CHECKING:
    from gateway.schema.order_items import OrderItem

Item = Annotated["OrderItem", strawberry.lazy("gateway.schema.order_items")]
NEEDS = Permission.FUNDRAISING
ORDERS = Permission.ORDER_READ

enum_type(
    ItemKind,
    "What an item of an order is.",
    TICKET="A ticket for one instance of an event.",
    MERCHANDISE="Something that is sold beside tickets.",
    MEMBERSHIP="A term of a membership.",
    DONATION="A donation that stands by itself.",
    TICKET_SUBSCRIPTION="A subscription whose vouchers pay for tickets.",
    FIXED_SERIES="One seat at every instance of a series.",
)


@dataclass(frozen=True, slots=True)
class KindOfItems:
    """The items of one kind: how many they are, and what they come to."""

    kind: ItemKind
    amount: MoneyRule
    count: int


@value_type(description="The items of one kind that are linked to an opportunity.", of=KindOfItems)
class OpportunityItemsOfKind:
    kind: ItemKind = strawberry.field(description="What they are.")
    amount: Money = strawberry.field(description="What they come to.")
    count: int = strawberry.field(description="How many they are.")


_Row = tuple[str, int, int]


def _kinds(rows: Sequence[_Row], *, currency: str) -> tuple[KindOfItems, ...]:
    return tuple(
        KindOfItems(ItemKind(kind), MoneyRule(amount, currency), count) for kind, amount, count in rows
    )


def _amount(rows: Sequence[_Row], *, currency: str) -> MoneyRule:
    return MoneyRule(sum(amount for _, amount, _ in rows), currency)


def _count(rows: Sequence[_Row]) -> int:
    return sum(count for _, _, count in rows)


def _pledged(pledges: int, legacies: int, *, currency: str) -> MoneyRule:
    return MoneyRule(rules.pledged(pledges, legacies), currency)


@strawberry.type
class _Items:
    amount: Money = computed(_amount, "by_kind", description="What they come to.")
    count: int = computed(_count, "by_kind", description="How many items they are.")
    by_kind: list[OpportunityItemsOfKind] = computed(
        _kinds, "by_kind", description="The same by what the items are."
    )


@row_type(description="What was bought or given for an opportunity, and not returned or exchanged since.")
class OpportunityReceived(_Items):
    items: Optional[Connection[Item]] = page(
        RECEIVED_ITEMS,
        needs=ORDERS,
        description="The items, the latest first. Each counts with its total, a donation with its price.",
    )


@row_type(description="What is reserved for an opportunity, and can still be bought.")
class OpportunityReserved(_Items):
    items: Optional[Connection[Item]] = page(
        RESERVED_ITEMS,
        needs=ORDERS,
        description="The items, the latest first. Each counts with its price and commission.",
    )


@row_type(description="What is promised for an opportunity, and not given yet.")
class OpportunityPromised:
    amount: Money = computed(
        _pledged, "pledges_minor", "legacies_minor", description="What it comes to, by pledge or by will."
    )
    pledges: Money = computed(MoneyRule, "pledges_minor", description="What is left of pledges.")
    legacies: Money = computed(MoneyRule, "legacies_minor", description="What is left of legacies.")
    promises: Optional[Connection[PledgeOrLegacy]] = page(
        PROMISES,
        needs=NEEDS,
        description="The pledges and legacies of which something is left, the latest first.",
    )


@row_type(description="What stands behind the totals of an opportunity.")
class OpportunityBreakdown:
    received: Optional[OpportunityReceived] = link(
        RECEIVED_TOTALS, needs=NEEDS, parent="id", description="What was received, by kind and item by item."
    )
    reserved: Optional[OpportunityReserved] = link(
        RESERVED_TOTALS, needs=NEEDS, parent="id", description="What is reserved, by kind and item by item."
    )
    pledged: Optional[OpportunityPromised] = link(
        PROMISED_TOTALS,
        needs=NEEDS,
        parent="id",
        description="What is pledged, pledges and legacies apart, and one by one.",
    )
