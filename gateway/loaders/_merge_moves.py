"""How it is counted what goes from one record to another, and read what both declared and gave for Gift Aid."""

from __future__ import annotations

from functools import reduce
from operator import add
from typing import Any

import sqlalchemy as sa

from db.base import Base, OnMerge
from db.gift_aid import CANCELLED, DECLARED
from db.models import (
    CancelledDeclaration,
    Customer,
    Donation,
    Fund,
    GiftAidCancellation,
    GiftAidDeclaration,
    Invitation,
    MailingRecord,
    Membership,
    Note,
    Opportunity,
    Order,
    OrderItem,
    Pledge,
    WaitingListEntry,
    WalletCard,
)
from db.scope import SEES_RESTRICTED
from domain.notes import Colour
from domain.orders import ItemKind, ItemState
from gateway.loaders._merge_records import SIDES
from gateway.loaders._opportunity_sums import RECEIVED, received
from gateway.loaders.credit import CREDIT_ACCOUNT

_LOSER = sa.bindparam("loser", type_=sa.Uuid)
_order = Order.__table__
_item = OrderItem.__table__
_donation = Donation.__table__
_fund = Fund.__table__
_owner = Customer.__table__.alias("donor")
_note = Note.__table__
_opportunity = Opportunity.__table__
_pledge = Pledge.__table__
_declaration = GiftAidDeclaration.__table__
_cancellation = GiftAidCancellation.__table__
_named = CancelledDeclaration.__table__
_account: Any = CREDIT_ACCOUNT.source.c

_MOVES = (OnMerge.REPOINT, OnMerge.REPOINT_UNLESS_HELD)
_COUNTED = sa.or_(~_order.c.restricted, SEES_RESTRICTED)


def _count(table: Any, *conditions: sa.ColumnElement[bool]) -> sa.ScalarSelect[int]:
    return sa.select(sa.func.count()).select_from(table).where(*conditions).scalar_subquery()


def _sum(amount: Any) -> sa.ColumnElement[int]:
    return sa.cast(sa.func.coalesce(sa.func.sum(amount), 0), sa.BigInteger)


def _moved(column: sa.Column[Any]) -> sa.ScalarSelect[int]:
    """How many rows the column points at the loser; no pink note among them, of which nothing is told (NOT-P05)."""
    only = [_note.c.colour == Colour.BLUE.value] if column.table is _note else []
    return _count(column.table, column == _LOSER, *only)


_rows = reduce(
    add,
    (
        _moved(column)
        for table in Base.metadata.sorted_tables
        for column in table.columns
        if column.info.get("on_merge") in _MOVES
    ),
)

_bought = (
    sa.select(
        _sum(_item.c.total_minor).label("order_total"),
        sa.func.count().filter(_item.c.kind == ItemKind.TICKET.value).label("tickets"),
        sa.func.count(_donation.c.id).label("donations"),
        _sum(_donation.c.amount_minor).label("donation_total"),
    )
    .join_from(_order, _item, _item.c.order_id == _order.c.id)
    .outerjoin(_donation, _donation.c.order_item_id == _item.c.id)
    .where(_order.c.owner_id == _LOSER, _COUNTED, _item.c.state == ItemState.SOLD.value)
    .subquery("bought")
)
_raised = (
    sa.select(_sum(received(_sum(RECEIVED)).scalar_subquery()))
    .select_from(_opportunity)
    .where(_opportunity.c.customer_id == _LOSER)
    .scalar_subquery()
)
_pledged = (
    sa.select(sa.func.count())
    .join_from(_pledge, _opportunity, _opportunity.c.id == _pledge.c.opportunity_id)
    .where(_opportunity.c.customer_id == _LOSER)
    .scalar_subquery()
)
_invited, _card = Invitation.__table__, WalletCard.__table__
_member, _waiting, _sent = Membership.__table__, WaitingListEntry.__table__, MailingRecord.__table__

# Named as the fields of Moves; orders that the viewer may not open are left out.
MOVES = sa.select(
    _count(_order, _order.c.owner_id == _LOSER, _COUNTED).label("orders"),
    _count(_order, _order.c.facilitator_id == _LOSER, _COUNTED).label("facilitated_orders"),
    *_bought.c,
    _count(_member, _member.c.customer_id == _LOSER).label("memberships"),
    sa.select(_account.balance_minor).where(_account.id == _LOSER).scalar_subquery().label("credit_total"),
    _count(_declaration, _declaration.c.customer_id == _LOSER).label("declarations"),
    _count(_cancellation, _cancellation.c.customer_id == _LOSER).label("cancellations"),
    _count(_opportunity, _opportunity.c.customer_id == _LOSER).label("opportunities"),
    _raised.label("opportunity_total"),
    _pledged.label("pledges"),
    _count(_waiting, _waiting.c.customer_id == _LOSER).label("waiting_lists"),
    _count(_invited, _invited.c.invitee_id == _LOSER).label("invitations"),
    _count(_card, _card.c.customer_id == _LOSER, _card.c.removed_at.is_(None)).label("cards"),
    _count(_sent, _sent.c.customer_id == _LOSER).label("mailings"),
    _count(_note, _note.c.customer_id == _LOSER, _note.c.colour == Colour.BLUE.value).label("blue_notes"),
    _rows.label("rows"),
).select_from(_bought)

DECLARATIONS = (
    sa.select(*DECLARED)
    .where(_declaration.c.customer_id == SIDES)
    .order_by(_declaration.c.made_at, _declaration.c.id)
)
CANCELLATIONS = (
    sa.select(_cancellation.c.customer_id, *CANCELLED)
    .join_from(_cancellation, _named, _named.c.cancellation_id == _cancellation.c.id)
    .where(_cancellation.c.customer_id == SIDES)
    .order_by(_cancellation.c.customer_id, _cancellation.c.id)
)
_LIKE = (
    _order.c.owner_id,
    _owner.c.kind,
    _donation.c.made_on,
    _donation.c.amount_minor,
    _donation.c.source,
    _item.c.state,
    _fund.c.gift_aid_eligible,
)
# Gifts that nobody claimed for or excluded, those that are alike in one row.
GIFTS = (
    sa.select(*_LIKE, sa.func.count().label("count"))
    .join_from(_order, _donation, _donation.c.order_id == _order.c.id)
    .join(_item, _item.c.id == _donation.c.order_item_id)
    .join(_fund, _fund.c.id == _donation.c.fund_id)
    .join(_owner, _owner.c.id == _order.c.owner_id)
    .where(
        _order.c.owner_id == SIDES,
        _COUNTED,
        _item.c.state == ItemState.SOLD.value,
        _donation.c.excluded_from_gift_aid.is_(None),
        _donation.c.gift_aid_claimed_on.is_(None),
    )
    .group_by(*_LIKE)
)
