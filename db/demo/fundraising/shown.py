"""The opportunities of the showcase: written by hand, the same in every store, and each of another kind."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from db.demo.fixed import Series, fixed_id
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
)
from db.demo.house.giving import (
    CHRISTMAS,
    COMMISSION,
    CORPORATE_PARTNERS,
    GHOST_LIGHT,
    GHOST_LIGHT_APPEAL,
    LEGACIES,
    MAJOR_GIFTS,
    NAME_A_SLATE,
    NEW_VOICES,
    PLAYHOUSE_FUND,
    ROOF,
    TRUSTS,
    CampaignRow,
    FundRow,
)
from db.demo.personas import FEMI, OLGA, RHYS, Persona
from db.demo.stage import showcase_id
from domain.opportunities import Outcome

Ago = Callable[[float], datetime]
"""A time of day so many days before today."""

(
    SLATE, ROOF_GIFT, PLAY_LOST, OWN_LEGACY, REOPENED, GHOST, CHOIR_LEFT, CHOIR_PLAY, CHOIR_TRUST, KATHERINES, KATES,
    ESTATE, OLD, NEW, AGREEABLE, HUSBANDS,
) = range(1, 17)  # fmt: skip

LINKED: dict[UUID, dict[float, int]] = {
    showcase_id(1): {140: SLATE, 300: ROOF_GIFT, 5: REOPENED},
    showcase_id(2): {40: CHOIR_LEFT, 340: CHOIR_PLAY},
    showcase_id(7): {150: ROOF_GIFT},
}
"""What some of the twelve ordered so many days ago, and the opportunity that it counts towards."""


class Of(NamedTuple):
    """Whose opportunity it is, by their place, and what for."""

    customer: int
    campaign: CampaignRow
    fund: FundRow
    owner: Persona
    target: int
    asked: int = 0


_OF = {
    SLATE: Of(1, NAME_A_SLATE, ROOF, FEMI, 20000, 25000),
    ROOF_GIFT: Of(1, MAJOR_GIFTS, ROOF, OLGA, 1500000, 1200000),
    PLAY_LOST: Of(1, COMMISSION, NEW_VOICES, FEMI, 400000, 400000),
    OWN_LEGACY: Of(1, LEGACIES, PLAYHOUSE_FUND, OLGA, 5000000, 5000000),
    REOPENED: Of(1, CHRISTMAS, PLAYHOUSE_FUND, FEMI, 50000, 40000),
    GHOST: Of(1, GHOST_LIGHT_APPEAL, GHOST_LIGHT, RHYS, 100000),
    CHOIR_LEFT: Of(2, CORPORATE_PARTNERS, PLAYHOUSE_FUND, RHYS, 300000),
    CHOIR_PLAY: Of(2, COMMISSION, NEW_VOICES, OLGA, 100000, 100000),
    CHOIR_TRUST: Of(2, TRUSTS, NEW_VOICES, FEMI, 250000, 240001),
    KATHERINES: Of(5, CHRISTMAS, PLAYHOUSE_FUND, FEMI, 20000, 20000),
    KATES: Of(6, CHRISTMAS, PLAYHOUSE_FUND, OLGA, 15000),
    ESTATE: Of(4, LEGACIES, PLAYHOUSE_FUND, OLGA, 1000000, 1000000),
    OLD: Of(3, CHRISTMAS, PLAYHOUSE_FUND, RHYS, 10000, 10000),
    NEW: Of(11, MAJOR_GIFTS, ROOF, FEMI, 2500000),
    AGREEABLE: Of(10, COMMISSION, NEW_VOICES, OLGA, 150000, 150000),
    HUSBANDS: Of(7, MAJOR_GIFTS, ROOF, OLGA, 300000, 300000),
}


def shown_prospects(ago: Ago, now: datetime) -> dict[int, Prospect]:
    """All of them by their places, as they stand today."""
    made = dict(_begun())
    made[SLATE].go(ago(310), CULTIVATING).go(ago(200), ASKED, "Asked over coffee.")
    made[SLATE].go(ago(139), RECEIVED).close(ago(130), Outcome.WON)
    made[ROOF_GIFT].go(ago(420), IDENTIFIED).go(ago(380), CULTIVATING, "Met at the laboratory.")
    made[ROOF_GIFT].go(ago(290), ASKED).go(ago(260), AGREED, "Said yes on the stairs.", "femi")
    made[ROOF_GIFT].go(ago(230), PLEDGED)
    made[PLAY_LOST].go(ago(950), CULTIVATING).go(ago(900), ASKED).go(ago(860), PLEDGED)
    made[PLAY_LOST].close(ago(480), Outcome.LOST, "The play was written for another house.")
    made[OWN_LEGACY].go(ago(240), CULTIVATING).go(ago(190), AGREED, "The will is with the solicitor.")
    made[REOPENED].go(ago(350), IDENTIFIED).go(ago(340), ASKED)
    made[REOPENED].close(ago(205), Outcome.LOST, "Had given to the slates instead.")
    made[REOPENED].reopen(ago(62), "Asked us to write again before December.")
    made[GHOST].go(ago(1900), CULTIVATING).close(ago(1700), Outcome.WITHDRAWN, "The doors opened again.")
    made[CHOIR_LEFT].go(ago(410), IDENTIFIED).go(ago(330), CULTIVATING)
    made[CHOIR_PLAY].go(ago(760), ASKED).go(ago(720), PLEDGED).go(ago(331), RECEIVED)
    made[CHOIR_PLAY].close(ago(329), Outcome.WON)
    made[CHOIR_TRUST].go(ago(300), CULTIVATING).go(ago(260), ASKED).go(ago(210), PLEDGED)
    made[KATHERINES].go(ago(120), IDENTIFIED).go(ago(90), ASKED)
    made[KATES].go(ago(80), CULTIVATING)
    made[ESTATE].go(ago(1900), CULTIVATING).go(ago(1500), AGREED).go(ago(399), RECEIVED)
    made[ESTATE].close(ago(390), Outcome.WON)
    made[OLD].go(ago(1420), ASKED).close(ago(1310), Outcome.LOST, "Did not answer three letters.")
    made[NEW].go(ago(14), IDENTIFIED)
    made[AGREEABLE].go(ago(200), CULTIVATING).go(ago(170), ASKED).go(ago(33), AGREED)
    made[HUSBANDS].go(ago(800), ASKED).go(ago(750), PLEDGED).go(ago(200), RECEIVED).close(
        ago(199), Outcome.WON
    )
    for ordinal, days in (
        (ROOF_GIFT, 200),
        (REOPENED, 30),
        (CHOIR_LEFT, -25),
        (CHOIR_TRUST, 90),
        (KATHERINES, 33),
    ):
        made[ordinal].expected_close_on = (now + timedelta(days=days)).date()
    made[ROOF_GIFT].notes = "Wants the fly tower to be there for her grandchildren. José must be in the room."
    made[ROOF_GIFT].answers = [(INTRODUCED_BY, "The chair"), (REASON, "Saw her first opera here")]
    made[ROOF_GIFT].answers.append((THANKS, "Name in the foyer, with José's"))
    made[CHOIR_TRUST].answers = [(DECIDES_IN, "March and October")]
    made[CHOIR_LEFT].notes = "Rhys knew their chair well. Who takes this over?"
    return made


def _begun() -> Iterator[tuple[int, Prospect]]:
    for ordinal, of in _OF.items():
        key = fixed_id(Series.OPPORTUNITY, ordinal)
        yield (
            ordinal,
            Prospect(key, showcase_id(of.customer), of.campaign, of.fund.id, of.owner, of.target, of.asked),
        )
