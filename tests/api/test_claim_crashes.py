"""Steps of a claim whose process dies between any two statements: all of it is stored, or nothing."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

import pytest
from sqlalchemy import text

from gateway.app import Gateway
from gateway.engine import ids
from tests import factories as make
from tests.ask import Ask
from tests.charity import charity
from tests.claiming import DECIDE, PREPARE, PREVIEW, SUBMIT, Claiming, Given, Period, claim_of, give
from tests.crashing import crashes_leave_all_or_nothing
from tests.database import Database

_STORED = """
select jsonb_build_array(
  (select jsonb_agg(d order by d.id) from donation d where d.id = any(:gifts)),
  (select jsonb_agg(l order by l.id) from gift_aid_claim_line l where l.donation_id = any(:gifts)),
  (select jsonb_agg(c order by c.id) from gift_aid_claim c where c.period_from = :first or exists (
    select from gift_aid_claim_line l where l.claim_id = c.id and l.donation_id = any(:gifts))),
  (select count(*) from audit_entry where section like 'gift_aid_claim:%'),
  (select count(*) from gift_aid_adjustment)
)::text
"""


async def stored(database: Database, period: Period, given: Given) -> str:
    """All of these gifts' claims, and how much is told of any."""
    asked = {"gifts": [each.id for each in given.donations], "first": period.first}
    async with database.store.writes.connect() as connection:
        return str(await connection.scalar(text(_STORED), asked))


@pytest.mark.rule("GAD-P14", "GAD-P15")
async def test_each_step_of_a_claim_is_done_whole_or_not_at_all(
    ask: Ask, database: Database, gateway: Gateway
) -> None:
    await charity(database)
    period = Period()
    given = await give(database, period, 4000, 5000)
    claiming = Claiming(ask, period)

    async def crash(document: str, variables: Mapping[str, Any]) -> None:
        write = partial(ask, document, by="gina", now=period.now, key=make.unique("key"), **variables)
        cuts = await crashes_leave_all_or_nothing(
            gateway.store.writes, write, partial(stored, database, period, given)
        )
        assert cuts > 5

    await crash(PREPARE, {"from": f"{period.first}", "to": f"{period.last}"})
    [key] = await claims_of(database, given)
    for document, further in (
        (PREVIEW, {}),
        (SUBMIT, {"correlation": "A1B2"}),
        (DECIDE, {"outcome": "PART_REJECTED", "rows": [{"row": 1, "reason": "Not known"}]}),
    ):
        claim = await claiming.read({"id": key})
        await crash(document, {"id": key, "version": claim["version"], **further})
    assert (await claiming.read({"id": key}))["status"] == "PART_REJECTED"
    assert claim_of(await claiming.prepare())["gifts"] == 1


async def claims_of(database: Database, given: Given) -> list[str]:
    """The ids of the claims with these gifts."""
    query = text("select distinct claim_id from gift_aid_claim_line where donation_id = any(:gifts)")
    async with database.store.writes.connect() as connection:
        found = await connection.scalars(query, {"gifts": [each.id for each in given.donations]})
    return [ids.encode("gcl", each) for each in found]
