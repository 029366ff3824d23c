"""Everybody asks for everything along every path, and is shown what the table says and nothing else."""

from __future__ import annotations

from typing import Any

import pytest

from gateway.schema import build
from tests.ask import Answered
from tests.matrix.askers import ACCOUNTS, SEES_RECORDS, Account
from tests.matrix.documents import Documents
from tests.matrix.expect import Expectation
from tests.matrix.world import UNLIMITED, WHOLE, World, customer_id

SCHEMA = build(UNLIMITED).graphql
WRITE = Documents(SCHEMA)
RECORD = WRITE.roots("Query", {"customer": ("customer", {"id": customer_id(WHOLE)})})
NOW = "2026-11-22T10:00:00+00:00"


async def asked(world: World, by: str, document: str) -> Answered:
    return await world.ask(document, by=by, now=NOW)


@pytest.fixture(scope="session")
async def truth(world: World) -> Any:
    return (await asked(world, SEES_RECORDS, RECORD)).ok


@pytest.mark.parametrize("account", ACCOUNTS, ids=lambda each: each.asker.name)
async def test_a_record_shows_what_the_table_says(world: World, truth: Any, account: Account) -> None:
    answer = await asked(world, account.asker.name, RECORD)
    expected = Expectation(SCHEMA, world, account.asker, "a record")
    assert "\n".join(expected.differences(truth, answer)) == ""
