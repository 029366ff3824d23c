"""Who a demo customer is: a name, a title and a date of birth that go together, alone or in a household."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import accumulate

from db.demo.dice import Dice
from db.demo.names import (
    BODIES,
    BORN_BY,
    COMPANIES,
    LONG_FIRST,
    LONG_LAST,
    LONG_ORGANISATION,
    NICKNAMES,
    SAINTS,
    TRADITION_WEIGHTS,
    TRADITIONS,
    Tradition,
)

_AGES = ((16, 25), (26, 40), (41, 60), (61, 74), (75, 92))
_AGE_WEIGHTS = tuple(accumulate((9, 24, 36, 23, 8)))
_WOMENS_TITLES = ("Ms", "Mrs", "Miss", "Dr", "Mx", "Prof", "Rev", "Dame", "Lady", None)
_WOMENS_WEIGHTS = tuple(accumulate((320, 360, 130, 45, 8, 6, 4, 1, 1, 90)))
_MENS_TITLES = ("Mr", "Dr", "Mx", "Prof", "Rev", "Sir", "Lord", None)
_MENS_WEIGHTS = tuple(accumulate((780, 45, 8, 8, 6, 2, 1, 90)))
_HOUSEHOLD_SIZES = (2, 3, 4, 5, 6)
_HOUSEHOLD_WEIGHTS = tuple(accumulate((52, 21, 19, 6, 2)))


@dataclass(frozen=True, slots=True)
class Person:
    """A person before there is a record of one; `born` is known to us, and need not be on the record."""

    first_name: str
    last_name: str
    title: str | None
    woman: bool
    born: date
    tradition: Tradition


def some_person(dice: Dice, joined: date) -> Person:
    """Somebody who joined on this day."""
    low, high = dice.pick(_AGES, _AGE_WEIGHTS)
    tradition = dice.pick(TRADITIONS, TRADITION_WEIGHTS)
    person = _person(dice, tradition, _surname(dice, tradition), dice.randint(low, high), joined)
    if dice.chance(0.0008):
        return replace(person, first_name=LONG_FIRST, last_name=LONG_LAST)
    return person


def some_household(dice: Dice, first: Person, joined: date) -> list[Person]:
    """Those who live with this person: a partner and children mostly, or others who share a flat."""
    others = dice.pick(_HOUSEHOLD_SIZES, _HOUSEHOLD_WEIGHTS) - 1
    age = _years(first.born, joined)
    if age < 30 and dice.chance(0.45):
        return [_flatmate(dice, age, joined) for _ in range(others)]
    members = []
    if others == 1 or dice.chance(0.85):
        members.append(_partner(dice, first, age, joined))
    while len(members) < others:
        child_age = age - dice.randint(22, 38)
        if child_age >= 1:
            members.append(_person(dice, first.tradition, first.last_name, child_age, joined))
        else:
            members.append(
                _person(dice, first.tradition, first.last_name, min(age + dice.randint(20, 30), 96), joined)
            )
    return members


def same_person_again(dice: Dice, person: Person) -> Person:
    """The person as a second clerk wrote them down: a nickname, an initial, or nothing different at all."""
    nickname = NICKNAMES.get(person.first_name)
    if nickname and dice.chance(0.7):
        return replace(person, first_name=nickname, title=None)
    if dice.chance(0.3):
        return replace(person, first_name=person.first_name[0], title=person.title)
    return replace(person, title=None if dice.chance(0.4) else person.title)


def badly_typed(dice: Dice, person: Person) -> Person:
    """The person as they stood in the old system: in small letters or capitals, and often without a title."""
    if dice.chance(0.6):
        return replace(
            person, first_name=person.first_name.lower(), last_name=person.last_name.lower(), title=None
        )
    return replace(
        person, last_name=person.last_name.upper()[:50], title=None if dice.chance(0.5) else person.title
    )


def some_organisation(dice: Dice, town: str) -> str:
    """The name of a company, a school or a society."""
    lot = dice.random()
    surname = dice.pick(TRADITIONS[0].surnames, TRADITIONS[0].frequencies or ())
    if lot < 0.3:
        return f"{surname} {dice.choice(COMPANIES)}"
    if lot < 0.4:
        other = dice.pick(TRADITIONS[0].surnames, TRADITIONS[0].frequencies or ())
        return f"{surname} & {other} {dice.choice(COMPANIES[1:])}"
    if lot < 0.6:
        return f"{dice.choice(SAINTS)} {town} {dice.choice(BODIES[:4])}"
    return LONG_ORGANISATION if lot > 0.998 else f"{town} {dice.choice(BODIES)}"


def _person(dice: Dice, tradition: Tradition, surname: str, age: int, joined: date) -> Person:
    born = joined - timedelta(days=age * 365 + age // 4 + dice.randint(1, 364))
    woman = dice.chance(0.58)
    names = tradition.women if woman else tradition.men
    era = next(number for number, year in enumerate(BORN_BY) if born.year < year) if len(names) > 1 else 0
    first = dice.choice(names[era])
    second = dice.choice(names[era])
    if second != first and dice.chance(0.012):
        first = f"{first}-{second}"
    return Person(first, surname, _title(dice, woman, age), woman, born, tradition)


def _surname(dice: Dice, tradition: Tradition) -> str:
    if tradition.frequencies is None:
        return dice.choice(tradition.surnames)
    surname = dice.pick(tradition.surnames, tradition.frequencies)
    if dice.chance(0.025):
        return f"{surname}-{dice.pick(tradition.surnames, tradition.frequencies)}"
    return surname


def _partner(dice: Dice, first: Person, age: int, joined: date) -> Person:
    surname = first.last_name if dice.chance(0.78) else _surname(dice, first.tradition)
    partner = _person(dice, first.tradition, surname, max(18, age + dice.randint(-5, 5)), joined)
    if partner.woman == first.woman and dice.chance(0.9):
        names = first.tradition.men if first.woman else first.tradition.women
        era = min(len(names) - 1, next(n for n, year in enumerate(BORN_BY) if partner.born.year < year))
        title = _title(dice, not first.woman, age)
        return replace(partner, first_name=dice.choice(names[era]), woman=not first.woman, title=title)
    return partner


def _flatmate(dice: Dice, age: int, joined: date) -> Person:
    tradition = dice.pick(TRADITIONS, TRADITION_WEIGHTS)
    return _person(dice, tradition, _surname(dice, tradition), max(16, age + dice.randint(-4, 6)), joined)


def _title(dice: Dice, woman: bool, age: int) -> str | None:
    if age < 16:
        return "Miss" if woman and dice.chance(0.3) else None
    if woman:
        return dice.pick(_WOMENS_TITLES, _WOMENS_WEIGHTS)
    return dice.pick(_MENS_TITLES, _MENS_WEIGHTS)


def _years(born: date, on: date) -> int:
    return (on - born).days // 365
