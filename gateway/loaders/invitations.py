"""How invitations are read: those of the person who is asked, and who comes because of each (INV-P01)."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from db.models import (
    Customer,
    Event,
    Instance,
    Invitation,
    InvitationAttendee,
    OrderItem,
    Pin,
    Relationship,
)
from db.scope import visible_customer
from gateway.engine.declare import Tab
from gateway.loaders._scope import of_visible_customer
from gateway.loaders.pinboard import pinned
from gateway.loaders.relationships import is_current

_invitation = Invitation.__table__
_instance = Instance.__table__
_event = Event.__table__
_attendee = InvitationAttendee.__table__
_relationship = Relationship.__table__
_item = OrderItem.__table__
_named = Customer.__table__.alias("named")
_guest = Customer.__table__.alias("guest")
_pin = Pin.__table__


def guest_count(invitation: Any) -> sa.ScalarSelect[int]:
    """How many come because of the invitation besides the invitee (INV-P02)."""
    is_invitee = sa.or_(
        _attendee.c.is_invitee, _attendee.c.customer_id.is_not_distinct_from(invitation.c.invitee_id)
    )
    return (
        sa.select(sa.func.count())
        .where(_attendee.c.invitation_id == invitation.c.id, ~is_invitee)
        .correlate(invitation)
        .scalar_subquery()
    )


def _related() -> sa.ColumnElement[Any]:
    """Whether the invitee is related today to the organisation for which they are asked; null where there is none."""
    ends = sa.tuple_(_relationship.c.a_id, _relationship.c.b_id)
    invitee, organisation = _invitation.c.invitee_id, _invitation.c.on_behalf_of_id
    related = (
        sa.exists()
        .where(
            sa.or_(ends == sa.tuple_(invitee, organisation), ends == sa.tuple_(organisation, invitee)),
            is_current(_relationship.c),
        )
        .correlate(_invitation)
    )
    return sa.case((organisation.is_(None), None), else_=related)


_read = (
    sa.select(
        *_invitation.c,
        _instance.c.starts_at,
        _event.c.name.label("event_name"),
        guest_count(_invitation).label("guest_count"),
        _related().label("on_behalf_of_related"),
        pinned(_pin.c.invitation_id == _invitation.c.id).correlate(_invitation).label("pinned"),
    )
    .select_from(_invitation)
    # Every invitation has both: outer joins are what PostgreSQL leaves out where nothing of them is asked for.
    .outerjoin(_instance, _instance.c.id == _invitation.c.instance_id)
    .outerjoin(_event, _event.c.id == _instance.c.event_id)
    .subquery("invitation_read")
)

INVITATIONS = Tab(
    "invitations",
    _read,
    key=_read.c.invitee_id,
    order=(_read.c.starts_at.desc(), _read.c.id.desc()),
    entity="inv",
)
INVITATION = Tab(
    "invitation",
    _read,
    key=_read.c.id,
    order=(_read.c.id,),
    root_scope=of_visible_customer(_read.c.invitee_id),
    entity="inv",
)

# By the record that a guest has now, for those who may see it.
_attending = (
    sa.select(
        _attendee.c.id,
        _attendee.c.invitation_id,
        _attendee.c.customer_id,
        _attendee.c.ticket_id,
        _attendee.c.position,
        _attendee.c.name.label("given_name"),
        _guest.c.kind,
        _guest.c.title,
        _guest.c.first_name,
        _guest.c.last_name,
        _guest.c.name,
        sa.or_(
            _attendee.c.is_invitee, _attendee.c.customer_id.is_not_distinct_from(_invitation.c.invitee_id)
        ).label("is_invitee"),
        # Whoever was scanned in was there, whether or not anybody noted it.
        sa.func.coalesce(_attendee.c.attended, _item.c.attended, type_=sa.Boolean).label("attended"),
    )
    .select_from(_attendee)
    .join(_invitation, _invitation.c.id == _attendee.c.invitation_id)
    .outerjoin(_item, _item.c.id == _attendee.c.ticket_id)
    .outerjoin(_named, _named.c.id == _attendee.c.customer_id)
    .outerjoin(
        _guest,
        sa.and_(
            _guest.c.id == sa.func.coalesce(_named.c.merged_into, _named.c.id), visible_customer(_guest.c)
        ),
    )
    .subquery("attendee_read")
)
ATTENDEES = Tab(
    "attendees",
    _attending,
    key=_attending.c.invitation_id,
    order=(_attending.c.is_invitee.desc(), _attending.c.position, _attending.c.id),
    usual=3,
)
