"""Redis is never the truth: without it every guarantee holds, only slower (XCT-P09)."""

from __future__ import annotations

from collections.abc import AsyncIterator

import httpx
import pytest

from gateway.app import create_app
from gateway.engine import ids
from gateway.settings import Settings
from tests import factories as make
from tests.ask import Ask
from tests.database import Database

ADD = """
mutation ($id: ID!, $address: AddressInput!) {
  addAddress(customerId: $id, expectedVersion: 1, address: $address) { address { id } errors { __typename } }
}
"""


@pytest.fixture
async def bare(settings: Settings, database: Database) -> AsyncIterator[Ask]:
    """The application with a Redis that is not there."""
    application = create_app(settings.model_copy(update={"redis_url": "unix:///nowhere/valkey"}))
    async with application.router.lifespan_context(application):
        transport = httpx.ASGITransport(app=application)
        async with httpx.AsyncClient(transport=transport, base_url="http://gateway") as client:
            yield Ask(client, settings)


@pytest.mark.rule("XCT-P09")
async def test_reading_writing_and_idempotency_need_no_redis(bare: Ask, database: Database) -> None:
    home, ada = make.individual()
    await database.save(home, ada)
    record = ids.encode("cus", ada.id)
    fields = {"line1": "1 High Street", "town": "Bristol", "postcode": "BS1 4DJ", "countryCode": "GB"}

    first = await bare(ADD, id=record, address=fields, key=f"once-{ada.id}")
    again = await bare(ADD, id=record, address=fields, key=f"once-{ada.id}")
    read = await bare("query ($id: ID!) { customer(id: $id) { addresses { line1 } } }", id=record)

    assert first.ok["addAddress"]["errors"] == []
    assert again.ok == first.ok
    assert read.ok == {"customer": {"addresses": [{"line1": "1 High Street"}]}}


@pytest.mark.rule("XCT-P09")
async def test_the_address_finder_needs_no_redis(bare: Ask, ask: Ask) -> None:
    document = '{ findAddress(postcode: "BS1 4DJ") { line1 postcode } }'

    assert (await bare(document)).ok == (await ask(document)).ok
