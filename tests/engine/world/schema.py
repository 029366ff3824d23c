"""The types of the world whose values are rows."""

from __future__ import annotations

from datetime import date, datetime
from enum import Enum
from typing import Annotated, Any, NewType

import sqlalchemy as sa
import strawberry

from domain.money import Money as MoneyRule
from gateway.engine import ids
from gateway.engine.connections import Connection
from gateway.engine.declare import Narrowing, column, computed, link, page, tab
from gateway.engine.statements import ENTITY
from gateway.schema._rows import enum_type, row_type, value_type
from gateway.schema.money import Money
from tests.engine.world import tabs
from tests.engine.world.needs import NOBODYS, OPEN, SECRET
from tests.engine.world.stays import Happening, Stay, Tally, named_stays, narrowed_stays, unlike_stays
from tests.engine.world.tables import letter
from tests.engine.world.values import Rope as RopeRule
from tests.engine.world.values import Span as SpanRule


class Colour(Enum):
    RED = "r"
    BLUE = "b"


enum_type(Colour, "A colour, stored by its first letter.", RED="Red.", BLUE="Blue.")

Code = NewType("Code", str)


def _write_code(value: str) -> str:
    if value.startswith("!"):
        raise ValueError(f"no code: {value}")
    return f"<{value}>"


def _read_code(value: Any) -> str:
    if not isinstance(value, str) or not value.startswith("<"):
        raise ValueError("a code stands between angle brackets")
    return value[1:-1]


code = strawberry.scalar(name="Code", serialize=_write_code, parse_value=_read_code)


class Sorting(Enum):
    NEWEST_FIRST = 1
    OLDEST_FIRST = 2


enum_type(Sorting, "An order of letters.", NEWEST_FIRST="As they come.", OLDEST_FIRST="The other way round.")


@strawberry.input
class LetterFilter:
    least: int | None = None
    texts: list[str] | None = None


def _narrowed(filter: LetterFilter | None = None, sort: Sorting = Sorting.NEWEST_FIRST) -> Narrowing:
    where: list[Any] = []
    if filter is not None and filter.least is not None:
        where.append(letter.c.stamps >= filter.least)
    if filter is not None and filter.texts is not None:
        where.append(letter.c.text == sa.any_(sa.literal(filter.texts, sa.ARRAY(sa.Text))))
    oldest = (letter.c.sent.asc(), letter.c.id)
    return Narrowing(tuple(where), oldest if sort is Sorting.OLDEST_FIRST else None)


def _or_raise(name: str) -> str:
    if name == "Hall":
        raise KeyError("a secret of ours")
    return name.upper()


def _unless_hall(name: str) -> str | None:
    return None if name == "Hall" else name.lower()


@strawberry.interface
class Node:
    id: strawberry.ID

    @classmethod
    def resolve_type(cls, row: Any, _info: Any, _abstract: Any) -> str | None:
        return "House" if row[ENTITY] == "hou" else tabs.KINDS[1].get(row["kind"])


@strawberry.interface
class Named:
    name: str


@row_type(description="A thing.")
class Thing:
    label: str | None


@row_type(description="A box of things.")
class Box:
    label: str
    things: list[Thing] | None = tab(tabs.THINGS, needs=OPEN, description="What is in it.")


@row_type(description="A room.")
class Room:
    id: strawberry.ID = column("id", ids.encoder("roo"), description="Its id.")
    name: str
    floor: int
    level: int | None = column("floor", description="The same as `floor`.")
    span: Span = computed(SpanRule, "floor", description="How high it is up.")
    rope: Rope | None = computed(RopeRule, "floor", description="A rope down; none is long enough for two.")
    boxes: list[Box] | None = tab(tabs.BOXES, needs=OPEN, description="Its boxes.")
    quiet: str = computed(_unless_hall, "name", description="Never null, and null of a hall.")
    softly: str | None = computed(_unless_hall, "name", description="Null of a hall.")
    loud: str = computed(_or_raise, "name", description="Never null, and no hall has one.")
    shout: str | None = computed(_or_raise, "name", description="No hall has one.")
    turned: str = column(
        "name", _unless_hall, description="A column that its converter makes null of a hall."
    )
    number: str = computed(
        lambda floor: floor, "floor", description="A text that its rule gives as a number."
    )
    above: bool = computed(
        lambda floor: floor, "floor", description="A truth that its rule gives as a number."
    )
    storeys: list[Annotated[int, "no null"]] = computed(
        lambda floor: list(range(floor)), "floor", description="The floors below."
    )


@row_type(description="A letter.")
class Letter:
    text: str
    stamps: int
    sent: date


@row_type(description="A visit.")
class Visit:
    number: Annotated[str, "as text"] = column("number", str, description="Its number.")


@value_type(description="How high a room is up.", of=SpanRule)
class Span:
    storeys: int
    steps: int


@value_type(description="A rope down from a room.", of=RopeRule)
class Rope:
    length: int


@row_type(description="A sign over a door.")
class Sign:
    motto: str
    house: House | None = link(tabs.HOUSE, parent="id", needs=OPEN, description="Where it hangs.")
    sure_house: House = link(tabs.HOUSE, parent="id", needs=OPEN, description="The same, and never null.")
    sign: Sign = link(tabs.SIGN, parent="id", needs=OPEN, description="Itself.")


@row_type(description="What was sent to a house.")
class Post:
    letters: int
    stamps: int
    weight: int | None


