"""How the world is read: tables, joins that may lack a value, totals as a grouped select, and rows by other keys."""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB, aggregate_order_by

from gateway.engine.declare import Tab
from tests.engine.world.tables import box, house, letter, meal, pet, room, stay, thing, visit

KINDS = ("kind", {"D": "Dog", "C": "Cat"})

HOUSES = Tab("houses", house, key=None, order=(house.c.name, house.c.id), entity="hou")
HOUSE = Tab("house", house, key=house.c.id, order=(house.c.id,), entity="hou")
HOUSE_BY_NAME = Tab("house by name", house, key=house.c.name, order=(house.c.id,))
ROOMS = Tab("rooms", room, key=room.c.house_id, order=(room.c.floor.desc(), room.c.id))
BOXES = Tab("boxes", box, key=box.c.room_id, order=(box.c.label, box.c.id))
THINGS = Tab("things", thing, key=thing.c.box_id, order=(thing.c.id,))

PETS = Tab("pets", pet, key=pet.c.house_id, order=(pet.c.name, pet.c.id), entity="pet", kinds=KINDS)
PET = Tab("pet", pet, key=pet.c.id, order=(pet.c.id,), entity="pet", kinds=KINDS)
PET_BY_NAME = Tab("pet by name", pet, key=pet.c.name, order=(pet.c.id,), entity="pet", kinds=KINDS)

LETTERS = Tab("letters", letter, key=letter.c.house_id, order=(letter.c.sent.desc(), letter.c.id))
ALL_LETTERS = Tab("all letters", letter, key=None, order=(letter.c.sent.desc(), letter.c.id))

VISITS = Tab("visits", visit, key=visit.c.house_id, order=(visit.c.at.desc(), visit.c.number))

# Who is in the house today and has come by now, unless the arguments ask for others.
TODAY, NOW = sa.bindparam("today", type_=sa.Date), sa.bindparam("now", type_=sa.DateTime(timezone=True))
STAYS = Tab(
    "stays",
    stay,
    key=stay.c.house_id,
    order=(stay.c.begins.desc(), stay.c.id),
    default=(stay.c.ends >= TODAY, stay.c.since <= NOW),
)
ALL_STAYS = Tab("all stays", stay, key=None, order=STAYS.order, default=STAYS.default)
STAY = Tab("stay", stay, key=stay.c.id, order=(stay.c.id,), default=STAYS.default)
STAY_BY_GUEST = Tab("stay by guest", stay, key=stay.c.guest, order=(stay.c.id,), default=STAYS.default)

MEALS = Tab(
    "meals",
    meal,
    key=meal.c.stay_id,
    order=(meal.c.name, meal.c.id),
    kinds=("kind", {"B": "Breakfast", "D": "Dinner"}),
)
ROOM = Tab("room", room, key=room.c.id, order=(room.c.id,))

# What happened at a house: letters by their day, and visits, as one list of two selects.
_letters = sa.select(
    letter.c.house_id,
    sa.cast(letter.c.sent, sa.DateTime(timezone=True)).label("at"),
    sa.literal("letters").label("what"),
    sa.cast(sa.func.sum(letter.c.stamps), sa.BigInteger).label("number"),
).group_by(letter.c.house_id, letter.c.sent)
_happening = sa.union_all(
    _letters, sa.select(visit.c.house_id, visit.c.at, sa.literal("visit"), visit.c.number)
).subquery("happening")
HAPPENINGS = Tab(
    "happenings",
    _happening,
    key=_happening.c.house_id,
    order=(_happening.c.at.desc(), _happening.c.what, _happening.c.number.desc()),
)

# A page goes by no null: a house of unknown age counts as new.
_age = sa.select(
    house.c.id, house.c.name, sa.func.coalesce(house.c.built, date(9999, 12, 31)).label("built")
).subquery("age")
AGES = Tab("ages", _age, key=None, order=(_age.c.built.desc(), _age.c.name.desc(), _age.c.id))

# Lists in columns, and what is no row of its own.
_tally = (
    sa.select(
        stay.c.house_id.label("id"),
        sa.func.array_agg(aggregate_order_by(stay.c.begins, stay.c.id), type_=sa.ARRAY(sa.Date)).label(
            "days"
        ),
        sa.func.array_agg(
            aggregate_order_by(stay.c.ends - stay.c.begins, stay.c.id), type_=sa.ARRAY(sa.Integer)
        ).label("nights"),
        sa.func.array_agg(aggregate_order_by(stay.c.locked, stay.c.id), type_=sa.ARRAY(sa.Boolean)).label(
            "locks"
        ),
        sa.func.array_agg(
            aggregate_order_by(stay.c.since, stay.c.id), type_=sa.ARRAY(sa.DateTime(timezone=True))
        ).label("instants"),
        sa.func.array_agg(aggregate_order_by(stay.c.guest, stay.c.id), type_=sa.ARRAY(sa.Text)).label(
            "names"
        ),
        sa.func.jsonb_agg(
            aggregate_order_by(
                sa.func.jsonb_build_object("name", stay.c.guest, "locked", stay.c.locked), stay.c.id
            ),
            type_=JSONB,
        ).label("guests"),
    )
    .group_by(stay.c.house_id)
    .subquery("tally")
)
TALLY = Tab("tally", _tally, key=_tally.c.id, order=(_tally.c.id,))
BY_EGGS = Tab(
    "meals by eggs",
    meal,
    key=meal.c.stay_id,
    order=(meal.c.eggs.desc().nulls_last(), meal.c.id.desc()),
    kinds=MEALS.kinds,
)

_lit = sa.exists().where(house.c.id == room.c.house_id, house.c.lit)
ROOM_BY_NAME = Tab("room by name", room, key=room.c.name, order=(room.c.id,), root_scope=_lit)

# The engine cannot know whether a column of these is ever null: the schema says never, and Birch has no motto.
_sign = sa.select(house.c.id, house.c.motto).subquery("sign")
SIGN = Tab("sign", _sign, key=_sign.c.id, order=(_sign.c.id,))
SIGNS = Tab("signs", _sign, key=None, order=(_sign.c.id,))
SIGN_PAGE = Tab("sign page", _sign, key=_sign.c.id, order=(_sign.c.id,))

_post = (
    sa.select(
        letter.c.house_id.label("id"),
        sa.func.count().label("letters"),
        sa.func.sum(letter.c.stamps).label("stamps"),
        (sa.func.sum(letter.c.stamps) * 2**28).label("weight"),
    )
    .group_by(letter.c.house_id)
    .subquery("post")
)
POST = Tab("post", _post, key=_post.c.id, order=(_post.c.id,))
