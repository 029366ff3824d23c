"""The contact preferences of the demo house, and what customers answered over the years."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from db.demo.dice import Dice
from db.demo.fixed import Series, fixed_id
from db.demo.history import IMPORT, WEB, By
from domain.audit import Method
from domain.preferences import Answer, Channel, Source

_FIRST = datetime(2011, 9, 1, tzinfo=UTC)
_SINCE_2018 = datetime(2018, 5, 25, tzinfo=UTC)
_SINCE_2023 = datetime(2023, 4, 3, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Preference:
    """One preference definition: the versions of its statement with the day each began, and how people answer."""

    id: UUID
    name: str
    channel: Channel
    statements: tuple[tuple[datetime, str], ...]
    asked: float
    agreed: float
    partner_name: str | None = None
    active: bool = True
    ask_on_web: bool = True

    def statement_on(self, at: datetime) -> int:
        """The version that people were shown at that time."""
        return max(1, sum(began <= at for began, _ in self.statements))


class Given(NamedTuple):
    """One answer."""

    preference: Preference
    answer: Answer
    by: By
    at: datetime
    reason: str | None = None
    evidence: str | None = None

    @property
    def source(self) -> Source:
        return _SOURCES[self.by.method]


_SOURCES = {Method.USER: Source.STAFF, Method.API: Source.WEB, Method.IMPORT: Source.IMPORT}


def _id(ordinal: int) -> UUID:
    return fixed_id(Series.PREFERENCE, ordinal)


EMAIL = Preference(
    _id(1),
    "Email updates",
    Channel.EMAIL,
    (
        (_FIRST, "Please send me news by email."),
        (_SINCE_2018, "We would like to email you about our shows. You can change your mind at any time."),
        (
            _SINCE_2023,
            "May we email you about shows, offers and priority booking? Every email has a link to stop them.",
        ),
    ),
    asked=0.8,
    agreed=0.66,
)
SMS = Preference(
    _id(2),
    "Text messages",
    Channel.SMS,
    (
        (_FIRST, "Please send me news by text message."),
        (_SINCE_2018, "May we text you about changes to your booking and about last-minute offers?"),
    ),
    asked=0.42,
    agreed=0.35,
)
PHONE = Preference(
    _id(3),
    "Phone calls",
    Channel.PHONE,
    ((_FIRST, "May we ring you about shows you may like?"),),
    asked=0.3,
    agreed=0.18,
)
POST = Preference(
    _id(4),
    "Brochure by post",
    Channel.POST,
    (
        (_FIRST, "Please send me the season brochure."),
        (_SINCE_2018, "May we post you our season brochure, three times a year?"),
    ),
    asked=0.55,
    agreed=0.48,
)
PARTNERS = Preference(
    _id(5),
    "Harbour Arts Festival",
    Channel.THIRD_PARTY,
    ((_FIRST, "May we pass your address on to the Harbour Arts Festival, for its programme?"),),
    asked=0.4,
    agreed=0.14,
    partner_name="Harbour Arts Festival",
)
SUPPORTING = Preference(
    _id(6),
    "Supporting the house",
    Channel.GENERAL,
    ((_SINCE_2018, "May we tell you how your support could help us?"),),
    asked=0.25,
    agreed=0.3,
)
FAX = Preference(
    _id(7),
    "Season by fax",
    Channel.GENERAL,
    ((_FIRST, "Please fax me the season overview."),),
    asked=0.03,
    agreed=0.5,
    active=False,
    ask_on_web=False,
)
PREFERENCES = (EMAIL, SMS, PHONE, POST, PARTNERS, SUPPORTING, FAX)

_EVIDENCE = (
    "Paper form at the box office",
    "Said so on the phone",
    "Postcard from the foyer",
    "Letter on file",
)
_BACK = (
    "The form was another customer's",
    "Asked to be treated as never asked",
    "Ticked by mistake at the counter",
)


def some_answers(dice: Dice, *, joined: datetime, by: By, now: datetime, staff: By) -> Iterator[Given]:
    """What a customer was asked when they joined, and a later change of mind here and there."""
    willing = dice.uniform(0.5, 1.35)
    for preference in PREFERENCES:
        if not preference.active and by is not IMPORT:
            continue
        if not dice.chance(preference.asked):
            continue
        answer = Answer.YES if dice.chance(preference.agreed * willing) else Answer.NO
        yield Given(preference, answer, by, joined, evidence=_evidence(dice, by))
        if dice.chance(0.06) and now - joined > timedelta(days=2):
            at = dice.between(joined + timedelta(days=1), now)
            if dice.chance(0.03):
                yield Given(preference, Answer.NOT_ASKED, staff, at, reason=dice.choice(_BACK))
            else:
                other = Answer.NO if answer is Answer.YES else Answer.YES
                who = WEB if dice.chance(0.6) else staff
                yield Given(preference, other, who, at, evidence=_evidence(dice, who))


def _evidence(dice: Dice, by: By) -> str | None:
    return dice.choice(_EVIDENCE) if by.method is Method.USER and dice.chance(0.4) else None
