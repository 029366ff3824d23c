"""Writes of Gift Aid whose process dies between any two statements: all of it is stored, or nothing."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import Any

import pytest
from sqlalchemy import text

from gateway.app import Gateway
from tests import factories as make
from tests import gift_aid as aid
from tests.api._declaring import CANCEL, Desk, cus, desk
from tests.ask import Ask
from tests.crashing import crashes_leave_all_or_nothing
from tests.database import Database

_NAMED = """
select c.* from cancelled_declaration c join gift_aid_cancellation g on g.id = c.cancellation_id
where g.customer_id = :id order by 1, 2
"""
_JOBS = """
with job as (select entrypoint, convert_from(payload, 'utf8') as told from pgqueuer where payload is not null)
select entrypoint from job where told like '%' || cast(:id as uuid)::text || '%' or exists (
  select from outgoing_mail m where m.customer_id = :id and job.told like '%' || m.id || '%'
) order by 1
"""


async def stored(counter: Desk) -> Any:
    """All that a write of Gift Aid could change, with the jobs that it causes."""
    database, donor = counter.database, counter.donor
    rows = await database.snapshot(donor.id)
    async with database.store.writes.connect() as connection:
        others = [
            (await connection.execute(text(query), {"id": donor.id})).all() for query in (_NAMED, _JOBS)
        ]
    return rows, others


@pytest.mark.parametrize(
    "evidence",
    [
        {},
        {"type": "VERBAL", "evidence": "EMAIL", "details": None},
        {"type": "VERBAL", "evidence": "POST", "details": None},
        {"evidence": "UPLOAD", "details": None},
    ],
    ids=["typed in", "by email", "by post", "a document"],
)
@pytest.mark.rule("GAD-13")
async def test_a_declaration_is_made_whole_or_not_at_all(
    ask: Ask, database: Database, gateway: Gateway, evidence: dict[str, Any]
) -> None:
    counter, key = await desk(ask, database), make.unique("key")
    if evidence.get("evidence") == "UPLOAD":
        evidence = {**evidence, "document": await counter.uploaded()}
    declare = partial(counter.declare, key=key, **evidence)
    cuts = await crashes_leave_all_or_nothing(gateway.store.writes, declare, partial(stored, counter))
    assert cuts > 10


@pytest.mark.rule("GAD-P13")
async def test_a_cancellation_is_made_whole_or_not_at_all(
    ask: Ask, database: Database, gateway: Gateway
) -> None:
    counter, key = await desk(ask, database), make.unique("key")
    await database.save(*(aid.declaration(counter.donor, date(year, 1, 1)) for year in (2024, 2025)))
    cancellation = {"option": "SINCE", "since": "2025-06-01"}
    cancel = partial(ask, CANCEL, key=key, id=cus(counter.donor), cancellation=cancellation)
    cuts = await crashes_leave_all_or_nothing(gateway.store.writes, cancel, partial(stored, counter))
    assert cuts > 10
