"""What the fundraisers of the demo house work with: stages, types of activity, and what they ask of an opportunity."""

from __future__ import annotations

from typing import NamedTuple
from uuid import UUID

from db.demo.fixed import Series, fixed_id


class StageRow(NamedTuple):
    id: UUID
    name: str
    position: int
    probability_percent: int
    is_terminal: bool
    active: bool


class ActivityTypeRow(NamedTuple):
    id: UUID
    name: str
    position: int
    active: bool


class OpportunityAttributeRow(NamedTuple):
    id: UUID
    name: str
    position: int


STAGES = tuple(
    StageRow(fixed_id(Series.OPPORTUNITY_STAGE, place), name, place - 1, percent, percent == 100, True)
    for place, (name, percent) in enumerate(
        (
            ("Identified", 5),
            ("Cultivating", 20),
            ("Asked", 40),
            ("Verbally agreed", 75),
            ("Pledged", 90),
            ("Received", 100),
        ),
        start=1,
    )
)
IDENTIFIED, CULTIVATING, ASKED, AGREED, PLEDGED, RECEIVED = STAGES

ACTIVITY_TYPES = tuple(
    ActivityTypeRow(fixed_id(Series.ACTIVITY_TYPE, place), name, place - 1, name != "Fax")
    for place, name in enumerate(
        ("Call", "Meeting", "Lunch", "Letter", "Email", "Proposal", "Tour of the house", "Thank-you", "Fax"),
        start=1,
    )
)
CALL, MEETING, LUNCH, LETTER, EMAIL, PROPOSAL, TOUR, THANK_YOU, FAX = ACTIVITY_TYPES

OPPORTUNITY_ATTRIBUTES = tuple(
    OpportunityAttributeRow(fixed_id(Series.OPPORTUNITY_ATTRIBUTE, place), name, place - 1)
    for place, name in enumerate(
        ("Introduced by", "Reason for giving", "Thanks wished", "Decides in"), start=1
    )
)
INTRODUCED_BY, REASON, THANKS, DECIDES_IN = OPPORTUNITY_ATTRIBUTES
