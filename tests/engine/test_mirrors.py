"""Rows of which only the key is asked, and which the rows above hold already, are not read."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
import sqlalchemy as sa

from gateway.engine.declare import Shape, Tab
from gateway.engine.declared import TabField
from gateway.engine.mirrors import find_mirrored
from gateway.engine.plan import Level
from tests.engine.world.both import World
from tests.engine.world.needs import OPEN
from tests.engine.world.tables import house, room

_ids = sa.select(house.c.id)


async def test_what_holds_others_together_is_not_read(world: World) -> None:
    await world.check(
        '{ house(name: "Alder") { sign { __typename sign { house { __typename rooms { name } } } } } }',
        {
            "house": {
                "sign": {
                    "__typename": "Sign",
                    "sign": {
                        "house": {"__typename": "House", "rooms": [{"name": "Attic"}, {"name": "Kitchen"}]}
                    },
                }
            }
        },
        statements=2,
    )


async def test_what_is_shown_of_a_row_is_read(world: World) -> None:
    await world.check(
        '{ house(name: "Alder") { sign { motto } } }',
        {"house": {"sign": {"motto": "Ever"}}},
        statements=2,
    )


async def test_a_row_that_may_not_be_there_is_looked_for(world: World) -> None:
    await world.check(
        '{ house(name: "Cedar") { post { __typename } } }', {"house": {"post": None}}, statements=2
    )


def _level(source: Any = house, **changed: Any) -> Level:
    tab = replace(Tab("again", source, key=source.c.id, order=(source.c.id,)), **changed)
    return Level(TabField(tab, Shape.ONE, OPEN, "id"), arguments=None, parent_key=0, columns=[tab.key])  # type: ignore[arg-type]


def _mirrored(child: Level, held: sa.ColumnElement[Any]) -> bool:
    parent = _level()
    parent.columns, parent.children = [held], [child]
    find_mirrored([parent])
    return child.mirrored


@pytest.mark.parametrize("source", [house, house.alias("other"), _ids.subquery(), _ids.subquery().alias("x")])
def test_every_row_of_a_table_is_under_its_own_key(source: Any) -> None:
    assert _mirrored(_level(source), house.c.id)
    assert _mirrored(_level(source), _ids.subquery().c.id)


@pytest.mark.parametrize(
    "source",
    [
        _ids.where(house.c.lit).subquery(),
        _ids.limit(1).subquery(),
        _ids.offset(1).subquery(),
        _ids.distinct().subquery(),
        _ids.group_by(house.c.id).subquery(),
        _ids.join_from(house, room, room.c.house_id == house.c.id).subquery(),
        sa.union_all(_ids, _ids).subquery(),
    ],
)
def test_rows_of_a_narrower_source_are_read(source: Any) -> None:
    assert not _mirrored(_level(source), house.c.id)


def test_rows_that_not_everybody_may_see_are_read() -> None:
    assert not _mirrored(_level(scope=house.c.lit), house.c.id)


def test_rows_under_another_column_are_read() -> None:
    assert not _mirrored(_level(), room.c.house_id)
    assert not _mirrored(_level(room, key=room.c.house_id), house.c.id)
