"""The root fields of the world: lists, rows by name, ids, and what resolvers answer or fail to."""

from __future__ import annotations

import re
from typing import Annotated, Any

import strawberry
from strawberry.schema.config import StrawberryConfig

from gateway.context import Context
from gateway.engine.connections import Connection
from gateway.engine.declare import Key, Tab, answered, column, computed, find, link, links, page, tab
from gateway.engine.entities import node, nodes
from gateway.engine.errors import RequestCode, RequestError
from gateway.engine.schema import GatewaySchema, value_of
from gateway.schema._rows import value_type
from gateway.settings import Limits
from tests.engine.world import schema as rows
from tests.engine.world import tabs, values
from tests.engine.world.needs import NOBODYS, OPEN, SECRET
from tests.engine.world.schema import Colour
from tests.engine.world.stays import Age, Breakfast, Dinner, Stay, narrowed_stays

ENTITIES = {"hou": ("House", tabs.HOUSE, OPEN), "pet": ("Pet", tabs.PET, SECRET)}


@value_type(description="A photo.", of=values.Photo)
class Photo:
    title: str
    width: int | None
    house: rows.House | None = link(tabs.HOUSE, parent="house_id", needs=OPEN, description="Its subject.")


@value_type(description="A sketch.", of=values.Sketch)
class Sketch:
    title: str
    pencil: str | None


Picture = Annotated[Photo | Sketch, strawberry.union("Picture")]


@value_type(description="A shelf.")
class Shelf:
    label: str
    house: rows.House | None = link(tabs.HOUSE, parent="house_id", needs=OPEN, description="Where it is.")
    sure_house: rows.House = link(tabs.HOUSE, parent="house_id", needs=OPEN, description="Never null.")
    secret_house: rows.House | None = link(
        tabs.HOUSE, parent="house_id", needs=SECRET, description="Where it really is."
    )
    pets: list[rows.Pet] = links(tabs.PET, parent="pet_ids", needs=OPEN, description="Who is on it.")


@value_type(description="An album.")
class Album:
    title: str
    big: str = computed(lambda title: title.upper(), "title", description="The title, loudly.")
    size: int = column("pictures", len, description="How many pictures it has.")
    house: rows.House | None = link(tabs.HOUSE, parent="house_id", needs=OPEN, description="Its place.")
    houses: list[rows.House] = links(tabs.HOUSE, parent="house_ids", needs=OPEN, description="Its places.")
    cover: Picture | None
    pictures: list[Picture | None]
    shelves: list[Shelf]
    grid: list[list[int]]
    missing: list[Shelf] | None
    sure_missing: list[str] = column("missing", description="Never null, and missing.")
    marks: list[str | None] | None
    sure_marks: list[str] | None = column("marks", description="The same, and none of them null.")


@strawberry.input
class Wish:
    text: str
    words: list[str | None] | None = strawberry.UNSET
    colour: Colour | None = strawberry.UNSET
    code: rows.Code | None = strawberry.UNSET
    times: int = 1
    inner: Wish | None = strawberry.UNSET


@strawberry.input(one_of=True)
class Choice:
    a: strawberry.Maybe[str]
    b: strawberry.Maybe[int]


def _told(**given: Any) -> str:
    return ", ".join(
        f"{name}={_shown(value)}" for name, value in given.items() if value is not strawberry.UNSET
    )


def _shown(value: Any) -> str:
    if isinstance(value, list):
        return f"[{', '.join(map(_shown, value))}]"
    if isinstance(value, (Wish, Choice)):
        return (
            f"({_told(**{k: v for k, v in vars(value).items() if v is not None or isinstance(value, Wish)})})"
        )
    if isinstance(value, strawberry.Some):
        return f"some {value.value!r}"
    return str(value) if isinstance(value, Colour) else repr(value)


def _echo(
    _: Context,
    text: str | None = strawberry.UNSET,
    number: int | None = strawberry.UNSET,
    real: float | None = strawberry.UNSET,
    flag: bool | None = strawberry.UNSET,
    id: strawberry.ID | None = strawberry.UNSET,
    words: list[str | None] | None = strawberry.UNSET,
    numbers: list[int] | None = strawberry.UNSET,
    grid: list[list[int]] | None = strawberry.UNSET,
    colour: Colour | None = strawberry.UNSET,
    code: rows.Code | None = strawberry.UNSET,
    wish: Wish | None = strawberry.UNSET,
    choice: Choice | None = strawberry.UNSET,
) -> str:
    return _told(
        text=text, number=number, real=real, flag=flag, id=id, words=words, numbers=numbers, grid=grid,
        colour=colour, code=code, wish=wish, choice=choice,
    )  # fmt: skip


