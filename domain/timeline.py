"""The timeline of a customer: what kinds of entries there are, in which part somebody has them, and what they say."""

from __future__ import annotations

from base64 import urlsafe_b64encode
from enum import IntEnum, StrEnum, unique
from functools import cache
from uuid import UUID

from domain.invitations import ReplyStatus
from domain.opportunities import StageChangeKind
from domain.pledges import PledgeEventKind, PledgeKind

EXCERPT = 200
"""How many characters of the notes of an activity a row of the timeline has."""


@unique
class TimelineKind(StrEnum):
    """The kinds of entries, in the order in which those of one instant stand (TML-05 to TML-12, TML-P02)."""

    ACTIVITY = "ACTIVITY"
    VISIT = "VISIT"
    OPPORTUNITY_STAGE_CHANGE = "OPPORTUNITY_STAGE_CHANGE"
    PLEDGE_OR_LEGACY = "PLEDGE_OR_LEGACY"
    DONATION_OR_PLEDGE_INSTALMENT = "DONATION_OR_PLEDGE_INSTALMENT"
    INVITATION = "INVITATION"
    MEMBERSHIP = "MEMBERSHIP"
    MERCHANDISE = "MERCHANDISE"

    @property
    def ordinal(self) -> int:
        """The place of the kind in this order, from 1."""
        return _ORDINALS[self]


_ORDINALS = {kind: place for place, kind in enumerate(TimelineKind, 1)}


@unique
class TimelineRole(StrEnum):
    """The part by which an entry is on somebody's timeline (TML-P08)."""

    OWNER = "OWNER"
    FACILITATOR = "FACILITATOR"
    SOFT_CREDIT = "SOFT_CREDIT"
    ORGANISATION = "ORGANISATION"


@unique
class TermStep(IntEnum):
    """What of a term of a membership is an entry: that it was sold, that nothing followed it, that it came back."""

    ACQUIRED = 1
    LAPSED = 2
    RETURNED = 3


@unique
class MembershipAction(StrEnum):
    """What happened to a membership (TML-P01)."""

    BOUGHT = "BOUGHT"
    RENEWED = "RENEWED"
    AUTO_RENEWED = "AUTO_RENEWED"
    LAPSED = "LAPSED"
    RETURNED = "RETURNED"


@unique
class InvitationStep(IntEnum):
    """What of an invitation is an entry: that it was sent, and that it was answered (TML-P01)."""

    INVITED = 1
    REPLIED = 2


@unique
class Attendance(StrEnum):
    """Whether somebody came, as far as tickets were scanned at the door (TML-P01)."""

    YES = "YES"
    NO = "NO"
    UNKNOWN = "UNKNOWN"


def entry_id(customer_id: UUID, ordinal: int, subject_id: UUID, part_id: UUID) -> str:
    """The id of one entry on one customer's timeline: the same fact has another on that of somebody else."""
    key = customer_id.bytes + bytes((ordinal,)) + subject_id.bytes + part_id.bytes
    return "tml1_" + urlsafe_b64encode(key).decode().rstrip("=")


@cache
def roles_of(
    owner: bool, facilitator: bool, soft_credited: bool, of_organisation: bool
) -> tuple[TimelineRole, ...]:
    """Every part by which an entry is on the timeline (TML-P03, TML-P08).

    What was booked for an organisation is so on the timeline of the facilitator; on its own it is the owner's.
    """
    has = zip(TimelineRole, (owner, facilitator, soft_credited, facilitator and of_organisation), strict=True)
    return tuple(role for role, holds in has if holds)


def counts_towards_totals(owner: bool, facilitator: bool) -> bool:
    """Whether the amount is the customer's own: one who is only credited with it is shown it (TML-P07)."""
    return owner or facilitator


def attendance(seats: int, came: int, stayed_away: int) -> Attendance:
    """Whether anybody came on so many tickets: no, only once that is known of each of them."""
    if came:
        return Attendance.YES
    return Attendance.NO if stayed_away >= seats else Attendance.UNKNOWN


def membership_action(step: int, first: bool, automatic: bool) -> MembershipAction:
    """What an entry of a term tells: its sale is that of the membership where it is the first of the chain."""
    match TermStep(step):
        case TermStep.LAPSED:
            return MembershipAction.LAPSED
        case TermStep.RETURNED:
            return MembershipAction.RETURNED
        case TermStep.ACQUIRED if first:
            return MembershipAction.BOUGHT
    return MembershipAction.AUTO_RENEWED if automatic else MembershipAction.RENEWED


def activity_title(type_name: str, subject: str) -> str:
    """The line that stands for an activity."""
    return f"{type_name}: {subject}"


def stage_change_title(campaign: str, kind: str, before: str | None, after: str, outcome: str | None) -> str:
    """The line that stands for a change of stage, openings and closings included."""
    match StageChangeKind(kind):
        case StageChangeKind.OPENED:
            return f"{campaign}: opened at {after}"
        case StageChangeKind.MOVED:
            return f"{campaign}: from {before} to {after}"
        case StageChangeKind.REOPENED:
            return f"{campaign}: opened again at {after}"
        case StageChangeKind.CLOSED:
            assert outcome is not None, "what was closed ended somehow"
            return f"{campaign}: closed as {outcome.lower()}"


_EVENTS = {
    PledgeEventKind.CREATED: "made",
    PledgeEventKind.AMENDED: "amended",
    PledgeEventKind.CANCELLED: "cancelled",
    PledgeEventKind.REINSTATED: "reinstated",
    PledgeEventKind.WRITTEN_OFF: "written off",
}
_ACTIONS = {
    MembershipAction.BOUGHT: "bought",
    MembershipAction.RENEWED: "renewed",
    MembershipAction.AUTO_RENEWED: "renewed by itself",
    MembershipAction.LAPSED: "lapsed",
    MembershipAction.RETURNED: "returned",
}
_ANSWERS = {
    ReplyStatus.ACCEPTED: "Accepted",
    ReplyStatus.DECLINED: "Declined",
    ReplyStatus.TENTATIVE: "Undecided",
}


def pledge_title(kind: str, event: str, campaign: str) -> str:
    """The line that stands for what happened to a pledge or a legacy."""
    name = "Pledge" if kind == PledgeKind.PLEDGE else "Legacy"
    return f"{name} {_EVENTS[PledgeEventKind(event)]}: {campaign}"


def donation_title(fund: str, promised: str | None) -> str:
    """The line that stands for a donation, or for one that was promised by a pledge or a legacy."""
    match promised:
        case PledgeKind.PLEDGE:
            return f"Pledge payment: {fund}"
        case PledgeKind.LEGACY:
            return f"Legacy received: {fund}"
    return f"Donation: {fund}"


def invitation_title(step: int, reply_status: str, event: str) -> str:
    """The line that stands for an invitation, or for the answer to it."""
    if step == InvitationStep.INVITED:
        return f"Invited: {event}"
    return f"{_ANSWERS[ReplyStatus(reply_status)]}: {event}"


def membership_title(name: str, step: int, first: bool, automatic: bool) -> str:
    """The line that stands for what happened to a membership."""
    return f"{name}: {_ACTIONS[membership_action(step, first, automatic)]}"


def excerpt(notes: str | None) -> str | None:
    """The beginning of the notes of an activity, cut after a whole word where they are longer than a row."""
    if notes is None or len(notes) <= EXCERPT:
        return notes
    return notes[:EXCERPT].rsplit(None, 1)[0].rstrip() + "…"
