"""Tickets for one instance: seats beside each other, prices by type and band, and how they are delivered."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from uuid import UUID

from db.demo.dice import Dice
from db.demo.house.programme import Instance
from db.demo.house.tickets import COMPANION, CONCESSION, FULL, GROUP, PRICES, TYPE_WEIGHTS, Priced
from db.demo.sales.drafts import Item
from domain.orders import DeliveryMethod, ItemKind, SalesChannel

_TYPES = tuple(range(len(TYPE_WEIGHTS)))
_DELIVERY = {
    SalesChannel.WEB: ((DeliveryMethod.E_TICKET, DeliveryMethod.PRINT_AT_HOME, DeliveryMethod.COLLECT), (50, 88, 100)),
    SalesChannel.PHONE: (
        (DeliveryMethod.POST, DeliveryMethod.COLLECT, DeliveryMethod.E_TICKET, DeliveryMethod.PRINT_AT_HOME),
        (35, 65, 88, 100),
    ),
    SalesChannel.COUNTER: ((DeliveryMethod.COLLECT,), (1,)),
    SalesChannel.COUNTER_QUICK: ((DeliveryMethod.COLLECT,), (1,)),
}  # fmt: skip
FEES = {
    SalesChannel.WEB: 150,
    SalesChannel.PHONE: 200,
    SalesChannel.COUNTER: 0,
    SalesChannel.COUNTER_QUICK: 0,
}
"""Our commission on a ticket that is not free, in minor units."""

Earns = Callable[[Priced], int]
"""What an agent earns with such a ticket."""


def delivery(dice: Dice, channel: SalesChannel) -> DeliveryMethod:
    """How tickets of an order of this channel get to the customer."""
    return dice.pick(*_DELIVERY[channel])


def some_tickets(
    dice: Dice, instance: Instance, wanted: int, channel: SalesChannel, *, earns: Earns | None = None
) -> list[Item]:
    """So many tickets at the prices of the house; a group all at the group's."""
    first = FULL if earns else GROUP if wanted > 9 else dice.pick(_TYPES, TYPE_WEIGHTS)
    fee, by = FEES[channel], delivery(dice, channel)
    items = []
    for nth, (seat_id, band) in enumerate(instance.seats(wanted)):
        kind = CONCESSION if first == COMPANION and nth == 0 else first
        if nth and first == FULL and earns is None and dice.chance(0.15):
            kind = dice.pick(_TYPES, TYPE_WEIGHTS)
        priced = PRICES[instance.level][band][kind]
        items.append(
            Item(
                ItemKind.TICKET,
                priced.full,
                priced.discount,
                fee if priced.discount < priced.full else 0,
                earns(priced) if earns else 0,
                instance.row.id,
                seat_id,
                priced.ticket_type_id,
                priced.price_band_id,
                by,
            )
        )
    return items


def like(dice: Dice, items: Sequence[Item], instance: Instance) -> list[Item]:
    """The same tickets for another instance."""
    found = []
    for item, (seat_id, band) in zip(items, instance.seats(len(items)), strict=True):
        kind = next(kind for kind in _TYPES if PRICES[0][0][kind].ticket_type_id == item.ticket_type_id)
        priced = PRICES[instance.level][band][kind]
        found.append(
            Item(
                ItemKind.TICKET,
                priced.full,
                priced.discount,
                item.fee,
                0,
                instance.row.id,
                seat_id,
                priced.ticket_type_id,
                priced.price_band_id,
                item.delivery,
            )
        )
    return found


def prepaid(
    instance: Instance,
    seat_id: UUID | None,
    ticket_type_id: UUID,
    by: DeliveryMethod,
    *,
    subscription_id: UUID | None = None,
    voucher_group_id: UUID | None = None,
    series_id: UUID | None = None,
) -> Item:
    """A ticket that a voucher or a series pays for."""
    return Item(
        ItemKind.TICKET,
        0,
        instance_id=instance.row.id,
        seat_id=seat_id,
        ticket_type_id=ticket_type_id,
        delivery=by,
        subscription_id=subscription_id,
        voucher_group_id=voucher_group_id,
        series_id=series_id,
    )
