"""The tags of the demo house, and the customers who bear them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import accumulate
from uuid import UUID

from db.demo.dice import Dice
from db.demo.fixed import Series, fixed_id
from domain import autotag_predicates as about
from domain.autotag_criteria import All, Criterion
from domain.autotag_periods import Moment, Period
from domain.customers import Kind, age_on
from domain.duplicates import AUTOTAG
from domain.tags import Tag


@dataclass(frozen=True, slots=True)
class Group:
    """A tag group with its tags in order."""

    id: UUID
    name: str
    description: str
    on_web: bool
    tags: tuple[Tag, ...]


def _group(
    ordinal: int,
    name: str,
    description: str,
    *names: str,
    on_web: bool = False,
    auto: bool = False,
    archived: str = "",
) -> Group:
    tags = tuple(
        Tag(fixed_id(Series.TAG, ordinal * 100 + place), tag, auto, tag == archived)
        for place, tag in enumerate(names, start=1)
    )
    return Group(fixed_id(Series.TAG_GROUP, ordinal), name, description, on_web, tags)


INTERESTS = _group(
    1,
    "Interests",
    "What somebody likes to see; customers choose these on the web.",
    "Drama",
    "Comedy",
    "Musicals",
    "Dance",
    "Opera",
    "Family shows",
    "Jazz",
    "Talks",
    on_web=True,
)
RELATIONS = _group(
    2,
    "Relation to the house",
    "Who somebody is to us.",
    "Donor",
    "Volunteer",
    "Press",
    "Artist",
    "Staff",
    "Former staff",
    "Teacher",
    "Patron 2012",
    archived="Patron 2012",
)
PRIORITY = _group(3, "Priority booking", "Who books before the others.", "Gold", "Silver", "Bronze")
ACCESS_SCHEME = _group(
    4, "Access scheme", "Registered for the access scheme.", "Access scheme", "Essential companion"
)
AUTOMATIC = _group(
    5,
    "Automatic",
    "Set and removed by their criteria.",
    "No email",
    "Local resident",
    "Under 26",
    "New this year",
    "Lapsed",
    AUTOTAG,
    auto=True,
)
GROUPS = (INTERESTS, RELATIONS, PRIORITY, ACCESS_SCHEME, AUTOMATIC)
NO_EMAIL, LOCAL, UNDER_26, NEW, LAPSED, POTENTIAL_DUPLICATE = AUTOMATIC.tags
DONOR, PATRON_2012 = RELATIONS.tags[0], RELATIONS.tags[-1]
LAPSES_AFTER = timedelta(days=3 * 365)
NEW_FOR = timedelta(days=365)
YOUNGEST = 26

CRITERIA: Mapping[Tag, Criterion] = {
    NO_EMAIL: All((about.CustomerType(Kind.INDIVIDUAL), about.HasEmail(False))),
    LOCAL: about.PostcodeStartsWith(("BS", "BA")),
    UNDER_26: about.AgeBetween(at_most=YOUNGEST - 1),
    NEW: about.Created(Period(last_days=NEW_FOR.days - 1)),
    LAPSED: about.LastActivity(before=Moment(days_ago=LAPSES_AFTER.days)),
    POTENTIAL_DUPLICATE: about.PotentialDuplicate(True),
}
"""By what the autotags come and go; `autotags` below gives them to new records as an evaluation would."""

_INTEREST_WEIGHTS = tuple(accumulate((30, 24, 28, 9, 7, 20, 8, 6)))
_RELATION_WEIGHTS = tuple(accumulate((10, 9, 4, 8, 6, 9)))
_PRIORITY_WEIGHTS = tuple(accumulate((2, 5, 10)))


def some_tags(dice: Dice, *, donor: bool, imported: bool) -> Iterator[Tag]:
    """The normal tags of a customer, each once."""
    if dice.chance(0.36):
        wanted = dice.choice((1, 1, 2, 2, 3))
        yield from dict.fromkeys(dice.choices(INTERESTS.tags, cum_weights=_INTEREST_WEIGHTS, k=wanted))
    if donor:
        yield DONOR
    elif dice.chance(0.03):
        yield dice.pick(RELATIONS.tags[1:-1], _RELATION_WEIGHTS)
    if dice.chance(0.25 if donor else 0.02):
        yield dice.pick(PRIORITY.tags, _PRIORITY_WEIGHTS)
    if dice.chance(0.02):
        yield dice.choice(ACCESS_SCHEME.tags)
    if imported and dice.chance(0.01):
        yield PATRON_2012


def autotags(
    *,
    individual: bool,
    email: str | None,
    postcode: str | None,
    birth_date: date | None,
    joined: datetime,
    last_activity: datetime,
    now: datetime,
) -> Iterator[tuple[Tag, datetime]]:
    """The autotags whose criteria an active customer meets, with when they came to meet them."""
    if individual and email is None:
        yield NO_EMAIL, joined
    if postcode is not None and postcode.startswith(("BS", "BA")):
        yield LOCAL, joined
    if birth_date is not None and age_on(birth_date, now.date()) < YOUNGEST:
        yield UNDER_26, joined
    if now - joined < NEW_FOR:
        yield NEW, joined
    if now - last_activity > LAPSES_AFTER:
        yield LAPSED, last_activity + LAPSES_AFTER
