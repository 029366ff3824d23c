"""What fundraising puts on the timeline of the customer whom it is about: all of it is the customer's own."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from db.models import Activity, Invitation, Opportunity, Pledge, PledgeEvent, StageChange
from domain.pledges import PledgeEventKind
from domain.timeline import InvitationStep, TimelineKind
from gateway.loaders._timeline_keys import keys, midnight, steps

_activity = Activity.__table__
_opportunity = Opportunity.__table__
_change = StageChange.__table__
_pledge = Pledge.__table__
_event = PledgeEvent.__table__
_invitation = Invitation.__table__


def activities() -> sa.Select[Any]:
    """What was done, on the day on which it was; and what is planned, on the day for which it is."""
    return keys(TimelineKind.ACTIVITY, _activity.c.customer_id, _activity.c.occurs_at, _activity.c.id)


def stage_changes() -> sa.Select[Any]:
    """Every change of stage of the customer's opportunities."""
    kind = TimelineKind.OPPORTUNITY_STAGE_CHANGE
    return keys(kind, _opportunity.c.customer_id, _change.c.at, _change.c.id).join_from(
        _opportunity, _change, _change.c.opportunity_id == _opportunity.c.id
    )


def promised() -> sa.Select[Any]:
    """What happened to pledges and legacies: a pledge was made on its day, whenever that was entered."""
    made = sa.and_(_event.c.kind == PledgeEventKind.CREATED.value, _pledge.c.pledged_on.is_not(None))
    at = sa.case((made, midnight(_pledge.c.pledged_on)), else_=_event.c.at)
    return keys(TimelineKind.PLEDGE_OR_LEGACY, _opportunity.c.customer_id, at, _event.c.id).select_from(
        _opportunity.join(_pledge, _pledge.c.opportunity_id == _opportunity.c.id).join(
            _event, _event.c.pledge_id == _pledge.c.id
        )
    )


def invited() -> sa.Select[Any]:
    """Invitations when they were sent, and again when they were answered; one not sent yet is nothing."""
    taken = steps(
        (InvitationStep.INVITED, _invitation.c.invited_at),
        (InvitationStep.REPLIED, _invitation.c.replied_at),
        of=_invitation,
    )
    return keys(
        TimelineKind.INVITATION,
        _invitation.c.invitee_id,
        taken.c.at,
        _invitation.c.id,
        part_id=taken.c.step_id,
    ).select_from(_invitation.join(taken, sa.true()))
