"""Writes settled orders into a batch of rows."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from db.demo.dice import Dice
from db.demo.rows import Batch
from db.demo.sales.drafts import Draft, Gift, Item
from db.demo.sales.rows import (
    DonationRow,
    OrderAttributeValueRow,
    OrderEventRow,
    OrderItemRow,
    OrderPaymentRow,
    OrderRow,
    SoftCreditRow,
)
from domain.orders import ItemState

Claimed = Callable[[Gift, date], date | None]
"""When Gift Aid was claimed for a gift made on that day."""


def write_order(batch: Batch, dice: Dice, draft: Draft, zone: ZoneInfo, claimed: Claimed) -> None:
    """The order with its items, payments and events."""
    order_id = draft.id
    assert order_id is not None, "an order that was settled has a key"
    batch.rows[OrderRow].append(
        OrderRow(
            order_id,
            draft.number,
            draft.owner_id,
            draft.owner_name,
            draft.facilitator_id,
            draft.channel,
            draft.state,
            draft.placed_at,
            max(event[1] for event in draft.events),
            draft.confirmed_at,
            draft.reserved_until,
            draft.restricted,
            draft.by,
        )
    )
    items = batch.rows[OrderItemRow]
    for nth, item in enumerate(draft.items):
        added = item.added_at
        assert added is not None, "an item of an order that was settled was added to it"
        item_id = item.id or dice.key(added, nth)
        items.append(
            OrderItemRow(
                item_id,
                order_id,
                item.kind,
                item.state,
                added,
                item.returned_at,
                item.full,
                item.discount,
                item.fee,
                item.agent,
                item.instance_id,
                item.seat_id,
                item.ticket_type_id,
                item.price_band_id,
                item.delivery,
                item.product_id,
                item.term_id,
                item.subscription_id,
                item.voucher_group_id,
                item.series_id,
                item.opportunity_id,
                item.attended,
            )
        )
        if item.gift is not None:
            item.id = item_id
            paid = max(added, draft.confirmed_at or added)
            _write_gift(batch, dice, order_id, item, item.gift, paid, zone, claimed)
    payments = batch.rows[OrderPaymentRow]
    for nth, (kind, method, amount, at) in enumerate(draft.payments):
        payments.append(OrderPaymentRow(dice.key(at, nth), order_id, kind, method, amount, at))
    events = batch.rows[OrderEventRow]
    for nth, (event, at, username, narrative, amount_minor) in enumerate(draft.events):
        events.append(
            OrderEventRow(dice.key(at, nth), order_id, event, at, username, narrative, amount_minor)
        )
    for customer_id, role in draft.soft_credits:
        batch.add(SoftCreditRow(dice.key(draft.placed_at), order_id, customer_id, role, draft.placed_at))
    for attribute_id, value in draft.answers:
        batch.add(OrderAttributeValueRow(order_id, attribute_id, value))


def _write_gift(
    batch: Batch,
    dice: Dice,
    order_id: UUID,
    item: Item,
    gift: Gift,
    at: datetime,
    zone: ZoneInfo,
    claimed: Claimed,
) -> None:
    assert item.id is not None, "the item was written"
    made_on = at.astimezone(zone).date()
    gift.id = gift.id or dice.key(at)
    sold = item.state is ItemState.SOLD
    batch.add(
        DonationRow(
            gift.id,
            item.id,
            order_id,
            gift.fund_id,
            gift.campaign_id,
            gift.source,
            gift.amount,
            made_on,
            gift.recognition_name,
            gift.tribute,
            gift.excluded,
            gift.claimed_on or (claimed(gift, made_on) if sold and not gift.excluded else None),
        )
    )
