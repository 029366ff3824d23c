"""The statements by which a record is read that is to be converted; each with :customer, some with :number."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from db.gift_aid import CANCELLED, DECLARED
from db.merge_locks import under_way
from db.models import (
    Address,
    Agent,
    AttributeDefinition,
    AttributeValue,
    CancelledDeclaration,
    CreditEntry,
    CreditLot,
    Customer,
    GiftAidCancellation,
    GiftAidDeclaration,
    Household,
    Instance,
    Invitation,
    Membership,
    Opportunity,
    Order,
    Pledge,
    PreferenceAnswer,
    Relationship,
    RelationshipType,
    Transformation,
    TransformationValue,
    WalletCard,
)
from db.scope import visible_customer
from domain.customers import Details
from domain.pledges import PledgeKind
from domain.transformations import TransformationKind
from gateway.loaders._scope import led_to

_customer = Customer.__table__
_ID = sa.bindparam("customer", type_=sa.Uuid)
_NUMBER = sa.bindparam("number", type_=sa.BigInteger)
_TODAY = sa.bindparam("today", type_=sa.Date)
_NOW = sa.bindparam("now", type_=sa.DateTime(timezone=True))


def _count(of: Any, *conditions: sa.ColumnElement[bool]) -> sa.ScalarSelect[int]:
    return (
        sa.select(sa.func.count()).select_from(of).where(*conditions).correlate(_customer).scalar_subquery()
    )


_lot, _entry = CreditLot.__table__, CreditEntry.__table__
_pledge, _opportunity = Pledge.__table__, Opportunity.__table__
_agent = Agent.__table__
_invitation, _instance = Invitation.__table__, Instance.__table__
_order, _card, _answer = Order.__table__, WalletCard.__table__, PreferenceAnswer.__table__
_household, _membership = Household.__table__, Membership.__table__
_relationship, _type = Relationship.__table__, RelationshipType.__table__
_address = Address.__table__
_mate = _customer.alias("housemate")

_credit = (
    sa.select(sa.cast(sa.func.coalesce(sa.func.sum(_entry.c.amount_minor), 0), sa.BigInteger))
    .select_from(_lot.join(_entry, _entry.c.lot_id == _lot.c.id))
    .where(
        _lot.c.customer_id == _customer.c.id,
        sa.or_(_lot.c.expires_on.is_(None), _lot.c.expires_on >= _TODAY),
    )
    .correlate(_customer)
    .scalar_subquery()
)
# Still expected: nobody called it off (PLG-P11).
LIVE_LEGACY = sa.and_(
    _pledge.c.kind == PledgeKind.LEGACY.value,
    _pledge.c.cancelled_at.is_(None),
    _pledge.c.written_off_at.is_(None),
)

RECORD = sa.select(
    _customer.c.id,
    _customer.c.number,
    _customer.c.kind,
    _customer.c.active,
    _customer.c.details_version,
    *(_customer.c[name] for name in Details.__dataclass_fields__),
    under_way(_customer.c.number).label("under_way"),
    _credit.label("credit"),
    _count(
        _pledge.join(_opportunity, _opportunity.c.id == _pledge.c.opportunity_id),
        _opportunity.c.customer_id == _customer.c.id,
        LIVE_LEGACY,
    ).label("legacies"),
    sa.exists()
    .where(
        _agent.c.customer_id == _customer.c.id,
        sa.or_(_agent.c.api_access, _agent.c.api_key_hash.is_not(None)),
    )
    .correlate(_customer)
    .label("has_agent_access"),
    sa.exists().where(_agent.c.customer_id == _customer.c.id).correlate(_customer).label("is_agent"),
    _count(_invitation, _invitation.c.invitee_id == _customer.c.id).label("invitations"),
    _count(
        _invitation.join(_instance, _instance.c.id == _invitation.c.instance_id),
        _invitation.c.invitee_id == _customer.c.id,
        _instance.c.starts_at > _NOW,
    ).label("future_invitations"),
    _count(_order, _order.c.facilitator_id == _customer.c.id).label("facilitated_orders"),
    _count(_card, _card.c.customer_id == _customer.c.id, _card.c.removed_at.is_(None)).label("cards"),
    _count(_answer, _answer.c.customer_id == _customer.c.id).label("answers"),
    _count(_mate, _mate.c.household_id == _customer.c.household_id, _mate.c.id != _customer.c.id).label(
        "housemates"
    ),
    sa.exists()
    .where(_household.c.id == _customer.c.household_id, _household.c.primary_id == _customer.c.id)
    .correlate(_customer)
    .label("is_primary"),
    _count(_membership, _membership.c.customer_id == _customer.c.id, _membership.c.auto_renew).label(
        "auto_renewals"
    ),
    sa.exists().where(_address.c.customer_id == _customer.c.id).correlate(_customer).label("has_address"),
    _count(
        _relationship,
        sa.or_(_relationship.c.a_id == _customer.c.id, _relationship.c.b_id == _customer.c.id),
    ).label("relationships"),
).where(
    led_to(lambda named: sa.or_(named.id == _ID, named.number == _NUMBER)),
    visible_customer(_customer.c),
)

DECLARATIONS = sa.select(*DECLARED).where(GiftAidDeclaration.__table__.c.customer_id == _ID)
_cancellation, _named = GiftAidCancellation.__table__, CancelledDeclaration.__table__
CANCELLATIONS = (
    sa.select(*CANCELLED)
    .join_from(_cancellation, _named, _named.c.cancellation_id == _cancellation.c.id)
    .where(_cancellation.c.customer_id == _ID)
    .order_by(_cancellation.c.id)
)

_a, _b = _customer.alias("a"), _customer.alias("b")


def _called(who: Any) -> sa.ColumnElement[Any]:
    """The name of somebody whom the actor may see (ROL-P07)."""
    name = sa.func.coalesce(who.c.name, sa.func.concat_ws(" ", who.c.first_name, who.c.last_name))
    return sa.case((visible_customer(who.c), name))


TIES = (
    sa.select(
        _relationship.c.id,
        sa.case((_relationship.c.a_id == _ID, _type.c.forward_label), else_=_type.c.reverse_label).label(
            "label"
        ),
        sa.case((_relationship.c.a_id == _ID, _called(_b)), else_=_called(_a)).label("other"),
        sa.case((_relationship.c.a_id == _ID, _b.c.id), else_=_a.c.id).label("other_id"),
    )
    .join_from(_relationship, _type, _type.c.id == _relationship.c.type_id)
    .join(_a, _a.c.id == _relationship.c.a_id)
    .join(_b, _b.c.id == _relationship.c.b_id)
    .where(
        sa.or_(_relationship.c.a_id == _ID, _relationship.c.b_id == _ID),
        sa.or_(_relationship.c.ends.is_(None), _relationship.c.ends > _TODAY),
    )
    .order_by(_relationship.c.id)
)

_definition, _value = AttributeDefinition.__table__, AttributeValue.__table__
# What applies to one kind alone cannot stand on a record of the other; the target's is never the record's own.
LOST = (
    sa.select(_definition.c.id, _definition.c.name, _definition.c.protected)
    .join_from(_value, _definition, _definition.c.id == _value.c.definition_id)
    .join(_customer, _customer.c.id == _value.c.customer_id)
    .where(
        _value.c.customer_id == _ID,
        _definition.c.applies_to
        == sa.case((_customer.c.kind == "I", sa.literal("INDIVIDUAL")), else_=sa.literal("ORGANISATION")),
    )
    .order_by(_definition.c.position, _definition.c.name)
)

TYPES = (
    sa.select(_type.c.id)
    .where(_type.c.active, _type.c.from_kind != _type.c.to_kind)
    .order_by(_type.c.position, _type.c.forward_label, _type.c.id)
)

_transformation, _before = Transformation.__table__, TransformationValue.__table__
_last = (
    sa.select(_transformation.c.id)
    .where(
        _transformation.c.customer_id == _ID,
        _transformation.c.kind == TransformationKind.CONVERSION.value,
        _transformation.c.from_kind == "I",
        _transformation.c.reversed_at.is_(None),
        _transformation.c.at >= sa.bindparam("since", type_=sa.DateTime(timezone=True)),
    )
    .order_by(_transformation.c.number.desc())
    .limit(1)
    .scalar_subquery()
)
FORMER = sa.select(
    _before.c.path,
    _before.c.survivor.label("value"),
    sa.exists()
    .where(sa.func.lower(_customer.c.email) == sa.func.lower(_before.c.survivor))
    .correlate(_before)
    .label("taken"),
).where(
    _before.c.transformation_id == _last,
    sa.or_(_before.c.path == "email", _before.c.path == "birth_date"),
    _before.c.survivor.is_not(None),
)

PARTY = sa.select(_customer.c.id, _customer.c.number, _customer.c.kind, _customer.c.active).where(
    sa.or_(_customer.c.id == _ID, _customer.c.number == _NUMBER),
    _customer.c.merged_into.is_(None),
    visible_customer(_customer.c),
)
