"""Random operations get one answer, whichever way they are executed; `poe referee` asks as many as one likes."""

from __future__ import annotations

from random import Random

import pytest
from graphql import parse, validate

from tests.engine.conftest import Referee
from tests.referee.generate import Generator
from tests.referee.material import Material, gather
from tests.referee.session import Session
from tests.worked import WORKED, Worked


@pytest.fixture(scope="module")
async def material(referee: Referee) -> Material:
    return await gather(referee)


async def test_random_operations_are_answered_the_same(referee: Referee, material: Material) -> None:
    session = Session(referee, material, seed=5)

    found = [each async for each in session.differences(100)]

    assert found == [], "\n".join(line for each in found for line in each.lines())
    assert session.tally.shortcomings() == []


async def test_random_operations_are_valid_and_the_same_again(referee: Referee, material: Material) -> None:
    schema = referee.planned.schema.graphql
    generator = Generator(schema, material)

    documents, again = (
        [generator.operation(Random(number)).text() for number in range(60)] for _ in range(2)
    )

    assert documents == again
    # A day that there is not is wrong on purpose, as values of other kinds are that only answering finds out.
    meant_well = [document for document in documents if "2026-02-30" not in document]
    assert [document for document in meant_well if validate(schema, parse(document))] == []


@pytest.mark.parametrize("by", ["bea", "gina", "seth"])
@pytest.mark.parametrize("worked", [each for each in WORKED if each.reads], ids=str)
async def test_every_example_of_the_page_is_answered_the_same(
    referee: Referee, worked: Worked, by: str
) -> None:
    await referee.agree(worked.text, by)
