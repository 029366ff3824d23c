"""How pledges and legacies are read, with what was given to each: never stored, but added up from donations."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from db.models import (
    Donation,
    Opportunity,
    OrderItem,
    Pledge,
    PledgeEvent,
    PledgeInstalment,
    PledgePayment,
)
from domain.orders import ItemState
from domain.pledges import PledgeKind, PledgeStatus
from gateway.engine.declare import Tab
from gateway.loaders._scope import of_visible_customer

_opportunity = Opportunity.__table__
_pledge = Pledge.__table__
_instalment = PledgeInstalment.__table__
_payment = PledgePayment.__table__
_event = PledgeEvent.__table__
_donation = Donation.__table__
_item = OrderItem.__table__

_SOLD = sa.literal_column(f"'{ItemState.SOLD}'", sa.Text)


def given_to(pledge: Any, to: Any = _payment.c.pledge_id) -> sa.ColumnElement[int]:
    """What was given to a pledge or legacy and not given back, in minor units (PLG-P08).

    Of an instalment, where `to` is that column of the payments.
    """
    return (
        sa.select(sa.cast(sa.func.coalesce(sa.func.sum(_payment.c.amount_minor), 0), sa.BigInteger))
        .select_from(
            _payment.join(_donation, _donation.c.id == _payment.c.donation_id).join(
                _item, _item.c.id == _donation.c.order_item_id
            )
        )
        .where(to == pledge.c.id, _item.c.state == _SOLD)
        .correlate(pledge)
        .scalar_subquery()
    )


def given_to_instalment(instalment: Any) -> sa.ColumnElement[int]:
    """What was given to an instalment and not given back, in minor units."""
    return given_to(instalment, _payment.c.instalment_id)


_read = (
    sa.select(
        *_pledge.c,
        _opportunity.c.customer_id,
        _opportunity.c.campaign_id,
        _opportunity.c.stage_id,
        given_to(_pledge).label("given_minor"),
    )
    .join_from(_pledge, _opportunity, _opportunity.c.id == _pledge.c.opportunity_id)
    .subquery("pledge_read")
)
_KINDS = ("kind", {PledgeKind.PLEDGE.value: "Pledge", PledgeKind.LEGACY.value: "Legacy"})


def _of_kind(kind: PledgeKind) -> sa.ColumnElement[bool]:
    return _read.c.kind == sa.literal_column(f"'{kind}'", sa.Text)


PLEDGES = Tab(
    "pledges",
    _read,
    key=_read.c.customer_id,
    order=(_read.c.pledged_on.desc(), _read.c.id.desc()),
    scope=_of_kind(PledgeKind.PLEDGE),
    entity="plg",
    kinds=_KINDS,
    usual=2,
)
LEGACIES = Tab(
    "legacies",
    _read,
    key=_read.c.customer_id,
    order=(_read.c.created_at.desc(), _read.c.id.desc()),
    scope=_of_kind(PledgeKind.LEGACY),
    entity="plg",
    kinds=_KINDS,
    usual=1,
)
# What the section of the record counts: its tab lists both (PLG-19).
PLEDGES_AND_LEGACIES = Tab(
    "pledges-and-legacies", _read, key=_read.c.customer_id, order=(_read.c.id,), entity="plg", kinds=_KINDS
)
PLEDGE = Tab(
    "pledge",
    _read,
    key=_read.c.id,
    order=(_read.c.id,),
    root_scope=of_visible_customer(_read.c.customer_id),
    entity="plg",
    kinds=_KINDS,
)

# As `pledge_status` has it.
_status = sa.case(
    (_read.c.written_off_at.is_not(None), PledgeStatus.WRITTEN_OFF.value),
    (_read.c.cancelled_at.is_not(None), PledgeStatus.CANCELLED.value),
    (_read.c.given_minor >= _read.c.amount_minor, PledgeStatus.PAID.value),
    (_read.c.given_minor > 0, PledgeStatus.PARTLY_PAID.value),
    else_=PledgeStatus.OPEN.value,
)


def with_status(statuses: Sequence[PledgeStatus]) -> sa.ColumnElement[bool]:
    """Whether a pledge or legacy stands at one of these."""
    return _status == sa.any_(sa.literal([status.value for status in statuses], sa.ARRAY(sa.Text)))


def _customer_of(pledge: Any) -> sa.ScalarSelect[Any]:
    """Who promised it."""
    return (
        sa.select(_opportunity.c.customer_id)
        .where(_opportunity.c.id == pledge.c.opportunity_id)
        .correlate(pledge)
        .scalar_subquery()
    )


_parts = (
    sa.select(
        *_instalment.c,
        given_to_instalment(_instalment).label("given_minor"),
        sa.or_(_pledge.c.cancelled_at.is_not(None), _pledge.c.written_off_at.is_not(None)).label("ended"),
        _customer_of(_pledge).label("customer_id"),
    )
    .join_from(_instalment, _pledge, _pledge.c.id == _instalment.c.pledge_id)
    .subquery("pledge_instalment_read")
)

INSTALMENTS = Tab(
    "pledge-instalments",
    _parts,
    key=_parts.c.pledge_id,
    order=(_parts.c.due_on, _parts.c.number, _parts.c.id),
    entity="pli",
)
INSTALMENT = Tab(
    "pledge-instalment",
    _parts,
    key=_parts.c.id,
    order=(_parts.c.id,),
    root_scope=of_visible_customer(_parts.c.customer_id),
    entity="pli",
)

_payments = (
    sa.select(*_payment.c, _donation.c.made_on, _item.c.state)
    .select_from(
        _payment.join(_donation, _donation.c.id == _payment.c.donation_id).join(
            _item, _item.c.id == _donation.c.order_item_id
        )
    )
    .subquery("pledge_payment_read")
)
_NEWEST = (_payments.c.made_on.desc(), _payments.c.donation_id.desc(), _payments.c.id)

PAYMENTS = Tab("pledge-payments", _payments, key=_payments.c.pledge_id, order=_NEWEST)
INSTALMENT_PAYMENTS = Tab(
    "pledge-instalment-payments", _payments, key=_payments.c.instalment_id, order=_NEWEST, usual=1
)
# Of a donation to a pledge, by the instalments that it went to first.
DONATION_PAYMENTS = Tab(
    "pledge-payments-of-donation",
    _payments,
    key=_payments.c.donation_id,
    order=(_payments.c.id,),
    scope=_payments.c.instalment_id.is_not(None),
    usual=1,
)

_events = (
    sa.select(*_event.c, _customer_of(_pledge).label("customer_id"))
    .join_from(_event, _pledge, _pledge.c.id == _event.c.pledge_id)
    .subquery("pledge_event_read")
)

PLEDGE_EVENTS = Tab(
    "pledge-events",
    _events,
    key=_events.c.pledge_id,
    order=(_events.c.at.desc(), _events.c.id.desc()),
    entity="ple",
    usual=2,
)
PLEDGE_EVENT = Tab(
    "pledge-event",
    _events,
    key=_events.c.id,
    order=(_events.c.id,),
    root_scope=of_visible_customer(_events.c.customer_id),
    entity="ple",
)
