"""The words in which entries of a timeline tell what happened."""

from __future__ import annotations

from domain.invitations import ReplyStatus
from domain.opportunities import Outcome, StageChangeKind
from domain.pledges import PledgeEventKind, PledgeKind, PledgeStatus
from domain.timeline import ActivityState, Attendance, InvitationStep, MembershipAction
from gateway.schema._rows import enum_type

enum_type(
    ActivityState,
    "Where an activity stands now.",
    PLANNED="It is still to come.",
    OVERDUE="It was due, and is not done.",
    DONE="It was done.",
)
enum_type(
    Attendance,
    "Whether somebody came, as far as tickets were scanned at the door.",
    YES="At least one of the tickets was scanned.",
    NO="None of the tickets was used.",
    UNKNOWN="It is not known of all tickets.",
)
enum_type(
    MembershipAction,
    "What happened to a membership.",
    BOUGHT="It was bought.",
    RENEWED="It was renewed.",
    AUTO_RENEWED="It renewed by itself, from a stored card.",
    LAPSED="It ran out and no term followed; it may still be renewed, and then it has not lapsed.",
    RETURNED="It was returned, and the money given back.",
)
enum_type(
    InvitationStep,
    "Whether an entry tells of an invitation or of the answer to it.",
    INVITED="The invitation was sent.",
    REPLIED="It was answered.",
)
enum_type(
    StageChangeKind,
    "What happened to an opportunity when its stage was written down.",
    OPENED="It was opened.",
    MOVED="It went from one stage to another.",
    CLOSED="It was closed.",
    REOPENED="It was opened again.",
)
enum_type(
    Outcome,
    "How an opportunity ended, or that it has not.",
    OPEN="It is worked towards.",
    WON="The gift was made or promised.",
    LOST="The gift will not be made.",
    WITHDRAWN="It is no longer asked for.",
)
enum_type(
    PledgeKind,
    "How a gift was promised.",
    PLEDGE="It was promised for a day.",
    LEGACY="It is left in a will.",
)
enum_type(
    PledgeEventKind,
    "What happened to a pledge or a legacy.",
    CREATED="It was made.",
    AMENDED="It was changed.",
    CANCELLED="It was cancelled.",
    REINSTATED="Its cancellation was taken back.",
    WRITTEN_OFF="What was still expected of it was given up.",
)
enum_type(
    PledgeStatus,
    "Where a pledge or a legacy stands.",
    OPEN="Nothing of it was given yet.",
    PARTLY_PAID="A part of it was given.",
    PAID="All of it was given, or more.",
    CANCELLED="It was cancelled; what was given stays.",
    WRITTEN_OFF="What was still expected of it was given up.",
)
enum_type(
    ReplyStatus,
    "What became of an invitation.",
    NOT_SENT="It is not sent yet.",
    INVITED="It was sent.",
    ACCEPTED="The invitee will come.",
    DECLINED="The invitee will not come.",
    TENTATIVE="The invitee may come.",
    NO_REPLY="No answer is expected any more.",
)
