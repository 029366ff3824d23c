"""Long jobs: asked for, followed by their asker alone, done once as that user, called off, failed and given up."""

from __future__ import annotations

import csv
from functools import partial
from io import StringIO
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa
from uuid_utils.compat import uuid7

from db.bulk_jobs import advance, take_up
from db.models import AuditEntry, BulkJob, Customer, UserAccount, UserRole
from domain.bulk_jobs import BulkJobKind
from domain.jobs import DO_BULK_JOB
from domain.permissions import Role
from gateway.engine import ids
from gateway.jobs import bulk_jobs
from gateway.jobs.bulk_jobs import do_bulk_job
from gateway.jobs.handlers import GIVEN_UP, HANDLERS
from gateway.jobs.world import Payload, World
from gateway.settings import Settings
from tests import box_office as sell
from tests import factories as make
from tests.api.test_statement_files import download
from tests.api.test_statements import person, stated
from tests.ask import Ask
from tests.database import Database
from tests.jobs.queue import NOW, until, worker
from tests.set_up import hire

JOB = """id kind status total done failed createdAt startedAt endedAt failure file { url fileName }
  autotagPreview { wouldAdd wouldRemove token sample { friendlyId added } }
  results { totalCount nodes { subject succeeded code message } }"""
PROGRESS = f"query($id: ID!) {{ jobProgress(id: $id) {{ {JOB} }} }}"
CANCEL = f"""mutation($id: ID!) {{ cancelJob(id: $id) {{ job {{ {JOB} }}
  errors {{ ... on UserError {{ code message path }} }} }} }}"""


@pytest.fixture
async def ada(database: Database) -> Customer:
    """Somebody with a statement of 501 lines."""
    ada, programme = await person(database), sell.product()
    order = sell.order(ada)
    await database.save(programme, order, *(sell.merchandise(order, programme) for _ in range(501)))
    return ada


async def begun(ask: Ask, of: Customer, by: str = "bea", format_: str = "CSV") -> str:
    """The id of the job that makes a statement."""
    job = (await download(ask, of, format_, by=by)).ok["downloadStatement"]["job"]
    return str(job["id"])


async def progress(ask: Ask, job: str, by: str = "bea") -> Any:
    return (await ask(PROGRESS, by=by, id=job)).ok["jobProgress"]


async def ended(database: Database, job: str) -> bool:
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


@pytest.mark.rule("XCT-P07", "STM-P04")
async def test_a_job_is_done_by_a_worker_and_its_asker_fetches_the_file(
    ask: Ask, database: Database, settings: Settings, ada: Customer
) -> None:
    job = await begun(ask, ada)
    waiting = await progress(ask, job)
    assert (waiting["status"], waiting["startedAt"], waiting["endedAt"]) == ("QUEUED", None, None)

    async with worker(settings, {DO_BULK_JOB: do_bulk_job}):
        await until(partial(ended, database, job))

    done = await progress(ask, job)
    name = f"statement-I-{ada.number}-2025-11-23-2026-11-22.csv"
    assert (done["status"], done["total"], done["done"], done["failed"]) == ("SUCCEEDED", 501, 501, 0)
    assert done["startedAt"] <= done["endedAt"]
    assert (done["failure"], done["autotagPreview"]) == (None, None)
    assert done["results"] == {
        "totalCount": 1,
        "nodes": [{"subject": ids.encode("cus", ada.id), "succeeded": True, "code": None, "message": name}],
    }
    assert done["file"]["fileName"] == name
    response = await ask.client.get(done["file"]["url"])
    table = list(csv.DictReader(StringIO(response.content.decode("utf-8-sig"))))
    assert sum(row["Block"] == "Statement" for row in table) == 501
    found = await stated(ask, ada, "bea")
    assert table[-1]["Description"] == found["hash"]
    assert table[-2]["Total"] == found["totals"]["total"]["amount"] == "3006.00"
    entry = await database.one(sa.select(AuditEntry).where(AuditEntry.customer_id == ada.id))
    assert (entry.event, entry.username, entry.method, entry.interface) == (
        "statement.exported", "bea", "BULK", "SALES",
    )  # fmt: skip


