"""Whether the process lives, and whether it can serve."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import TypeAlias

import structlog
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

log = structlog.get_logger(__name__)

Check: TypeAlias = Callable[[], Awaitable[Sequence[str]]]
"""Why the process cannot serve just now; nothing when it can."""

CHECK_SECONDS = 2.0

NO_STORE = {"Cache-Control": "no-store"}


def health_routes(check: Check) -> list[Route]:
    """`/health/live`, which only says that the loop turns, and `/health/ready`, which asks `check`."""

    async def live(request: Request) -> JSONResponse:
        return JSONResponse({"status": "live"}, headers=NO_STORE)

    async def ready(request: Request) -> JSONResponse:
        reasons = await _reasons(check)
        if reasons:
            return JSONResponse({"status": "unavailable", "reasons": reasons}, 503, NO_STORE)
        return JSONResponse({"status": "ready"}, headers=NO_STORE)

    return [Route("/health/live", live), Route("/health/ready", ready)]


async def _reasons(check: Check) -> list[str]:
    try:
        async with asyncio.timeout(CHECK_SECONDS):
            return list(await check())
    except TimeoutError:
        return [f"The checks took longer than {CHECK_SECONDS:g} seconds."]
    except Exception:
        # A probe that fails is an answer; what failed is for the log, not for whoever may ask.
        log.exception("health.check-failed")
        return ["A check failed; the log says how."]
