"""The words in which entries of a timeline tell what happened."""

from __future__ import annotations

from domain.pledges import PledgeKind
from domain.timeline import Attendance, InvitationStep, MembershipAction
from gateway.schema._rows import enum_type

enum_type(
    Attendance,
    "Whether somebody came, as far as tickets were scanned at the door.",
    YES="At least one of the tickets was scanned.",
    NO="None of the tickets was used.",
    UNKNOWN="It is not known of all tickets.",
)
enum_type(
    PledgeKind,
    "How a gift was promised.",
    PLEDGE="It was promised for a day, in one or more instalments.",
    LEGACY="It is left in a will.",
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
