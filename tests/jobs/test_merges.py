"""Merging two records with much in them by a job: all at once, or not at all."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import suppress
from functools import partial
from itertools import count
from typing import Any

import pytest
import sqlalchemy as sa

from db.models import BulkJob, Customer, Order, UserRole
from domain.jobs import DO_BULK_JOB
from domain.permissions import Role
from gateway.commands import merges as commands
from gateway.commands._merge_walk import walk
from gateway.jobs.bulk_jobs import do_bulk_job
from gateway.jobs.handlers import GIVEN_UP, HANDLERS
from gateway.settings import Settings
from tests import box_office as sell
from tests import factories as make
from tests.api._merging import both, cus, looked, merge, merged, two
from tests.ask import Ask, asking
from tests.crashing import cut
from tests.database import Database
from tests.jobs.bulk import CANCEL, has_ended, key, progress, told, world
from tests.jobs.queue import until, worker
from tests.set_up import hire

RECORD = "query($id: ID!) { customer(id: $id) { id mergedFrom mergeable { mergeInProgress } } }"
TITLE = """mutation($id: ID!) { updateCustomer(
  customerId: $id, expectedVersion: 1, details: { individual: { title: "Dr" } }) {
  errors { ... on UserError { code } } } }"""


@pytest.fixture
async def small(settings: Settings) -> AsyncIterator[Ask]:
    """A gateway for which more than three rows are much."""
    async with asking(settings, merge_job_rows=3) as ask:
        yield ask


@pytest.fixture
async def pair(database: Database) -> tuple[Customer, Customer]:
    """Two records, the second with more to move than is merged at once."""
    ada, twin = await two(database, {"phone": "020 7946 0001"})
    await database.save(*(sell.order(twin) for _ in range(5)), make.note(twin.id))
    return ada, twin


async def begun(ask: Ask, pair: tuple[Customer, Customer], **given: Any) -> str:
    """The id of the job that merges the two."""
    shown = await looked(ask, *pair, **given)
    assert shown["asJob"] is True
    done = await merged(ask, shown["planToken"], **given)
    assert (done["errors"], done["customer"], done["merge"]) == ([], None, None)
    assert done["job"]["status"] == "QUEUED"
    return str(done["job"]["id"])


async def stored(database: Database, pair: tuple[Customer, Customer]) -> Any:
    """All that a merge of the two would change."""
    owners = sa.select(Order.owner_id).where(Order.owner_id.in_([each.id for each in pair]))
    return [*await both(database, *pair), await database.all(owners)]


@pytest.mark.rule("MRG-P13", "XCT-P07")
async def test_a_large_merge_is_done_by_a_job_whose_end_is_the_merged_record(
    small: Ask, database: Database, settings: Settings, pair: tuple[Customer, Customer]
) -> None:
    ada, twin = pair
    before = await stored(database, pair)
    job = await begun(small, pair)
    assert await stored(database, pair) == before

    async with worker(settings, {DO_BULK_JOB: HANDLERS[DO_BULK_JOB]}):
        await until(partial(has_ended, database, job))

    after = await progress(small, job, by="ade")
    assert (after["kind"], after["status"], after["failure"]) == ("MERGE", "SUCCEEDED", None)
    assert after["total"] == after["done"] > 5
    (result,) = after["results"]["nodes"]
    assert (result["subject"], result["succeeded"]) == (cus(ada), True)
    assert result["message"].startswith("M-")
    led = (await small(RECORD, by="ade", id=cus(twin))).ok["customer"]
    assert (led["id"], led["mergedFrom"]) == (cus(ada), [f"I-{twin.number}"])
    assert set((await stored(database, pair))[-1]) == {ada.id}


@pytest.mark.rule("MRG-P13")
async def test_a_merge_with_little_to_move_is_done_at_once(small: Ask, database: Database) -> None:
    ada, twin = await two(database, {"phone": "020 7946 0001"})
    shown = await looked(small, ada, twin)
    assert shown["asJob"] is False
    assert (await merged(small, shown["planToken"]))["customer"]["id"] == cus(ada)


@pytest.mark.rule("MRG-P13", "MRG-P03")
async def test_a_job_whose_plan_is_not_true_any_more_is_refused_and_changes_nothing(
    small: Ask, database: Database, settings: Settings, pair: tuple[Customer, Customer]
) -> None:
    job = await begun(small, pair)
    await database.save(make.note(pair[1].id))
    before = await stored(database, pair)

    await do_bulk_job(told(job), world(settings, database))

    after = await progress(small, job, by="ade")
    assert (after["status"], after["failure"]) == ("FAILED", "REFUSED")
    assert await stored(database, pair) == before
    await begun(small, pair)


@pytest.mark.rule("MRG-P13")
async def test_while_the_job_merges_it_tells_how_far_it_is_and_writers_that_they_must_wait(
    small: Ask,
    database: Database,
    settings: Settings,
    pair: tuple[Customer, Customer],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    job, seen = await begun(small, pair), []

    async def looked_at_meanwhile(merge: Any) -> Any:
        seen.append(await progress(small, job, by="ade"))
        for each in pair:
            shown = (await small(RECORD, by="ade", id=cus(each))).ok["customer"]
            seen.append(shown["mergeable"]["mergeInProgress"])
            written = await small(TITLE, by="ade", id=cus(each))
            seen.append([error["code"] for error in written.ok["updateCustomer"]["errors"]])
        return await walk(merge)

    monkeypatch.setattr(commands, "walk", looked_at_meanwhile)
    await do_bulk_job(told(job), world(settings, database))

    running, *others = seen
    assert (running["status"], running["done"]) == ("RUNNING", 0)
    assert running["total"] > 5
    assert others == [True, ["MERGE_IN_PROGRESS"]] * 2
    assert (await progress(small, job, by="ade"))["status"] == "SUCCEEDED"


@pytest.mark.rule("MRG-P13", "MRG-35", "MRG-36")
async def test_a_job_that_dies_under_way_leaves_both_as_they_were_free_at_once_and_is_done_in_the_end(
    small: Ask, database: Database, settings: Settings, pair: tuple[Customer, Customer]
) -> None:
    job = await begun(small, pair)
    before = await stored(database, pair)
    around = world(settings, database)
    for at in count(5, 15):
        with cut(database.store.writes, at) as counting, suppress(Exception):
            await do_bulk_job(told(job), around)
        if counting.seen < at:
            break
        assert await stored(database, pair) == before
        for each in pair:
            shown = (await small(RECORD, by="ade", id=cus(each))).ok["customer"]
            assert shown["mergeable"]["mergeInProgress"] is False
    assert at > 65, "it was cut off several times"
    assert (await progress(small, job, by="ade"))["status"] == "SUCCEEDED"
    await do_bulk_job(told(job), around)
    assert (await progress(small, job, by="ade"))["status"] == "SUCCEEDED"


@pytest.mark.rule("MRG-P13", "MRG-37", "MRG-38")
async def test_a_job_that_fails_each_time_is_given_up_and_another_can_be_begun_at_once(
    small: Ask,
    database: Database,
    settings: Settings,
    pair: tuple[Customer, Customer],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    job = await begun(small, pair)
    before = await stored(database, pair)

    async def breaks(_: Any) -> None:
        raise ZeroDivisionError

    with monkeypatch.context() as broken:
        broken.setattr(commands, "walk", breaks)
        with pytest.raises(ZeroDivisionError):
            await do_bulk_job(told(job), world(settings, database))
        assert await stored(database, pair) == before
        await GIVEN_UP[DO_BULK_JOB](told(job), world(settings, database))

    after = await progress(small, job, by="ade")
    assert (after["status"], after["failure"]) == ("FAILED", "GIVEN_UP")
    again = await begun(small, pair)
    await do_bulk_job(told(again), world(settings, database))
    assert (await progress(small, again, by="ade"))["status"] == "SUCCEEDED"


@pytest.mark.rule("XCT-P07", "MRG-P13")
async def test_a_merge_that_was_called_off_is_not_done(
    small: Ask, database: Database, settings: Settings, pair: tuple[Customer, Customer]
) -> None:
    job = await begun(small, pair)
    before = await stored(database, pair)
    assert (await small(CANCEL, by="ade", id=job)).ok["cancelJob"]["errors"] == []
    await do_bulk_job(told(job), world(settings, database))
    assert (await progress(small, job, by="ade"))["status"] == "CANCELLED"
    assert await stored(database, pair) == before


@pytest.mark.rule("XCT-P01")
async def test_a_repeat_under_the_same_key_begins_no_second_job(
    small: Ask, database: Database, pair: tuple[Customer, Customer]
) -> None:
    token, once = (await looked(small, *pair))["planToken"], make.unique("merge")
    first, again = [(await merge(small, token, key=once)).ok["mergeCustomers"]["job"] for _ in range(2)]
    assert first == again
    begun = sa.select(BulkJob.id).where(BulkJob.asked["survivor_id"].astext == str(pair[0].id))
    assert await database.all(begun) == [key(first["id"])]


@pytest.mark.rule("ROL-02", "MRG-04")
async def test_a_user_who_lost_the_role_meanwhile_merges_nothing(
    small: Ask, database: Database, settings: Settings, pair: tuple[Customer, Customer]
) -> None:
    user = await hire(small, database, Role.SALES_ADMINISTRATOR)
    job = await begun(small, pair, by=user.username)
    before = await stored(database, pair)
    async with database.store.writes.begin() as connection:
        await connection.execute(sa.delete(UserRole).where(UserRole.user_id == user.id))
    await do_bulk_job(told(job), world(settings, database))
    found = await database.one(sa.select(BulkJob).where(BulkJob.id == key(job)))
    assert (found.status, found.failure) == ("FAILED", "NO_LONGER_ALLOWED")
    assert await stored(database, pair) == before
