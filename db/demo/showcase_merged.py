"""Professor Beatrix Holloway-Tran, I-1000011, and the record of hers that was merged into it, I-1000000."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from db.demo.entries import enter_notes
from db.demo.fixed import Series, fixed_id
from db.demo.history import MERGED, MERGED_AWAY, by
from db.demo.notes import Written
from db.demo.personas import ADE, BEA
from db.demo.record import Record
from db.demo.stage import Stage, showcase_id, showcase_number
from db.demo.tags import RELATIONS
from domain.addresses import AddressFields, address_key, one_line
from domain.audit import Method, change, narrative_of
from domain.customers import Details, Kind, friendly_id
from domain.merge_facts import Circumstances, HeldAddress, HeldNote, MergeFacts, SideFacts
from domain.merge_planning import plan
from domain.merges import Line, MergeChoices
from domain.notes import Colour
from domain.transformations import TransformationKind, transformation_id

MERGE, NUMBER = fixed_id(Series.TRANSFORMATION, 1), 1
NOTE = fixed_id(Series.NOTE, 103)
_FORMER, _SURVIVOR = (
    0,
    11,
)  # their places in the showcase: the other record was there before the first of the twelve
FORMER, SURVIVOR = showcase_id(_FORMER), showcase_id(_SURVIVOR)
_FORMER_NAME, _SURVIVOR_NAME = (
    friendly_id(Kind.INDIVIDUAL, showcase_number(place)) for place in (_FORMER, _SURVIVOR)
)
_MERGED = change("merge", None, transformation_id(TransformationKind.MERGE, NUMBER))
MERGER = by(ADE, Method.MERGE)
_AVENUE = AddressFields(
    line1="1420 Larkspur Avenue",
    line2="Apt 9C",
    town="New York",
    county="NY",
    postcode="10019-7475",
    country_code="US",
)


def merged_at(stage: Stage) -> datetime:
    """When the two became one."""
    return stage.ago(450)


def beatrix(stage: Stage) -> Record:
    """An Individual in the United States, whose telephone number and note came from the other record."""
    before = _details_before(stage)
    details = replace(before, phone=_details_of_former(stage).phone)
    record = stage.record(_SURVIVOR, details, _AVENUE, who=by(ADE), initial=before, seen=330)
    record.tags = [(RELATIONS.tags[3], record.created_at)]
    # That it was written is told by the audit of the record on which it was.
    record.notes = [_note(stage)]
    taken = (each for each in merged_lines(stage) if each.result != each.survivor)
    changed = (
        _MERGED,
        change("mergedFrom", None, _FORMER_NAME),
        *(change(each.path, each.survivor, each.result) for each in taken),
    )
    narrative = narrative_of(f"Merged with {_FORMER_NAME}", changed)
    record.happened(merged_at(stage), MERGER, MERGED, narrative, *changed)
    return record


def former(stage: Stage) -> Record:
    """What is left of the other record: its name, its number, and what was done to it."""
    at = merged_at(stage)
    record = stage.record(_FORMER, _details_of_former(stage), _AVENUE, who=by(BEA), seen=800)
    record.notes = [_note(stage)]
    enter_notes(record)
    changed = (_MERGED, change("mergedInto", None, _SURVIVOR_NAME), change("active", True, False))
    narrative = narrative_of(f"Merged into {_SURVIVOR_NAME}", changed)
    record.happened(at, MERGER, MERGED_AWAY, narrative, *changed)
    assert record.new_household is not None, "an Individual has a household"
    record.new_household = record.new_household._replace(primary_id=SURVIVOR, closed_at=at)
    record.household_id, record.merged_into, record.active = None, SURVIVOR, False
    record.places, record.notes = [], []
    return record


def merged_lines(stage: Stage) -> tuple[Line, ...]:
    """What the merge found on both sides and what it made of it, as the rules of merging have it (MRG-P02)."""
    at, note = merged_at(stage), _note(stage)
    survivor = _side(_SURVIVOR, _details_before(stage))
    loser = _side(_FORMER, _details_of_former(stage), HeldNote(note.id, note.colour, note.body))
    return plan(MergeFacts(survivor, loser), MergeChoices(), Circumstances(at, at.date())).lines


def _side(place: int, details: Details, *notes: HeldNote) -> SideFacts:
    parts = (_AVENUE.line1, _AVENUE.line2, _AVENUE.line3, _AVENUE.town, _AVENUE.county, _AVENUE.postcode)
    key = showcase_id(place)
    home = HeldAddress(key, one_line(*parts), address_key(_AVENUE), billing=True, delivery=True)
    return SideFacts(key, Kind.INDIVIDUAL, showcase_number(place), details, addresses=(home,), notes=notes)


def _details_before(stage: Stage) -> Details:
    return Details(
        title="Prof",
        first_name="Beatrix",
        last_name="Holloway-Tran",
        email="b.holloway-tran@university.example",
        mobile=stage.phone("(212) 555-0111", "US"),
        birth_date=date(1968, 7, 9),
    )


def _details_of_former(stage: Stage) -> Details:
    return Details(first_name="Bea", last_name="Holloway", phone=stage.phone("(212) 555-0113", "US"))


def _note(stage: Stage) -> Written:
    body = "In Bristol every June and October: ring before the season is announced."
    return Written(NOTE, Colour.BLUE, body, BEA, stage.ago(820))
