"""How a pinboard is read: what the user who asks keeps at hand, what was pinned last first (NAV-P04)."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from db.models import Customer, Invitation, Opportunity, Pin
from db.scope import ACTOR_ID
from gateway.engine.declare import Tab
from gateway.loaders._scope import of_visible_customer

_pin = Pin.__table__
_invitation = Invitation.__table__
_opportunity = Opportunity.__table__
_pointed_at = Customer.__table__.alias("pointed_at")


def pinned(of: sa.ColumnElement[bool]) -> sa.Exists:
    """Whether the user who asks has pinned what the condition on a pin names."""
    return sa.exists().where(_pin.c.user_id == ACTOR_ID, of)


def customer_pinned(customer: Any) -> sa.ColumnElement[bool]:
    """Whether the user who asks has pinned this customer, or a record that was merged into this one."""
    former = _pointed_at.alias("former")
    merged = sa.select(former.c.id).where(former.c.merged_into == customer.c.id).correlate(customer)
    return pinned(sa.or_(_pin.c.customer_id == customer.c.id, _pin.c.customer_id.in_(merged))).correlate(
        customer
    )


def _customer_of_pin() -> sa.ColumnElement[Any]:
    """Whose record it is, the survivor's for one merged away, or to whose record it belongs."""
    live = sa.func.coalesce(_pointed_at.c.merged_into, _pointed_at.c.id)
    return sa.func.coalesce(
        sa.select(live).where(_pointed_at.c.id == _pin.c.customer_id).scalar_subquery(),
        sa.select(_opportunity.c.customer_id)
        .where(_opportunity.c.id == _pin.c.opportunity_id)
        .scalar_subquery(),
        sa.select(_invitation.c.invitee_id).where(_invitation.c.id == _pin.c.invitation_id).scalar_subquery(),
    )


def _kind(name: str) -> sa.ColumnElement[str]:
    return sa.literal_column(f"'{name}'", sa.Text)


_read = sa.select(
    *_pin.c,
    _customer_of_pin().label("whose_id"),
    sa.case(
        (_pin.c.customer_id.is_not(None), _kind("CUSTOMER")),
        (_pin.c.opportunity_id.is_not(None), _kind("OPPORTUNITY")),
        else_=_kind("INVITATION"),
    ).label("kind"),
).subquery("pin_read")

KINDS = {
    "CUSTOMER": "PinnedCustomer",
    "OPPORTUNITY": "PinnedOpportunity",
    "INVITATION": "PinnedInvitation",
}

# Nothing is shown of customers whom the user may not see any more.
PINBOARD = Tab(
    "pinboard",
    _read,
    key=None,
    order=(_read.c.pinned_at.desc(), _read.c.id.desc()),
    scope=sa.and_(_read.c.user_id == ACTOR_ID, of_visible_customer(_read.c.whose_id)),
    kinds=("kind", KINDS),
    usual=20,
)
