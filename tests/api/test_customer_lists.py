"""Going through a list of all customers."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from tests import factories as make
from tests.api._searching import CUSTOMERS, SEARCH, people, refused, surname
from tests.ask import Ask
from tests.database import Database

# --- a list without criteria


@pytest.mark.rule("SRC-P07")
@pytest.mark.parametrize("filter", [None, {}, {"tags": {}}, {"birthDate": {}}, {"or": []}, {"or": [{}]}])
async def test_a_list_of_everybody_is_refused_to_users(ask: Ask, filter: Any) -> None:
    for by in ("bea", "femi"):
        assert refused(await ask(CUSTOMERS, by=by, filter=filter)) == ["CRITERION_REQUIRED"]


@pytest.mark.rule("SRC-P07", "SRC-P06")
@pytest.mark.parametrize("by", ["ade", "olga", "sam"])
async def test_administrators_and_support_go_through_everybody_those_last_active_first(
    ask: Ask, database: Database, by: str
) -> None:
    last = surname()
    days = (datetime(2040, 1, 1, tzinfo=UTC), datetime(2040, 1, 2, tzinfo=UTC))
    await people(database, *({"last_name": last, "last_activity_at": day} for day in days))
    await database.save(
        make.organisation(name=f"{last} Choir", last_activity_at=datetime(2040, 1, 3, tzinfo=UTC))
    )

    shown: list[str] = []
    after, more = None, True
    while more and len(shown) < 3:
        page = (await ask(CUSTOMERS, by=by, first=1, after=after)).ok["customers"]
        assert page["pageInfo"]["hasPreviousPage"] is (after is not None)
        shown += [name for name in (edge["node"]["fullName"] for edge in page["edges"]) if last in name]
        after, more = page["pageInfo"]["endCursor"], page["pageInfo"]["hasNextPage"]

    assert shown == [f"{last} Choir", f"Ada {last}", f"Ada {last}"]
    one_kind = (await ask(CUSTOMERS, by=by, type="ORGANISATIONS", first=100)).ok["customers"]["nodes"]
    assert {"fullName": f"{last} Choir"} in one_kind
    assert {"fullName": f"Ada {last}"} not in one_kind


async def test_a_cursor_of_another_list_is_refused(ask: Ask, database: Database) -> None:
    last = surname()
    await people(database, {"last_name": last})
    cursor = (await ask(CUSTOMERS, by="ade", first=1)).ok["customers"]["pageInfo"]["endCursor"]

    refused(await ask(CUSTOMERS, by="ade", type="INDIVIDUALS", after=cursor))
    refused(await ask(CUSTOMERS, by="ade", filter={"hasEmail": False}, after=cursor))
    refused(await ask(SEARCH, by="ade", term=last, after=cursor), "search")
    refused(await ask(CUSTOMERS, by="ade", first=0))
