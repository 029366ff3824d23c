"""A merge that cannot be turned back is refused, and nothing changes."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy.ext.asyncio import AsyncSession
from uuid_utils.compat import uuid7

from db import merge_locks
from db.models import Transformation
from gateway.engine import ids
from tests.api._unmerging import UNMERGE, turn_back, whole
from tests.ask import Ask
from tests.database import Database
from tests.factories import unique
from tests.merged_by_hand import MERGED_AT, merged, two


@pytest.mark.rule("MRG-10", "MRG-P15", "XCT-P08")
async def test_a_merge_cannot_be_turned_back_unless_the_system_is_set_up_so(
    ask: Ask, database: Database
) -> None:
    ada, bob = await two(database)
    merge = await merged(database, ada, bob)
    before = await whole(database, ada, bob)

    (error,) = (await turn_back(ask, merge))["errors"]

    assert error["code"] == "MERGE_NOT_REVERSIBLE"
    assert await whole(database, ada, bob) == before


@pytest.mark.rule("MRG-10", "MRG-P15")
@pytest.mark.parametrize("until", [None, MERGED_AT])
async def test_a_merge_of_another_time_cannot_be_turned_back(
    turning: Ask, database: Database, until: object
) -> None:
    ada, bob = await two(database)
    merge = await merged(database, ada, bob, reversible_until=until)
    before = await whole(database, ada, bob)

    (error,) = (await turn_back(turning, merge))["errors"]

    assert error["code"] == "MERGE_NOT_REVERSIBLE"
    assert await whole(database, ada, bob) == before


@pytest.mark.rule("MRG-P15")
async def test_the_last_instant_is_still_in_time(turning: Ask, database: Database) -> None:
    ada, bob = await two(database)
    merge = await merged(database, ada, bob, reversible_until=MERGED_AT + timedelta(hours=1))

    assert (await turn_back(turning, merge))["errors"] == []


@pytest.mark.rule("MRG-P15")
async def test_a_merge_is_turned_back_once(turning: Ask, database: Database) -> None:
    ada, bob = await two(database)
    merge = await merged(database, ada, bob)
    assert (await turn_back(turning, merge))["errors"] == []

    (error,) = (await turn_back(turning, merge))["errors"]

    assert (error["code"], error["message"]) == (
        "MERGE_NOT_REVERSIBLE",
        "This merge was turned back already.",
    )


@pytest.mark.rule("MRG-P15")
async def test_a_merge_that_there_is_not_and_a_conversion_are_not_found(
    turning: Ask, database: Database
) -> None:
    ada, bob = await two(database)
    unknown = Transformation(id=uuid7())
    conversion = await merged(
        database, ada, bob, kind="CONVERSION", from_kind="I", converted_on=date(2026, 11, 22)
    )

    for each in (unknown, conversion):
        (error,) = (await turn_back(turning, each))["errors"]
        assert error["code"] == "NOT_FOUND"


@pytest.mark.rule("MRG-P12", "MRG-P15")
async def test_while_one_of_the_two_is_being_merged_it_is_refused(turning: Ask, database: Database) -> None:
    ada, bob = await two(database)
    merge = await merged(database, ada, bob)
    async with AsyncSession(database.store.writes) as other:
        assert await merge_locks.take(other, [ada.number])

        (error,) = (await turn_back(turning, merge))["errors"]

    assert error["code"] == "MERGE_IN_PROGRESS"
    assert (await turn_back(turning, merge))["errors"] == []


@pytest.mark.rule("MRG-04", "MRG-P15", "ROL-P06")
@pytest.mark.parametrize("by", ["bea", "femi", "olga"])
async def test_only_who_may_merge_may_turn_a_merge_back(turning: Ask, database: Database, by: str) -> None:
    ada, bob = await two(database)
    merge = await merged(database, ada, bob)
    before = await whole(database, ada, bob)

    answer = await turning(UNMERGE, by=by, key=unique("back"), id=ids.encode("mrg", merge.id))

    assert answer.codes == ["FORBIDDEN"]
    assert await whole(database, ada, bob) == before


@pytest.mark.rule("XCT-P01")
async def test_without_an_idempotency_key_it_is_not_done(turning: Ask, database: Database) -> None:
    ada, bob = await two(database)
    merge = await merged(database, ada, bob)

    answer = await turning(UNMERGE, by="ade", id=ids.encode("mrg", merge.id))

    assert answer.codes == ["IDEMPOTENCY_KEY_REQUIRED"]
    assert await database.events(bob.id) == []
