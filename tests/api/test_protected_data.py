"""Protected attributes over HTTP: who reads and enters them, and where their values stand."""

from __future__ import annotations

import logging
from typing import Any

import pytest
from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import AttributeValue
from gateway.app import Gateway
from gateway.engine import ids
from tests import factories as make
from tests.api._patient import AUDIT, READ, REDACTED, SAVE, Patient, ident
from tests.ask import Ask
from tests.database import Database


@pytest.fixture
async def patient(database: Database, gateway: Gateway) -> Patient:
    made = Patient(gateway)
    await made.store(database)
    return made


async def everything_stored(database: Database) -> str:
    """Every row of every table as text, so that a value can be looked for anywhere."""
    async with AsyncSession(database.store.writes) as session:
        tables = await session.scalars(
            text("select table_name::text from information_schema.tables where table_schema = 'public'")
        )
        found = []
        for table in tables:
            rows = await session.scalars(text(f'select t::text from "{table}" t'))
            found.append("\n".join(rows))
    return "\n".join(found)


@pytest.mark.rule("ROL-P05", "ATR-03")
async def test_without_the_permission_a_protected_value_is_redacted_and_counted(
    ask: Ask, patient: Patient
) -> None:
    holder = (await ask(READ, by="ade", id=ident(patient.ada))).ok["customer"]
    assert patient.mine(holder) == patient.shown
    for by in ("bea", "femi", "sam"):
        answer = await ask(READ, by=by, id=ident(patient.ada))
        assert patient.mine(answer.ok["customer"]) == REDACTED
        assert patient.secret not in str(answer)
        assert answer.ok["customer"]["sections"][4] == {"key": "ATTRIBUTES", "count": 2}
    assert holder["sections"][4] == {"key": "ATTRIBUTES", "count": 2}


@pytest.mark.rule("ROL-04", "ATR-03", "ROL-C01")
@pytest.mark.parametrize("by", ["bea", "femi", "olga"])
@pytest.mark.parametrize("words", ["New", None])
async def test_without_the_permission_a_protected_value_is_neither_entered_nor_cleared(
    ask: Ask, database: Database, patient: Patient, by: str, words: str | None
) -> None:
    before = await database.snapshot(patient.ada.id)

    answer = await ask(SAVE, by=by, id=ident(patient.ada), version=1, values=[patient.value(words)])

    assert answer.ok["made"]["errors"] == [
        {
            "code": "PROTECTED_ATTRIBUTE",
            "message": f'"{patient.notes.name}" is protected: leave it out, or ask your Settings Administrator for'
            ' "Can view and edit protected data".',
            "path": ["attributes", "0", "definitionId"],
        }
    ]
    assert await database.snapshot(patient.ada.id) == before


@pytest.mark.rule("ROL-04", "ATR-P03", "ATR-03")
async def test_a_protected_value_is_stored_sealed_and_the_audit_says_only_that_it_changed(
    ask: Ask, database: Database, patient: Patient
) -> None:
    answer = await ask(
        SAVE, by="ade", id=ident(patient.ada), version=1, values=[patient.value("New " + patient.secret)]
    )

    assert patient.mine(answer.ok["made"]["customer"])["value"] == {"text": "New " + patient.secret}
    nodes = (await ask(AUDIT, by="ade", id=ident(patient.ada))).ok["customer"]["audit"]["nodes"]
    changed = {"path": patient.path, "before": None, "after": None, "redacted": True}
    assert nodes[-1] == {
        "user": "ade",
        "event": "customer.updated",
        "narrative": f"Details changed: {patient.path}",
        "changes": [changed],
    }
    found = await ask(AUDIT, by="ade", id=ident(patient.ada), filter={"text": patient.secret})
    assert found.ok["customer"]["audit"]["nodes"] == []
    assert patient.secret not in await everything_stored(database)


