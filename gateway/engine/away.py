"""A database that is slow or gone, in words for the client: nothing is wrong with what was asked."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import asyncpg
import structlog

from gateway.engine.errors import RequestCode, RequestError

log = structlog.get_logger(__name__)


@contextmanager
def database_troubles() -> Iterator[None]:
    """Raise TIMEOUT for a statement that was stopped, and UNAVAILABLE for a database that does not answer."""
    try:
        yield
    except asyncpg.QueryCanceledError as error:
        raise RequestError(
            RequestCode.TIMEOUT, "A part of the operation took the database too long; ask for less."
        ) from error
    except (OSError, asyncpg.PostgresConnectionError, asyncpg.CannotConnectNowError) as error:
        log.exception("database.away")
        raise RequestError(
            RequestCode.UNAVAILABLE, "The database does not answer; try again shortly.", retryAfter=5
        ) from error
