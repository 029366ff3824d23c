"""How the tabs of two records are read that the merge wizard shows: a statement a tab, for both at once."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from db.merge_locks import under_way
from db.models import (
    Address,
    Agent,
    AttributeDefinition,
    AttributeOption,
    AttributeValue,
    Customer,
    CustomerTag,
    GiftAidClaim,
    GiftAidClaimLine,
    GiftAidDeclaration,
    Note,
    OnlinePassword,
    Tag,
    TagGroup,
)
from db.scope import visible_customer, visible_note
from domain.customers import Details
from domain.gift_aid_claims import ClaimStatus
from gateway.engine.trimming import trimmed
from gateway.loaders._bounces import email_bounces
from gateway.loaders.preferences import PREFERENCES

SIDES = sa.func.any(sa.bindparam("sides", type_=sa.ARRAY(sa.Uuid())))
"""The keys of both records."""

_customer = Customer.__table__
_mate = Customer.__table__.alias("mate")
_password = OnlinePassword.__table__
_agent = Agent.__table__
_address = Address.__table__
_value = AttributeValue.__table__
_definition = AttributeDefinition.__table__
_option = AttributeOption.__table__
_tag = Tag.__table__
_group = TagGroup.__table__
_applied = CustomerTag.__table__
_note = Note.__table__
_line = GiftAidClaimLine.__table__
_claim = GiftAidClaim.__table__
_declaration = GiftAidDeclaration.__table__

# A claim is open until the tax authority has answered.
_OPEN = sa.func.any(
    sa.literal([ClaimStatus.DRAFT, ClaimStatus.PREVIEWED, ClaimStatus.SUBMITTED], sa.ARRAY(sa.Text()))
)

_housemates = (
    sa.select(sa.func.count())
    .select_from(_mate)
    .where(
        _mate.c.household_id == _customer.c.household_id,
        _mate.c.id != _customer.c.id,
        visible_customer(_mate.c),
    )
    .correlate(_customer)
    .scalar_subquery()
)
# The declaration that a gift is claimed on is its donor's.
_in_open_claim = (
    sa.exists()
    .where(
        _declaration.c.customer_id == _customer.c.id,
        _line.c.declaration_id == _declaration.c.id,
        _line.c.live,
        _claim.c.id == _line.c.claim_id,
        _claim.c.status == _OPEN,
    )
    .correlate(_customer)
)

RECORDS = sa.select(
    _customer.c.id,
    _customer.c.kind,
    _customer.c.number,
    *(_customer.c[name] for name in Details.__dataclass_fields__),
    _customer.c.active,
    _customer.c.merged_into,
    _customer.c.image_hash,
    _customer.c.household_id,
    under_way(_customer.c.number).label("in_progress"),
    sa.exists().where(_password.c.customer_id == _customer.c.id).label("has_password"),
    sa.exists().where(_agent.c.customer_id == _customer.c.id).label("is_agent"),
    _in_open_claim.label("in_open_claim"),
    _housemates.label("housemates"),
    email_bounces(_customer).label("bounces"),
).where(_customer.c.id == SIDES)

ADDRESSES = (
    sa.select(_address)
    .where(_address.c.customer_id == SIDES)
    .order_by(_address.c.default_billing.desc(), _address.c.created_at, _address.c.id)
)

_labels = sa.func.array(
    sa.select(_option.c.label)
    .where(_option.c.id == sa.any_(_value.c.option_ids))
    .order_by(_option.c.position, _option.c.label)
    .correlate(_value)
    .scalar_subquery(),
    type_=sa.ARRAY(sa.Text()),
)
VALUES = (
    sa.select(
        _value.c.customer_id,
        _value.c.definition_id,
        _definition.c.name,
        _definition.c.protected,
        _value.c.text_value,
        _value.c.money_minor,
        _value.c.date_value,
        _labels.label("labels"),
        _value.c.ciphertext,
    )
    .join_from(_value, _definition, _definition.c.id == _value.c.definition_id)
    .where(_value.c.customer_id == SIDES)
    .order_by(_definition.c.position, _definition.c.name, _definition.c.id)
)

_answer: Any = PREFERENCES.source.c
ANSWERS = trimmed(
    sa.select(
        _answer.customer_id,
        _answer.definition_id,
        _answer.name,
        _answer.channel,
        _answer.partner_name,
        _answer.definition_active,
        _answer.answer,
        _answer.answered_at,
        _answer.statement_seen,
    )
    .where(_answer.customer_id == SIDES)
    .order_by(*PREFERENCES.order),
    PREFERENCES.source,
)

TAGS = (
    sa.select(
        _applied.c.customer_id,
        _tag.c.id,
        _tag.c.name,
        _tag.c.is_autotag,
        _tag.c.archived,
        _group.c.name.label("group"),
    )
    .join_from(_applied, _tag, _tag.c.id == _applied.c.tag_id)
    .join(_group, _group.c.id == _tag.c.group_id)
    .where(_applied.c.customer_id == SIDES)
    .order_by(_group.c.position, _tag.c.name, _tag.c.id)
)

NOTES = (
    sa.select(_note.c.customer_id, _note.c.id, _note.c.colour, _note.c.body)
    .where(_note.c.customer_id == SIDES, visible_note(_note.c))
    .order_by(_note.c.pinned.desc(), _note.c.created_at.desc(), _note.c.id.desc())
)
