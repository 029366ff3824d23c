"""Premises made up from a UK postcode: the same ones each time, and nobody's own.

They come of the postcode alone. A finder that looked into the records would tell where customers live.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from hashlib import sha256
from typing import TypeVar

from gateway.finder.found import FoundAddress
from gateway.finder.post_towns import POST_TOWNS

T = TypeVar("T")

STREETS = (
    *("Alma", "Beaufort", "Cobden", "Dial", "Elder", "Foundry", "Granary", "Harlequin"),
    *("Ivory", "Juniper", "Kiln", "Lantern", "Meadow", "Nightingale", "Orchard", "Porter"),
    *("Quarry", "Ropewalk", "Saddler", "Tannery", "Upper", "Vine", "Weaver", "Yew"),
)
KINDS = ("Street", "Street", "Road", "Road", "Avenue", "Lane", "Terrace", "Close", "Gardens", "Hill")
BUSINESSES = (
    "Bell & Marrow Solicitors",
    "The Copper Kettle Café",
    "Greenway Dental Practice",
    "Harker Joinery",
    "Lamplight Books",
    "Northgate Veterinary Surgery",
    "Pennant Framing",
    "Tidewater Accountants",
)


class GeneratedPremises:
    """Finds premises under every postcode of the United Kingdom's postal areas, and none elsewhere."""

    async def find(self, postcode: str, country: str) -> Sequence[FoundAddress]:
        town = POST_TOWNS.get(_area(postcode)) if country == "GB" else None
        if town is None:
            return ()
        return tuple(
            FoundAddress(line1, line2, None, town, None, postcode, country)
            for line1, line2 in _premises(_Draw(postcode))
        )

    async def aclose(self) -> None:
        pass


class _Draw:
    """Choices that depend on the seed alone, in every process and release alike."""

    def __init__(self, seed: str) -> None:
        self._seed = seed
        self._drawn = 0

    def below(self, end: int) -> int:
        self._drawn += 1
        digest = sha256(f"{self._seed} {self._drawn}".encode()).digest()
        return int.from_bytes(digest[:8], "big") % end

    def one_of(self, choices: Sequence[T]) -> T:
        return choices[self.below(len(choices))]


def _premises(draw: _Draw) -> Iterator[tuple[str, str | None]]:
    """The first two lines of each: a row of houses on one side of a street, one in flats, one perhaps a business."""
    street = f"{draw.one_of(STREETS)} {draw.one_of(KINDS)}"
    first, houses = 1 + draw.below(60), 5 + draw.below(9)
    in_flats, business = draw.below(houses), draw.below(houses * 2)
    flats, name = 3 + draw.below(4), draw.one_of(BUSINESSES)
    for place in range(houses):
        house = f"{first + 2 * place} {street}"
        if place == in_flats:
            yield from ((f"Flat {flat}", house) for flat in range(1, flats + 1))
        elif place == business:
            yield name, house
        else:
            yield house, None


def _area(postcode: str) -> str:
    found = re.match(r"[A-Z]{1,2}(?=[0-9])", postcode)
    return found[0] if found else ""
