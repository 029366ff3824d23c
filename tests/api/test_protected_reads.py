"""What reading protected values leaves in the audit, and what is shown when it cannot."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace

import httpx
import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession, create_async_engine
from starlette.applications import Starlette
from starlette.routing import Route
from structlog.testing import capture_logs

from db.store import open_store
from gateway.app import Gateway
from gateway.door.graphql import GraphQLEndpoint
from gateway.settings import Settings
from tests.api._patient import AUDIT, HOME, READ, REDACTED, SAVE, SHOWN, Patient, ident
from tests.ask import Ask
from tests.database import Database


@pytest.fixture
async def patient(database: Database, gateway: Gateway) -> Patient:
    made = Patient(gateway)
    await made.store(database)
    return made


@pytest.mark.rule("ATR-P05", "AUD-P08")
async def test_reading_protected_values_leaves_one_line_a_customer_and_operation_that_names_them(
    ask: Ask, database: Database, patient: Patient
) -> None:
    await ask(HOME, by="ade", id=ident(patient.ada))

    contact = f"attribute.{patient.contact.name}"
    expected = {ident(patient.ada): [contact, patient.path], ident(patient.charles): [patient.path]}
    for customer, paths in expected.items():
        record = (await ask(AUDIT, by="bea", id=customer)).ok["customer"]
        assert record["audit"]["nodes"] == [
            {
                "user": "ade",
                "event": "attribute.protected-read",
                "narrative": "Protected data read: " + ", ".join(paths),
                "changes": [
                    {"path": path, "before": None, "after": None, "redacted": True} for path in paths
                ],
            }
        ]
    await ask(READ, by="ade", id=ident(patient.ada))
    assert await database.events(patient.ada.id) == ["attribute.protected-read"] * 2


@pytest.mark.rule("ATR-P05")
async def test_what_was_not_shown_was_not_read(ask: Ask, database: Database, patient: Patient) -> None:
    await ask(READ, by="bea", id=ident(patient.ada))
    outside = "query Q($id: ID!) { customer(id: $id) { attributes { name hasValue redacted isProtected } } }"
    await ask(outside, by="ade", id=ident(patient.ada))
    assert await database.events(patient.ada.id) == []


@pytest.mark.rule("ATR-P05")
async def test_a_protected_value_in_the_payload_of_a_mutation_is_read_too(
    ask: Ask, database: Database, patient: Patient
) -> None:
    await ask(SAVE, by="ade", id=ident(patient.ada), version=1, values=[patient.value("New")])
    assert await database.events(patient.ada.id) == ["customer.updated", "attribute.protected-read"]


@asynccontextmanager
async def asking(gateway: Gateway, settings: Settings) -> AsyncIterator[Ask]:
    """Asking another gateway over HTTP."""
    app = Starlette(routes=[Route("/graphql", GraphQLEndpoint(gateway.answer, settings.limits))])
    transport = httpx.ASGITransport(app=app)
    async with httpx.AsyncClient(transport=transport, base_url="http://gateway") as client:
        yield Ask(client, settings)


@pytest.mark.rule("ATR-P05")
async def test_a_reading_that_cannot_be_told_of_shows_no_protected_value(
    gateway: Gateway, settings: Settings, database: Database, patient: Patient
) -> None:
    nobody = create_async_engine("postgresql+asyncpg://nobody@127.0.0.1:1/none")
    store = replace(gateway.store, writes=nobody)
    async with asking(replace(gateway, store=store), settings) as ask:
        with capture_logs() as logged:
            answer = await ask(HOME, by="ade", id=ident(patient.ada))
        other = await ask("{ attributeDefinitions { name } }", by="ade")
    await nobody.dispose()

    members = answer.ok["customer"]["household"]["members"]
    assert [patient.mine(member) for member in members] == [REDACTED, REDACTED]
    assert patient.mine(members[0], patient.contact) == REDACTED
    assert patient.notes.name in [each["name"] for each in other.ok["attributeDefinitions"]]
    assert [line["event"] for line in logged] == ["protected.read-not-recorded"]
    assert await database.events(patient.ada.id) == []
    assert await database.events(patient.charles.id) == []


@pytest.mark.rule("ATR-P05")
async def test_a_mutation_whose_reading_cannot_be_told_of_is_done_once_and_shows_no_protected_value(
    gateway: Gateway, settings: Settings, database: Database, patient: Patient
) -> None:
    document = f"""mutation Note($id: ID!) {{
      createNote(customerId: $id, colour: BLUE, body: "Carries a card.") {{ errors {{ __typename }} customer {{
        blueNotes {{ body }} ... on Individual {{ household {{ members {{ {SHOWN} }} }} }} }} }}
    }}"""
    assert settings.database_url is not None
    async with (
        AsyncSession(database.store.writes) as busy,
        open_store(
            database_url=settings.database_url,
            read_url=None,
            redis_url=settings.redis_url,
            pool_size=2,
            statement_seconds=0.2,
        ) as store,
        asking(replace(gateway, store=store), settings) as ask,
    ):
        # Charles is locked, so that the line about him cannot be written in time; Ada is not.
        await busy.execute(
            text("select 1 from customer where id = :id for update"), {"id": patient.charles.id}
        )
        with capture_logs():
            answer = await ask(document, by="ade", id=ident(patient.ada))

    made = answer.ok["createNote"]
    assert made["errors"] == []
    assert made["customer"]["blueNotes"] == [{"body": "Carries a card."}]
    members = made["customer"]["household"]["members"]
    assert [patient.mine(member) for member in members] == [REDACTED, REDACTED]
    assert await database.events(patient.ada.id) == ["note.added"]
    assert await database.events(patient.charles.id) == []
