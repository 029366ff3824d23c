"""Long jobs: asked for, followed and called off by their asker alone, and done as that user."""

from __future__ import annotations

import csv
from functools import partial
from io import StringIO
from typing import Any

import pytest
import sqlalchemy as sa
from uuid_utils.compat import uuid7

from db.bulk_jobs import advance, take_up
from db.models import AuditEntry, Customer
from domain.bulk_jobs import BulkJobKind
from domain.jobs import DO_BULK_JOB
from gateway.engine import ids
from gateway.jobs import bulk_jobs
from gateway.jobs.bulk_jobs import do_bulk_job
from gateway.jobs.handlers import GIVEN_UP, HANDLERS
from gateway.settings import Settings
from tests import factories as make
from tests.api._statements import stated
from tests.ask import Ask
from tests.database import Database
from tests.jobs.bulk import CANCEL, PROGRESS, begun, entries, has_ended, key, progress, told, world
from tests.jobs.queue import NOW, until, worker


@pytest.mark.rule("XCT-P07", "STM-P04")
async def test_a_job_is_done_by_a_worker_and_its_asker_fetches_the_file(
    ask: Ask, database: Database, settings: Settings, long: Customer
) -> None:
    job = await begun(ask, long)
    waiting = await progress(ask, job)
    assert (waiting["status"], waiting["startedAt"], waiting["endedAt"]) == ("QUEUED", None, None)

    async with worker(settings, {DO_BULK_JOB: do_bulk_job}):
        await until(partial(has_ended, database, job))

    done = await progress(ask, job)
    name = f"statement-I-{long.number}-2025-11-23-2026-11-22.csv"
    assert (done["status"], done["total"], done["done"], done["failed"]) == ("SUCCEEDED", 501, 501, 0)
    assert done["startedAt"] <= done["endedAt"]
    assert (done["failure"], done["autotagPreview"]) == (None, None)
    assert done["results"] == {
        "totalCount": 1,
        "nodes": [{"subject": ids.encode("cus", long.id), "succeeded": True, "code": None, "message": name}],
    }
    assert done["file"]["fileName"] == name
    response = await ask.client.get(done["file"]["url"])
    table = list(csv.DictReader(StringIO(response.content.decode("utf-8-sig"))))
    assert sum(row["Block"] == "Statement" for row in table) == 501
    found = await stated(ask, long, "bea")
    assert table[-1]["Description"] == found["hash"]
    assert table[-2]["Total"] == found["totals"]["total"]["amount"] == "3006.00"
    entry = await database.one(sa.select(AuditEntry).where(AuditEntry.customer_id == long.id))
    assert (entry.event, entry.username, entry.method, entry.interface) == (
        "statement.exported", "bea", "BULK", "SALES",
    )  # fmt: skip


@pytest.mark.rule("XCT-P07")
async def test_a_job_is_seen_and_called_off_by_whoever_asked_for_it_and_nobody_else(
    ask: Ask, database: Database, long: Customer
) -> None:
    job = await begun(ask, long)

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
    ask: Ask, database: Database, long: Customer
) -> None:
    jobs = [await begun(ask, long, "olga") for _ in range(3)]
    document = (
        "query($after: String) { myJobs(first: 2, after: $after) { nodes { id } pageInfo { endCursor } } }"
    )
    first = (await ask(document, by="olga")).ok["myJobs"]
    second = (await ask(document, by="olga", after=first["pageInfo"]["endCursor"])).ok["myJobs"]
    assert [each["id"] for each in (*first["nodes"], *second["nodes"])] == jobs[::-1]


@pytest.mark.rule("XCT-P07")
async def test_progress_is_seen_while_a_job_is_done_and_stops_when_it_ends(
    ask: Ask, database: Database, long: Customer
) -> None:
    job = await begun(ask, long)
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
