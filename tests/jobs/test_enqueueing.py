"""A job is in the queue exactly when the transaction that causes it is committed."""

from __future__ import annotations

from uuid import UUID

import pytest

from db.models import Customer
from db.work import UnrecordedWork, Work
from tests import factories as make
from tests.api._updating import change, saved, someone
from tests.ask import Ask
from tests.cli.importing.conftest import Importer, importing, person
from tests.database import Database
from tests.jobs.queue import Queue

__all__ = ["importing"]


@pytest.fixture
async def ada(database: Database) -> Customer:
    home, ada = make.individual()
    await database.save(home, ada)
    return ada


async def test_a_commit_enqueues_once_and_tells_what_caused_it(queue: Queue, ada: Customer) -> None:
    name = make.unique("job")
    async with queue.work("cause of it") as tx:
        tx.record("customer.updated", ada.id, narrative="Changed")
        tx.enqueue(name, {"of": "Ada"})
        assert await queue.payloads(name) == []

    assert await queue.payloads(name) == [{"of": "Ada", "correlation_id": "cause of it"}]
    assert await queue.states(name) == ["queued"]


async def test_a_rollback_enqueues_nothing(queue: Queue, ada: Customer) -> None:
    name = make.unique("job")

    async def work_that_fails_at_the_end() -> None:
        async with queue.work() as tx:
            tx.record("customer.updated", ada.id, narrative="Changed")
            tx.enqueue(name, {})
            await tx.write_audit()
            await tx.write_jobs()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await work_that_fails_at_the_end()

    assert await queue.payloads(name) == []
    assert await queue.evaluations(ada) == []


async def test_a_work_that_recorded_nothing_enqueues_nothing(queue: Queue) -> None:
    name = make.unique("job")
    with pytest.raises(UnrecordedWork):
        async with queue.work() as tx:
            tx.enqueue(name, {})
    assert await queue.payloads(name) == []


async def test_equal_jobs_of_one_work_are_one(queue: Queue) -> None:
    name = make.unique("job")
    async with queue.work() as tx:
        tx.nothing_changed()
        for number in (1, 2, 1):
            tx.enqueue(name, {"number": number, "word": "x"})
        tx.enqueue(name, {"word": "x", "number": 2})
    assert [told["number"] for told in await queue.payloads(name)] == [1, 2]


async def test_the_jobs_of_a_part_that_failed_are_undone_with_it(queue: Queue) -> None:
    name = make.unique("job")

    async def failing_part(tx: Work) -> None:
        async with tx.part():
            tx.enqueue(name, {"part": "failed"})
            raise ZeroDivisionError

    async with queue.work() as tx:
        tx.nothing_changed()
        tx.enqueue(name, {"part": "first"})
        with pytest.raises(ZeroDivisionError):
            await failing_part(tx)
    assert [told["part"] for told in await queue.payloads(name)] == ["first"]


@pytest.mark.rule("TAG-P03")
async def test_a_write_has_the_autotags_evaluated_of_all_whom_it_touched_by_one_job(
    queue: Queue, database: Database, ada: Customer
) -> None:
    home, bob = make.individual()
    await database.save(home, bob)

    async with queue.work("both") as tx:
        tx.record("attribute.protected-read", ada.id, narrative="Read")
        tx.record("tags.changed", bob.id, narrative="Tagged")
        tx.record("customer.updated", ada.id, narrative="Changed")
        tx.record("customer.updated", bob.id, narrative="Changed")
        tx.record("user.created", None, narrative="Nobody's")

    assert await queue.evaluations(ada) == [
        {
            "customers": sorted([str(ada.id), str(bob.id)]),
            "cause": "tags.changed",
            "events": ["customer.updated", "tags.changed"],
            "correlation_id": "both",
        }
    ]


@pytest.mark.rule("TAG-P03")
@pytest.mark.parametrize("event", ["attribute.protected-read", "customer.autotagged", "note.added"])
async def test_what_changes_no_input_of_an_autotag_has_none_evaluated(
    queue: Queue, ada: Customer, event: str
) -> None:
    async with queue.work() as tx:
        tx.record(event, ada.id, narrative="Nothing that counts")
    assert await queue.evaluations(ada) == []


@pytest.mark.rule("TAG-P03")
async def test_a_mutation_enqueues_under_its_correlation_id_and_one_that_changes_nothing_does_not(
    ask: Ask, database: Database, queue: Queue
) -> None:
    ada = await someone(database)

    saved(await change(ask, ada, title="Dr"))
    saved(await change(ask, ada, 2, title="Dr"))

    (told,) = await queue.evaluations(ada)
    caused = await database.store.primary.fetchval(
        "select correlation_id from audit_entry where customer_id = $1 and event = $2", ada.id, told["cause"]
    )
    assert told == {
        "customers": [str(ada.id)],
        "cause": "customer.updated",
        "events": ["customer.updated"],
        "correlation_id": caused,
    }


async def test_an_import_enqueues_one_evaluation_a_batch(
    importing: Importer, queue: Queue, database: Database
) -> None:
    rows = [person() for _ in range(3)]

    assert (await importing(rows)).created == 3

    names = [row["last name"] for row in rows]
    made = await database.store.primary.fetch("select id from customer where last_name = any($1)", names)
    ids: set[UUID] = {row["id"] for row in made}
    told = [
        job
        for job in await queue.payloads("evaluate-autotags")
        if not ids.isdisjoint(map(UUID, job["customers"]))
    ]
    assert [set(map(UUID, job["customers"])) for job in told] == [ids]
