"""Long jobs as tests ask for them, follow them and do them."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import sqlalchemy as sa

from db.models import AuditEntry, BulkJob, Customer
from gateway.engine import ids
from gateway.jobs.world import Payload, World
from gateway.settings import Settings
from tests.api.test_statement_files import download
from tests.ask import Ask
from tests.database import Database
from tests.jobs.queue import NOW

JOB = """id kind status total done failed createdAt startedAt endedAt failure file { url fileName }
  autotagPreview { wouldAdd wouldRemove token sample { friendlyId added } }
  results { totalCount nodes { subject succeeded code message } }"""
PROGRESS = f"query($id: ID!) {{ jobProgress(id: $id) {{ {JOB} }} }}"
CANCEL = f"""mutation($id: ID!) {{ cancelJob(id: $id) {{ job {{ {JOB} }}
  errors {{ ... on UserError {{ code message path }} }} }} }}"""


async def begun(ask: Ask, of: Customer, by: str = "bea", format_: str = "CSV") -> str:
    """The id of the job that makes a statement."""
    job = (await download(ask, of, format_, by=by)).ok["downloadStatement"]["job"]
    return str(job["id"])


async def progress(ask: Ask, job: str, by: str = "bea") -> Any:
    return (await ask(PROGRESS, by=by, id=job)).ok["jobProgress"]


async def has_ended(database: Database, job: str) -> bool:
    status = await database.one(sa.select(BulkJob.status).where(BulkJob.id == key(job)))
    return status not in {"QUEUED", "RUNNING"}


async def entries(database: Database, event: str, by: str | None = None) -> int:
    """How often the audit tells of this."""
    where = [AuditEntry.event == event] + ([] if by is None else [AuditEntry.username == by])
    return len(await database.all(sa.select(AuditEntry.id).where(*where)))


def key(job: str) -> UUID:
    found = ids.key_of("job", job)
    assert found is not None
    return found


def told(job: str, interface: str = "SALES") -> Payload:
    return Payload({"job": str(key(job)), "interface": interface}, "cause")


def world(settings: Settings, database: Database) -> World:
    return World.of(settings, database.store, lambda: NOW)
