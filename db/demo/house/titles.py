"""The titles of everything that is on, in the order in which it is given."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import cycle

from db.demo.house.venues import (
    AUDITORIUM,
    BLACK_BOX,
    CABARET,
    CONCERT,
    FLAT_FLOOR,
    IN_THE_ROUND,
    RAKED,
    Plan,
)


@dataclass(frozen=True, slots=True)
class Title:
    """An event before it has dates; a hot one sells out. The level is the place of its prices."""

    name: str
    genre: str
    plan: Plan
    instances: int
    level: int
    hot: bool
    blurb: str


_GENRES = {
    "Drama": ((AUDITORIUM, IN_THE_ROUND, RAKED), (11, 9, 8), 2, "A play in two acts."),
    "Opera": ((AUDITORIUM,), (5, 4), 3, "Sung, with surtitles."),
    "Music": ((CONCERT, FLAT_FLOOR), (2, 3, 1), 2, "An evening of music."),
    "Family": ((AUDITORIUM, RAKED), (14, 10), 1, "For everybody over five."),
    "Comedy": ((CABARET, CONCERT), (5, 3), 1, "Stand-up at small tables."),
    "Dance": ((AUDITORIUM, BLACK_BOX), (6, 5), 2, "New dance."),
    "New work": ((BLACK_BOX, RAKED), (7, 6), 0, "A first night of a first play."),
}
_SEASONS = """
Drama The Lantern Keepers*;Music Brass at the Quay;Comedy Gulls Behaving Badly;New_work Salt Arithmetic
Family The Fox Who Mended Clocks*;Music Winter Reeds;Drama A House by the Weir;Dance Undertow
Opera The Glassblower's Daughter;Comedy Late Tables;Drama The Cartographer's Wife;Music Strings in the Hold
New_work Nine Small Tides;Family Captain Pudding;Drama Low Water;Music The Midnight Accordion
Dance Loom;Comedy Mild Peril Live*;Drama The Tin Orchard;Opera Marta and the Millers;Music Psalms for a Dry Dock
Family The Snow Ferry*;New_work Lift Shaft Songs;Drama Letters to Clifton;Comedy Soup Night
Music An Evening with Six Harps;Dance Paper Weather;Drama The Understudy's Husband;Family Beetle and the Moon
Opera The Well at Nether Stow;Music Ropewalk Sessions;New_work Cold Frame;Drama A Parliament of Herons
Comedy The Unlikely Alibi;Music Bells and Whistles;Drama Kiln Hill*;Dance Twelve Rooms;Family The Biscuit Pirates
Music Choral Supper;New_work Marginalia;Drama The Tallow Merchants;Opera Fortunatus;Comedy Half Past Awkward
Music Low Strings;Drama Signal Box;Family The Owl of Old Market*;Dance Ferrous;Music New Year Gala*
New_work The Room Above;Drama The Sugar House;Comedy Wild Geese Chased;Music Harbour Baroque;Opera The Tollkeeper
Drama Larkspur;Family Tilly and the Tide;Music Twelve Cellos;Dance Slow Bright;New_work Threshold
Drama The Orchard Wall;Family The Winter Bear*;Comedy Second Breakfast;Music Sea Songs;Drama The Night Ferry*
Opera The Lighthouse Bride*;Music Candlelight Consort;Drama Bread and Brass;Comedy Foyer Frolics;New_work Slipway
Dance Murmuration*;Music The Long Room;Drama The Wager at Avonmouth;Family Mouse in the Wings;Opera Isabel at Sea
Drama Summer of the Cranes;Music Quayside Proms;Comedy Grand Union
"""


def _titles() -> Iterator[Title]:
    turns = {genre: cycle(plans) for genre, (plans, _, _, _) in _GENRES.items()}
    lengths = {genre: cycle(instances) for genre, (_, instances, _, _) in _GENRES.items()}
    for entry in _SEASONS.replace("\n", ";").strip(";").split(";"):
        genre, _, name = entry.partition(" ")
        genre = genre.replace("_", " ")
        _, _, level, blurb = _GENRES[genre]
        yield Title(
            name.rstrip("*"),
            genre,
            next(turns[genre]),
            next(lengths[genre]),
            level,
            name.endswith("*"),
            blurb,
        )


TITLES = tuple(_titles())
