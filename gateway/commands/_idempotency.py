"""One effect for one key: a request repeated under its idempotency key gets the first outcome (XCT-P01).

The key is claimed by the first statement of the write's own transaction, so that a repeat waits for the first to
end, and finds either its outcome or, where the first was rolled back, a free key.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from typing import Any

import orjson
from pydantic import TypeAdapter
from sqlalchemy import delete, select, text, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.exc import DBAPIError

from db.models import IdempotencyRecord
from db.work import Work
from domain.errors import Refusal
from gateway.engine.errors import RequestCode, RequestError

KEPT = timedelta(hours=24)
LONGEST_KEY = 255
_WAIT = "2s"


@dataclass(frozen=True, slots=True)
class Request:
    """What a key stands for: the field by its response path, and what it was asked."""

    key: str
    path: str
    asked: str

    @property
    def hash(self) -> bytes:
        return sha256(self.asked.encode("utf-8", "surrogatepass")).digest()


def checked_key(key: str) -> str:
    """The key, or BAD_REQUEST for one that is empty, too long or not plain text."""
    if not key.strip() or len(key) > LONGEST_KEY or not key.isascii() or not key.isprintable():
        raise RequestError(
            RequestCode.BAD_REQUEST, f"An Idempotency-Key is 1 to {LONGEST_KEY} printable ASCII characters."
        )
    return key


async def claim(tx: Work, request: Request) -> Any:
    """Take the key for this transaction, or return the outcome stored under it.

    A repeat waits at most two seconds for the first request to end; then IDEMPOTENCY_IN_PROGRESS.
    """
    session = tx.session
    await session.execute(text(f"set local lock_timeout = '{_WAIT}'"))
    expired = tx.now - KEPT
    key = {"user_id": tx.actor.user_id, "key": request.key, "path": request.path}
    mine = [getattr(IdempotencyRecord, name) == value for name, value in key.items()]
    try:
        await session.execute(delete(IdempotencyRecord).where(*mine, IdempotencyRecord.created_at < expired))
        taken = await session.scalar(
            insert(IdempotencyRecord)
            .values(**key, request_hash=request.hash, outcome=None, created_at=tx.now)
            .on_conflict_do_nothing()
            .returning(IdempotencyRecord.key)
        )
    except DBAPIError as error:
        if getattr(error.orig, "sqlstate", None) == "55P03":
            raise RequestError(
                RequestCode.IDEMPOTENCY_IN_PROGRESS,
                "The first request with this key has not ended. Try again shortly, with the same key.",
            ) from error
        raise
    await session.execute(text("set local lock_timeout = 0"))
    if taken is not None:
        return None
    stored = await session.scalar(select(IdempotencyRecord).where(*mine))
    assert stored is not None, "a conflict means that the first request committed"
    if stored.request_hash != request.hash:
        raise RequestError(
            RequestCode.IDEMPOTENCY_KEY_REUSED,
            "This key was used for a different request. Take a new key for a new request.",
        )
    return stored.outcome


async def remember(tx: Work, request: Request, outcome: Any) -> None:
    """Store the outcome beside what it came of: ids or refusals, never the answer."""
    await tx.session.execute(
        update(IdempotencyRecord)
        .where(
            IdempotencyRecord.user_id == tx.actor.user_id,
            IdempotencyRecord.key == request.key,
            IdempotencyRecord.path == request.path,
        )
        .values(outcome=outcome)
    )


def refusals_as_outcome(refusals: tuple[Refusal, ...]) -> Any:
    """Refusals as they are stored."""
    return {
        "refusals": [
            {
                "type": type(refusal).__name__,
                "fields": orjson.loads(orjson.dumps(_fields(refusal), default=str)),
            }
            for refusal in refusals
        ]
    }


def refusals_of(outcome: Any) -> tuple[Refusal, ...] | None:
    """The refusals stored; None where the request succeeded."""
    if "refusals" not in outcome:
        return None
    return tuple(_KINDS[stored["type"]].validate_python(stored["fields"]) for stored in outcome["refusals"])


def _fields(refusal: Refusal) -> dict[str, Any]:
    return {
        name: getattr(refusal, name)
        for name in type(refusal).__dataclass_fields__
        if name not in _CLASS_LEVEL
    }


def _kinds(refusal: type[Refusal]) -> dict[str, TypeAdapter[Any]]:
    found = {refusal.__name__: TypeAdapter(refusal)}
    for kind in refusal.__subclasses__():
        found |= _kinds(kind)
    return found


_CLASS_LEVEL = frozenset({"code", "of_input"})
_KINDS = _kinds(Refusal)
