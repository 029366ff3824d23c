"""How the facts are read that may want doing about a customer: further columns of the customer's row (NAV-N01)."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from db.models import (
    CreditEntry,
    CreditLot,
    CustomerTag,
    Donation,
    Event,
    Fund,
    GiftAidDeclaration,
    Instance,
    Invitation,
    Opportunity,
    Order,
    OrderItem,
    OrderPayment,
    Pledge,
    PledgeInstalment,
    Tag,
    WalletCard,
)
from db.scope import SEES_RESTRICTED
from domain.attention import CREDIT_EXPIRES_SOON
from domain.customers import Kind
from domain.duplicates import AUTOTAG
from domain.invitations import ReplyStatus
from domain.orders import DonationSource, ItemState
from gateway.loaders.memberships import MEMBERSHIPS
from gateway.loaders.order_payments import IS_OF_DEPOSIT, unused_deposit
from gateway.loaders.pledges import given_to_instalment

_order = Order.__table__
_payment = OrderPayment.__table__
_item = OrderItem.__table__
_donation = Donation.__table__
_fund = Fund.__table__
_declaration = GiftAidDeclaration.__table__
_lot = CreditLot.__table__
_entry = CreditEntry.__table__
_card = WalletCard.__table__
_tag = Tag.__table__
_tagged = CustomerTag.__table__
_membership = MEMBERSHIPS.source
_opportunity = Opportunity.__table__
_pledge = Pledge.__table__
_instalment = PledgeInstalment.__table__
_invitation = Invitation.__table__
_instance = Instance.__table__
_event = Event.__table__
_TODAY = sa.bindparam("today", type_=sa.Date)
_EARLIEST = sa.bindparam("earliest_backdate", type_=sa.Date)
_NOW = sa.bindparam("now", type_=sa.DateTime(timezone=True))
_ZONE = sa.bindparam("zone", type_=sa.Text)
_AWAITING = (ReplyStatus.INVITED, ReplyStatus.NO_REPLY)
_OPEN = sa.or_(~_order.c.restricted, SEES_RESTRICTED)


def facts_of(customer: sa.FromClause) -> tuple[sa.Label[Any], ...]:
    """The columns that attention is computed from; PostgreSQL computes those that a statement asks for."""
    return (
        _array(_deposits(customer), customer).label("unused_deposits"),
        _array(_credits(customer), customer).label("expiring_credits"),
        _array(_renewals(customer), customer).label("renewals"),
        _array(_overdue(customer), customer).label("overdue_instalments"),
        _array(_unanswered(customer), customer).label("awaited_replies"),
        _undeclared(customer).label("undeclared_donations_minor"),
        _looks_alike(customer).label("potential_duplicate"),
    )


def _array(rows: sa.Select[Any], customer: sa.FromClause) -> sa.ColumnElement[Any]:
    return sa.func.array(rows.correlate(customer).scalar_subquery(), type_=sa.ARRAY(sa.Text))


def _sum(amount: sa.ColumnElement[Any]) -> sa.ColumnElement[int]:
    return sa.cast(sa.func.coalesce(sa.func.sum(amount), 0), sa.BigInteger)


def _deposits(customer: Any) -> sa.Select[Any]:
    """What is left of the deposit on each order that is the customer's or was placed by them (ORD-P01, ORD-P04)."""
    unused = unused_deposit()
    return (
        sa.select(sa.func.row(unused, _order.c.number, _order.c.id))
        .join_from(_order, _payment, _payment.c.order_id == _order.c.id)
        .where(
            sa.or_(_order.c.owner_id == customer.c.id, _order.c.facilitator_id == customer.c.id),
            IS_OF_DEPOSIT,
            _OPEN,
        )
        .group_by(_order.c.id)
        .having(unused > 0)
    )


def _credits(customer: Any) -> sa.Select[Any]:
    """What is left of each credit that ends within thirty days."""
    left = (
        sa.select(_sum(_entry.c.amount_minor))
        .where(_entry.c.lot_id == _lot.c.id)
        .correlate(_lot)
        .scalar_subquery()
    )
    return sa.select(sa.func.row(left, _lot.c.expires_on, _lot.c.id)).where(
        _lot.c.customer_id == customer.c.id,
        _lot.c.expires_on.between(_TODAY, _TODAY + CREDIT_EXPIRES_SOON.days),
    )


def _renewals(customer: Any) -> sa.Select[Any]:
    """The current memberships that can be renewed at all, each with the card that it renews by."""
    last_four = (
        sa.select(_card.c.last_four)
        .where(_card.c.id == _membership.c.card_id)
        .correlate(_membership)
        .scalar_subquery()
    )
    return sa.select(
        sa.func.row(
            _membership.c.id,
            _membership.c.name,
            _membership.c.last_ends,
            _membership.c.renewal_opens_days_before,
            _membership.c.renewal_closes_days_after,
            _membership.c.auto_renew,
            last_four,
            _membership.c.card_expiry_year,
            _membership.c.card_expiry_month,
            _membership.c.card_continuous_authority,
        )
    ).where(_membership.c.customer_id == customer.c.id, _membership.c.type_active, *MEMBERSHIPS.default)