@pytest.mark.rule("XCT-P07")
async def test_a_job_is_seen_and_called_off_by_whoever_asked_for_it_and_nobody_else(
    ask: Ask, database: Database, ada: Customer
) -> None:
    job = await begun(ask, ada)

    assert await progress(ask, job, "ade") is None
    assert (await ask("query($id: ID!) { node(id: $id) { id } }", by="femi", id=job)).ok == {"node": None}
    mine = "query { myJobs(first: 100) { nodes { id } } }"
    assert job not in {each["id"] for each in (await ask(mine, by="ade")).ok["myJobs"]["nodes"]}
    assert (await ask(mine)).ok["myJobs"]["nodes"][0]["id"] == job
    assert (await ask(PROGRESS, id="nonsense")).ok == {"jobProgress": None}
    for wrong in (job, ids.encode("job", uuid7()), "nonsense"):
        refused = (await ask(CANCEL, by="ade", id=wrong)).ok["cancelJob"]
        assert (refused["job"], [each["code"] for each in refused["errors"]]) == (None, ["NOT_FOUND"])
    assert (await progress(ask, job))["status"] == "QUEUED"

    before = await entries(database, "bulk-job.cancelled", "bea")
    cancelled = (await ask(CANCEL, id=job)).ok["cancelJob"]
    assert (cancelled["job"]["status"], cancelled["errors"]) == ("CANCELLED", [])
    assert cancelled["job"]["endedAt"] is not None
    again = (await ask(CANCEL, id=job)).ok["cancelJob"]
    assert [each["code"] for each in again["errors"]] == ["BULK_JOB_ENDED"]
    assert await entries(database, "bulk-job.cancelled", "bea") == before + 1


@pytest.mark.rule("XCT-P07")
async def test_the_jobs_of_a_user_come_in_pages_the_latest_first(
    ask: Ask, database: Database, ada: Customer
) -> None:
    jobs = [await begun(ask, ada, "olga") for _ in range(3)]
    document = (
        "query($after: String) { myJobs(first: 2, after: $after) { nodes { id } pageInfo { endCursor } } }"
    )
    first = (await ask(document, by="olga")).ok["myJobs"]
    second = (await ask(document, by="olga", after=first["pageInfo"]["endCursor"])).ok["myJobs"]
    assert [each["id"] for each in (*first["nodes"], *second["nodes"])] == jobs[::-1]


@pytest.mark.rule("XCT-P07")
async def test_a_job_that_has_ended_is_left_alone_when_it_is_done_again(
    ask: Ask, database: Database, settings: Settings, ada: Customer
) -> None:
    done, cancelled = await begun(ask, ada), await begun(ask, ada)
    await ask(CANCEL, id=cancelled)
    for _ in range(2):
        for job in (done, cancelled):
            await do_bulk_job(told(job), world(settings, database))
            await GIVEN_UP[DO_BULK_JOB](told(job), world(settings, database))

    assert (await progress(ask, done))["status"] == "SUCCEEDED"
    after = await progress(ask, cancelled)
    assert (after["status"], after["startedAt"], after["file"]) == ("CANCELLED", None, None)
    assert await database.events(ada.id) == ["statement.exported"]


@pytest.mark.rule("XCT-P07")
async def test_a_job_that_is_called_off_while_it_is_done_leaves_nothing(
    ask: Ask, database: Database, settings: Settings, ada: Customer, monkeypatch: pytest.MonkeyPatch
) -> None:
    job, make_statement = await begun(ask, ada), bulk_jobs.DOERS[BulkJobKind.STATEMENT]

    async def called_off_at_the_end(task: Any) -> Any:
        made = await make_statement(task)
        assert (await ask(CANCEL, id=job)).ok["cancelJob"]["errors"] == []
        return made

    monkeypatch.setattr(bulk_jobs, "DOERS", {BulkJobKind.STATEMENT: called_off_at_the_end})
    await do_bulk_job(told(job), world(settings, database))

    after = await progress(ask, job)
    assert (after["status"], after["file"], after["results"]["totalCount"]) == ("CANCELLED", None, 0)
    assert await database.events(ada.id) == []


@pytest.mark.rule("XCT-P07")
async def test_a_job_fails_for_a_user_who_has_lost_the_role_or_the_account_meanwhile(
    ask: Ask, database: Database, settings: Settings, ada: Customer
) -> None:
    user = await hire(ask, database, Role.SALES_USER)
    jobs = [await begun(ask, ada, user.username) for _ in range(2)]

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
    assert await database.events(ada.id) == []


