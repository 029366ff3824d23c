"""What the stores themselves say no to, in words for the client: being slow, being gone, and the character NUL."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import asyncpg
import structlog

from gateway.engine.errors import RequestCode, RequestError

log = structlog.get_logger(__name__)

TROUBLES = (
    asyncpg.QueryCanceledError,
    asyncpg.CharacterNotInRepertoireError,
    asyncpg.PostgresConnectionError,
    asyncpg.CannotConnectNowError,
    OSError,
)
"""What no other way of executing an operation would mend."""


@contextmanager
def database_troubles() -> Iterator[None]:
    """Raise TIMEOUT for a statement that was stopped, UNAVAILABLE for a database that does not answer."""
    try:
        yield
    except asyncpg.QueryCanceledError as error:
        raise RequestError(
            RequestCode.TIMEOUT, "A part of the operation took the database too long; ask for less."
        ) from error
    except asyncpg.CharacterNotInRepertoireError as error:
        raise RequestError(
            RequestCode.BAD_USER_INPUT, "Take the control character U+0000 out of the text."
        ) from error
    except (OSError, asyncpg.PostgresConnectionError, asyncpg.CannotConnectNowError) as error:
        log.exception("database.away")
        raise RequestError(
            RequestCode.UNAVAILABLE, "The database does not answer; try again shortly.", retryAfter=5
        ) from error


def files_away() -> RequestError:
    """The store of files, or what looks into them, does not answer."""
    return RequestError(
        RequestCode.UNAVAILABLE, "Files are not to be had just now; try again shortly.", retryAfter=5
    )
