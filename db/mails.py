"""The mails in the store: those that wait to be sent, and those whose words are kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from db.jobs import Job, enqueue_alone
from db.store import Pool
from domain.jobs import SEND_MAIL

# Those with a job need no other; one that was given up is none any more.
_WAITING = """
select id from outgoing_mail
 where sent_at is null and failed_at is null and id::text not in (
   select convert_from(payload, 'UTF8')::jsonb ->> 'mail' from pgqueuer
    where entrypoint = $1 and status <> 'failed' and payload is not null)
 order by created_at
"""
_KEPT = "select id, sealed, created_at, sent_at from outgoing_mail where sealed is not null order by id desc limit $1"


@dataclass(frozen=True, slots=True)
class KeptMail:
    """A mail whose words are kept: those that wait, and in a demo those that were sent."""

    id: UUID
    sealed: bytes
    created_at: datetime
    sent_at: datetime | None


async def enqueue_waiting(store: Pool, correlation_id: str) -> int:
    """Have those mails sent that wait and that no job will send; how many they were."""
    async with store.acquire() as connection, connection.transaction():
        waiting = await connection.fetch(_WAITING, SEND_MAIL)
        jobs = [Job.of(SEND_MAIL, {"mail": str(row["id"])}, correlation_id) for row in waiting]
        if jobs:
            await enqueue_alone(connection, jobs)
    return len(jobs)


async def kept_mails(store: Pool, most: int = 100) -> Sequence[KeptMail]:
    """The last mails that are not forgotten, newest first."""
    return [KeptMail(**row) for row in await store.fetch(_KEPT, most)]