@pytest.mark.rule("XCT-P07")
async def test_a_job_that_can_no_longer_be_done_fails_with_that(
    ask: Ask, database: Database, settings: Settings, ada: Customer
) -> None:
    job = await begun(ask, ada)
    async with database.store.writes.begin() as connection:
        await connection.execute(sa.update(Customer).where(Customer.id == ada.id).values(active=False))

    await do_bulk_job(told(job), world(settings, database))

    after = await progress(ask, job)
    assert (after["status"], after["failure"], after["file"]) == ("FAILED", "REFUSED", None)
    assert await database.events(ada.id) == []


@pytest.mark.rule("XCT-P07")
async def test_a_job_that_fails_each_time_is_given_up_and_its_asker_is_told(
    ask: Ask, database: Database, settings: Settings, ada: Customer
) -> None:
    job, tries = await begun(ask, ada), []

    async def breaks(payload: Payload, _: World) -> None:
        tries.append(payload.told["job"])
        raise ZeroDivisionError

    async with worker(settings, {DO_BULK_JOB: breaks}):
        await until(partial(ended, database, job))

    after = await progress(ask, job)
    assert tries.count(str(key(job))) == 3
    assert (after["status"], after["failure"]) == ("FAILED", "GIVEN_UP")
    assert await database.events(ada.id) == []


@pytest.mark.rule("XCT-P07")
async def test_progress_is_seen_while_a_job_is_done_and_stops_when_it_ends(
    ask: Ask, database: Database, ada: Customer
) -> None:
    job = await begun(ask, ada)
    pool = database.store.primary
    assert not await advance(pool, key(job), 501, 1)
    assert await take_up(pool, key(job), NOW)
    assert await advance(pool, key(job), 501, 100)
    seen = await progress(ask, job)
    assert (seen["status"], seen["total"], seen["done"]) == ("RUNNING", 501, 100)
    await ask(CANCEL, id=job)
    assert not await advance(pool, key(job), 501, 200)
    assert await take_up(pool, key(job), NOW) is None


@pytest.mark.rule("XCT-P07", "TAG-P05")
async def test_a_preview_of_criteria_by_a_job_says_what_the_query_says(
    ask: Ask, database: Database, settings: Settings
) -> None:
    group = make.tag_group()
    tag = make.tag(group.id, is_autotag=True)
    wanted = make.unique("Zq")
    people = [
        make.individual(last_name=wanted, email=f"{make.unique('p')}@{wanted}.example") for _ in range(3)
    ]
    await database.save(group, tag, *(row for person in people for row in person))
    asked: dict[str, Any] = {"criteria": {"hasEmail": True}, "tag": ids.encode("tag", tag.id)}
    began = """mutation($criteria: AutotagCriteriaInput!, $tag: ID) {
      previewAutotagInBackground(criteria: $criteria, tagId: $tag) { job { id status }
        errors { ... on UserError { code path } } } }"""
    query = """query($criteria: AutotagCriteriaInput!, $tag: ID) { autotagPreview(criteria: $criteria, tagId: $tag) {
      wouldAdd wouldRemove token sample { friendlyId added } } }"""

    found = (await ask(began, by="gina", **asked)).ok["previewAutotagInBackground"]
    assert (found["errors"], found["job"]["status"]) == ([], "QUEUED")
    job = found["job"]["id"]
    await do_bulk_job(told(job, "ADMIN"), world(settings, database))

    done = await progress(ask, job, "gina")
    shown = (await ask(query, by="gina", **asked)).ok["autotagPreview"]
    assert done["autotagPreview"] == shown
    assert (done["status"], done["total"]) == ("SUCCEEDED", done["done"])
    assert shown["wouldAdd"] >= 3

    wrong: dict[str, Any] = {"criteria": {"hasTag": ids.encode("tag", uuid7())}}
    refused = (await ask(began, by="gina", **wrong)).ok["previewAutotagInBackground"]
    assert (refused["job"], [each["code"] for each in refused["errors"]]) == (None, ["NOT_FOUND"])
    assert (await ask(began, **asked)).codes == ["FORBIDDEN"]


def test_every_kind_of_job_is_done_by_somebody() -> None:
    assert set(bulk_jobs.DOERS) == set(BulkJobKind)
    assert set(GIVEN_UP) <= set(HANDLERS)
