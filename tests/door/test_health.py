"""Probes learn whether the process lives and whether it can serve."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

import httpx
import pytest
from starlette.applications import Starlette
from structlog.testing import capture_logs

from gateway.door import health
from gateway.door.health import Check, health_routes


async def ask(path: str, check: Check) -> tuple[int, dict[str, object]]:
    transport = httpx.ASGITransport(Starlette(routes=health_routes(check)))
    async with httpx.AsyncClient(transport=transport, base_url="http://gateway.test") as client:
        response = await client.get(path)
    assert response.headers["cache-control"] == "no-store"
    return response.status_code, response.json()


async def nothing_amiss() -> Sequence[str]:
    return ()


async def two_reasons() -> Sequence[str]:
    return ["The database does not answer.", "The migrations are not up to date."]


async def breaks() -> Sequence[str]:
    raise ConnectionError("password of the database")


async def never_ends() -> Sequence[str]:
    await asyncio.Event().wait()
    return ()


async def test_a_process_that_can_serve_is_ready() -> None:
    assert await ask("/health/ready", nothing_amiss) == (200, {"status": "ready"})


async def test_a_process_that_cannot_serve_says_why() -> None:
    assert await ask("/health/ready", two_reasons) == (
        503,
        {
            "status": "unavailable",
            "reasons": ["The database does not answer.", "The migrations are not up to date."],
        },
    )


async def test_a_check_that_breaks_is_a_reason_and_its_details_are_for_the_log() -> None:
    with capture_logs() as logs:
        status, body = await ask("/health/ready", breaks)

    assert (status, body) == (
        503,
        {"status": "unavailable", "reasons": ["A check failed; the log says how."]},
    )
    assert [entry["event"] for entry in logs] == ["health.check-failed"]


async def test_a_check_that_does_not_end_is_a_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "CHECK_SECONDS", 0.05)

    assert await ask("/health/ready", never_ends) == (
        503,
        {"status": "unavailable", "reasons": ["The checks took longer than 0.05 seconds."]},
    )


async def test_a_process_lives_even_when_it_cannot_serve() -> None:
    assert await ask("/health/live", breaks) == (200, {"status": "live"})
