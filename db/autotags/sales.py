"""What is asked of what somebody bought, saw, gave, holds and declared."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from db.autotags.asked import Measured, When, number, sure, total, truth
from db.models import (
    CancelledDeclaration,
    CreditEntry,
    CreditLot,
    Donation,
    Event,
    GiftAidCancellation,
    GiftAidDeclaration,
    Instance,
    Membership,
    MembershipTerm,
    MembershipType,
    Order,
    OrderItem,
)
from domain import autotag_predicates as about
from domain import autotag_sales as sales
from domain.orders import ItemKind, ItemState

_order = Order.__table__
_item = OrderItem.__table__
_instance = Instance.__table__
_event = Event.__table__
_donation = Donation.__table__
_membership = Membership.__table__
_type = MembershipType.__table__
_term = MembershipTerm.__table__
_lot = CreditLot.__table__
_entry = CreditEntry.__table__
_declaration = GiftAidDeclaration.__table__
_cancellation = GiftAidCancellation.__table__
_named = CancelledDeclaration.__table__

_SOLD = _item.c.state == ItemState.SOLD.value
_OF_ORDER = sa.and_(_item.c.order_id == _order.c.id, _SOLD)
# Who bought something at all: of an order whose every item was returned nothing is left.
_WITH_A_SALE = sa.exists().where(_OF_ORDER).correlate(_order)


def order_count(asked: sales.OrderCount, c: Any, when: When) -> Measured:
    placed = when.within(_order.c.placed_at, asked.period)
    found = sa.select(sa.func.count()).where(_order.c.owner_id == c.id, _WITH_A_SALE, *placed)
    return number(found.scalar_subquery(), asked.at_least, asked.at_most)


def order_total(asked: sales.OrderTotal, c: Any, when: When) -> Measured:
    placed = when.within(_order.c.placed_at, asked.period)
    found = sa.select(total(_item.c.total_minor)).select_from(_order.join(_item, _OF_ORDER))
    return number(
        found.where(_order.c.owner_id == c.id, *placed).scalar_subquery(), asked.at_least, asked.at_most
    )


def last_order(asked: sales.LastOrder, c: Any, when: When) -> Measured:
    latest = (
        sa.select(_order.c.placed_at)
        .where(_order.c.owner_id == c.id, _WITH_A_SALE)
        .order_by(_order.c.placed_at.desc(), _order.c.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    day = when.civil(latest)
    return Measured(day, sure(sa.and_(*when.between(day, asked.before, asked.after))))


def attended(asked: sales.Attended, c: Any, when: When) -> Measured:
    """A ticket that was sold for what has begun, unless it is known that nobody came with it."""
    conditions = [
        _order.c.owner_id == c.id,
        _item.c.kind == ItemKind.TICKET.value,
        _item.c.attended.is_distinct_from(sa.false()),
        _instance.c.starts_at <= sa.literal(when.now, sa.DateTime(timezone=True)),
        *when.within(_instance.c.starts_at, asked.period),
    ]
    visits = _order.join(_item, _OF_ORDER).join(_instance, _instance.c.id == _item.c.instance_id)
    if asked.event_id is not None:
        conditions.append(_instance.c.event_id == asked.event_id)
    if asked.genre is not None:
        visits = visits.join(_event, _event.c.id == _instance.c.event_id)
        conditions.append(sa.func.lower(_event.c.genre) == sa.func.lower(sa.literal(asked.genre, sa.Text)))
    seen = sa.select(sa.func.count(sa.distinct(_instance.c.id))).select_from(visits).where(*conditions)
    came = sa.exists(sa.literal_column("1")).select_from(visits).where(*conditions)
    return Measured(seen.scalar_subquery(), came)


def donation_total(asked: sales.DonationTotal, c: Any, when: When) -> Measured:
    made = when.on_days(_donation.c.made_on, asked.period)
    to_fund = () if asked.fund_id is None else (_donation.c.fund_id == asked.fund_id,)
    given = (
        sa.select(total(_donation.c.amount_minor))
        .select_from(_order.join(_item, _OF_ORDER).join(_donation, _donation.c.order_item_id == _item.c.id))
        .where(_order.c.owner_id == c.id, *made, *to_fund)
    )
    return number(given.scalar_subquery(), asked.at_least, asked.at_most)


def membership(asked: about.MembershipIs, c: Any, when: When) -> Measured:
    """Each membership of the customer where `membership_status` says that it stands."""
    of_type = () if asked.type_id is None else (_membership.c.type_id == asked.type_id,)
    standing = (
        sa.select(_standing(when))
        .select_from(_membership.join(_type, _type.c.id == _membership.c.type_id))
        .where(_membership.c.customer_id == c.id, *of_type)
    )
    statuses = sa.func.array(standing.order_by(_membership.c.id).scalar_subquery(), type_=sa.ARRAY(sa.Text))
    return Measured(statuses, sa.literal(asked.status.value, sa.Text) == sa.any_(statuses))


def _standing(when: When) -> sa.Label[str]:
    today = sa.literal(when.today, sa.Date)
    of_membership = _term.c.membership_id == _membership.c.id
    returned = sa.exists().where(_item.c.membership_term_id == _term.c.id, _item.c.state == "RETURNED")
    first = sa.select(sa.func.min(_term.c.starts)).where(of_membership).scalar_subquery()
    # The last term that was not returned, as the record shows it; a returned one only where there is no other.
    last = (
        sa.select(_term.c.ends)
        .where(of_membership)
        .order_by(returned.correlate(_term), _term.c.starts.desc())
        .limit(1)
        .scalar_subquery()
    )
    return sa.case(
        (when.civil(_membership.c.returned_at) <= today, "RETURNED"),
        (when.civil(_membership.c.cancelled_at) <= today, "CANCELLED"),
        (first > today, "FUTURE"),
        (last >= today, "ACTIVE"),
        (last + _type.c.renewal_closes_days_after >= today, "GRACE"),
        else_="EXPIRED",
    ).label("status")


def credit_balance(asked: about.CreditBalance, c: Any, when: When) -> Measured:
    left = (
        sa.select(total(_entry.c.amount_minor))
        .select_from(_lot.join(_entry, _entry.c.lot_id == _lot.c.id))
        .where(
            _lot.c.customer_id == c.id,
            sa.or_(_lot.c.expires_on.is_(None), _lot.c.expires_on >= sa.literal(when.today, sa.Date)),
        )
    )
    return number(left.scalar_subquery(), asked.at_least, None)


def gift_aid(asked: about.GiftAidCovers, c: Any, when: When) -> Measured:
    """A declaration covers the day unless a cancellation made after it takes the day away (GAD-P09)."""
    today = sa.literal(when.today, sa.Date)
    cancelled = (
        sa.exists(sa.literal_column("1"))
        .select_from(_named.join(_cancellation, _cancellation.c.id == _named.c.cancellation_id))
        .where(
            _named.c.declaration_id == _declaration.c.id,
            _cancellation.c.effective_from <= today,
            sa.tuple_(_cancellation.c.made_at, _cancellation.c.id)
            > sa.tuple_(_declaration.c.made_at, _declaration.c.id),
        )
        .correlate(_declaration)
    )
    covers = sa.exists().where(
        _declaration.c.customer_id == c.id,
        _declaration.c.coverage_from <= today,
        sa.or_(_declaration.c.coverage_to.is_(None), _declaration.c.coverage_to >= today),
        ~cancelled,
    )
    return truth(covers, asked.holds)
