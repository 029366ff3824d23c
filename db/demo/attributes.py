"""The attributes of the demo house, and which customers have a value for them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from uuid import UUID

from db.demo.dice import Dice
from db.demo.fixed import Series, fixed_id
from domain.attributes import AppliesTo, AttributeType, Definition, Option

Value = str | int | date | tuple[UUID, ...]


def _choices(attribute: int, *labels: str, archived: str | None = None) -> tuple[Option, ...]:
    return tuple(
        Option(fixed_id(Series.OPTION, attribute * 100 + place), label, label == archived)
        for place, label in enumerate(labels, start=1)
    )


def _id(ordinal: int) -> UUID:
    return fixed_id(Series.ATTRIBUTE, ordinal)


_PERSON, _EVERYBODY = AppliesTo.INDIVIDUAL, AppliesTo.BOTH
ACCESS = Definition(
    _id(1),
    "Access requirements",
    AttributeType.CHECKLIST,
    _PERSON,
    options=_choices(
        1,
        "Wheelchair space",
        "Level access",
        "Hearing loop",
        "Audio description",
        "BSL interpreted",
        "Assistance dog",
        "Companion seat",
        "Relaxed performance",
    ),
)
DIETARY = Definition(
    _id(2),
    "Dietary needs",
    AttributeType.CHECKLIST,
    _PERSON,
    options=_choices(2, "Vegetarian", "Vegan", "Gluten free", "Dairy free", "Nut allergy", "Halal", "Kosher"),
)
MEDICAL = Definition(_id(3), "Medical notes", AttributeType.TEXT, _PERSON, protected=True)
EMERGENCY = Definition(_id(4), "Emergency contact", AttributeType.TEXT, _PERSON, protected=True)
STUDENT = Definition(_id(5), "Student number", AttributeType.TEXT, _PERSON)
ALTERNATE_EMAIL = Definition(_id(6), "Alternate email", AttributeType.TEXT, _PERSON)
STAFF_DISCOUNT = Definition(_id(7), "Staff discount until", AttributeType.DATE, _PERSON)
BAR_TAB = Definition(_id(8), "Bar tab limit", AttributeType.CURRENCY, _EVERYBODY)
HEARD = Definition(
    _id(9),
    "Heard about us",
    AttributeType.DROPDOWN,
    _EVERYBODY,
    options=_choices(
        9,
        "Friend or family",
        "Brochure",
        "Search engine",
        "Social media",
        "Newspaper",
        "Poster",
        "Teletext",
        archived="Teletext",
    ),
)
CHARITY = Definition(_id(10), "Charity number", AttributeType.TEXT, AppliesTo.ORGANISATION)
USUAL_SEAT = Definition(_id(11), "Usual seat", AttributeType.TEXT, _EVERYBODY, archived=True)

DESCRIPTIONS = {
    ACCESS: "What somebody needs to come in, to see and to hear.",
    DIETARY: "For dinners and interval orders.",
    MEDICAL: "Only for people who look after the person on the day.",
    EMERGENCY: "Whom to ring, and on which number.",
    STUDENT: "As on the student card.",
    ALTERNATE_EMAIL: "A second address, never used for mailings.",
    STAFF_DISCOUNT: "The last day of the staff discount.",
    BAR_TAB: "How much may stand on the tab in one evening.",
    HEARD: "Asked once, when the record is made.",
    CHARITY: "As registered.",
    USUAL_SEAT: "From the old system; no longer kept.",
}
ATTRIBUTES = tuple(DESCRIPTIONS)
ON_WEB = frozenset({ACCESS, DIETARY, STUDENT, HEARD})
_CURRENT = tuple(option.id for option in HEARD.options if not option.archived)

_MEDICAL = (
    "EpiPen in bag",
    "Type 1 diabetes, carries glucose",
    "Epilepsy, no strobe lighting",
    "Pacemaker",
    "Asthma, inhaler in coat pocket",
    "Severe nut allergy",
    "Faints in the heat; aisle seat",
    "Hearing aid, left side only",
)
_RELATIONS = (
    "Wife",
    "Husband",
    "Daughter",
    "Son",
    "Sister",
    "Brother",
    "Neighbour",
    "Carer",
    "Mother",
    "Father",
)


def some_values(
    dice: Dice, *, age: int | None, imported: bool, today: date, email: str | None
) -> Iterator[tuple[Definition, Value]]:
    """The values on the record of an Individual."""
    if dice.chance(0.3):
        yield HEARD, (HEARD.options[-1].id if imported and dice.chance(0.1) else dice.choice(_CURRENT),)
    if dice.chance(0.05):
        yield ACCESS, _some(dice, ACCESS)
    if dice.chance(0.06):
        yield DIETARY, _some(dice, DIETARY)
    if dice.chance(0.025):
        yield MEDICAL, dice.choice(_MEDICAL)
    if dice.chance(0.03):
        yield EMERGENCY, f"{dice.choice(_RELATIONS)}, {dice.digits('07700 900###')}"
    if age is not None and 17 < age < 27 and dice.chance(0.5):
        yield STUDENT, dice.digits("S#######")
    if email is not None and dice.chance(0.04):
        yield ALTERNATE_EMAIL, f"old.{email.lower()}"
    if dice.chance(0.008):
        yield STAFF_DISCOUNT, today + timedelta(days=dice.randint(-400, 500))
    if dice.chance(0.006):
        yield BAR_TAB, dice.choice((2500, 5000, 7500, 10000, 25000))
    if imported and dice.chance(0.08):
        yield USUAL_SEAT, f"Stalls {dice.choice('ABCDEFGHJK')}{dice.randint(1, 28)}"


def some_values_of_organisation(dice: Dice) -> Iterator[tuple[Definition, Value]]:
    """The values on the record of an Organisation."""
    if dice.chance(0.25):
        yield CHARITY, dice.digits("1######")
    if dice.chance(0.15):
        yield HEARD, (dice.choice(_CURRENT),)
    if dice.chance(0.08):
        yield BAR_TAB, dice.choice((10000, 25000, 50000, 150000))


def _some(dice: Dice, attribute: Definition) -> tuple[UUID, ...]:
    chosen = dice.sample(attribute.options, dice.choice((1, 1, 1, 2, 2, 3)))
    return tuple(sorted(option.id for option in chosen))