def _overdue(customer: Any) -> sa.Select[Any]:
    """What is missing of each instalment whose day is over, of pledges that are still good (PLG-P04).

    With the offset it is added up once for each instalment, instead of once to see whether it is anything and again.
    """
    over = (
        sa.select(
            (_instalment.c.amount_minor - given_to_instalment(_instalment)).label("missing_minor"),
            _instalment.c.due_on,
            _instalment.c.pledge_id,
        )
        .join_from(_opportunity, _pledge, _pledge.c.opportunity_id == _opportunity.c.id)
        .join(_instalment, _instalment.c.pledge_id == _pledge.c.id)
        .where(
            _opportunity.c.customer_id == customer.c.id,
            _pledge.c.cancelled_at.is_(None),
            _pledge.c.written_off_at.is_(None),
            _instalment.c.cancelled_at.is_(None),
            _instalment.c.due_on < _TODAY,
        )
        .offset(sa.literal_column("0", sa.Integer))
        .correlate(customer)
        .subquery("overdue")
    )
    return sa.select(sa.func.row(*over.c)).where(over.c.missing_minor > 0)


def _unanswered(customer: Any) -> sa.Select[Any]:
    """The invitations to what is still to come that were sent, and have no answer (INV-P01)."""
    day = sa.cast(sa.func.timezone(_ZONE, _instance.c.starts_at, type_=sa.DateTime), sa.Date)
    return (
        sa.select(sa.func.row(_event.c.name, day, _invitation.c.id))
        .join_from(_invitation, _instance, _instance.c.id == _invitation.c.instance_id)
        .join(_event, _event.c.id == _instance.c.event_id)
        .where(
            _invitation.c.invitee_id == customer.c.id,
            _invitation.c.reply_status.in_(
                [sa.literal_column(f"'{status}'", sa.Text) for status in _AWAITING]
            ),
            _instance.c.starts_at > _NOW,
        )
    )


def _claimable() -> Any:
    """The gifts in an order for which Gift Aid could still be claimed under a declaration.

    They are looked up order by order, for which the offset is there: a plan that began with the days would go through
    the gifts of everybody in these years.
    """
    return (
        sa.select(
            _donation.c.amount_minor, _donation.c.made_on, _donation.c.order_item_id, _donation.c.fund_id
        )
        .where(
            _donation.c.order_id == _order.c.id,
            _donation.c.made_on.between(_EARLIEST, _TODAY),
            _donation.c.source != DonationSource.LEGACY.value,
            _donation.c.excluded_from_gift_aid.is_(None),
            _donation.c.gift_aid_claimed_on.is_(None),
        )
        .offset(sa.literal_column("0", sa.Integer))
        .correlate(_order)
        .lateral("gift")
    )


def _undeclared(customer: Any) -> sa.ScalarSelect[int]:
    """What was given that a declaration could still reach, on days that none of the customer's ever reached.

    Who cancelled a declaration does not want Gift Aid, and is not asked again.
    """
    gift = _claimable()
    reached = (
        sa.exists()
        .where(
            _declaration.c.customer_id == customer.c.id,
            _declaration.c.coverage_from <= gift.c.made_on,
            sa.or_(_declaration.c.coverage_to.is_(None), _declaration.c.coverage_to >= gift.c.made_on),
        )
        .correlate(customer, gift)
    )
    return (
        sa.select(_sum(gift.c.amount_minor))
        .select_from(
            _order.join(gift, sa.true())
            .join(_item, _item.c.id == gift.c.order_item_id)
            .join(_fund, _fund.c.id == gift.c.fund_id)
        )
        .where(
            # Nobody but people can declare, so that the gifts of the largest accounts are not gone through.
            customer.c.kind == Kind.INDIVIDUAL.value,
            _order.c.owner_id == customer.c.id,
            _OPEN,
            _item.c.state == ItemState.SOLD.value,
            _fund.c.gift_aid_eligible,
            ~reached,
        )
        .correlate(customer)
        .scalar_subquery()
    )


def _looks_alike(customer: Any) -> sa.ColumnElement[bool]:
    """Whether the record bears the autotag of records that look like another (TAG-P08)."""
    return (
        sa.exists()
        .where(
            _tagged.c.customer_id == customer.c.id,
            _tag.c.id == _tagged.c.tag_id,
            _tag.c.is_autotag,
            _tag.c.name == AUTOTAG,
        )
        .correlate(customer)
    )
