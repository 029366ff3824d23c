"""Pop-up notes: blue ones that the box office leaves for colleagues, and pink ones about donors."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from db.demo.dice import Dice
from db.demo.personas import ADE, BEA, FEMI, OLGA, SAM, Persona
from domain.notes import Colour


@dataclass(frozen=True, slots=True)
class Written:
    """One note, who wrote and who changed it, and who has read it as it is."""

    id: UUID
    colour: Colour
    body: str
    author: Persona
    at: datetime
    pinned: bool = False
    show_until: date | None = None
    changed: tuple[Persona, datetime, str] | None = None  # by, when, and the body before
    read_by: tuple[tuple[Persona, datetime], ...] = ()

    @property
    def version(self) -> int:
        return 1 if self.changed is None else 2


_BLUE = (
    "Prefers an aisle seat, left side of the stalls.",
    "Hard of hearing: please speak up, or write.",
    "Always asks for row F. Cannot manage stairs.",
    "Please check the address, brochures have come back.",
    "Had trouble with the web account; reset on the phone.",
    "Comes with a school group every spring; ring before putting the date on sale.",
    "Was seated behind the pillar in May. Offer an upgrade next time.",
    "Collects tickets at the door, never by post.",
    "Very friendly, likes a chat. Husband is Roy.",
    "Banned from paying by cheque after two came back.",
    "Sends the money by bank transfer; wait for it before releasing tickets.",
    "Brings an assistance dog (Biscuit). Needs the space at the end of the row.",
    "Do not ring before eleven, works nights.",
    "Complained about the bar queue in the interval.\nAnswered by the house manager, free drinks next time.",
    "Lost property: umbrella, black, kept in the office.",
    "Please ask for a new phone number.",
)
_BLUE_FOR_NOW = (
    "In hospital until further notice; hold the brochure.",
    "Waiting for two returns for Saturday.",
    "On a cruise, tickets go to the daughter.",
    "Credit note to be used by the end of the season.",
    "Moving house, new address to follow.",
)
_PINK = (
    "Met at the gala: interested in naming a seat in memory of her mother.",
    "Gives every December. Write before the end of November.",
    "Wishes to stay anonymous in all lists.",
    "Has a family foundation; trustees meet in March and October.",
    "Did not like the last letter; write by hand, no brochure.",
    "Could be a legacy pledger. Conversation begun by Olga, go slowly.",
    "Sold the company last year. Invite to the chair's dinner.",
    "Sits on the board of another theatre; be careful about figures.",
    "Lunch on the 12th went well: will match gifts up to five thousand.",
    "Lapsed patron, left over parking. Worth another try.",
)


def some_notes(dice: Dice, *, donor: bool, joined: datetime, now: datetime) -> Iterator[Written]:
    """The notes on a record."""
    if now - joined < timedelta(days=3):
        return
    if dice.chance(0.06):
        yield _some_note(dice, Colour.BLUE, joined, now)
        if dice.chance(0.15):
            yield _some_note(dice, Colour.BLUE, joined, now)
    if dice.chance(0.45 if donor else 0.003):
        yield _some_note(dice, Colour.PINK, joined, now)


def _some_note(dice: Dice, colour: Colour, joined: datetime, now: datetime) -> Written:
    at = dice.between(joined + timedelta(hours=1), now - timedelta(days=1))
    blue = colour is Colour.BLUE
    for_now = blue and dice.chance(0.2)
    body = dice.choice(_BLUE_FOR_NOW if for_now else _BLUE if blue else _PINK)
    author, reader = (dice.choice((BEA, ADE, SAM)), ADE) if blue else (dice.choice((FEMI, OLGA)), OLGA)
    changed = None
    if dice.chance(0.1):
        changed = (reader, dice.between(at, now), body)
        body = f"{body}\nStill so, {reader.name.split()[0]}."
    since = changed[1] if changed else at
    return Written(
        dice.uuid7(at),
        colour,
        body,
        author,
        at,
        pinned=dice.chance(0.08),
        show_until=(at + timedelta(days=dice.randint(5, 120))).date() if for_now else None,
        changed=changed,
        read_by=((reader, dice.between(since, now)),) if dice.chance(0.3) else (),
    )
