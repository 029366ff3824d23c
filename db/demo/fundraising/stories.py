"""The stories of opportunities, told in turn, and what there is to say of each."""

from __future__ import annotations

from typing import NamedTuple
from uuid import UUID

from db.demo.dice import Dice
from db.demo.fundraising.prospects import Prospect
from db.demo.house.fundraising import (
    AGREED,
    ASKED,
    CULTIVATING,
    DECIDES_IN,
    IDENTIFIED,
    INTRODUCED_BY,
    PLEDGED,
    REASON,
    RECEIVED,
    THANKS,
    StageRow,
)
from db.demo.house.giving import (
    CHRISTMAS,
    COMMISSION,
    CORPORATE_PARTNERS,
    LEGACIES,
    MAJOR_GIFTS,
    NAME_A_SLATE,
    NEW_VOICES,
    PLAYHOUSE_FUND,
    ROOF,
    TRUSTS,
    CampaignRow,
)
from db.demo.personas import RHYS, Persona
from domain.opportunities import Outcome


class Story(NamedTuple):
    """How far an opportunity came and how it ended; `gift` and `promise` say what came of it.

    It needs somebody who has been with us for so many days.
    """

    stage: StageRow
    outcome: Outcome = Outcome.OPEN
    gift: bool = False
    promise: str | None = None
    known_for: int = 60
    reopened: bool = False
    seats: bool = False
    owner: Persona | None = None


OF_ESTATE = Story(RECEIVED, Outcome.WON, promise="legacy paid")
STORIES = (
    Story(PLEDGED, promise="on time", known_for=900),
    Story(CULTIVATING),
    Story(RECEIVED, Outcome.WON, gift=True, known_for=300),
    Story(ASKED, seats=True),
    Story(ASKED, Outcome.LOST, known_for=300),
    Story(IDENTIFIED),
    Story(PLEDGED, promise="overdue", known_for=900),
    Story(AGREED, promise="legacy", known_for=400),
    Story(ASKED, reopened=True, known_for=400),
    Story(RECEIVED, Outcome.WON, promise="paid", known_for=1500),
    Story(CULTIVATING, owner=RHYS, known_for=400),
    Story(AGREED),
    Story(CULTIVATING, Outcome.WITHDRAWN, known_for=300),
    Story(RECEIVED, gift=True, known_for=200),
    Story(PLEDGED, promise="part", known_for=900),
    Story(RECEIVED, Outcome.WON, promise="overpaid", known_for=1500),
    Story(PLEDGED, Outcome.LOST, promise="cancelled", known_for=1500),
    Story(RECEIVED, Outcome.WON, gift=True, known_for=700),
    Story(RECEIVED, Outcome.WON, promise="written off", known_for=1500),
    Story(IDENTIFIED),
    Story(PLEDGED, promise="returned", known_for=1500),
)

_FUNDS = {
    MAJOR_GIFTS: ROOF,
    NAME_A_SLATE: ROOF,
    COMMISSION: NEW_VOICES,
    CHRISTMAS: PLAYHOUSE_FUND,
    CORPORATE_PARTNERS: PLAYHOUSE_FUND,
    TRUSTS: NEW_VOICES,
    LEGACIES: PLAYHOUSE_FUND,
}
_OF_PEOPLE = (MAJOR_GIFTS, MAJOR_GIFTS, NAME_A_SLATE, COMMISSION, CHRISTMAS)
_OF_ORGANISATIONS = (CORPORATE_PARTNERS, CORPORATE_PARTNERS, TRUSTS, COMMISSION)
_TARGETS = (50000, 100000, 100000, 250000, 500000, 1000000, 2500000)
_NOTES = (
    "Sat with the chair at the gala, and asked about the fly tower twice.",
    "Likes to see the accounts before giving. Send them with the letter.",
    "Prefers to give when somebody else gives as much.",
    "Will be asked after the next first night, not before.",
    "Gave to the opera in Bath last year; first talk went well.",
    "Wants to meet the writers. Arrange a reading in the studio.",
)
_ANSWERS = (
    (INTRODUCED_BY, ("The chair", "A trustee", "The artistic director", "Came by themselves")),
    (REASON, ("Saw their first play here", "New writing", "The building", "In memory of a parent")),
    (THANKS, ("Name in the foyer", "No name anywhere", "Name in the programme", "A seat plaque")),
    (DECIDES_IN, ("March", "June", "October", "Trustees meet twice a year")),
)
LOST_BECAUSE = (
    "Has given to another house this year.",
    "Did not answer three letters.",
    "The trustees chose another charity.",
)
WITHDRAWN_BECAUSE = ("The campaign reached its target.", "Not the right time to ask.")


def fund_of(campaign: CampaignRow) -> UUID:
    """The fund that gifts for this campaign of the fundraisers go to."""
    return _FUNDS[campaign].id


def some_campaign(dice: Dice, story: Story, *, individual: bool) -> CampaignRow:
    """What somebody is asked for."""
    if story.promise in {"legacy", "legacy paid"}:
        return LEGACIES
    return dice.choice(_OF_PEOPLE if individual else _OF_ORGANISATIONS)


def some_target(dice: Dice, *, individual: bool) -> int:
    """What is hoped for, in minor units."""
    return dice.choice(_TARGETS) * (1 if individual else 2)


def say_more(dice: Dice, prospect: Prospect) -> None:
    """Perhaps notes, and some answers."""
    if dice.chance(0.6):
        prospect.notes = dice.choice(_NOTES)
    for attribute, values in _ANSWERS:
        if dice.chance(0.35):
            prospect.answers.append((attribute, dice.choice(values)))