def _must(_: Context, text: str) -> str:
    return repr(text)


def _default(_: Context, text: str = "usual", colour: Colour = Colour.BLUE) -> str:
    return f"{text!r} {colour}"


def _fails(_: Context, how: str) -> int:
    return int(values.fail(how))


async def _fails_later(_: Context, how: str) -> int:
    return int(await values.fail_later(how))


def _by_name(what: Tab) -> Any:
    def key_of(name: str) -> Key | None:
        if not re.fullmatch(r"\w*", name):
            raise RequestError(RequestCode.BAD_USER_INPUT, "A name is one word.")
        return Key(what, name) if name else None

    return key_of


@strawberry.type
class Query:
    houses: list[rows.House] | None = tab(tabs.HOUSES, parent=None, needs=OPEN, description="All.")
    house: rows.House | None = find(
        tabs.HOUSE, _by_name(tabs.HOUSE_BY_NAME), needs=OPEN, description="The one of a name."
    )
    sure_house: rows.House = find(
        tabs.HOUSE, _by_name(tabs.HOUSE_BY_NAME), needs=OPEN, description="The same, and never null."
    )
    room: rows.Room | None = find(
        tabs.ROOM_BY_NAME,
        _by_name(tabs.ROOM_BY_NAME),
        needs=OPEN,
        description="The one of a name, in houses that are lit.",
    )
    pet: rows.Pet | None = find(
        tabs.PET, _by_name(tabs.PET_BY_NAME), needs=OPEN, description="The one of a name."
    )
    letters: Connection[rows.Letter] | None = page(
        tabs.ALL_LETTERS, parent=None, needs=OPEN, narrow=rows._narrowed, description="All letters."
    )
    stay: Stay | None = find(
        tabs.STAY, _by_name(tabs.STAY_BY_GUEST), needs=OPEN, description="That of a guest, whenever it was."
    )
    ages: Connection[Age] | None = page(
        tabs.AGES, parent=None, needs=OPEN, description="How old the houses are, the newest first."
    )
    booked: list[Stay] | None = tab(
        tabs.ALL_STAYS,
        parent=None,
        needs=OPEN,
        narrow=narrowed_stays,
        description="Who is anywhere today, or was: all of them.",
    )
    guests: Connection[Stay] | None = page(
        tabs.ALL_STAYS,
        parent=None,
        needs=OPEN,
        narrow=narrowed_stays,
        description="Who is anywhere today, or was.",
    )
    signs: list[rows.Sign] | None = tab(tabs.SIGNS, parent=None, needs=OPEN, description="All signs.")
    loose_signs: list[rows.Sign | None] | None = tab(
        tabs.SIGNS, parent=None, needs=OPEN, description="The same, where a sign may be null."
    )
    sure_signs: list[rows.Sign] = tab(tabs.SIGNS, parent=None, needs=OPEN, description="Never null.")
    secrets: list[rows.House] | None = tab(tabs.HOUSES, parent=None, needs=SECRET, description="Secret.")
    sure_secrets: list[rows.House] = tab(tabs.HOUSES, parent=None, needs=NOBODYS, description="Never null.")
    node: rows.Node | None = node(ENTITIES, needs=OPEN, description="What an id names.")
    nodes: list[rows.Node | None] = nodes(ENTITIES, needs=OPEN, description="What ids name.")

    album: Album | None = answered(lambda _: values.ALBUM, needs=OPEN, description="An album.")
    strange: Album | None = answered(lambda _: values.STRANGE, needs=OPEN, description="A strange one.")
    no_album: Album | None = answered(lambda _: None, needs=OPEN, description="None at all.")
    sure_no_album: Album = answered(lambda _: None, needs=OPEN, description="None, although never null.")
    secret_album: Album | None = answered(lambda _: values.ALBUM, needs=SECRET, description="A secret.")
    echo: str = answered(_echo, needs=OPEN, description="What it was given.")
    must: str | None = answered(_must, needs=OPEN, description="What it was given.")
    default: str | None = answered(_default, needs=OPEN, description="What it was given, or the default.")
    fails: int | None = answered(_fails, needs=OPEN, description="Fails.")
    sure_fails: int = answered(_fails, needs=OPEN, description="Fails, and is never null.")
    fails_later: int | None = answered(_fails_later, needs=OPEN, description="Fails after a while.")


def build() -> GatewaySchema:
    made = strawberry.Schema(
        query=Query,
        types=[rows.Dog, rows.Cat, Breakfast, Dinner],
        config=StrawberryConfig(default_resolver=value_of, scalar_map={rows.Code: rows.code}),
    )
    return GatewaySchema(made, Limits(cost=1_000))
