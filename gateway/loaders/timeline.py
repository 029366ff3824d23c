"""How the timeline is read: one UNION ALL of keys, and what is shown of a page looked up beside them (TML-P04)."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

import sqlalchemy as sa

from db.models import Activity, Donation, Opportunity, OrderItem, Pledge, PledgeEvent, StageChange
from domain.orders import ItemState
from domain.timeline import TimelineKind
from gateway.engine.declare import Tab
from gateway.loaders._timeline_keys import number
from gateway.loaders._timeline_orders import bought, given
from gateway.loaders._timeline_promises import activities, invited, promised, stage_changes
from gateway.loaders._timeline_shown import shown
from gateway.loaders._timeline_terms import terms, terms_of_others

_activity = Activity.__table__
_donation = Donation.__table__
_opportunity = Opportunity.__table__
_item = OrderItem.__table__
_pledge = Pledge.__table__
_event = PledgeEvent.__table__
_change = StageChange.__table__

ENTRY_TYPES = {
    TimelineKind.ACTIVITY.value: "ActivityEntry",
    TimelineKind.VISIT.value: "VisitEntry",
    TimelineKind.OPPORTUNITY_STAGE_CHANGE.value: "OpportunityStageChangeEntry",
    TimelineKind.PLEDGE_OR_LEGACY.value: "PledgeOrLegacyEntry",
    TimelineKind.DONATION_OR_PLEDGE_INSTALMENT.value: "DonationOrPledgeInstalmentEntry",
    TimelineKind.INVITATION.value: "InvitationEntry",
    TimelineKind.MEMBERSHIP.value: "MembershipEntry",
    TimelineKind.MERCHANDISE.value: "MerchandiseEntry",
}
"""The type of the schema for each kind of entry."""

_key = sa.union_all(
    activities(), bought(), stage_changes(), promised(), given(), invited(), terms(), terms_of_others()
).subquery("timeline_key")
_read = sa.select(*_key.c, *shown(_key)).subquery("timeline_read")

TIMELINE = Tab(
    "timeline",
    _read,
    key=_read.c.customer_id,
    order=(_read.c.occurred_at.desc(), _read.c.ordinal, _read.c.subject_id, _read.c.part_id),
    kinds=("kind", ENTRY_TYPES),
)
EARLIEST_FIRST = (
    _read.c.occurred_at.asc(),
    _read.c.ordinal.desc(),
    _read.c.subject_id.desc(),
    _read.c.part_id.desc(),
)
"""The same list, turned round."""


def of_kinds(kinds: Collection[TimelineKind]) -> sa.ColumnElement[bool]:
    """The entries of these kinds: of the others nothing is read."""
    ordinals = sorted({kind.ordinal for kind in kinds})
    wanted: sa.ColumnElement[bool] = _read.c.ordinal == sa.any_(sa.literal(ordinals, sa.ARRAY(sa.Integer)))
    if {TimelineKind.VISIT, TimelineKind.MERCHANDISE}.isdisjoint(kinds):
        return sa.and_(wanted, ~_read.c.of_items)
    return wanted


def linked_to(opportunity_id: UUID) -> sa.ColumnElement[bool]:
    """The entries that belong to this opportunity of the customer's; of one of somebody else's there are none.

    What an opportunity has is found once, and each entry looked up in it.
    """
    customer = sa.select(_opportunity.c.customer_id).where(_opportunity.c.id == opportunity_id)
    by_item = _item.c.opportunity_id == opportunity_id
    subjects = {
        TimelineKind.ACTIVITY: sa.select(_activity.c.id).where(_activity.c.opportunity_id == opportunity_id),
        TimelineKind.OPPORTUNITY_STAGE_CHANGE: sa.select(_change.c.id).where(
            _change.c.opportunity_id == opportunity_id
        ),
        TimelineKind.PLEDGE_OR_LEGACY: sa.select(_event.c.id).where(
            _event.c.pledge_id == _pledge.c.id, _pledge.c.opportunity_id == opportunity_id
        ),
        TimelineKind.DONATION_OR_PLEDGE_INSTALMENT: sa.select(_donation.c.id).where(
            _donation.c.order_item_id == _item.c.id, by_item
        ),
        TimelineKind.MEMBERSHIP: sa.select(_item.c.membership_term_id).where(
            by_item, _item.c.membership_term_id.is_not(None)
        ),
    }
    of = sa.func.coalesce(_item.c.instance_id, _item.c.product_id)
    sold = _item.c.state == ItemState.SOLD.value
    items = sa.select(_item.c.order_id, of).where(by_item, sold, of.is_not(None))
    bought = sa.or_(*(_is(kind) for kind in (TimelineKind.VISIT, TimelineKind.MERCHANDISE)))
    return sa.and_(
        _read.c.customer_id == customer.correlate(None).scalar_subquery(),
        sa.or_(
            *(
                sa.and_(_is(kind), _read.c.subject_id.in_(found.correlate(None)))
                for kind, found in subjects.items()
            ),
            sa.and_(bought, sa.tuple_(_read.c.subject_id, _read.c.part_id).in_(items.correlate(None))),
        ),
    )


def _is(kind: TimelineKind) -> sa.ColumnElement[bool]:
    """Whether an entry is of the kind: known of each branch of the union before anything is read."""
    is_it: sa.ColumnElement[bool] = _read.c.ordinal == number(kind)
    return is_it
