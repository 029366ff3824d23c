"""By which channels the organisation may write to a customer."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.api.test_preferences import READ, answered, cus, person, preference, prf
from tests.ask import Ask
from tests.database import Database


@pytest.mark.rule("CPR-P04", "CPR-06")
async def test_a_record_says_by_which_channels_the_organisation_may_write(
    ask: Ask, database: Database
) -> None:
    ada = await person(database)
    for channel, answer, given in (
        ("EMAIL", "YES", {}),
        ("EMAIL", "NO", {}),
        ("SMS", "NO", {}),
        ("POST", "YES", {"active": False}),
        ("PHONE", "YES", {"partner_name": "The Old Vic"}),
        ("THIRD_PARTY", "YES", {}),
    ):
        await answered(database, ada, await preference(database, channel=channel, **given), answer)

    assert (await ask(READ, id=cus(ada))).ok["customer"]["contactability"] == [
        {"channel": "EMAIL", "allowed": True, "reason": "ALLOWED"},
        {"channel": "SMS", "allowed": False, "reason": "DECLINED"},
        {"channel": "PHONE", "allowed": False, "reason": "NOT_ASKED"},
        {"channel": "POST", "allowed": False, "reason": "NOT_ASKED"},
        {"channel": "GENERAL", "allowed": False, "reason": "NOT_ASKED"},
    ]


@pytest.mark.rule("CPR-P04")
async def test_only_the_latest_answer_allows_anything(ask: Ask, database: Database) -> None:
    ada = await person(database)
    letters = await preference(database)
    await answered(database, ada, letters, "YES")
    await answered(database, ada, letters, "NO")

    record = (await ask(READ, id=cus(ada))).ok["customer"]

    assert record["contactability"][0] == {"channel": "EMAIL", "allowed": False, "reason": "DECLINED"}
    shown = {each["definitionId"]: each for each in record["contactPreferences"]}
    assert shown[prf(letters)]["mayContact"] is False


@pytest.mark.rule("CPR-P04")
@pytest.mark.parametrize(
    ("given", "reason"), [({"active": False}, "INACTIVE"), ({"deceased_on": date(2026, 1, 1)}, "DECEASED")]
)
async def test_no_yes_reaches_somebody_inactive_or_dead(
    ask: Ask, database: Database, given: dict[str, Any], reason: str
) -> None:
    ada = await person(database, **given)
    letters = await preference(database)
    await answered(database, ada, letters, "YES")

    record = (await ask(READ, by="olga", id=cus(ada))).ok["customer"]

    assert record["contactability"][0] == {"channel": "EMAIL", "allowed": False, "reason": reason}
    shown = {each["definitionId"]: each for each in record["contactPreferences"]}
    assert (shown[prf(letters)]["answer"], shown[prf(letters)]["mayContact"]) == ("YES", False)
