"""How long jobs end that are done twice, called off under way, refused, or given up."""

from __future__ import annotations

from functools import partial
from typing import Any

import pytest
import sqlalchemy as sa

from db.models import BulkJob, Customer, UserAccount, UserRole
from domain.bulk_jobs import BulkJobKind
from domain.jobs import DO_BULK_JOB
from domain.permissions import Role
from gateway.jobs import bulk_jobs
from gateway.jobs.bulk_jobs import do_bulk_job
from gateway.jobs.handlers import GIVEN_UP
from gateway.jobs.world import Payload, World
from gateway.settings import Settings
from tests.ask import Ask
from tests.database import Database
from tests.jobs.bulk import CANCEL, begun, has_ended, key, progress, told, world
from tests.jobs.queue import until, worker
from tests.set_up import hire


@pytest.mark.rule("XCT-P07")
async def test_a_job_that_has_ended_is_left_alone_when_it_is_done_again(
    ask: Ask, database: Database, settings: Settings, long: Customer
) -> None:
    done, cancelled = await begun(ask, long), await begun(ask, long)
    await ask(CANCEL, id=cancelled)
    for _ in range(2):
        for job in (done, cancelled):
            await do_bulk_job(told(job), world(settings, database))
            await GIVEN_UP[DO_BULK_JOB](told(job), world(settings, database))

    assert (await progress(ask, done))["status"] == "SUCCEEDED"
    after = await progress(ask, cancelled)
    assert (after["status"], after["startedAt"], after["file"]) == ("CANCELLED", None, None)
    assert await database.events(long.id) == ["statement.exported"]


@pytest.mark.rule("XCT-P07")
async def test_a_job_that_is_called_off_while_it_is_done_leaves_nothing(
    ask: Ask, database: Database, settings: Settings, long: Customer, monkeypatch: pytest.MonkeyPatch
) -> None:
    job, make_statement = await begun(ask, long), bulk_jobs.DOERS[BulkJobKind.STATEMENT]

    async def called_off_at_the_end(task: Any) -> Any:
        made = await make_statement(task)
        assert (await ask(CANCEL, id=job)).ok["cancelJob"]["errors"] == []
        return made

    monkeypatch.setattr(bulk_jobs, "DOERS", {BulkJobKind.STATEMENT: called_off_at_the_end})
    await do_bulk_job(told(job), world(settings, database))

    after = await progress(ask, job)
    assert (after["status"], after["file"], after["results"]["totalCount"]) == ("CANCELLED", None, 0)
    assert await database.events(long.id) == []


@pytest.mark.rule("XCT-P07")
async def test_a_job_fails_for_a_user_who_has_lost_the_role_or_the_account_meanwhile(
    ask: Ask, database: Database, settings: Settings, long: Customer
) -> None:
    user = await hire(ask, database, Role.SALES_USER)
    jobs = [await begun(ask, long, user.username) for _ in range(2)]

    async def alter(statement: sa.Update | sa.Delete) -> None:
        async with database.store.writes.begin() as connection:
            await connection.execute(statement)

    await alter(sa.delete(UserRole).where(UserRole.user_id == user.id))
    await do_bulk_job(told(jobs[0]), world(settings, database))
    await alter(sa.update(UserAccount).where(UserAccount.id == user.id).values(active=False))
    await do_bulk_job(told(jobs[1]), world(settings, database))

    failed = sa.select(BulkJob).where(BulkJob.user_id == user.id)
    assert [(job.status, job.failure, job.file) for job in await database.all(failed)] == [
        ("FAILED", "NO_LONGER_ALLOWED", None)
    ] * 2
    assert await database.events(long.id) == []


@pytest.mark.rule("XCT-P07")
async def test_a_job_that_can_no_longer_be_done_fails_with_that(
    ask: Ask, database: Database, settings: Settings, long: Customer
) -> None:
    job = await begun(ask, long)
    async with database.store.writes.begin() as connection:
        await connection.execute(sa.update(Customer).where(Customer.id == long.id).values(active=False))

    await do_bulk_job(told(job), world(settings, database))

    after = await progress(ask, job)
    assert (after["status"], after["failure"], after["file"]) == ("FAILED", "REFUSED", None)
    assert await database.events(long.id) == []


@pytest.mark.rule("XCT-P07")
async def test_a_job_that_fails_each_time_is_given_up_and_its_asker_is_told(
    ask: Ask, database: Database, settings: Settings, long: Customer
) -> None:
    job, tries = await begun(ask, long), []

    async def breaks(payload: Payload, _: World) -> None:
        tries.append(payload.told["job"])
        raise ZeroDivisionError

    async with worker(settings, {DO_BULK_JOB: breaks}):
        await until(partial(has_ended, database, job))

    after = await progress(ask, job)
    assert tries.count(str(key(job))) == 3
    assert (after["status"], after["failure"]) == ("FAILED", "GIVEN_UP")
    assert await database.events(long.id) == []
