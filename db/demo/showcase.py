"""The first twelve customers: written by hand, the same in every demo store, and used in examples.

Their telephone numbers are reserved for stories, so nobody's rings.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from db.demo.attributes import BAR_TAB, CHARITY, DIETARY, STUDENT
from db.demo.entries import (
    enter_correction,
    enter_deactivation,
    enter_death,
    enter_later_answers,
    enter_notes,
)
from db.demo.fixed import Series, fixed_id
from db.demo.history import WEB, by
from db.demo.notes import Written
from db.demo.personas import ADE, BEA, OLGA
from db.demo.preferences import EMAIL, PARTNERS, POST, Given
from db.demo.record import Record
from db.demo.showcase_full import LANTERN_ROW, ottilie
from db.demo.showcase_merged import beatrix
from db.demo.stage import FIRST_NUMBER, Stage, showcase_id
from db.demo.tags import DONOR, INTERESTS, POTENTIAL_DUPLICATE
from domain.addresses import AddressFields
from domain.customers import Details
from domain.notes import Colour
from domain.preferences import Answer

CUSTOMERS = 12
OTTILIE, CHOIR, BARNABY, WINIFRED, KATHERINE, KATE, JOSE, LINUS, INES, SIOBHAN, BEATRIX, ETIENNE = (
    showcase_id(ordinal) for ordinal in range(1, CUSTOMERS + 1)
)
LAST_NUMBER = FIRST_NUMBER + CUSTOMERS - 1


def showcase(now: datetime, country: str) -> list[Record]:
    """All twelve, in the order of their numbers, for a house in this country."""
    stage = Stage(now, country)
    return [
        ottilie(stage),
        _choir(stage),
        _barnaby(stage),
        _winifred(stage),
        *_katherine_and_kate(stage),
        *_family(stage),
        _siobhan(stage),
        beatrix(stage),
        _etienne(stage),
    ]


def _choir(stage: Stage) -> Record:
    """An Organisation."""
    details = Details(
        name="Avonside Community Choir",
        primary_contact="Delphine Achterberg",
        phone=stage.phone("0117 496 0102"),
    )
    hall = AddressFields(
        line1="The Rehearsal Hall",
        line2="Sluice Road",
        town="Bristol",
        county="Bristol",
        postcode="BS1 4RN",
        country_code="GB",
    )
    before = replace(details, primary_contact="Rupert Tamblyn")
    record = stage.record(2, details, hall, initial=before, seen=16)
    enter_correction(record, stage.ago(1100), by(BEA), before, details)
    record.values = [(CHARITY, "1182764"), (BAR_TAB, 50000)]
    record.answers = [
        Given(EMAIL, Answer.NO, by(BEA), stage.ago(1100)),
        Given(POST, Answer.YES, by(BEA), stage.ago(1100)),
    ]
    enter_later_answers(record)
    record.tags = [(INTERESTS.tags[2], record.created_at)]
    stage.autotag(record)
    record.notes = [
        Written(
            fixed_id(Series.NOTE, 101),
            Colour.BLUE,
            "Forty singers: always offer the group rate.",
            ADE,
            stage.ago(500),
            pinned=True,
        )
    ]
    enter_notes(record)
    return record


def _barnaby(stage: Stage) -> Record:
    """An inactive Individual."""
    details = Details(
        title="Mr",
        first_name="Barnaby",
        last_name="Thistlewood",
        email="barnaby.thistlewood@post.example",
        birth_date=date(1974, 8, 30),
    )
    mews = AddressFields(
        line1="7 Tallow Mews", town="Bath", county="Somerset", postcode="BA1 2LZ", country_code="GB"
    )
    record = stage.record(3, details, mews, seen=1300)
    record.active = False
    record.answers = [Given(EMAIL, Answer.NO, WEB, stage.ago(1250))]
    enter_later_answers(record)
    enter_deactivation(record, stage.ago(1200), by(ADE))
    return record


def _winifred(stage: Stage) -> Record:
    """An Individual who died, and whose record was made inactive."""
    details = Details(
        title="Mrs",
        first_name="Winifred",
        last_name="Applegarth",
        phone=stage.phone("0117 496 0104"),
        birth_date=date(1931, 12, 5),
        deceased_on=stage.ago(820).date(),
    )
    hill = AddressFields(
        line1="Chimney Cottage",
        line2="Old Kiln Hill",
        town="Stroud",
        county="Gloucestershire",
        postcode="GL5 1RZ",
        country_code="GB",
    )
    record = stage.record(4, details, hill, initial=replace(details, deceased_on=None), seen=900)
    record.active = False
    record.tags = [(DONOR, record.created_at)]
    enter_death(record, stage.ago(800), by(BEA))
    enter_deactivation(record, stage.ago(799), by(ADE))
    record.notes = [
        Written(
            fixed_id(Series.NOTE, 102),
            Colour.PINK,
            "Left us something in her will; the family asks for no letters.",
            OLGA,
            stage.ago(790),
        )
    ]
    enter_notes(record)
    return record


def _katherine_and_kate(stage: Stage) -> list[Record]:
    """The same Individual twice: what merging is for."""
    katherine = Details(
        title="Ms",
        first_name="Katherine",
        last_name="Ashdown-Pryce",
        email="katherine.ashdownpryce@example.org",
        phone=stage.phone("0117 496 0105"),
        birth_date=date(1988, 6, 2),
        online_account_active=True,
    )
    kate = Details(
        first_name="Kate",
        last_name="Ashdown Pryce",
        email="katherine.ashdownpryce+tickets@example.org",
        mobile=stage.phone("07700 900106"),
        birth_date=date(1988, 6, 2),
    )
    terrace = AddressFields(
        line1="31 Weaver's Terrace", town="Bristol", county="Bristol", postcode="BS3 1LP", country_code="GB"
    )
    first = stage.record(5, katherine, terrace, who=by(BEA), seen=70)
    second = stage.record(6, kate, replace(terrace, line1="31 Weavers Terr."), who=WEB, seen=9)
    first.answers = [
        Given(EMAIL, Answer.YES, by(BEA), first.created_at),
        Given(PARTNERS, Answer.NO, WEB, stage.ago(300)),
    ]
    second.answers = [
        Given(EMAIL, Answer.NO, WEB, second.created_at),
        Given(EMAIL, Answer.YES, WEB, stage.ago(200)),
    ]
    first.tags, second.tags = (
        [(INTERESTS.tags[0], first.created_at)],
        [(INTERESTS.tags[3], second.created_at)],
    )
    for record in (first, second):
        enter_later_answers(record)
        stage.autotag(record, POTENTIAL_DUPLICATE)
    return [first, second]


def _family(stage: Stage) -> list[Record]:
    """Ottilie's husband and children, who live with her: a household of four."""
    jose = Details(
        title="Mr",
        first_name="José Ángel",
        last_name="Núñez",
        email="jose.nunez@example.net",
        phone=stage.phone("0117 496 0101"),
        mobile=stage.phone("07700 900107"),
        birth_date=date(1959, 11, 27),
    )
    linus = Details(
        first_name="Linus",
        last_name="Núñez Marchbanks",
        email="linus.nm@university.example",
        mobile=stage.phone("07700 900108"),
        birth_date=date(2005, 4, 18),
    )
    child = replace(linus, email=None, mobile=None)
    ines = Details(first_name="Inés", last_name="Núñez Marchbanks", birth_date=date(2010, 2, 28))
    members = [
        stage.record(7, jose, LANTERN_ROW, household=1, seen=40),
        stage.record(8, linus, LANTERN_ROW, household=1, initial=child, seen=5),
        stage.record(9, ines, LANTERN_ROW, household=1, who=by(BEA), seen=210),
    ]
    enter_correction(members[1], stage.ago(1000), WEB, child, linus)
    members[0].values = [(DIETARY, (DIETARY.options[2].id,))]
    members[1].values = [(STUDENT, "S2040118")]
    members[1].tags = [(INTERESTS.tags[1], members[1].created_at), (INTERESTS.tags[6], members[1].created_at)]
    for record in members:
        stage.autotag(record)
    return members


def _siobhan(stage: Stage) -> Record:
    """An Individual in Ireland."""
    details = Details(
        title="Ms",
        first_name="Siobhán",
        last_name="Ní Bhriain",
        email="siobhan@mail.example",
        phone=stage.phone("01 555 0110", "IE"),
        birth_date=date(1979, 2, 1),
    )
    quay = AddressFields(
        line1="3 Lobster Quay", town="Galway", county="County Galway", postcode="H91 T2FK", country_code="IE"
    )
    record = stage.record(10, details, quay, who=WEB, seen=150)
    record.answers = [Given(EMAIL, Answer.YES, WEB, record.created_at)]
    return record


def _etienne(stage: Stage) -> Record:
    """An Individual in Canada."""
    details = Details(
        title="Mr",
        first_name="Étienne",
        last_name="Beauséjour",
        email="etienne.beausejour@example.com",
        phone=stage.phone("(514) 555-0112", "CA"),
        birth_date=date(1991, 10, 22),
    )
    rue = AddressFields(
        line1="88 rue du Phare", town="Montréal", county="QC", postcode="H2T 1S6", country_code="CA"
    )
    return stage.record(12, details, rue, who=WEB, seen=61)
