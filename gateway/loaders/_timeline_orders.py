"""What orders put on the timelines of those who have a part in them: visits, merchandise and donations (TML-P08)."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from db.models import Donation, Instance, OrderItem
from domain.orders import ItemKind
from domain.timeline import TimelineKind
from gateway.loaders._timeline_keys import (
    LOOKED_UP,
    OF_PARTY,
    OPEN,
    PARTY,
    SOLD,
    is_one_of,
    keys,
    midnight,
    number,
)

_item = OrderItem.__table__
_instance = Instance.__table__
_donation = Donation.__table__


def bought() -> sa.Select[Any]:
    """Visits and merchandise: what is left of the items of an order, by instance and by product.

    Both come of one look into the order, and of its index alone.
    """
    groups = (
        sa.select(_item.c.instance_id, _item.c.product_id)
        .where(
            _item.c.order_id == PARTY.c.order_id,
            _item.c.state == SOLD,
            is_one_of(_item.c.kind, ItemKind.TICKET.value, ItemKind.MERCHANDISE.value),
        )
        .group_by(_item.c.instance_id, _item.c.product_id)
        .correlate(PARTY)
        .lateral("groups")
    )
    begins = (
        sa.select(_instance.c.starts_at)
        .where(_instance.c.id == groups.c.instance_id)
        .offset(LOOKED_UP)
        .lateral("begins")
    )
    visits = groups.c.instance_id.is_not(None)
    kind = sa.case((visits, number(TimelineKind.VISIT)), else_=number(TimelineKind.MERCHANDISE))
    at = sa.func.coalesce(begins.c.starts_at, PARTY.c.placed_at)
    of = sa.func.coalesce(groups.c.instance_id, groups.c.product_id)
    return (
        keys(kind, PARTY.c.party_id, at, PARTY.c.order_id, part_id=of, **OF_PARTY)
        .select_from(PARTY.join(groups, sa.true()).outerjoin(begins, sa.true()))
        .where(OPEN)
    )


def given() -> sa.Select[Any]:
    """Donations on the days on which they were made. One that was returned was not given, as far as sums go."""
    sold = (
        sa.exists().where(_item.c.id == _donation.c.order_item_id, _item.c.state == SOLD).correlate(_donation)
    )
    gifts = (
        sa.select(_donation.c.id, _donation.c.made_on)
        .where(_donation.c.order_id == PARTY.c.order_id, sold)
        .offset(LOOKED_UP)
        .lateral("gifts")
    )
    kind = TimelineKind.DONATION_OR_PLEDGE_INSTALMENT
    return (
        keys(kind, PARTY.c.party_id, midnight(gifts.c.made_on), gifts.c.id, **OF_PARTY)
        .select_from(PARTY.join(gifts, sa.true()))
        .where(OPEN)
    )
