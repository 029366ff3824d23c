"""Invitations in a merge: one a person and instance, with everybody who comes because of either (INV-P05)."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from db.models import Invitation, InvitationAttendee, Pin
from domain.invitations import ReplyStatus
from gateway.commands._merging import Merge

_invitation = Invitation.__table__
_attendee = InvitationAttendee.__table__
_pin = Pin.__table__
_own, _theirs = _invitation.alias("own"), _invitation.alias("theirs")
_REASON = "Both were invited to the same."
# What counts for more, where there is no actual reply; any of those counts for most.
_WEIGHT = {ReplyStatus.NOT_SENT.value: 0, ReplyStatus.INVITED.value: 1, ReplyStatus.NO_REPLY.value: 2}
_REPLIED = 3


async def merge_invitations(merge: Merge) -> None:
    """Keep the survivor's of two to one instance, with the latest actual reply and the attendees of both."""
    themselves = sa.and_(
        merge.of_either(_invitation.c.invitee_id), merge.of_either(_invitation.c.on_behalf_of_id)
    )
    await merge.ledger.change(
        _invitation, themselves, {"on_behalf_of_id": None}, reason="Nobody comes on behalf of themselves."
    )
    pairs = (
        sa.select(_own.c.id.label("own"), _theirs.c.id.label("theirs"))
        .join(_theirs, _theirs.c.instance_id == _own.c.instance_id)
        .where(merge.of_survivor(_own.c.invitee_id), merge.of_loser(_theirs.c.invitee_id))
        .subquery("pairs")
    )
    await _merge_attendees(merge, pairs)
    await merge.ledger.change(
        _invitation, _invitation.c.id.in_(sa.select(pairs.c.own)), _latest(merge), reason=_REASON
    )
    await _move_pins(merge, pairs)
    theirs = sa.select(pairs.c.theirs)
    await merge.ledger.drop(_invitation, _invitation.c.id.in_(theirs), reason=_REASON)


def _latest(merge: Merge) -> dict[str, Any]:
    """The columns of whichever of the two was replied to last, or is further on."""
    other = _invitation.alias("other")

    def theirs(value: Any) -> Any:
        same = sa.and_(merge.of_loser(other.c.invitee_id), other.c.instance_id == _invitation.c.instance_id)
        return sa.select(value).where(same).correlate(_invitation).scalar_subquery()

    def rank(of: sa.FromClause) -> Any:
        weight = sa.case(_WEIGHT, value=of.c.reply_status, else_=_REPLIED)
        return sa.func.row(weight, sa.func.coalesce(of.c.replied_at, sa.func.to_timestamp(0)))

    taken = theirs(rank(other)) > rank(_invitation)
    reply = {
        name: sa.case((taken, theirs(other.c[name])), else_=_invitation.c[name])
        for name in ("reply_status", "replied_at", "invited_at")
    }
    asked_for = sa.func.coalesce(_invitation.c.on_behalf_of_id, theirs(other.c.on_behalf_of_id))
    return {
        **reply,
        "guests_allowed": sa.func.greatest(_invitation.c.guests_allowed, theirs(other.c.guests_allowed)),
        "on_behalf_of_id": asked_for,
        "version": _invitation.c.version + 1,
    }


async def _merge_attendees(merge: Merge, pairs: sa.Subquery) -> None:
    """Everybody comes once: the same person, or guest of the same name, whichever record they were written down for."""
    into = sa.select(pairs.c.own).where(pairs.c.theirs == _attendee.c.invitation_id).scalar_subquery()
    invitation = sa.func.coalesce(into, _attendee.c.invitation_id)
    known = sa.case(
        (merge.of_loser(_attendee.c.customer_id), sa.literal(str(merge.survivor.id))),
        else_=sa.func.coalesce(sa.cast(_attendee.c.customer_id, sa.Text), sa.func.lower(_attendee.c.name)),
    )
    concerned = sa.union(
        sa.select(pairs.c.own),
        sa.select(pairs.c.theirs),
        sa.select(_attendee.c.invitation_id).where(merge.of_loser(_attendee.c.customer_id)),
    )
    people = (
        sa.select(
            _attendee.c.id,
            sa.func.first_value(_attendee.c.id)
            .over(partition_by=(invitation, known), order_by=(_attendee.c.is_invitee.desc(), _attendee.c.id))
            .label("keeper"),
            invitation.label("into_id"),
            _attendee.c.ticket_id,
            _attendee.c.attended,
        )
        .where(_attendee.c.invitation_id.in_(concerned))
        .subquery("people")
    )
    doubles = sa.select(people.c.id).where(people.c.id != people.c.keeper)
    found = (
        sa.select(
            people.c.keeper,
            sa.func.min(sa.cast(people.c.ticket_id, sa.Text)).label("ticket"),
            sa.func.bool_or(people.c.attended).label("attended"),
        )
        .where(people.c.keeper.in_(sa.select(people.c.keeper).where(people.c.id != people.c.keeper)))
        .group_by(people.c.keeper)
        .subquery("found")
    )
    mine = found.c.keeper == _attendee.c.id
    ticket = sa.select(sa.cast(found.c.ticket, sa.Uuid)).where(mine).scalar_subquery()
    attended = sa.select(found.c.attended).where(mine).scalar_subquery()
    await merge.ledger.change(
        _attendee,
        _attendee.c.id.in_(sa.select(found.c.keeper)),
        {"ticket_id": sa.func.coalesce(_attendee.c.ticket_id, ticket), "attended": attended},
        reason=_REASON,
    )
    await merge.ledger.drop(_attendee, _attendee.c.id.in_(doubles), reason=_REASON)
    await merge.ledger.change(
        _attendee,
        _attendee.c.invitation_id.in_(sa.select(pairs.c.theirs)),
        {"invitation_id": into},
        reason=_REASON,
    )


async def _move_pins(merge: Merge, pairs: sa.Subquery) -> None:
    """Whoever has pinned the invitation that goes has the other on the pinboard, once."""
    held = _pin.alias("held")
    of_pin = pairs.c.theirs == _pin.c.invitation_id
    into = sa.select(pairs.c.own).where(of_pin).correlate(_pin).scalar_subquery()
    pinned = _pin.c.invitation_id.in_(sa.select(pairs.c.theirs))
    already = sa.exists().where(held.c.user_id == _pin.c.user_id, held.c.invitation_id == into)
    await merge.ledger.drop(_pin, sa.and_(pinned, already), reason=_REASON)
    await merge.ledger.change(_pin, pinned, {"invitation_id": into}, reason=_REASON)
