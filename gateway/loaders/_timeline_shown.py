"""What rows of the timeline show beside their keys: looked up for the rows of a page, each by its key.

Every column is one look into the rows of one kind, and none for entries of another. PostgreSQL takes them after it
has cut out the page, since none of them says which rows there are.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from db.models import (
    Activity,
    Campaign,
    Customer,
    Donation,
    Event,
    Fund,
    Instance,
    Invitation,
    Membership,
    MembershipTerm,
    MembershipType,
    Opportunity,
    Order,
    OrderItem,
    Pledge,
    PledgeEvent,
    PledgeInstalment,
    PledgePayment,
    Product,
    SeatingPlan,
    SoftCredit,
    StageChange,
    Venue,
)
from domain.orders import ItemState
from domain.timeline import TermStep, TimelineKind
from gateway.loaders._origins import origin_of
from gateway.loaders._parties import is_credited
from gateway.loaders._timeline_keys import number, part_of_step
from gateway.loaders._timeline_looks import Column, looked_up, of_kind
from gateway.loaders._timeline_told import (
    Labels,
    of_activities,
    of_invitations,
    of_promises,
    of_stage_changes,
)

_activity = Activity.__table__
_item = OrderItem.__table__
_instance = Instance.__table__
_show = Event.__table__
_plan = SeatingPlan.__table__
_venue = Venue.__table__
_change = StageChange.__table__
_opportunity = Opportunity.__table__
_campaign = Campaign.__table__
_event = PledgeEvent.__table__
_pledge = Pledge.__table__
_instalment = PledgeInstalment.__table__
_payment = PledgePayment.__table__
_donation = Donation.__table__
_fund = Fund.__table__
_invitation = Invitation.__table__
_credit = SoftCredit.__table__
_term = MembershipTerm.__table__
_earlier = _term.alias("earlier")
_membership = Membership.__table__
_membership_type = MembershipType.__table__
_product = Product.__table__
_order = Order.__table__
_owner = Customer.__table__.alias("order_owner")

_SOLD = _item.c.state == ItemState.SOLD.value
_ONE = sa.literal_column("1", sa.Integer)


def shown(key: sa.Subquery) -> list[sa.Label[Any]]:
    """Every column that a row has beside its key."""
    instance_id = _instance_id(key)
    return [
        sa.case({kind.ordinal: kind.value for kind in TimelineKind}, value=key.c.ordinal).label("kind"),
        sa.case({part_of_step(step): step for step in TermStep}, value=key.c.part_id, else_=0).label("step"),
        is_credited(key, key.c.order_id, key.c.customer_id).label("soft_credited"),
        _of_organisation(key).label("of_organisation"),
        _opportunity_id(key).label("opportunity_id"),
        _campaign_of(key).label("campaign"),
        _origin(key).label("origin_id"),
        instance_id.label("instance_id"),
        *_instances(key, instance_id),
        *of_activities(key),
        *_visits(key),
        *of_stage_changes(key),
        *of_promises(key),
        *_donations(key),
        *of_invitations(key),
        *_memberships(key),
        *_merchandise(key),
    ]


def _of_organisation(key: sa.Subquery) -> Column:
    return (
        sa.exists()
        .where(_order.c.id == key.c.order_id, _owner.c.id == _order.c.owner_id, _owner.c.kind == "O")
        .correlate(key)
    )


def _origin(key: sa.Subquery) -> Column:
    """The record that the entry came from in a merge: by what moved, which has the entry or is it."""
    changed = sa.select(_change.c.opportunity_id).where(_change.c.id == key.c.subject_id)
    promised = (
        sa.select(_pledge.c.opportunity_id)
        .join(_event, _event.c.pledge_id == _pledge.c.id)
        .where(_event.c.id == key.c.subject_id)
    )
    term = sa.select(_term.c.membership_id).where(_term.c.id == key.c.subject_id)
    credited = sa.select(_credit.c.id).where(
        _credit.c.order_id == key.c.order_id, _credit.c.customer_id == key.c.customer_id
    )
    return origin_of(
        key,
        key.c.customer_id,
        key.c.subject_id,
        key.c.order_id,
        of_kind(key, TimelineKind.OPPORTUNITY_STAGE_CHANGE, changed),
        of_kind(key, TimelineKind.PLEDGE_OR_LEGACY, promised),
        of_kind(key, TimelineKind.MEMBERSHIP, term),
        credited.correlate(key).scalar_subquery(),
    )


def _opportunity_id(key: sa.Subquery) -> Column:
    """The opportunity that an entry belongs to; of several, to which parts of it are linked, one of them."""

    def of(kind: TimelineKind, column: Column, *where: Column) -> Column:
        return of_kind(
            key, kind, sa.select(column).where(*where, column.is_not(None)).order_by(column).limit(_ONE)
        )

    in_order = (_item.c.order_id == key.c.order_id, _SOLD)
    donated = (_item.c.id == _donation.c.order_item_id, _donation.c.id == key.c.subject_id)
    promised = (_pledge.c.id == _event.c.pledge_id, _event.c.id == key.c.subject_id)
    sold = _item.c.opportunity_id
    return sa.func.coalesce(
        of(TimelineKind.ACTIVITY, _activity.c.opportunity_id, _activity.c.id == key.c.subject_id),
        of(TimelineKind.VISIT, sold, *in_order, _item.c.instance_id == key.c.part_id),
        of(
            TimelineKind.OPPORTUNITY_STAGE_CHANGE,
            _change.c.opportunity_id,
            _change.c.id == key.c.subject_id,
        ),
        of(TimelineKind.PLEDGE_OR_LEGACY, _pledge.c.opportunity_id, *promised),
        of(TimelineKind.DONATION_OR_PLEDGE_INSTALMENT, sold, *donated),
        of(TimelineKind.MEMBERSHIP, sold, _item.c.membership_term_id == key.c.subject_id),
        of(TimelineKind.MERCHANDISE, sold, *in_order, _item.c.product_id == key.c.part_id),
    )


def _campaign_of(key: sa.Subquery) -> Column:
    """The campaign of the opportunity that a change of stage, a pledge or a legacy is about."""
    name = sa.select(_campaign.c.name).join_from(
        _opportunity, _campaign, _campaign.c.id == _opportunity.c.campaign_id
    )
    changed = name.join(_change, _change.c.opportunity_id == _opportunity.c.id)
    promised = name.join(_pledge, _pledge.c.opportunity_id == _opportunity.c.id).join(
        _event, _event.c.pledge_id == _pledge.c.id
    )
    return sa.func.coalesce(
        of_kind(key, TimelineKind.OPPORTUNITY_STAGE_CHANGE, changed.where(_change.c.id == key.c.subject_id)),
        of_kind(key, TimelineKind.PLEDGE_OR_LEGACY, promised.where(_event.c.id == key.c.subject_id)),
    )


def _instance_id(key: sa.Subquery) -> Column:
    """The instance that a visit or an invitation is to."""
    invited = sa.select(_invitation.c.instance_id).where(_invitation.c.id == key.c.subject_id)
    visited = sa.case((key.c.ordinal == number(TimelineKind.VISIT), key.c.part_id))
    return sa.func.coalesce(visited, of_kind(key, TimelineKind.INVITATION, invited))


def _instances(key: sa.Subquery, instance_id: Column) -> Labels:
    """The names of the event and of the house."""
    event = sa.select(_show.c.name).where(_show.c.id == _instance.c.event_id)
    house = sa.select(_venue.c.name).where(
        _venue.c.id == _plan.c.venue_id, _plan.c.id == _instance.c.seating_plan_id
    )
    for label, name in (("event_name", event), ("venue", house)):
        yield name.where(_instance.c.id == instance_id).correlate(key).scalar_subquery().label(label)


def _visits(key: sa.Subquery) -> Labels:
    """How many tickets there are, and of how many it is known whether they were used."""
    return looked_up(
        key,
        TimelineKind.VISIT,
        _item,
        _item.c.order_id == key.c.subject_id,
        _item.c.instance_id == key.c.part_id,
        _SOLD,
        seats=sa.func.count(),
        came=sa.func.count().filter(_item.c.attended),
        stayed_away=sa.func.count().filter(~_item.c.attended),
    )


def _donations(key: sa.Subquery) -> Labels:
    """What was given, and which pledge or legacy it was applied to."""
    kind = TimelineKind.DONATION_OR_PLEDGE_INSTALMENT
    yield from looked_up(
        key,
        kind,
        _donation.outerjoin(_fund, _fund.c.id == _donation.c.fund_id),
        _donation.c.id == key.c.subject_id,
        donation_id=_donation.c.id,
        fund_name=_fund.c.name,
        donated_minor=_donation.c.amount_minor,
        tribute=_donation.c.tribute,
    )
    paid = sa.select(_pledge.c.kind).join_from(_payment, _pledge, _pledge.c.id == _payment.c.pledge_id)
    mine = paid.where(_payment.c.donation_id == key.c.subject_id).order_by(_payment.c.id).limit(_ONE)
    yield of_kind(key, kind, mine).label("paid_pledge_kind")
    numbers = (
        sa.select(_instalment.c.number)
        .join_from(_payment, _instalment, _instalment.c.id == _payment.c.instalment_id)
        .where(_payment.c.donation_id == key.c.subject_id)
        .order_by(_instalment.c.number)
        .correlate(key)
        .scalar_subquery()
    )
    numbered = sa.func.array(numbers, type_=sa.ARRAY(sa.Integer))
    yield sa.case((key.c.ordinal == number(kind), numbered)).label("instalment_numbers")


def _memberships(key: sa.Subquery) -> Labels:
    """The term, its membership, and what tells a renewal from a purchase."""
    first = ~(
        sa.exists()
        .where(_earlier.c.membership_id == _term.c.membership_id, _earlier.c.starts < _term.c.starts)
        .correlate(_term)
    )
    return looked_up(
        key,
        TimelineKind.MEMBERSHIP,
        _term.outerjoin(_membership, _membership.c.id == _term.c.membership_id).outerjoin(
            _membership_type, _membership_type.c.id == _membership.c.type_id
        ),
        _term.c.id == key.c.subject_id,
        membership_id=_term.c.membership_id,
        membership_name=_membership_type.c.name,
        starts=_term.c.starts,
        ends=_term.c.ends,
        term_price_minor=_term.c.price_minor,
        automatic=_term.c.automatic,
        first_term=first,
    )


def _merchandise(key: sa.Subquery) -> Labels:
    """The product, how many pieces of it there are, and what they came to."""
    kind = TimelineKind.MERCHANDISE
    product = _product.c.id == key.c.part_id
    yield from looked_up(key, kind, _product, product, product_name=_product.c.name)
    pieces = (_item.c.order_id == key.c.subject_id, _item.c.product_id == key.c.part_id, _SOLD)
    total = sa.cast(sa.func.sum(_item.c.total_minor), sa.BigInteger)
    yield from looked_up(key, kind, _item, *pieces, quantity=sa.func.count(), total_minor=total)
