"""Statements ask their sources for no more than they use: `gateway/engine/trimming.py`."""

from __future__ import annotations

import sqlalchemy as sa

from db.models import Customer, Household, Note
from gateway.engine.trimming import trimmed

_note, _customer, _household = Note.__table__, Customer.__table__, Household.__table__


def _text(query: sa.Select[tuple[object, ...]]) -> str:
    return " ".join(str(query).split())


def test_columns_that_a_statement_does_not_name_are_not_computed_for_it() -> None:
    source = sa.select(_note.c.id, _note.c.body, sa.func.length(_note.c.body).label("size")).subquery("read")
    query = sa.select(source.c.body).where(source.c.id == sa.bindparam("key"))

    assert _text(trimmed(query, source)) == (
        "SELECT read.body FROM (SELECT note.id AS id, note.body AS body FROM note) AS read WHERE read.id = :key"
    )


def test_what_a_condition_names_stays_also_where_the_condition_is_a_select_of_its_own() -> None:
    source = sa.select(_note.c.id, _note.c.body, _note.c.customer_id).subquery("read")
    whose = sa.exists().where(_customer.c.id == source.c.customer_id)

    assert "SELECT note.id AS id, note.customer_id AS customer_id FROM note" in _text(
        trimmed(sa.select(source.c.id).where(whose), source)
    )


def test_rows_that_are_told_apart_by_a_column_keep_it() -> None:
    source = sa.select(_note.c.colour, _note.c.customer_id).distinct().subquery("read")
    query = sa.select(source.c.colour)

    assert trimmed(query, source) is query


def test_a_join_stays_though_no_column_of_the_one_side_is_left() -> None:
    joined = sa.select(_customer.c.number, _household.c.name).join_from(
        _customer, _household, _household.c.id == _customer.c.household_id
    )
    source = joined.subquery("read")

    assert "FROM customer JOIN household ON household.id = customer.household_id" in _text(
        trimmed(sa.select(source.c.name), source)
    )


def test_a_side_of_which_every_column_goes_is_not_lost_with_them() -> None:
    source = (
        sa.select(_customer.c.number, _household.c.name)
        .where(_household.c.id == _customer.c.household_id)
        .subquery("read")
    )

    assert "FROM customer, household" in _text(trimmed(sa.select(source.c.name), source))


def test_what_is_joined_to_where_columns_alone_say_it_stays_too() -> None:
    source = (
        sa.select(_customer.c.number, _household.c.name)
        .join(_household, _household.c.id == _customer.c.household_id)
        .subquery("read")
    )

    assert "FROM customer JOIN household ON household.id = customer.household_id" in _text(
        trimmed(sa.select(source.c.name), source)
    )
