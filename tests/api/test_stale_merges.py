"""Merging by a preview that is not true any more: nothing is done, and it is shown afresh."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
import sqlalchemy as sa

from db.models import AttributeValue, Customer, Transformation
from domain.permissions import Role
from gateway.engine import ids
from tests import box_office as sell
from tests import factories as make
from tests.api._merging import both, cus, line, looked, merged, two
from tests.ask import Ask
from tests.database import Database
from tests.set_up import hire

Between = Callable[[Database, Customer, Customer], Awaitable[None]]


async def _an_order(database: Database, _: Customer, twin: Customer) -> None:
    await database.save(sell.order(twin))


async def _a_note(database: Database, _: Customer, twin: Customer) -> None:
    await database.save(make.note(twin.id))


async def _a_phone(database: Database, ada: Customer, _: Customer) -> None:
    async with database.store.writes.begin() as connection:
        await connection.execute(
            sa.update(Customer).where(Customer.id == ada.id).values(phone="020 7946 0042")
        )


async def _an_answer(database: Database, _: Customer, twin: Customer) -> None:
    preference, statement = make.preference()
    await database.save(preference, statement, make.answer(twin.id, preference.id, answer="NO"))


async def _an_attribute(database: Database, ada: Customer, _: Customer) -> None:
    attribute = make.attribute()
    value = AttributeValue(customer_id=ada.id, definition_id=attribute.id, text_value="Vegan")
    await database.save(attribute, value)


async def _an_address(database: Database, _: Customer, twin: Customer) -> None:
    await database.save(make.address(twin.id))


async def _a_tag(database: Database, _: Customer, twin: Customer) -> None:
    group = make.tag_group()
    tag = make.tag(group.id)
    await database.save(group, tag, make.customer_tag(twin.id, tag.id))


async def _a_deactivation(database: Database, _: Customer, twin: Customer) -> None:
    async with database.store.writes.begin() as connection:
        await connection.execute(sa.update(Customer).where(Customer.id == twin.id).values(active=False))


@pytest.mark.rule("MRG-P03")
@pytest.mark.parametrize(
    ("between", "part"),
    [
        (_an_order, "MOVES"),
        (_a_note, "NOTES"),
        (_a_phone, "BASIC_DETAILS"),
        (_an_answer, "CONTACT_PREFERENCES"),
        (_an_attribute, "BASIC_DETAILS"),
        (_an_address, "ADDRESSES"),
        (_a_tag, "TAGS"),
    ],
)
async def test_whatever_came_in_between_is_named_and_nothing_is_merged_before_it_was_seen(
    ask: Ask, database: Database, between: Between, part: str
) -> None:
    ada, twin = await two(database, {"phone": "020 7946 0001"})
    choices = {"fields": [{"field": "FIRST_NAME", "pick": "CUSTOM", "custom": "Augusta"}]}
    token = (await looked(ask, ada, twin, choices))["planToken"]
    await between(database, ada, twin)
    before = await both(database, ada, twin)

    refused = await merged(ask, token)

    (error,) = refused["errors"]
    assert (error["code"], error["path"]) == ("STALE_PLAN", ["planToken"])
    assert part in error["changed"]
    assert refused["customer"] is None
    assert await both(database, ada, twin) == before
    assert error["preview"]["record"]["firstName"] == "Augusta"
    assert error["preview"] == await looked(ask, ada, twin, choices)
    assert (await merged(ask, error["preview"]["planToken"]))["errors"] == []


@pytest.mark.rule("MRG-P03", "MRG-P19")
async def test_a_record_that_was_deactivated_in_between_is_not_merged(ask: Ask, database: Database) -> None:
    ada, twin = await two(database)
    token = (await looked(ask, ada, twin))["planToken"]
    await _a_deactivation(database, ada, twin)
    (error,) = (await merged(ask, token))["errors"]
    assert "BLOCKERS" in error["changed"]
    assert error["preview"] is None
    stored = await database.one(sa.select(Customer).where(Customer.id == twin.id))
    assert stored.merged_into is None


@pytest.mark.rule("MRG-P03", "XCT-P01")
async def test_a_repeat_of_what_was_stale_is_told_so_again_with_the_preview_of_then(
    ask: Ask, database: Database
) -> None:
    ada, twin = await two(database, {"phone": "020 7946 0001"})
    token, key = (await looked(ask, ada, twin))["planToken"], make.unique("merge")
    await _a_note(database, ada, twin)
    first = (await merged(ask, token, key=key))["errors"][0]
    again = (await merged(ask, token, key=key))["errors"][0]
    assert again == first
    assert "NOTES" in again["changed"]
    assert again["preview"]["planToken"] is not None


@pytest.mark.rule("MRG-P02", "MRG-P03")
async def test_a_preview_is_good_for_a_quarter_of_an_hour(ask: Ask, database: Database) -> None:
    ada, twin = await two(database)
    token = (await looked(ask, ada, twin))["planToken"]
    before = await both(database, ada, twin)

    late = (await merged(ask, token, now="2026-11-22T10:15:01+00:00"))["errors"]
    assert [(each["code"], each["changed"]) for each in late] == [("STALE_PLAN", ["EXPIRED"])]
    assert late[0]["preview"]["planToken"] not in (None, token)
    assert await both(database, ada, twin) == before
    assert (await merged(ask, token, now="2026-11-22T10:15:00+00:00"))["errors"] == []


@pytest.mark.rule("MRG-P03", "ROL-02")
async def test_a_token_is_of_use_to_nobody_but_whoever_looked(ask: Ask, database: Database) -> None:
    ada, twin = await two(database)
    token = (await looked(ask, ada, twin))["planToken"]
    before = await both(database, ada, twin)
    for by, used in (("sam", token), ("ade", token[:-8] + "AAAAAAAA"), ("ade", ""), ("ade", cus(ada))):
        (error,) = (await merged(ask, used, by=by))["errors"]
        assert (error["code"], error["path"]) == ("NOT_FOUND", ["planToken"])
    assert await both(database, ada, twin) == before
    assert (await database.all(sa.select(Transformation).where(Transformation.other_id == twin.id))) == []


@pytest.mark.rule("ROL-03", "MRG-05")
async def test_protected_data_that_came_in_between_is_in_the_way_of_who_may_not_see_it(
    ask: Ask, database: Database, keeper: Any
) -> None:
    ada, twin = await two(database)
    token = (await looked(ask, ada, twin, by=keeper.username))["planToken"]
    attribute = make.attribute(protected=True)
    await database.save(attribute)
    change = """mutation($id: ID!, $values: [AttributeValueInput!]!) {
      updateCustomer(customerId: $id, expectedVersion: 1, attributes: $values) {
        errors { ... on UserError { code } } } }"""
    values = [{"definitionId": ids.encode("atd", attribute.id), "text": "Rose"}]
    saved = await ask(change, by="ade", id=cus(twin), values=values)
    assert saved.ok["updateCustomer"]["errors"] == []

    (error,) = (await merged(ask, token, by=keeper.username))["errors"]

    assert error["changed"][:2] == ["BASIC_DETAILS", "BLOCKERS"]
    assert [each["code"] for each in error["preview"]["blockers"]] == ["PROTECTED_DATA_PERMISSION"]
    assert line(error["preview"], f"attribute.{attribute.name}")["loser"] is None


@pytest.fixture
async def keeper(ask: Ask, database: Database) -> Any:
    """A Sales Administrator who may not see protected data."""
    return await hire(ask, database, Role.SALES_ADMINISTRATOR)
