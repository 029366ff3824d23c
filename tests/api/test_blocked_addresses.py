"""An email address to which emails came back is not written to, until the record has another one."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import Customer
from gateway.engine import ids
from gateway.settings import Settings
from tests import factories as make
from tests import people
from tests.ask import Ask, asking
from tests.database import Database

OPEN = """
query ($id: ID!) { customer(id: $id) {
  contactability { channel allowed reason } contactPreferences { name mayContact }
} }
"""
FIRST = datetime(2026, 10, 1, 12, tzinfo=UTC)
ALLOWED, BLOCKED = (True, "ALLOWED"), (False, "BLOCKED")


async def reader(database: Database, **given: Any) -> tuple[Customer, str]:
    """Somebody who said Yes to emails, and the name of that preference."""
    home, ada = make.individual(**{"email": f"{make.unique('ada')}@example.org", **given})
    asked, statement = make.preference()
    await database.save(home, ada, asked, statement, make.answer(ada.id, asked.id))
    return ada, asked.name


async def bounce(database: Database, who: Customer, *days: int, **given: Any) -> None:
    for day in days:
        news = people.email()
        at = FIRST + timedelta(days=day)
        made = {"sent_at": at, "bounced_at": at, "bounce_type": "SOFT", **given}
        await database.save(news, people.sent(news, who, **made))


async def by_email(ask: Ask, who: tuple[Customer, str]) -> tuple[bool, str]:
    """What the record says about emails; the preference must agree."""
    customer, preference = who
    found = (await ask(OPEN, id=ids.encode("cus", customer.id))).ok["customer"]
    may = {each["name"]: each["mayContact"] for each in found["contactPreferences"]}[preference]
    email = next(each for each in found["contactability"] if each["channel"] == "EMAIL")
    assert may is email["allowed"]
    return email["allowed"], email["reason"]


@pytest.mark.rule("MAI-P02", "MAI-04")
async def test_three_bounces_in_thirty_days_block_the_address(ask: Ask, database: Database) -> None:
    often, seldom = await reader(database), await reader(database)
    await bounce(database, often[0], 0, 10)
    assert await by_email(ask, often) == ALLOWED

    await bounce(database, often[0], 29)
    await bounce(database, seldom[0], 0, 10, 30)

    assert await by_email(ask, often) == BLOCKED
    assert await by_email(ask, seldom) == ALLOWED


@pytest.mark.rule("MAI-P02", "MAI-04")
@pytest.mark.parametrize(
    "told",
    [{"bounce_type": "HARD"}, {"bounced_at": None, "bounce_type": None, "blocked": True}],
    ids=["a bounce for good", "a block of the mailing service"],
)
async def test_one_word_of_the_mailing_service_blocks_the_address(
    ask: Ask, database: Database, told: dict[str, Any]
) -> None:
    ada = await reader(database)
    await bounce(database, ada[0], 0, **told)

    assert await by_email(ask, ada) == BLOCKED


@pytest.mark.rule("MAI-P02")
async def test_another_address_is_not_blocked_by_what_came_back_from_the_former_one(
    ask: Ask, database: Database
) -> None:
    ada = await reader(database)
    await bounce(database, ada[0], 0, bounce_type="HARD")
    await bounce(database, ada[0], 1, sent_to=str(ada[0].email).upper())
    assert await by_email(ask, ada) == BLOCKED

    async with AsyncSession(database.store.writes) as session:
        another = f"{make.unique('new')}@example.org"
        await session.execute(update(Customer).where(Customer.id == ada[0].id).values(email=another))
        await session.commit()

    assert await by_email(ask, ada) == ALLOWED
    # Of an email that went to nobody knows which address, the one on the record is thought.
    await bounce(database, ada[0], 2, bounce_type="HARD", sent_to=None)
    assert await by_email(ask, ada) == BLOCKED


@pytest.mark.rule("MAI-P02")
async def test_how_many_bounces_block_within_how_many_days_is_a_setting(
    settings: Settings, database: Database
) -> None:
    ada = await reader(database)
    await bounce(database, ada[0], 0, 4)

    async with asking(settings, blocked_after_bounces=2, blocked_within_days=5) as ask:
        assert await by_email(ask, ada) == BLOCKED
    async with asking(settings, blocked_after_bounces=2, blocked_within_days=4) as ask:
        assert await by_email(ask, ada) == ALLOWED


@pytest.mark.rule("MAI-P02")
async def test_a_blocked_address_blocks_emails_only_and_nobody_is_blocked_without_an_address(
    ask: Ask, database: Database
) -> None:
    ada, ben = await reader(database), await reader(database, email=None)
    await bounce(database, ada[0], 0, bounce_type="HARD")
    await bounce(database, ben[0], 0, bounce_type="HARD", sent_to="former@example.org")

    found = (await ask(OPEN, id=ids.encode("cus", ada[0].id))).ok["customer"]["contactability"]

    assert [each["channel"] for each in found if each["reason"] == "BLOCKED"] == ["EMAIL"]
    assert await by_email(ask, ben) == ALLOWED
