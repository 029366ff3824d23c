"""When no answer to a contact preference is recorded."""

from __future__ import annotations

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncSession
from uuid_utils.compat import uuid7

from gateway.engine import ids
from tests.api.test_preferences import SET, answered, cus, person, preference, prf, refused
from tests.ask import Ask
from tests.database import Database


async def test_all_that_is_wrong_with_the_answers_is_told_at_once(ask: Ask, database: Database) -> None:
    ada = await person(database)
    letters, retired = await preference(database), await preference(database, active=False)
    before = await database.snapshot(ada.id)

    answer = await ask(
        SET,
        id=cus(ada),
        version=1,
        answers=[
            {"definitionId": prf(letters), "answer": "YES"},
            {"definitionId": ids.encode("prf", uuid7()), "answer": "YES"},
            {"definitionId": prf(retired), "answer": "NO"},
            {"definitionId": prf(letters), "answer": "NO"},
            {"definitionId": prf(letters), "answer": "NO", "evidence": "x" * 1001, "reason": "x" * 201},
        ],
    )

    assert refused(answer) == [
        ("NOT_FOUND", ["answers", "1", "definitionId"]),
        ("PREFERENCE_NOT_ASKED", ["answers", "2", "definitionId"]),
        ("INVALID_VALUE", ["answers", "3", "definitionId"]),
        ("TOO_LONG", ["answers", "4", "reason"]),
        ("TOO_LONG", ["answers", "4", "evidence"]),
    ]
    assert await database.snapshot(ada.id) == before


async def test_an_id_that_names_no_preference_is_refused(ask: Ask, database: Database) -> None:
    ada = await person(database)
    before = await database.snapshot(ada.id)

    answer = await ask(
        SET,
        id=cus(ada),
        version=1,
        answers=[{"definitionId": "nonsense", "answer": "YES"}, {"definitionId": cus(ada), "answer": "YES"}],
    )

    assert refused(answer) == [
        ("NOT_FOUND", ["answers", "0", "definitionId"]),
        ("NOT_FOUND", ["answers", "1", "definitionId"]),
    ]
    assert await database.snapshot(ada.id) == before


async def test_a_list_of_answers_without_end_is_refused(ask: Ask, database: Database) -> None:
    ada = await person(database)
    letters = await preference(database)
    before = await database.snapshot(ada.id)

    answer = await ask(
        SET, id=cus(ada), version=1, answers=[{"definitionId": prf(letters), "answer": "YES"}] * 101
    )

    assert refused(answer) == [("TOO_MANY", ["answers"])]
    assert await database.snapshot(ada.id) == before


async def test_a_stale_version_tells_who_answered_what(ask: Ask, database: Database) -> None:
    ada = await person(database)
    letters = await preference(database)
    given = {"definitionId": prf(letters)}
    await ask(SET, by="ade", id=cus(ada), version=1, answers=[{**given, "answer": "NO"}])
    before = await database.snapshot(ada.id)

    answer = await ask(SET, id=cus(ada), version=1, answers=[{**given, "answer": "YES"}])

    (error,) = answer.ok["setContactPreferences"]["errors"]
    assert (error["code"], error["changedBy"]) == ("STALE_VERSION", "ade")
    assert error["fields"] == [
        {"field": f"preference.{letters.name}", "theirs": "NO", "yours": "YES", "conflicting": True}
    ]
    assert await database.snapshot(ada.id) == before


async def test_an_inactive_record_keeps_its_answers(ask: Ask, database: Database) -> None:
    ada = await person(database, active=False)
    letters = await preference(database)
    before = await database.snapshot(ada.id)
    given = [{"definitionId": prf(letters), "answer": "YES"}]

    assert refused(await ask(SET, by="olga", id=cus(ada), version=1, answers=given)) == [
        ("CUSTOMER_INACTIVE", ["customerId"])
    ]
    assert refused(await ask(SET, by="bea", id=cus(ada), version=1, answers=given)) == [
        ("NOT_FOUND", ["customerId"])
    ]
    assert await database.snapshot(ada.id) == before


async def test_a_record_merged_away_takes_no_answers(ask: Ask, database: Database) -> None:
    ada = await person(database)
    gone = await person(database, active=False, merged_into=ada.id)
    letters = await preference(database)
    before = await database.snapshot(gone.id), await database.snapshot(ada.id)

    answer = await ask(
        SET, id=cus(gone), version=1, answers=[{"definitionId": prf(letters), "answer": "YES"}]
    )

    assert refused(answer) == [("CUSTOMER_MERGED", ["customerId"])]
    assert (await database.snapshot(gone.id), await database.snapshot(ada.id)) == before


async def test_who_may_not_change_records_records_no_answers(ask: Ask, database: Database) -> None:
    ada = await person(database)
    letters = await preference(database)
    before = await database.snapshot(ada.id)

    answer = await ask(
        SET, by="ines", id=cus(ada), version=1, answers=[{"definitionId": prf(letters), "answer": "YES"}]
    )

    assert answer.codes == ["FORBIDDEN"]
    assert await database.snapshot(ada.id) == before


@pytest.mark.parametrize(
    "statement", ["update preference_answer set answer = 'YES'", "delete from preference_answer"]
)
@pytest.mark.rule("CPR-P02")
async def test_the_application_cannot_rewrite_an_answer(database: Database, statement: str) -> None:
    ada = await person(database)
    await answered(database, ada, await preference(database), "NO")
    before = await database.snapshot(ada.id)

    async with AsyncSession(database.store.writes) as session:
        with pytest.raises(DBAPIError, match="permission denied"):
            await session.execute(text(f"{statement} where customer_id = :id"), {"id": ada.id})

    assert await database.snapshot(ada.id) == before
