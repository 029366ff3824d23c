"""Who sees which notes: pink ones leave no trace for others."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import uuid4

import pytest

from db.demo.personas import PERSONAS
from db.models import Customer
from gateway.auth import issue_token
from gateway.engine import ids
from gateway.settings import Settings
from tests import factories as make
from tests.api._notes import ACKNOWLEDGE, CREATE, DELETE, EDIT, SHOWN, code, ident, written
from tests.ask import Ask
from tests.database import Database

# Everything of a record from which somebody could guess at notes that they may not see.
OUTSIDE = """
query Outside($id: ID!) {
  customer(id: $id) {
    updatedAt detailsVersion addressesVersion contactPreferencesVersion tagsVersion
    sections { key available count disabledReason } actions { key allowed reason }
    popUpNotes { body } blueNotes { body } primaryBlueNote { body }
    audit { nodes { id event narrative changes { path after } } totalCount pageInfo { hasNextPage } }
    found: audit(filter: {text: "legacy", path: "note.body", user: "femi"}) { totalCount }
  }
  auditIntegrity(customerId: $id) { intact entries }
}
"""


@pytest.fixture
async def ada(database: Database) -> Customer:
    home, customer = make.individual()
    await database.save(home, customer)
    return customer


@pytest.mark.rule("NOT-05", "ROL-05")
async def test_a_pink_note_shows_to_fundraisers_only(ask: Ask, ada: Customer) -> None:
    note = await written(ask, ada)
    shown = (await ask(SHOWN, by="femi", id=ident(ada))).ok["customer"]
    assert shown["popUpNotes"] == [{"body": "Plans a legacy.", "colour": "PINK", "acknowledgedByMe": False}]
    assert shown["blueNotes"] == []
    for by in ("bea", "ade", "sam"):
        shown = (await ask(SHOWN, by=by, id=ident(ada))).ok["customer"]
        assert shown == {"popUpNotes": [], "blueNotes": [], "primaryBlueNote": None}
        found = await ask("query N($id: ID!) { node(id: $id) { id } }", by=by, id=note["id"])
        assert found.ok["node"] is None


@pytest.mark.rule("NOT-P06", "ROL-P04")
async def test_asking_for_pink_notes_without_the_role_is_refused_and_not_answered_with_an_empty_list(
    ask: Ask, ada: Customer
) -> None:
    answer = await ask("query P($id: ID!) { customer(id: $id) { id pinkNotes { body } } }", id=ident(ada))
    assert answer.data == {"customer": {"id": ident(ada), "pinkNotes": None}}
    assert answer.codes == ["FORBIDDEN"]
    assert answer.errors[0]["path"] == ["customer", "pinkNotes"]
    assert answer.errors[0]["extensions"]["requiredRoles"] == [
        "OPPORTUNITIES_USER",
        "OPPORTUNITIES_ADMINISTRATOR",
    ]


@pytest.mark.rule("NOT-P06", "NOT-05")
async def test_nothing_that_others_see_of_a_record_changes_with_its_pink_notes(
    ask: Ask, database: Database, ada: Customer
) -> None:
    await written(ask, ada, by="bea", colour="BLUE", body="Knows the way.")
    before = (await ask(OUTSIDE, id=ident(ada))).ok

    note = await written(ask, ada, now="2026-11-23T10:00:00+00:00")
    assert (await ask(OUTSIDE, id=ident(ada))).ok == before
    asked = {"by": "femi", "note": note["id"], "now": "2026-11-24T10:00:00+00:00"}
    edited = await ask(EDIT, **asked, version=1, body="A legacy of 5,000.")
    assert edited.ok["made"]["errors"] == []
    assert (await ask(ACKNOWLEDGE, **asked)).ok["made"]["note"]["acknowledgedByMe"] is True
    assert (await ask(OUTSIDE, id=ident(ada))).ok == before
    assert (await ask(DELETE, **asked, version=2)).ok["made"]["errors"] == []
    assert (await ask(OUTSIDE, id=ident(ada))).ok == before

    assert await database.events(ada.id) == [
        "note.added",
        "note.added",
        "note.changed",
        "note.acknowledged",
        "note.deleted",
    ]
    seen = (await ask(OUTSIDE, by="femi", id=ident(ada))).ok["customer"]
    assert seen["audit"]["totalCount"] == 5
    assert seen["found"]["totalCount"] == 3


@pytest.mark.rule("ROL-C01", "NOT-P06", "NOT-P02")
@pytest.mark.parametrize("document", [EDIT, DELETE, ACKNOWLEDGE])
@pytest.mark.parametrize("by", ["bea", "ade", "sam"])
async def test_a_pink_note_is_to_others_a_note_that_does_not_exist(
    ask: Ask, database: Database, ada: Customer, document: str, by: str
) -> None:
    note = make.note(ada.id, colour="PINK")
    await database.save(note)
    before = await database.snapshot(ada.id)

    pink = await ask(document, by=by, note=ids.encode("not", note.id), version=1, body="Mine")
    none = await ask(document, by=by, note=ids.encode("not", uuid4()), version=1, body="Mine")

    assert code(pink) == "NOT_FOUND"
    assert (pink.data, pink.errors) == (none.data, none.errors)
    assert await database.snapshot(ada.id) == before


@pytest.mark.rule("ROL-05", "ROL-C01")
@pytest.mark.parametrize("by", ["bea", "ade", "sam"])
async def test_only_fundraisers_write_pink_notes(
    ask: Ask, database: Database, ada: Customer, by: str
) -> None:
    before = await database.snapshot(ada.id)
    answer = await ask(CREATE, by=by, id=ident(ada), colour="PINK", body="Mine")
    assert answer.codes == ["FORBIDDEN"]
    assert answer.errors[0]["extensions"]["requiredRoles"] == [
        "OPPORTUNITIES_USER",
        "OPPORTUNITIES_ADMINISTRATOR",
    ]
    assert await database.snapshot(ada.id) == before


@pytest.mark.rule("NOT-03", "ROL-10")
@pytest.mark.parametrize("by", ["gina", "seth", "ines"])
async def test_who_does_not_work_with_records_neither_reads_nor_writes_notes(
    ask: Ask, database: Database, ada: Customer, by: str
) -> None:
    note = make.note(ada.id)
    await database.save(note)
    before = await database.snapshot(ada.id)
    assert (await ask(CREATE, by=by, id=ident(ada), colour="BLUE", body="Mine")).codes == ["FORBIDDEN"]
    assert (await ask(EDIT, by=by, note=ids.encode("not", note.id), version=1)).codes == ["FORBIDDEN"]
    read = await ask("query N($id: ID!) { node(id: $id) { id } }", by=by, id=ids.encode("not", note.id))
    assert read.data == {"node": None}
    assert await database.snapshot(ada.id) == before


Outsiders = StrEnum("Outsiders", {"WEB": "WEB", "AGENCY": "AGENCY"})


@pytest.mark.rule("ROL-10", "NOT-03")
@pytest.mark.parametrize("interface", Outsiders)
async def test_no_token_is_good_for_anybody_but_staff(
    ask: Ask, database: Database, settings: Settings, ada: Customer, interface: Any
) -> None:
    await database.save(make.note(ada.id))
    bea = next(persona for persona in PERSONAS if persona.username == "bea")
    hour, now = timedelta(hours=1), datetime.now(UTC)
    token = issue_token(settings, bea.id, interface, hour, now)
    answer = await ask.client.post(
        "/graphql",
        json={"query": SHOWN, "variables": {"id": ident(ada)}},
        headers={"authorization": f"Bearer {token}"},
    )
    assert [error["extensions"]["code"] for error in answer.json()["errors"]] == ["UNAUTHENTICATED"]
    assert "aisle" not in answer.text
