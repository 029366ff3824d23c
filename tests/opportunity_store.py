"""Histories of opportunities put into the store as they stand, and what the gateway's own statements make of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from uuid_utils.compat import uuid7

from db.models import Customer, Fund, Opportunity, Product
from domain.opportunities import Totals
from domain.orders import ItemKind, ItemState
from gateway.engine.declare import Shape, Tab
from gateway.engine.statements import rows
from gateway.loaders.opportunities import OPPORTUNITY
from gateway.loaders.opportunity_breakdowns import RECEIVED_TOTALS, RESERVED_TOTALS
from tests import box_office as sell
from tests import factories as make
from tests import fundraising as raise_
from tests.database import Database
from tests.opportunity_histories import NOW, OPPORTUNITIES, Item, Played, Pledged

PLACED = NOW - timedelta(days=30)
_AT_ONCE = 2_000
_ITEM = (
    "id", "order_id", "kind", "state", "added_at", "returned_at", "full_price_minor", "discount_minor",
    "commission_minor", "agent_commission_minor", "instance_id", "ticket_type_id", "delivery_method", "product_id",
    "opportunity_id",
)  # fmt: skip
_COLUMNS = {
    "opportunity": ("id", "customer_id", "campaign_id", "stage_id", "owner_id", "opened_on"),
    "customer_order": (
        "id", "owner_id", "owner_name", "sales_channel", "state", "placed_at", "edited_at", "confirmed_at",
        "reserved_until", "placed_by",
    ),
    "order_item": _ITEM,
    "donation": ("id", "order_item_id", "order_id", "fund_id", "source", "amount_minor", "made_on"),
    "pledge": (
        "id", "kind", "opportunity_id", "fund_id", "amount_minor", "pledged_on", "cancelled_at", "cancel_reason",
        "written_off_at",
    ),
    "pledge_instalment": ("id", "pledge_id", "number", "amount_minor", "due_on"),
    "pledge_payment": ("id", "donation_id", "pledge_id", "instalment_id", "amount_minor"),
}  # fmt: skip


class Shelf:
    """Rows by their table, of one customer who is behind all of it."""

    def __init__(
        self, customer: Customer, like: Opportunity, show: sell.Show, fund: Fund, mug: Product
    ) -> None:
        self.customer, self.like, self.show, self.fund, self.mug = customer, like, show, fund, mug
        self.rows: dict[str, list[tuple[Any, ...]]] = defaultdict(list)

    def put(self, played: Played) -> list[UUID]:
        """Lay down what is stored of a history; the keys of its opportunities."""
        keys = [self._opportunity() for _ in range(OPPORTUNITIES)]
        orders: dict[Any, UUID] = {}
        donations: list[UUID | None] = []
        for item in played.items:
            of = item.reserved_until if item.state is ItemState.RESERVED else "sold"
            if of not in orders:
                orders[of] = self._order(item)
            donations.append(self._item(item, orders[of], None if item.to is None else keys[item.to]))
        for promise in played.promises:
            self._promise(promise, keys[promise.to], donations)
        return keys

    def _opportunity(self) -> UUID:
        key = uuid7()
        like = self.like
        self.rows["opportunity"].append(
            (key, like.customer_id, like.campaign_id, like.stage_id, like.owner_id, like.opened_on)
        )
        return key

    def _order(self, first: Item) -> UUID:
        key = uuid7()
        held = first.state is ItemState.RESERVED
        until = first.reserved_until or NOW + timedelta(days=1) if held else None
        state, confirmed = ("RESERVED", None) if held else ("CONFIRMED", PLACED)
        named = (
            key,
            self.customer.id,
            "Ada Byron",
            "COUNTER",
            state,
            PLACED,
            PLACED,
            confirmed,
            until,
            "bea",
        )
        self.rows["customer_order"].append(named)
        return key

    def _item(self, item: Item, order: UUID, opportunity: UUID | None) -> UUID | None:
        key, amounts = uuid7(), item.amounts
        ticket = item.kind is ItemKind.TICKET
        # A membership wants a term of its own; what it comes to is reckoned as for any other thing.
        kind = ItemKind.MERCHANDISE if item.kind is ItemKind.MEMBERSHIP else item.kind
        back = NOW if item.state in (ItemState.RETURNED, ItemState.EXCHANGED) else None
        what = (
            (self.show.instance.id, self.show.ticket_type.id, "PRINT_AT_HOME", None)
            if ticket
            else (None, None, None, self.mug.id if kind is ItemKind.MERCHANDISE else None)
        )
        prices = (amounts.full_price, amounts.discount, amounts.commission, amounts.agent_commission)
        self.rows["order_item"].append(
            (key, order, kind.value, item.state.value, PLACED, back, *prices, *what, opportunity)
        )
        given = amounts.price if item.kind is ItemKind.DONATION else item.gift
        if not given:
            return None
        donation = uuid7()
        source = "TICKET_DONATION" if ticket else "STANDALONE"
        self.rows["donation"].append((donation, key, order, self.fund.id, source, given, PLACED.date()))
        return donation

    def _promise(self, promise: Pledged, opportunity: UUID, donations: Sequence[UUID | None]) -> None:
        key = uuid7()
        day = date(2026, 10, 1) if promise.plan else None
        cancelled = (NOW, "Moved away.") if promise.cancelled else (None, None)
        ended = NOW if promise.written_off else None
        self.rows["pledge"].append(
            (key, promise.kind.value, opportunity, self.fund.id, promise.amount, day, *cancelled, ended)
        )
        parts = {each.number: uuid7() for each in promise.plan}
        self.rows["pledge_instalment"] += [
            (parts[each.number], key, each.number, each.amount_minor, each.due_on) for each in promise.plan
        ]
        self.rows["pledge_payment"] += [
            (uuid7(), donations[index], key, None if number is None else parts[number], amount)
            for index, number, amount in promise.payments
        ]


async def put(database: Database, histories: Iterable[Played]) -> list[list[UUID]]:
    """Store histories as they stand; the keys of the opportunities of each."""
    home, ada = make.individual()
    campaign, stage, show, fund, mug = (
        raise_.campaign(),
        raise_.stage(),
        sell.show(),
        sell.fund(),
        sell.product(),
    )
    await database.save(home, ada, campaign, stage, *show.rows, fund, mug)
    shelf = Shelf(ada, raise_.opportunity(ada, campaign, stage), show, fund, mug)
    keys = [shelf.put(played) for played in histories]
    async with database.store.primary.acquire() as connection, connection.transaction():
        for table, columns in _COLUMNS.items():
            await connection.copy_records_to_table(table, records=shelf.rows[table], columns=columns)
    async with database.store.primary.acquire() as connection:
        for table in _COLUMNS:
            await connection.execute(f"analyze {table}")
    return keys


async def read(database: Database, keys: Sequence[UUID]) -> dict[UUID, Totals]:
    """What the gateway reads of opportunities at `NOW`; the breakdown by kinds must say the same."""
    found = {}
    names = ("received_minor", "reserved_minor", "pledges_minor", "legacies_minor")
    for first in range(0, len(keys), _AT_ONCE):
        some = keys[first : first + _AT_ONCE]
        for row in await _rows(database, OPPORTUNITY, names, some):
            found[row["_key"]] = Totals(*(row[name] for name in names))
        for tab, of in ((RECEIVED_TOTALS, "received"), (RESERVED_TOTALS, "reserved")):
            for row in await _rows(database, tab, ("by_kind",), some):
                assert sum(amount for _, amount, _ in row["by_kind"]) == getattr(found[row["_key"]], of)
    return found


async def _rows(database: Database, tab: Tab, names: Sequence[str], keys: Sequence[UUID]) -> list[Any]:
    statement = rows(tab, [tab.c[name] for name in names], Shape.ONE)
    async with database.store.reads.acquire() as connection:
        found: list[Any] = await connection.fetch(
            statement.text, *statement.arguments({"keys": list(keys), "now": NOW})
        )
    return found
