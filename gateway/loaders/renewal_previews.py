"""How all that a renewal depends on is read: the membership on offer, its terms, and the holder's declarations."""

from __future__ import annotations

from functools import cache

import sqlalchemy as sa

from db.models import CancelledDeclaration, Fund, GiftAidCancellation, GiftAidDeclaration, MembershipType
from gateway.engine.statements import Statement, compiled
from gateway.loaders.memberships import MEMBERSHIP, TERMS

_type = MembershipType.__table__
_fund = Fund.__table__
_declaration = GiftAidDeclaration.__table__
_cancellation = GiftAidCancellation.__table__
_named = CancelledDeclaration.__table__

_MEMBERSHIP_ID = sa.bindparam("membership_id", type_=sa.Uuid)
_CUSTOMER_ID = sa.bindparam("customer_id", type_=sa.Uuid)


@cache
def offered() -> Statement:
    """The membership `:membership_id` with what its type says of renewing it; no row for one that is not seen."""
    assert MEMBERSHIP.root_scope is not None, "memberships are seen where their holder is"
    query = (
        sa.select(
            MEMBERSHIP.c.customer_id,
            MEMBERSHIP.c.holder_kind,
            MEMBERSHIP.c.card_id,
            MEMBERSHIP.c.auto_renew,
            MEMBERSHIP.c.cancelled_on,
            MEMBERSHIP.c.returned_on,
            _type,
            sa.func.coalesce(_fund.c.gift_aid_eligible, False).label("gift_aid_eligible"),
        )
        .select_from(MEMBERSHIP.source)
        .join(_type, _type.c.id == MEMBERSHIP.c.type_id)
        .outerjoin(_fund, _fund.c.id == _type.c.fund_id)
        .where(MEMBERSHIP.c.id == _MEMBERSHIP_ID, MEMBERSHIP.root_scope)
    )
    return compiled(query)


@cache
def chain() -> Statement:
    """The terms of the membership `:membership_id`, the first one first."""
    return compiled(
        sa.select(TERMS.c.starts, TERMS.c.ends, TERMS.c.custom_end_reason, TERMS.c.returned)
        .where(TERMS.c.membership_id == _MEMBERSHIP_ID)
        .order_by(TERMS.c.starts)
    )


@cache
def declarations() -> Statement:
    """The Gift Aid declarations of the customer `:customer_id`."""
    return compiled(sa.select(_declaration).where(_declaration.c.customer_id == _CUSTOMER_ID))


@cache
def cancellations() -> Statement:
    """The Gift Aid cancellations of the customer `:customer_id`, each with the declarations that it names."""
    named = (
        sa.select(_named.c.declaration_id)
        .where(_named.c.cancellation_id == _cancellation.c.id)
        .correlate(_cancellation)
        .scalar_subquery()
    )
    return compiled(
        sa.select(
            _cancellation.c.id,
            _cancellation.c.made_at,
            _cancellation.c.effective_from,
            sa.func.array(named, type_=sa.ARRAY(sa.Uuid)).label("declaration_ids"),
        ).where(_cancellation.c.customer_id == _CUSTOMER_ID)
    )