@pytest.mark.rule("ATR-P03", "AUD-P05")
async def test_saving_a_protected_value_as_it_is_leaves_no_trace(
    ask: Ask, database: Database, patient: Patient
) -> None:
    before = await database.snapshot(patient.ada.id)
    document = """mutation S($id: ID!, $values: [AttributeValueInput!]!) {
      updateCustomer(customerId: $id, expectedVersion: 1, attributes: $values) { errors { __typename } } }"""
    answer = await ask(document, by="ade", id=ident(patient.ada), values=[patient.value(patient.secret)])
    assert answer.ok["updateCustomer"]["errors"] == []
    assert await database.snapshot(patient.ada.id) == before


@pytest.mark.rule("ATR-P03")
async def test_no_refusal_log_or_idempotency_record_holds_a_protected_value(
    ask: Ask,
    database: Database,
    patient: Patient,
    capsys: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)
    sent = patient.value("Now " + patient.secret)
    asked: dict[str, Any] = {"id": ident(patient.ada), "values": [sent]}
    key = f"key-{patient.ada.id}"
    await ask(SAVE, by="ade", **asked, version=1, key=key)
    replayed = await ask(SAVE, by="ade", **asked, version=1, key=key)
    assert replayed.extensions["replayed"] == ["made"]

    stale = await ask(SAVE, by="ade", **asked, version=1, key=key + "2")
    for answer in (stale, await ask(SAVE, by="ade", **asked, version=1, key=key + "2")):
        (error,) = answer.ok["made"]["errors"]
        assert error["code"] == "STALE_VERSION"
        hidden = {"field": patient.path, "theirs": None, "yours": None, "conflicting": True}
        assert error["fields"] == [hidden]
    refused = [
        await ask(SAVE, by="bea", **asked, version=2, key=key),
        await ask(
            SAVE,
            by="ade",
            id=ident(patient.ada),
            version=2,
            values=[{**sent, "date": "2026-01-01"}],
            key=key + "3",
        ),
    ]

    for answer in (stale, *refused):
        assert answer.ok["made"]["errors"]
        assert patient.secret not in str(answer)
    assert patient.secret not in await everything_stored(database)
    assert patient.secret not in "".join(capsys.readouterr()) + caplog.text


@pytest.mark.rule("ATR-P04", "ATR-P03")
async def test_protecting_an_attribute_hides_what_the_audit_held_of_it_in_clear(
    ask: Ask, database: Database
) -> None:
    home, ada = make.individual()
    definition = make.attribute(name=make.unique("Diet "))
    await database.save(home, ada, definition)
    secret = make.unique("Coeliac")
    value = {"definitionId": ids.encode("atd", definition.id), "text": secret}
    saved = await ask(SAVE, by="bea", id=ident(ada), version=1, values=[value])
    assert saved.ok["made"]["customer"]["detailsVersion"] == 2

    protect = """mutation P($id: ID!) { updateAttributeDefinition(
      definitionId: $id, expectedVersion: 1, definition: {isProtected: true}) { errors { __typename } } }"""
    answer = await ask(protect, by="seth", id=ids.encode("atd", definition.id))
    assert answer.ok["updateAttributeDefinition"]["errors"] == []

    row = await database.one(select(AttributeValue).where(AttributeValue.customer_id == ada.id))
    assert (row.text_value, row.ciphertext is None) == (None, False)
    for by in ("bea", "ade"):
        (entry,) = (await ask(AUDIT, by=by, id=ident(ada))).ok["customer"]["audit"]["nodes"]
        path = f"attribute.{definition.name}"
        assert entry["changes"] == [{"path": path, "before": None, "after": None, "redacted": True}]
        found = await ask(AUDIT, by=by, id=ident(ada), filter={"text": secret})
        assert found.ok["customer"]["audit"]["nodes"] == []
    stale = await ask(SAVE, by="ade", id=ident(ada), version=1, values=[value])
    assert stale.ok["made"]["errors"][0]["fields"][0]["theirs"] is None
    shown = (await ask(READ, by="ade", id=ident(ada))).ok["customer"]["attributes"]
    assert {"text": secret} in [each["value"] for each in shown]
