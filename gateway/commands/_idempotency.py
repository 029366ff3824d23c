"""One effect for one key: a request repeated under its idempotency key gets the first outcome (XCT-P01).

The key is claimed by the first statement of the write's own transaction, so that a repeat waits for the first to
end, and finds either its outcome or, where the first was rolled back, a free key.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any
from uuid import UUID

import orjson
from pydantic import TypeAdapter
from sqlalchemy import select, text, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.exc import DBAPIError

from db.models import IdempotencyRecord
from db.store import Pool
from db.work import Work
from domain.errors import Refusal
from gateway.engine.errors import RequestCode, RequestError

KEPT = timedelta(hours=24)
LONGEST_KEY = 255
_WAIT = "2s"
_KEPT = (
    "select request_hash, outcome from idempotency_record"
    " where user_id = $1 and key = $2 and path = $3 and created_at >= $4"
)


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


async def kept(pool: Pool, user_id: UUID | None, request: Request, now: datetime) -> Any:
    """The outcome stored under the key; None while there is none.

    Asked before a transaction is opened, so that a client that repeats itself a thousand times keeps nobody's
    write waiting. None decides nothing: `claim` does.
    """
    found = await pool.fetchrow(_KEPT, user_id, request.key, request.path, now - KEPT)
    if found is None:
        return None
    return _of_same_request(request, found["request_hash"], found["outcome"])


async def claim(tx: Work, request: Request) -> Any:
    """Take the key for this transaction, or return the outcome stored under it.

    A repeat waits at most two seconds for the first request to end; then IDEMPOTENCY_IN_PROGRESS.
    """
    session, expired = tx.session, tx.now - KEPT
    await session.execute(text(f"set local lock_timeout = '{_WAIT}'"))
    new = insert(IdempotencyRecord).values(
        user_id=tx.actor.user_id,
        key=request.key,
        path=request.path,
        request_hash=request.hash,
        outcome=None,
        created_at=tx.now,
    )
    take = new.on_conflict_do_update(
        index_elements=["user_id", "key", "path"],
        set_={name: new.excluded[name] for name in ("request_hash", "outcome", "created_at")},
        where=IdempotencyRecord.created_at < expired,
    ).returning(IdempotencyRecord.key)
    try:
        taken = await session.scalar(take)
    except DBAPIError as error:
        if getattr(error.orig, "sqlstate", None) == "55P03":
            raise RequestError(
                RequestCode.IDEMPOTENCY_IN_PROGRESS,
                "The first request with this key has not ended. Try again shortly, with the same key.",
            ) from error
        raise
    if taken is None:
        found = await session.execute(
            select(IdempotencyRecord.request_hash, IdempotencyRecord.outcome).where(
                IdempotencyRecord.user_id == tx.actor.user_id,
                IdempotencyRecord.key == request.key,
                IdempotencyRecord.path == request.path,
            )
        )
        # A conflict means that the first request committed.
        stored_hash, outcome = found.one()
        return _of_same_request(request, stored_hash, outcome)
    await session.execute(text("set local lock_timeout = 0"))
    return None


def _of_same_request(request: Request, stored_hash: bytes, outcome: Any) -> Any:
    if stored_hash != request.hash:
        raise RequestError(
            RequestCode.IDEMPOTENCY_KEY_REUSED,
            "This key was used for a different request. Take a new key for a new request.",
        )
    return outcome


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
