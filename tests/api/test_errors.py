"""What a client reads when something is wrong: typed refusals in payloads, coded errors outside, surprises masked."""

from __future__ import annotations

import httpx
import pytest
from structlog.testing import capture_logs

from gateway.app import create_app
from gateway.engine import ids
from gateway.settings import Settings
from tests import factories as make
from tests.ask import Ask
from tests.database import Database

ADD = """
mutation ($id: ID!, $address: AddressInput!) {
  addAddress(customerId: $id, expectedVersion: 1, address: $address) {
    address { id } errors { __typename ... on UserError { code message path } }
  }
}
"""


@pytest.mark.rule("XCT-P02")
async def test_all_that_is_wrong_with_an_input_is_told_at_once(ask: Ask, database: Database) -> None:
    home, ada = make.individual()
    await database.save(home, ada)
    before = await database.snapshot(ada.id)
    wrong = {"line1": " ", "town": "x" * 200, "postcode": "NOPE", "countryCode": "GB", "label": "bell\u0007"}

    answer = await ask(ADD, id=ids.encode("cus", ada.id), address=wrong)

    told = {
        (error["__typename"], error["code"], *error["path"]) for error in answer.ok["addAddress"]["errors"]
    }
    assert told == {
        ("Required", "REQUIRED", "address", "line1"),
        ("TooLong", "TOO_LONG", "address", "town"),
        ("InvalidPostcode", "INVALID_POSTCODE", "address", "postcode"),
        ("InvalidText", "INVALID_TEXT", "address", "label"),
    }
    assert answer.ok["addAddress"]["address"] is None
    assert await database.snapshot(ada.id) == before


@pytest.mark.rule("XCT-P02")
async def test_a_surprise_is_masked_and_found_by_its_id_in_the_log(settings: Settings, ask: Ask) -> None:
    # A store whose tables are missing is as real a surprise as any.
    assert settings.database_url is not None
    broken = settings.model_copy(
        update={"database_url": settings.database_url.replace("/gateway?", "/postgres?")}
    )
    application = create_app(broken)
    async with application.router.lifespan_context(application):
        transport = httpx.ASGITransport(app=application, raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=transport, base_url="http://gateway") as client:
            with capture_logs() as logged:
                answer = await Ask(client, settings)("{ viewer { interface } }")

    (error,) = answer.errors
    assert answer.status == 500
    assert error["extensions"]["code"] == "INTERNAL"
    assert "user_account" not in str(error)
    assert [line["error_id"] for line in logged if "error_id" in line] == [error["extensions"]["errorId"]]


async def test_a_database_that_is_away_is_unavailable_not_broken(settings: Settings) -> None:
    assert settings.database_url is not None
    away = settings.model_copy(
        update={"database_url": "postgresql+asyncpg://gateway_app@/gateway?host=/nowhere"}
    )
    application = create_app(away)
    async with application.router.lifespan_context(application):
        transport = httpx.ASGITransport(app=application, raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=transport, base_url="http://gateway") as client:
            answer = await Ask(client, settings)("{ __typename }")
            ready = await client.get("/health/ready")
            live = await client.get("/health/live")

    assert answer.status == 503
    assert answer.codes == ["UNAVAILABLE"]
    assert ready.status_code == 503
    assert live.status_code == 200
