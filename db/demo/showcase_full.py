"""Dr Ottilie Marchbanks, I-1000001: the record with something on every tab."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from db.demo.attributes import (
    ACCESS,
    ALTERNATE_EMAIL,
    BAR_TAB,
    DIETARY,
    EMERGENCY,
    HEARD,
    MEDICAL,
    STAFF_DISCOUNT,
    USUAL_SEAT,
)
from db.demo.entries import (
    enter_address,
    enter_correction,
    enter_later_answers,
    enter_notes,
    enter_protected_value,
    enter_tag,
)
from db.demo.fixed import Series, fixed_id
from db.demo.history import IMPORT, WEB, by
from db.demo.homes import home_at
from db.demo.notes import Written
from db.demo.personas import ADE, BEA, FEMI, OLGA
from db.demo.preferences import EMAIL, PARTNERS, PHONE, POST, SMS, SUPPORTING, Given
from db.demo.record import Place, Record
from db.demo.stage import Stage
from db.demo.tags import ACCESS_SCHEME, DONOR, INTERESTS, PRIORITY
from domain.addresses import AddressFields
from domain.attributes import Definition
from domain.customers import Details
from domain.notes import Colour
from domain.preferences import Answer

LANTERN_ROW = AddressFields(
    line1="Flat 2",
    line2="14 Lantern Row",
    town="Bristol",
    county="Bristol",
    postcode="BS6 5QJ",
    country_code="GB",
)
_LABORATORY = AddressFields(
    line1="Tidal Engineering Laboratory",
    line2="Floating Dock",
    line3="Lower Parade",
    town="Bristol",
    county="Bristol",
    postcode="BS8 1PY",
    country_code="GB",
)
_COTTAGE = AddressFields(
    line1="Gull Cottage",
    line2="Net Loft Lane",
    town="Penzance",
    county="Cornwall",
    postcode="TR18 3DW",
    country_code="GB",
)


def ottilie(stage: Stage) -> Record:
    """The record, and how it came to be what it is."""
    details = Details(
        title="Dr",
        first_name="Ottilie",
        last_name="Marchbanks",
        email="ottilie.marchbanks@example.com",
        phone=stage.phone("0117 496 0101"),
        mobile=stage.phone("07700 900101"),
        birth_date=date(1961, 3, 14),
        online_account_active=True,
    )
    # Backwards from today: each is the details before the correction that follows it.
    before_2022 = replace(details, mobile=stage.phone("07700 900110"))
    before_2016 = replace(before_2022, title="Ms", birth_date=None)
    before_2012 = replace(before_2016, last_name="Marchbank", email=None, online_account_active=False)
    record = stage.record(1, details, LANTERN_ROW, initial=before_2012, seen=3)
    enter_correction(record, datetime(2012, 2, 7, 11, 4, tzinfo=UTC), by(BEA), before_2012, before_2016)
    enter_correction(record, datetime(2016, 6, 21, 15, 40, tzinfo=UTC), by(ADE), before_2016, before_2022)
    enter_correction(record, datetime(2022, 9, 2, 17, 12, tzinfo=UTC), WEB, before_2022, details)
    _add_addresses(stage, record)
    _answer(stage, record)
    _fill_in_attributes(stage, record)
    _tag(stage, record)
    _write_notes(stage, record)
    return record


def _add_addresses(stage: Stage, record: Record) -> None:
    work = Place(home_at(_LABORATORY), datetime(2017, 1, 9, 9, 30, tzinfo=UTC), "Work", delivery=True)
    summer = stage.now.date().year
    cottage = Place(
        home_at(_COTTAGE),
        datetime(2019, 5, 20, 14, 5, tzinfo=UTC),
        "Summer",
        valid_from=date(summer, 6, 1),
        valid_to=date(summer, 9, 30),
    )
    record.places = [replace(record.places[0], label="Home", delivery=False), work, cottage]
    enter_address(record, by(BEA), work)
    enter_address(record, by(ADE), cottage)


def _answer(stage: Stage, record: Record) -> None:
    joined = record.created_at
    record.answers = [
        Given(EMAIL, Answer.YES, IMPORT, joined),
        Given(EMAIL, Answer.NO, WEB, datetime(2018, 5, 30, 20, 15, tzinfo=UTC)),
        Given(
            EMAIL, Answer.YES, by(BEA), stage.ago(400), evidence="Paper form at the spring open day, on file"
        ),
        Given(SMS, Answer.NO, WEB, stage.ago(400)),
        Given(PHONE, Answer.YES, IMPORT, joined),
        Given(PHONE, Answer.NOT_ASKED, by(ADE), stage.ago(900), reason="The tick was another customer's"),
        Given(POST, Answer.YES, IMPORT, joined),
        Given(PARTNERS, Answer.NO, by(BEA), stage.ago(400)),
        Given(SUPPORTING, Answer.YES, by(FEMI), stage.ago(120), evidence="Said so at the supporters' supper"),
    ]
    enter_later_answers(record)


def _fill_in_attributes(stage: Stage, record: Record) -> None:
    record.values = [
        (ACCESS, _chosen(ACCESS, "Hearing loop", "Companion seat")),
        (DIETARY, _chosen(DIETARY, "Vegetarian", "Nut allergy")),
        (MEDICAL, "EpiPen in bag, left-hand pocket"),
        (EMERGENCY, "José (husband), 07700 900107"),
        (ALTERNATE_EMAIL, "o.marchbanks@university.example"),
        (STAFF_DISCOUNT, (stage.now + timedelta(days=90)).date()),
        (BAR_TAB, 7500),
        (HEARD, _chosen(HEARD, "Friend or family")),
        (USUAL_SEAT, "Stalls F12"),
    ]
    enter_protected_value(record, stage.ago(700), by(ADE), MEDICAL)
    enter_protected_value(record, stage.ago(699), by(ADE), EMERGENCY)


def _tag(stage: Stage, record: Record) -> None:
    drama, opera = (tag for tag in INTERESTS.tags if tag.name in {"Drama", "Opera"})
    gold, member = PRIORITY.tags[0], ACCESS_SCHEME.tags[0]
    record.tags = [(drama, record.created_at), (opera, record.created_at)]
    for tag, at, who in ((member, 1500, by(BEA)), (DONOR, 800, by(FEMI)), (gold, 610, by(ADE))):
        record.tags.append((tag, stage.ago(at)))
        enter_tag(record, stage.ago(at), who, tag)
    stage.autotag(record)


def _write_notes(stage: Stage, record: Record) -> None:
    today = stage.now.date()
    record.notes = [
        Written(
            fixed_id(Series.NOTE, 1),
            Colour.BLUE,
            "Hard of hearing on the left: seats on the left side of row F, please.",
            BEA,
            stage.ago(1600),
            pinned=True,
            read_by=((BEA, stage.ago(1590)), (ADE, stage.ago(1588))),
        ),
        Written(
            fixed_id(Series.NOTE, 2),
            Colour.BLUE,
            "Waiting for two returns for the Saturday of the new opera.\nRing the laboratory first.",
            ADE,
            stage.ago(12),
            show_until=today + timedelta(days=30),
            changed=(BEA, stage.ago(8), "Waiting for two returns for the Saturday of the new opera."),
        ),
        Written(
            fixed_id(Series.NOTE, 3),
            Colour.BLUE,
            "In Penzance until the autumn.",
            BEA,
            stage.ago(150),
            show_until=today - timedelta(days=60),
        ),
        Written(
            fixed_id(Series.NOTE, 4),
            Colour.PINK,
            "Interested in naming a seat in memory of her mother. Conversation with Olga, no letters yet.",
            OLGA,
            stage.ago(240),
            pinned=True,
            read_by=((FEMI, stage.ago(239)),),
        ),
        Written(
            fixed_id(Series.NOTE, 5),
            Colour.PINK,
            "Gives every December; write before the end of November.",
            FEMI,
            stage.ago(45),
        ),
    ]
    enter_notes(record)


def _chosen(attribute: Definition, *labels: str) -> tuple[UUID, ...]:
    return tuple(option.id for option in attribute.options if option.label in labels)