@row_type(description="A house.")
class House(Node, Named):
    id: strawberry.ID = column("id", ids.encoder("hou"), description="Its id.")
    name: str
    colour: Colour | None
    paint: Colour = column("colour", description="The same as `colour`, and never null.")
    visitors: int | None
    sure_visitors: int = column("visitors", description="The same as `visitors`, and never null.")
    height: float | None
    code: Code | None
    motto: str | None
    words: list[str | None]
    sure_words: list[str] | None = column("words", description="The same, and none of them null.")
    built: date | None
    seen_at: datetime | None
    lit: bool
    day: date = computed(lambda name, *, today: today, "name", description="The day it is.")

    cost: Money = computed(MoneyRule, "visitors", description="What the visitors paid, in our currency.")
    worth: Money | None = computed(
        MoneyRule, "visitors", "motto", description="The same in the currency of the motto, where it has one."
    )
    sure_worth: Money = computed(MoneyRule, "visitors", "motto", description="The same, and never null.")
    secret_cost: Money | None = computed(MoneyRule, "visitors", needs=SECRET, description="A secret one.")

    rooms: list[Room] | None = tab(tabs.ROOMS, needs=OPEN, description="Its rooms.")
    sure_rooms: list[Room] = tab(tabs.ROOMS, needs=OPEN, description="The same, and never null.")
    loose_rooms: list[Room | None] | None = tab(
        tabs.ROOMS, needs=OPEN, description="The same, where a room may be null."
    )
    pets: list[Pet] | None = tab(tabs.PETS, needs=OPEN, description="Its pets.")
    letters: Connection[Letter] | None = page(
        tabs.LETTERS, needs=OPEN, narrow=_narrowed, description="Its letters."
    )
    visits: Connection[Visit] | None = page(tabs.VISITS, needs=OPEN, description="Visits to it.")
    stays: list[Stay] | None = tab(tabs.STAYS, needs=OPEN, description="Who is there today.")
    booked: list[Stay] | None = tab(
        tabs.STAYS, needs=OPEN, narrow=narrowed_stays, description="Who is there today, or was: all of them."
    )
    likened: list[Stay] | None = tab(
        tabs.STAYS, needs=OPEN, narrow=named_stays, description="Those of a name."
    )
    unlike: list[Stay] | None = tab(
        tabs.STAYS, needs=OPEN, narrow=unlike_stays, description="Those of no such."
    )
    happenings: Connection[Happening] | None = page(
        tabs.HAPPENINGS, needs=OPEN, description="What happened there, the latest first."
    )
    tally: Tally | None = link(tabs.TALLY, parent="id", needs=OPEN, description="All stays, told together.")
    guests: Connection[Stay] | None = page(
        tabs.STAYS, needs=OPEN, narrow=narrowed_stays, description="Who is there today, or was."
    )
    sign: Sign | None = link(tabs.SIGN, parent="id", needs=OPEN, description="Its sign.")
    sure_sign: Sign = link(tabs.SIGN, parent="id", needs=OPEN, description="Its sign, never null.")
    sign_pages: Connection[Sign] | None = page(tabs.SIGN_PAGE, needs=OPEN, description="Its signs.")
    post: Post | None = link(tabs.POST, parent="id", needs=OPEN, description="What was sent here.")
    sure_post: Post = link(tabs.POST, parent="id", needs=OPEN, description="The same, and never null.")

    secret: str | None = computed(lambda name: name, "name", needs=SECRET, description="A secret.")
    sure_secret: str = computed(lambda name: name, "name", needs=SECRET, description="One never null.")
    secret_rooms: list[Room] | None = tab(tabs.ROOMS, needs=SECRET, description="Secret rooms.")
    sure_secret_rooms: list[Room] = tab(tabs.ROOMS, needs=SECRET, description="Secret rooms, never null.")
    secret_letters: Connection[Letter] | None = page(
        tabs.LETTERS, needs=SECRET, description="Secret letters."
    )


@strawberry.interface
class Pet(Node, Named):
    id: strawberry.ID = column("id", ids.encoder("pet"), description="Its id.")
    name: str
    mother: Pet | None = link(tabs.PET, parent="mother_id", needs=OPEN, description="Its mother.")
    house: House | None = link(tabs.HOUSE, parent="house_id", needs=OPEN, description="Where it lives.")
    secret_house: House | None = link(
        tabs.HOUSE, parent="house_id", needs=SECRET, description="Where it really lives."
    )
    # The kinds say it anew, each in its own way.
    den: House | None = link(tabs.HOUSE, parent="house_id", needs=OPEN, description="Where it sleeps.")
    call: str | None = computed(lambda name: name, "name", description="What it says.")
    whisper: str | None = computed(lambda name: name, "name", description="What it says softly.")

    @classmethod
    def resolve_type(cls, row: Any, _info: Any, _abstract: Any) -> str | None:
        return tabs.KINDS[1].get(row["kind"])


@row_type(kind="D", description="A dog.")
class Dog(Pet):
    barks: bool | None
    call: str | None = computed(lambda name: f"{name}: woof", "name", description="What it says.")
    toys: list[Room] | None = tab(
        tabs.ROOMS, parent="house_id", needs=OPEN, description="Rooms with toys, of a dog."
    )
    perch: House | None = link(tabs.HOUSE, parent="house_id", needs=NOBODYS, description="A dog's perch.")


@row_type(kind="C", description="A cat.")
class Cat(Pet):
    lives: int | None
    den: House | None = link(tabs.HOUSE, parent="house_id", needs=SECRET, description="Where a cat sleeps.")
    call: str | None = computed(lambda name: f"{name}: meow", "name", description="What it says.")
    whisper: str | None = computed(lambda name: name, "name", needs=SECRET, description="Cats' secrets.")
    toys: list[Room] | None = tab(
        tabs.ROOMS, parent="house_id", needs=SECRET, description="Rooms with toys, of a cat."
    )
    perch: House | None = link(tabs.HOUSE, parent="house_id", needs=SECRET, description="A cat's perch.")
