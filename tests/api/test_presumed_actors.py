"""Who asks is taken for who they were a moment ago, and shown nothing before the primary says that they still are."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text

from domain.permissions import Interface, Role
from gateway.settings import Settings
from tests import factories as make
from tests.ask import Ask, asking
from tests.database import Database

RECORD = "query ($id: ID!) { customer(id: $id) { id pinkNotes { body } } }"
LISTS = "query ($id: ID!) { nodes(ids: [$id]) { ... on Customer { id pinkNotes { body } } } titles { name } }"
RAW = "query ($id: ID!) { a: customer(id: $id) { id pinkNotes { body } } __schema { queryType { name } } }"

# A record read at once, levels one by one, and a part that graphql-core answers.
EVERY_WAY = pytest.mark.parametrize("document", [RECORD, LISTS, RAW], ids=["at once", "by levels", "in part"])


class Staff:
    """An account whose roles come and go."""

    def __init__(self, ask: Ask, database: Database, id: UUID) -> None:
        self._ask, self._database, self._id = ask, database, id

    async def grant(self, role: Role) -> None:
        await self._run("insert into user_role (user_id, role) values (:id, :role)", role=role.value)

    async def revoke(self, role: Role) -> None:
        await self._run("delete from user_role where user_id = :id and role = :role", role=role.value)

    async def close(self) -> None:
        await self._run("update user_account set active = false where id = :id")

    async def sign_out(self) -> None:
        await self._run(
            "update user_account set tokens_valid_from = now() + interval '1 minute' where id = :id"
        )

    async def ask(self, document: str, customer: UUID) -> Any:
        return await self._ask(document, by=str(self._id), id=f"cus1_{customer.hex}")

    async def _run(self, statement: str, **values: Any) -> None:
        async with self._database.store.writes.begin() as connection:
            await connection.execute(text(statement), {"id": self._id, **values})


@pytest.fixture(params=[None, "database_url"], ids=["one database", "a replica for reads"])
async def entrance(ask: Ask, settings: Settings, request: pytest.FixtureRequest) -> AsyncIterator[Ask]:
    """An application that reads where it writes, and one that confirms elsewhere than it reads."""
    if request.param is None:
        yield ask
        return
    async with asking(settings, database_read_url=getattr(settings, request.param)) as other:
        yield other


@pytest.fixture
async def staff(entrance: Ask, database: Database) -> Staff:
    hired = Staff(entrance, database, uuid4())
    await hired._run(
        "insert into user_account (id, username, name, email, active, protected_data)"
        " values (:id, :username, 'Kim Lee', :username || '@example.org', true, false)",
        username=str(hired._id),
    )
    await hired.grant(Role.OPPORTUNITIES_USER)
    entrance.introduce(str(hired._id), hired._id, Interface.OPPORTUNITIES)
    return hired


@pytest.fixture
async def customer(database: Database) -> UUID:
    household, person = make.individual()
    await database.save(household, person)
    await database.save(make.note(person.id, colour="PINK", body="A gift is likely."))
    return UUID(str(person.id))


def notes(answer: Any) -> Any:
    [found] = [value for name, value in answer.data.items() if name in ("customer", "a", "nodes")]
    return (found[0] if isinstance(found, list) else found)["pinkNotes"]


@EVERY_WAY
async def test_a_role_taken_away_counts_at_the_next_request(
    staff: Staff, customer: UUID, document: str
) -> None:
    await staff.grant(Role.OPPORTUNITIES_ADMINISTRATOR)
    assert notes(await staff.ask(document, customer)) == [{"body": "A gift is likely."}]
    await staff.revoke(Role.OPPORTUNITIES_USER)
    await staff.revoke(Role.OPPORTUNITIES_ADMINISTRATOR)
    await staff.grant(Role.SALES_USER)

    refused = await staff.ask(document, customer)

    assert (refused.status, refused.data, refused.codes) == (403, None, ["FORBIDDEN"])


@EVERY_WAY
async def test_a_role_given_counts_at_the_next_request(staff: Staff, customer: UUID, document: str) -> None:
    await staff.revoke(Role.OPPORTUNITIES_USER)
    assert (await staff.ask(document, customer)).status == 403
    await staff.grant(Role.OPPORTUNITIES_USER)

    assert notes(await staff.ask(document, customer)) == [{"body": "A gift is likely."}]


@EVERY_WAY
@pytest.mark.parametrize("end", [Staff.close, Staff.sign_out], ids=["closed", "signed out"])
async def test_an_account_that_is_no_more_is_nobody_at_the_next_request(
    staff: Staff, customer: UUID, document: str, end: Any
) -> None:
    await staff.ask(document, customer)
    await end(staff)

    refused = await staff.ask(document, customer)

    assert (refused.status, refused.data, refused.codes) == (401, None, ["UNAUTHENTICATED"])


async def test_a_request_that_reads_no_row_is_confirmed_too(staff: Staff, customer: UUID) -> None:
    await staff.ask(RECORD, customer)
    await staff.close()

    for document in ("{ __typename }", '{ customer(id: "nobody") { id } }', "{ viewer { interface } }"):
        assert (await staff.ask(document, customer)).status == 401
