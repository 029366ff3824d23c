"""What entries about fundraising show: activities, changes of stage, pledges and legacies, invitations."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa

from db.models import (
    Activity,
    ActivityType,
    Donation,
    Invitation,
    InvitationAttendee,
    OpportunityStage,
    OrderItem,
    Pledge,
    PledgeEvent,
    PledgePayment,
    StageChange,
    UserAccount,
)
from domain.orders import ItemState
from domain.timeline import TimelineKind
from gateway.loaders._timeline_keys import civil
from gateway.loaders._timeline_looks import looked_up

_activity = Activity.__table__
_activity_type = ActivityType.__table__
_user = UserAccount.__table__
_change = StageChange.__table__
_from = OpportunityStage.__table__.alias("from_stage")
_to = OpportunityStage.__table__.alias("to_stage")
_event = PledgeEvent.__table__
_pledge = Pledge.__table__
_payment = PledgePayment.__table__
_donation = Donation.__table__
_item = OrderItem.__table__
_invitation = Invitation.__table__
_attendee = InvitationAttendee.__table__

Labels = Iterator[sa.Label[Any]]


def of_activities(key: sa.Subquery) -> Labels:
    """What an activity is about, who is to do it, and by what it is told whether it was done."""
    return looked_up(
        key,
        TimelineKind.ACTIVITY,
        _activity.outerjoin(_activity_type, _activity_type.c.id == _activity.c.type_id).outerjoin(
            _user, _user.c.id == _activity.c.assigned_to_id
        ),
        _activity.c.id == key.c.subject_id,
        activity_type=_activity_type.c.name,
        subject=_activity.c.subject,
        notes=_activity.c.notes,
        assigned_to=_user.c.name,
        activity_id=_activity.c.id,
        due_on=civil(_activity.c.due_at),
        completed_at=_activity.c.completed_at,
    )


def of_stage_changes(key: sa.Subquery) -> Labels:
    """What became of an opportunity."""
    return looked_up(
        key,
        TimelineKind.OPPORTUNITY_STAGE_CHANGE,
        _change.outerjoin(_from, _from.c.id == _change.c.from_stage_id).outerjoin(
            _to, _to.c.id == _change.c.to_stage_id
        ),
        _change.c.id == key.c.subject_id,
        change_kind=_change.c.kind,
        from_stage=_from.c.name,
        to_stage=_to.c.name,
        outcome=_change.c.outcome,
        changed_by=_change.c.username,
        change_note=_change.c.note,
    )


def of_promises(key: sa.Subquery) -> Labels:
    """What happened to a pledge or legacy, and where it stands now, returned donations left out (PLG-03)."""
    given = (
        sa.select(sa.cast(sa.func.coalesce(sa.func.sum(_payment.c.amount_minor), 0), sa.BigInteger))
        .where(
            _payment.c.pledge_id == _event.c.pledge_id,
            _donation.c.id == _payment.c.donation_id,
            _item.c.id == _donation.c.order_item_id,
            _item.c.state == ItemState.SOLD.value,
        )
        .correlate(_event)
        .scalar_subquery()
    )
    return looked_up(
        key,
        TimelineKind.PLEDGE_OR_LEGACY,
        _event.outerjoin(_pledge, _pledge.c.id == _event.c.pledge_id),
        _event.c.id == key.c.subject_id,
        pledge_id=_event.c.pledge_id,
        pledge_kind=_pledge.c.kind,
        pledge_event=_event.c.kind,
        event_amount_minor=_event.c.amount_minor,
        promised_minor=_pledge.c.amount_minor,
        given_minor=given,
        cancelled=_pledge.c.cancelled_at.is_not(None),
        written_off=_pledge.c.written_off_at.is_not(None),
        pledge_changed_by=_event.c.username,
        pledge_note=_event.c.note,
    )


def of_invitations(key: sa.Subquery) -> Labels:
    """What became of an invitation, for whom it is, and who comes besides."""
    guests = (
        sa.select(sa.func.count())
        .where(_attendee.c.invitation_id == _invitation.c.id, ~_attendee.c.is_invitee)
        .correlate(_invitation)
        .scalar_subquery()
    )
    return looked_up(
        key,
        TimelineKind.INVITATION,
        _invitation,
        _invitation.c.id == key.c.subject_id,
        invitation_id=_invitation.c.id,
        reply_status=_invitation.c.reply_status,
        guest_count=guests,
        on_behalf_of_id=_invitation.c.on_behalf_of_id,
    )
