"""Where a demo customer lives: a street and a number in a town, with a postcode of that town."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from itertools import accumulate

from db.demo.dice import Dice
from db.demo.places import SHARES, TOWNS, Town
from domain.addresses import AddressFields, address_key, line_key
from domain.postcodes import postcode_key

_STREETS = (
    "Church Station Victoria Albert Park Mill Queen's King's Manor Windsor York Highfield Grange Chapel Priory"
    " Elm Oak Beech Chestnut Willow Sycamore Hawthorn Meadow Orchard Springfield Alexandra Clarence Cromwell"
    " Nelson Wellington Gloucester Cotham Ashley Clifton Hampton Fairfield Northumberland Stanley Richmond"
    " Redcliffe Harbour Quarry Bridge Canal Cathedral Abbey Castle Gordon Cambridge Balmoral Osborne Coronation"
    " Jubilee St_John's St_Michael's All_Saints Broad North South West East London Bristol Wells Bath"
)
_STREET_NAMES = tuple(name.replace("_", " ") for name in _STREETS.split())
_KINDS = {
    "GB": (
        "Road",
        "Street",
        "Lane",
        "Avenue",
        "Close",
        "Gardens",
        "Terrace",
        "Drive",
        "Crescent",
        "Hill",
        "Way",
        "Court",
    ),
    "IE": ("Road", "Street", "Park", "Avenue", "Grove", "Terrace", "Drive", "Lawns", "Quay"),
    "US": ("Street", "Avenue", "Boulevard", "Drive", "Lane", "Place", "Court"),
    "CA": ("Street", "Avenue", "Crescent", "Drive", "Road", "Court"),
}
_HOUSES = (
    "Rose Cottage",
    "The Old Rectory",
    "Mill House",
    "Yew Tree Farm",
    "The Lodge",
    "Hillside",
    "Bay View",
    "The Coach House",
)
_FLOORS = ("Ground Floor Flat", "First Floor Flat", "Top Floor Flat", "Basement Flat", "Garden Flat")
_EIRCODE = "ACDEFHKNPRTVWXY0123456789"
_INWARD = "ABDEFGHJLNPQRSTUWXYZ"  # no letters that are misread in handwriting
_CANADIAN = "ABCEGHJKLMNPRSTVWXYZ"


@dataclass(frozen=True, slots=True)
class Home:
    """An address with the keys under which it is stored."""

    address: AddressFields
    address_key: str
    postcode_key: str | None
    line1_key: str
    town: Town | None = None


def home_at(address: AddressFields, town: Town | None = None) -> Home:
    """The keys of this address, as our own rules compute them."""
    return Home(
        address,
        address_key(address),
        postcode_key(address.postcode) if address.postcode else None,
        line_key(address.line1 or ""),
        town,
    )


def some_home(dice: Dice, country: str) -> Home:
    """An address in this country."""
    towns, weights = _towns(country)
    return home_in(dice, dice.pick(towns, weights))


def some_country(dice: Dice, home_country: str) -> str:
    """Where a customer of a house in that country lives."""
    shares = SHARES[home_country]
    return dice.choices(tuple(shares), weights=tuple(shares.values()))[0]


def home_in(dice: Dice, town: Town) -> Home:
    """An address in this town."""
    line1, line2 = _lines(dice, town.country)
    address = AddressFields(
        line1=line1,
        line2=line2,
        town=town.name,
        county=town.county,
        postcode=_postcode(dice, town),
        country_code=town.country,
    )
    return home_at(address, town)


def without_postcode(home: Home) -> Home:
    """The same address from a customer who did not know the postcode."""
    return home_at(replace(home.address, postcode=None, postcode_unknown=True), home.town)


@cache
def _towns(country: str) -> tuple[tuple[Town, ...], tuple[int, ...]]:
    towns = TOWNS[country]
    return towns, tuple(accumulate(town.weight for town in towns))


def _lines(dice: Dice, country: str) -> tuple[str, str | None]:
    street = f"{dice.choice(_STREET_NAMES)} {dice.choice(_KINDS[country])}"
    lot = dice.random()
    if country in {"US", "CA"}:
        number = f"{dice.randint(1, 9899)} {street}"
        return (number, f"Apt {dice.randint(1, 40)}{dice.choice('ABCD')}") if lot < 0.25 else (number, None)
    numbered = f"{dice.randint(1, 180)}{dice.choice('abc') if lot > 0.96 else ''} {street}"
    if lot < 0.07:
        return dice.choice(_HOUSES), street
    if lot < 0.2:
        return f"Flat {dice.randint(1, 30)}", numbered
    if lot < 0.23:
        return dice.choice(_FLOORS), numbered
    return numbered, None


def _postcode(dice: Dice, town: Town) -> str:
    code = dice.choice(town.codes)
    match town.country:
        case "GB":
            return f"{code} {dice.randrange(10)}{''.join(dice.choices(_INWARD, k=2))}"
        case "IE":
            return f"{code} {''.join(dice.choices(_EIRCODE, k=4))}"
        case "US":
            plus = f"-{dice.randint(1, 9999):04d}" if dice.chance(0.1) else ""
            return f"{code}{dice.randint(1, 99):02d}{plus}"
        case _:
            letter = dice.choice(_CANADIAN)
            return f"{code} {dice.randrange(10)}{letter}{dice.randrange(10)}"
