"""Rows that may be seen and not opened: what they withhold is null with an error at their places, and at no others."""

from __future__ import annotations

from typing import Any

import pytest
import strawberry

from gateway.engine.answers import GraphQLRequest
from gateway.engine.declare import computed, tab
from gateway.engine.pipeline import Pipeline
from gateway.engine.schema import GatewaySchema
from gateway.schema._rows import row_type
from gateway.settings import Limits
from tests.engine.world import tabs
from tests.engine.world.both import CLERK, KEEPER, World
from tests.engine.world.needs import OPEN
from tests.engine.world.stays import LOCKED

# Of those who are in Alder, Cas has locked her stay, and of Dot's it is not said.
OPENED = (
    "{ guest meals { name } mealPages(first: 1) { totalCount nodes { name } } home { name } nights leaves }"
)
DOT: dict[str, Any] = {
    "guest": "Dot",
    "meals": [{"name": "cold"}],
    "mealPages": {"totalCount": 1, "nodes": [{"name": "cold"}]},
    "home": {"name": "Alder"},
    "nights": 2,
    "leaves": "2026-11-22",
}
CAS: dict[str, Any] = {
    "guest": "Cas",
    "meals": [{"name": "hot"}, {"name": "sweet"}, {"name": "tart"}],
    "mealPages": {"totalCount": 3, "nodes": [{"name": "hot"}]},
    "home": {"name": "Alder"},
    "nights": 30,
    "leaves": "2026-12-01",
}
LOCKED_CAS: dict[str, Any] = {**dict.fromkeys(CAS), "guest": "Cas"}


@row_type(description="A stay.")
class Sure:
    nights: int = computed(len, "guest", withheld=LOCKED, description="Never null, and yet withheld.")


@strawberry.type
class Query:
    sures: list[Sure] | None = tab(tabs.ALL_STAYS, parent=None, needs=OPEN, description="All.")


def refused(at: str, **columns: int) -> list[str]:
    """Errors of these fields at this place of line 1, each with its column."""
    return [f"{at}.{name} FORBIDDEN 1:{column}" for name, column in columns.items()]


async def test_what_one_row_withholds_the_others_show(world: World) -> None:
    document = f'{{ house(name: "Alder") {{ stays {OPENED} }} }}'
    columns = {name: document.index(f" {name}") + 2 for name in CAS if name != "guest"}

    await world.check(
        document, {"house": {"stays": [DOT, LOCKED_CAS]}}, *refused("house.stays.1", **columns), statements=6
    )
    await world.check(document, {"house": {"stays": [DOT, CAS]}}, by=KEEPER, statements=6)


async def test_rows_of_a_page_withhold_at_each_place_where_they_stand(world: World) -> None:
    await world.check(
        "{ guests { edges { node { guest nights } } nodes { late: nights meals { name } } } }",
        {
            "guests": {
                "edges": [
                    {"node": {"guest": "Dot", "nights": 2}},
                    {"node": {"guest": "Cas", "nights": None}},
                ],
                "nodes": [{"late": 2, "meals": [{"name": "cold"}]}, {"late": None, "meals": None}],
            }
        },
        "guests.edges.1.node.nights FORBIDDEN 1:33",
        "guests.nodes.1.late FORBIDDEN 1:52",
        "guests.nodes.1.meals FORBIDDEN 1:65",
        statements=2,
    )


async def test_one_row_in_several_places_withholds_at_each(world: World) -> None:
    await world.check(
        '{ stay(name: "Cas") { a: itself { nights } b: itself { n: nights nights } nights } }',
        {"stay": {"a": {"nights": None}, "b": {"n": None, "nights": None}, "nights": None}},
        "stay.a.nights FORBIDDEN 1:35",
        "stay.b.n FORBIDDEN 1:56",
        "stay.b.nights FORBIDDEN 1:66",
        "stay.nights FORBIDDEN 1:75",
        statements=2,
    )
    await world.check(
        "{ houses { stays { itself { meals { ... on Breakfast { stay { nights } } } } } } }",
        {
            "houses": [
                {"stays": [{"itself": {"meals": [{}]}}, {"itself": {"meals": None}}]},
                {"stays": []},
                {"stays": []},
            ]
        },
        "houses.0.stays.1.itself.meals FORBIDDEN 1:29",
    )


async def test_one_row_that_several_link_to_withholds_at_each_of_them(world: World) -> None:
    await world.check(
        '{ stay(name: "Cas") { meals { ... on Breakfast { stay { secretNights } } } } }',
        {"stay": {"meals": [{}, {"stay": {"secretNights": None}}, {"stay": {"secretNights": None}}]}},
        "stay.meals.1.stay.secretNights FORBIDDEN 1:57",
        "stay.meals.2.stay.secretNights FORBIDDEN 1:57",
        by=KEEPER,
        statements=3,
    )


async def test_nothing_is_told_of_what_hangs_below_the_withheld(world: World) -> None:
    await world.check(
        '{ house(name: "Alder") { stays { home { secret stays { nights } } } } }',
        {
            "house": {
                "stays": [
                    {"home": {"secret": None, "stays": [{"nights": 2}, {"nights": None}]}},
                    {"home": None},
                ]
            }
        },
        "house.stays.0.home.secret FORBIDDEN 1:41",
        "house.stays.0.home.stays.1.nights FORBIDDEN 1:56",
        "house.stays.1.home FORBIDDEN 1:34",
        statements=4,
    )


async def test_what_is_denied_of_every_row_is_told_once_for_each(world: World) -> None:
    document = '{ house(name: "Alder") { stays { secretMeals { name } secretNights } } }'

    await world.check(
        document,
        {"house": {"stays": [{"secretMeals": None, "secretNights": None}] * 2}},
        *(
            error
            for place in (0, 1)
            for error in refused(f"house.stays.{place}", secretMeals=34, secretNights=55)
        ),
        statements=2,
    )
    await world.check(
        document,
        {
            "house": {
                "stays": [
                    {"secretMeals": [{"name": "cold"}], "secretNights": 2},
                    {"secretMeals": None, "secretNights": None},
                ]
            }
        },
        *refused("house.stays.1", secretMeals=34, secretNights=55),
        by=KEEPER,
        statements=3,
    )


@pytest.mark.parametrize(("by", "rows"), [(CLERK, 1), (KEEPER, 4)], ids=["the clerk", "the keeper"])
async def test_what_is_withheld_is_not_read(world: World, by: Any, rows: int) -> None:
    context = world.context(by)

    await world.planned.answer(GraphQLRequest(query="{ guests { nodes { meals { name } } } }"), context)

    assert [(ran.tab, ran.rows) for ran in context.reader.ran] == [("all stays", 2), ("meals", rows)]


async def test_what_is_withheld_of_a_record_is_not_read_beside_it(world: World) -> None:
    document = '{ house(name: "Alder") { stays { mealPages { totalCount } } } }'
    texts = {}
    for by in (CLERK, KEEPER):
        context = world.context(by)
        await world.planned.answer(GraphQLRequest(query=document), context)
        [texts[by.username]] = context.reader.statements

    assert texts["clerk"].count("case when t1.locked then null else") == 2
    assert "case when" not in texts["keeper"]


def test_a_field_that_is_never_null_cannot_be_withheld() -> None:
    schema = GatewaySchema(strawberry.Schema(query=Query), Limits())

    with pytest.raises(AssertionError, match=r"sures\[\]\.nights is withheld: let it be null"):
        Pipeline(schema).compiled("{ sures { nights } }")
