"""What a plan keeps of its executions, so that the next one need not build it again."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest

from gateway.engine import ids
from gateway.engine.answers import GraphQLRequest
from gateway.engine.leaves import instant
from gateway.engine.plan import Bail
from tests.engine.world.both import CLERK, NOW, World

GUESTS = """query ($past: Boolean!, $first: Int!) {
  house(name: "Alder") { guests(past: $past, byGuest: true, first: $first) { nodes { guest } } } }"""
FIRST = {True: "Ann", False: "Cas"}


async def test_what_arguments_make_of_a_list_is_built_once_for_the_same_values(world: World) -> None:
    for past, first in ((True, 1), (False, 1), (True, 1), (False, 1)):
        await world.check(
            GUESTS,
            {"house": {"guests": {"nodes": [{"guest": FIRST[past]}]}}},
            statements=2,
            past=past,
            first=first,
        )

    for pipeline in (world.planned, world.levelled):
        [level] = [
            each
            for each in pipeline.compiled(GUESTS, {"past": True, "first": 1}).levels()
            if each.use.narrow is not None
        ]
        assert len(level.narrowings) == 2
        assert [len(narrowing.texts) for narrowing in level.narrowings.values()] == [1, 1]


async def test_no_plan_keeps_more_than_64_narrowings(world: World) -> None:
    document = 'query ($name: String!) { house(name: "Alder") { guests(guest: $name) { nodes { guest } } } }'

    for number in range(70):
        await world.check(document, {"house": {"guests": {"nodes": []}}}, name=f"Nobody {number}")

    [level] = [
        each
        for each in world.planned.compiled(document, {"name": ""}).levels()
        if each.use.narrow is not None
    ]
    assert len(level.narrowings) == 70 - 64


async def test_the_function_of_a_record_is_kept_for_a_day_and_no_longer(world: World) -> None:
    document = 'query Today { house(name: "Alder") { day } }'
    asked, context = GraphQLRequest(query=document), world.context(CLERK)
    [record] = [world.planned.compiled(document).record]
    assert record is not None

    for ahead, kept in ((0, 1), (0, 1), (1, 2), (0, 2)):
        on = replace(context, now=NOW + timedelta(days=ahead))
        answer = await world.planned.answer(asked, on)
        assert answer.data == {"house": {"day": (NOW + timedelta(days=ahead)).date()}}
        assert len(record.whole.functions) == kept


# as PostgreSQL writes an instant -> as the answer shows it
INSTANTS = {
    "2026-11-22T10:00:00+00:00": "2026-11-22T10:00:00+00:00",
    "2026-11-22T10:00:00.5+00:00": "2026-11-22T10:00:00.500000+00:00",
    "2026-11-22T10:00:00.123+00:00": "2026-11-22T10:00:00.123000+00:00",
    "2026-11-22T10:00:00.12345+00:00": "2026-11-22T10:00:00.123450+00:00",
    "2026-11-22T10:00:00.123456+00:00": "2026-11-22T10:00:00.123456+00:00",
    "0001-01-01T00:00:00+00:00": "0001-01-01T00:00:00+00:00",
}


@pytest.mark.parametrize("written", INSTANTS)
def test_an_instant_is_shown_as_python_writes_it(written: str) -> None:
    assert instant(written) == INSTANTS[written]


@pytest.mark.parametrize(
    "written",
    [
        "infinity:00",
        "-infinity:00",
        "10000-01-01T00:00:00+00:00",
        "10000-01-01T00:00:00.12345+00:00",
        "0044-03-15T00:00:00+00TBC:00",
        "0044-03-15T00:00:00.1234+00TBC:00",
    ],
)
def test_an_instant_beyond_the_calendar_is_left_to_graphql_core(written: str) -> None:
    with pytest.raises(Bail):
        instant(written)


async def test_ids_that_the_document_writes_out_are_answered_by_the_plan(world: World) -> None:
    alder, pet = ids.encode("hou", UUID(int=1)), ids.encode("pet", UUID(int=42))

    # Whoever may not have a kind is told nothing of it, once its arguments were looked at.
    await world.check(
        f'{{ nodes(ids: ["{alder}", "{pet}"]) {{ ... on Named {{ name }} }} }}',
        {"nodes": [{"name": "Alder"}, None]},
        statements=1,
    )
