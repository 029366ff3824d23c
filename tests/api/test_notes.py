"""Pop-up notes over HTTP: writing, changing, deleting and acknowledging them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from db.models import Customer
from gateway.engine import ids
from tests import factories as make
from tests.api._notes import ACKNOWLEDGE, CREATE, DELETE, EDIT, SHOWN, code, ident, written
from tests.ask import Ask
from tests.database import Database


@pytest.fixture
async def ada(database: Database) -> Customer:
    home, customer = make.individual()
    await database.save(home, customer)
    return customer


@pytest.mark.rule("NOT-01", "NOT-02", "NOT-04")
async def test_a_blue_note_pops_up_in_both_interfaces(ask: Ask, ada: Customer) -> None:
    note = await written(ask, ada, by="bea", colour="BLUE", body=" Prefers the aisle.\r\nAsk first. ")
    assert note == {
        "id": note["id"],
        "colour": "BLUE",
        "body": "Prefers the aisle.\nAsk first.",
        "pinned": False,
        "showUntil": None,
        "createdBy": "bea",
        "updatedBy": None,
        "updatedAt": None,
        "version": 1,
        "acknowledgedByMe": False,
    }
    for by in ("bea", "ade", "femi", "sam"):
        shown = (await ask(SHOWN, by=by, id=ident(ada))).ok["customer"]
        assert [note["body"] for note in shown["popUpNotes"]] == ["Prefers the aisle.\nAsk first."]


@pytest.mark.rule("NOT-P01")
async def test_a_record_has_several_notes_of_a_colour_pinned_ones_first_and_the_newest_is_the_primary(
    ask: Ask, ada: Customer
) -> None:
    for hour, (body, pinned) in enumerate([("Old", True), ("Middle", False), ("New", False)], start=10):
        await written(
            ask, ada, by="bea", colour="BLUE", body=body, pinned=pinned, now=f"2026-11-22T{hour}:00:00+00:00"
        )
    shown = (await ask(SHOWN, id=ident(ada))).ok["customer"]
    assert [note["body"] for note in shown["blueNotes"]] == ["Old", "New", "Middle"]
    assert shown["primaryBlueNote"] == {"body": "New"}


@pytest.mark.rule("NOT-P01")
async def test_a_note_pops_up_to_the_end_of_its_last_day_in_the_system_zone_and_stays_readable(
    ask: Ask, ada: Customer
) -> None:
    await written(ask, ada, by="bea", colour="BLUE", body="Until then", until="2026-11-23")

    async def shown(now: str) -> tuple[int, int]:
        record = (await ask(SHOWN, id=ident(ada), now=now)).ok["customer"]
        return len(record["popUpNotes"]), len(record["blueNotes"])

    assert await shown("2026-11-23T23:59:59+00:00") == (1, 1)
    assert await shown("2026-11-24T00:00:00+00:00") == (0, 1)


@pytest.mark.rule("NOT-P02")
async def test_a_colleague_changes_a_note_and_every_version_of_it_stays_in_the_audit(
    ask: Ask, ada: Customer
) -> None:
    note = await written(ask, ada, by="bea", colour="BLUE", body="First")
    edited = await ask(EDIT, by="ade", note=note["id"], version=1, body="Second", pinned=True)
    assert edited.ok["made"]["note"] | {"updatedAt": None} == {
        **note,
        "body": "Second",
        "pinned": True,
        "updatedBy": "ade",
        "version": 2,
    }
    deleted = await ask(DELETE, by="femi", note=note["id"], version=2)
    assert deleted.ok["made"] == {"customer": {"id": ident(ada)}, "errors": []}

    audit = await ask(
        """query A($id: ID!) { customer(id: $id) { blueNotes { id } audit(orderBy: OLDEST_FIRST) {
             nodes { user event narrative changes { path before after } } } } }""",
        id=ident(ada),
    )
    assert audit.ok["customer"]["blueNotes"] == []
    assert audit.ok["customer"]["audit"]["nodes"] == [
        {
            "user": "bea",
            "event": "note.added",
            "narrative": "Blue note added",
            "changes": [{"path": "note.body", "before": None, "after": "First"}],
        },
        {
            "user": "ade",
            "event": "note.changed",
            "narrative": "Blue note changed",
            "changes": [
                {"path": "note.body", "before": "First", "after": "Second"},
                {"path": "note.pinned", "before": "false", "after": "true"},
            ],
        },
        {
            "user": "femi",
            "event": "note.deleted",
            "narrative": "Blue note deleted",
            "changes": [
                {"path": "note.body", "before": "Second", "after": None},
                {"path": "note.pinned", "before": "true", "after": None},
            ],
        },
    ]


async def test_what_is_left_out_of_a_change_stays_and_null_clears_the_last_day(
    ask: Ask, database: Database, ada: Customer
) -> None:
    note = make.note(ada.id, body="Keep", pinned=True, show_until=None)
    await database.save(note)
    ident_ = ids.encode("not", note.id)
    until = "mutation E($note: ID!, $version: Int!, $until: Date) { editNote(noteId: $note, expectedVersion: $version, "
    until += "showUntil: $until) { note { body pinned showUntil version } } }"
    first = await ask(until, note=ident_, version=1, until="2026-12-24")
    assert first.ok["editNote"]["note"] == {
        "body": "Keep",
        "pinned": True,
        "showUntil": "2026-12-24",
        "version": 2,
    }
    second = await ask(until, note=ident_, version=2, until=None)
    assert second.ok["editNote"]["note"]["showUntil"] is None


@pytest.mark.rule("AUD-P05")
async def test_saving_a_note_as_it_is_leaves_no_trace(ask: Ask, database: Database, ada: Customer) -> None:
    note = make.note(ada.id, body="Same")
    await database.save(note)
    before = await database.snapshot(ada.id)
    answer = await ask(
        EDIT, note=ids.encode("not", note.id), version=1, body=" Same ", pinned=False, until=None
    )
    assert answer.ok["made"]["note"]["version"] == 1
    assert await database.snapshot(ada.id) == before


@pytest.mark.rule("XCT-P03")
async def test_a_note_that_was_changed_meanwhile_is_not_overwritten_or_deleted(
    ask: Ask, database: Database, ada: Customer
) -> None:
    note = await written(ask, ada, by="bea", colour="BLUE", body="First")
    await written(ask, ada, by="bea", colour="BLUE", body="Another note")
    await ask(EDIT, by="ade", note=note["id"], version=1, body="Second")
    before = await database.snapshot(ada.id)

    answer = await ask(EDIT, note=note["id"], version=1, body="Third")

    (error,) = answer.ok["made"]["errors"]
    assert (error["code"], error["currentVersion"], error["changedBy"]) == ("STALE_VERSION", 2, "ade")
    assert error["fields"] == [
        {"field": "note.body", "theirs": "Second", "yours": "Third", "conflicting": True}
    ]
    assert code(await ask(DELETE, note=note["id"], version=1)) == "STALE_VERSION"
    assert await database.snapshot(ada.id) == before


@pytest.mark.rule("NOT-P03")
async def test_an_acknowledgement_is_one_users_and_holds_until_the_note_changes(
    ask: Ask, database: Database, ada: Customer
) -> None:
    note = await written(ask, ada, by="bea", colour="BLUE", body="Read me")

    async def acknowledged(by: str) -> list[bool]:
        shown = (await ask(SHOWN, by=by, id=ident(ada))).ok["customer"]["popUpNotes"]
        return [each["acknowledgedByMe"] for each in shown]

    first = await ask(ACKNOWLEDGE, by="ade", note=note["id"])
    assert first.ok["made"]["note"]["acknowledgedByMe"] is True
    assert await ask(ACKNOWLEDGE, by="ade", note=note["id"]) == first
    assert (await acknowledged("ade"), await acknowledged("bea")) == ([True], [False])
    await ask(EDIT, by="bea", note=note["id"], version=1, body="Read me again")
    assert await acknowledged("ade") == [False]
    await ask(ACKNOWLEDGE, by="ade", note=note["id"])
    assert await acknowledged("ade") == [True]
    assert await database.events(ada.id) == [
        "note.added",
        "note.acknowledged",
        "note.changed",
        "note.acknowledged",
    ]


@pytest.mark.rule("NOT-P01")
@pytest.mark.parametrize(
    ("given", "codes"),
    [
        ({"body": "x" * 5001}, ["TOO_LONG"]),
        ({"body": " \n "}, ["REQUIRED"]),
        ({"body": "x\x00"}, ["INVALID_TEXT"]),
        ({"until": "2026-11-21"}, ["INVALID_DATE"]),
        ({"body": "", "until": "2026-11-21"}, ["REQUIRED", "INVALID_DATE"]),
    ],
)
async def test_a_note_that_says_nothing_too_much_or_never_shows_is_refused(
    ask: Ask, database: Database, ada: Customer, given: Mapping[str, Any], codes: list[str]
) -> None:
    note = make.note(ada.id, body="There")
    await database.save(note)
    before = await database.snapshot(ada.id)

    created = await ask(CREATE, id=ident(ada), **{"colour": "BLUE", "body": "Fine", **given})
    edited = await ask(EDIT, note=ids.encode("not", note.id), version=1, **given)

    for answer in (created, edited):
        assert [error["code"] for error in answer.ok["made"]["errors"]] == codes
        assert answer.ok["made"]["note"] is None
    assert await database.snapshot(ada.id) == before


@pytest.mark.rule("NOT-P01")
async def test_a_note_holds_5000_characters(ask: Ask, ada: Customer) -> None:
    note = await written(ask, ada, by="bea", colour="BLUE", body="é" * 5000)
    assert len(note["body"]) == 5000


async def test_a_record_has_at_most_100_notes_of_a_colour_and_those_of_the_other_do_not_count(
    ask: Ask, database: Database, ada: Customer
) -> None:
    await database.save(*[make.note(ada.id, colour="PINK") for _ in range(100)])
    assert (await written(ask, ada, by="bea", colour="BLUE"))["colour"] == "BLUE"
    refused = await ask(CREATE, by="femi", id=ident(ada), colour="PINK", body="One more")
    assert code(refused) == "TOO_MANY"


async def test_notes_of_an_inactive_record_are_read_and_acknowledged_but_not_changed(
    ask: Ask, database: Database
) -> None:
    home, gone = make.individual(active=False)
    note = make.note(gone.id)
    await database.save(home, gone, note)
    asked: dict[str, Any] = {"note": ids.encode("not", note.id), "version": 1, "body": "New"}
    before = await database.snapshot(gone.id)

    assert code(await ask(EDIT, by="femi", **asked)) == "CUSTOMER_INACTIVE"
    assert code(await ask(DELETE, by="femi", **asked)) == "CUSTOMER_INACTIVE"
    assert code(await ask(EDIT, by="bea", **asked)) == "NOT_FOUND"
    assert await database.snapshot(gone.id) == before
    answer = await ask(ACKNOWLEDGE, by="femi", note=asked["note"])
    assert answer.ok["made"]["note"]["acknowledgedByMe"] is True
