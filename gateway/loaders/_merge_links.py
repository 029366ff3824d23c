"""How it is read to whom two records are related, what was ordered through that, and what both may have of one kind."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from db.models import (
    Campaign,
    Customer,
    Event,
    Instance,
    Invitation,
    Opportunity,
    Order,
    RelationshipType,
)
from db.scope import visible_customer
from gateway.engine.trimming import trimmed
from gateway.loaders import relationships
from gateway.loaders._merge_records import SIDES
from gateway.loaders.memberships import MEMBERSHIPS
from gateway.loaders.relationships import FACILITATORS

_side = relationships.SIDES
_type = RelationshipType.__table__
_other = Customer.__table__.alias("other")
_order = Order.__table__
_invitation = Invitation.__table__
_instance = Instance.__table__
_event = Event.__table__
_opportunity = Opportunity.__table__
_campaign = Campaign.__table__
_membership: Any = MEMBERSHIPS.source.c
_facilitator: Any = FACILITATORS.source.c

RELATED = (
    sa.select(
        _side.c.customer_id,
        _side.c.id,
        _side.c.type_id,
        _side.c.other_id,
        _side.c.forward,
        _side.c.starts,
        _side.c.ends,
        _type.c.forward_label,
        _type.c.reverse_label,
        sa.case(
            (_side.c.forward, _type.c.a_may_facilitate_for_b), else_=_type.c.b_may_facilitate_for_a
        ).label("may_facilitate"),
        _other.c.kind,
        _other.c.title,
        _other.c.first_name,
        _other.c.last_name,
        _other.c.name,
        visible_customer(_other.c).label("other_seen"),
    )
    .join_from(_side, _type, _type.c.id == _side.c.type_id)
    .join(_other, _other.c.id == _side.c.other_id)
    .where(_side.c.customer_id == SIDES)
    .order_by(_side.c.importance.desc(), _side.c.id)
)


def _placed(owner: Any, facilitator: Any, *, owned: bool) -> sa.Select[Any]:
    return (
        sa.select(
            _side.c.customer_id,
            _side.c.id.label("relationship_id"),
            _order.c.id,
            _order.c.owner_id,
            sa.literal(owned).label("owned"),
        )
        .join_from(_side, _order, sa.and_(_order.c.owner_id == owner, _order.c.facilitator_id == facilitator))
        .where(_side.c.customer_id == SIDES)
    )


# What one side of a relationship placed for the other, whatever became of it (REL-P06).
_placed_through = sa.union_all(
    _placed(_side.c.customer_id, _side.c.other_id, owned=True),
    _placed(_side.c.other_id, _side.c.customer_id, owned=False),
).subquery("placed_through")
ON_BEHALF = sa.select(_placed_through).order_by(_placed_through.c.id)

assert FACILITATORS.scope is not None, "only current relationships make a facilitator"
MAY_FACILITATE = trimmed(
    sa.select(_facilitator.customer_id, _facilitator.other_id).where(
        _facilitator.customer_id == sa.func.any(sa.bindparam("owners", type_=sa.ARRAY(sa.Uuid()))),
        FACILITATORS.scope,
    ),
    FACILITATORS.source,
)

LIVE_MEMBERSHIPS = trimmed(
    sa.select(
        _membership.customer_id,
        _membership.id,
        _membership.type_id,
        _membership.name,
        _membership.last_ends,
    ).where(_membership.customer_id == SIDES, *MEMBERSHIPS.default),
    MEMBERSHIPS.source,
)

INVITATIONS = (
    sa.select(
        _invitation.c.invitee_id.label("customer_id"),
        _invitation.c.instance_id,
        _invitation.c.reply_status,
        _event.c.name,
    )
    .join_from(_invitation, _instance, _instance.c.id == _invitation.c.instance_id)
    .join(_event, _event.c.id == _instance.c.event_id)
    .where(_invitation.c.invitee_id == SIDES)
)

CAMPAIGNS = (
    sa.select(_opportunity.c.customer_id, _campaign.c.id, _campaign.c.name)
    .join_from(_opportunity, _campaign, _campaign.c.id == _opportunity.c.campaign_id)
    .where(_opportunity.c.customer_id == SIDES)
    .distinct()
)
