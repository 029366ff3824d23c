"""A connection: edges, nodes, where the page begins and ends, and the total only when it is asked for."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

import sqlalchemy as sa
from graphql import get_named_type

from gateway.engine import cursors
from gateway.engine.collect import Details
from gateway.engine.declared import COUNT_CAP
from gateway.engine.leaves import may_be_null
from gateway.engine.making import Making
from gateway.engine.plan import NotPlannable, Template
from gateway.engine.rows import row_object
from gateway.engine.selection import (
    Called,
    Column,
    Constant,
    Cursor,
    End,
    Expression,
    Instant,
    Known,
    Object,
    Rows,
    Sure,
)
from gateway.engine.statements import as_text, order_columns


def connection(making: Making, type_: Any, details: Details, path: Template) -> Object:
    """One page, over its rows and what is known of it."""
    return _object(making, type_, details, lambda name, found: _part(making, type_, found, (*path, name)))


def _object(
    making: Making, type_: Any, details: Details, part: Callable[[str, Details], Expression]
) -> Object:
    fields = making.compiler.fields.below(type_, details).items()
    return Object(tuple((name, part(name, found)) for name, found in fields))


def _part(making: Making, type_: Any, found: Details, path: Template) -> Expression:
    field_name = found[0].node.name.value
    if field_name == "__typename":
        return Constant(type_.name)
    inner = get_named_type(type_.fields[field_name].type)
    match field_name:
        case "nodes":
            return Rows(row_object(making, inner, found, (*path, None)))
        case "edges":
            edge = (*path, None)
            return Rows(
                _object(making, inner, found, lambda name, part: _edge(making, inner, part, (*edge, name)))
            )
        case "pageInfo":
            return _object(making, inner, found, lambda _, part: _page_info(making, inner, part))
        case "totalCount":
            making.level.counted = True
            return Known(f"min(total, {COUNT_CAP})")
        case "totalCountCapped":
            making.level.counted = True
            return Known(f"total > {COUNT_CAP}")
    raise NotPlannable(f"{type_.name}.{field_name} is no part of a page")


def _edge(making: Making, type_: Any, found: Details, path: Template) -> Expression:
    match found[0].node.name.value:
        case "__typename":
            return Constant(type_.name)
        case "cursor":
            return _cursor(making)
        case "node":
            return row_object(making, get_named_type(type_.fields["node"].type), found, path)
    raise NotPlannable(f"{type_.name} has something besides a cursor and a node")


def _page_info(making: Making, type_: Any, found: Details) -> Expression:
    match found[0].node.name.value:
        case "__typename":
            return Constant(type_.name)
        case "hasNextPage":
            return Known("more")
        case "hasPreviousPage":
            return Known("previous")
        case "startCursor":
            return End(_cursor(making), last=False)
        case "endCursor":
            return End(_cursor(making), last=True)
    raise NotPlannable(f"{type_.name} has something besides the ends of a page")


def _cursor(making: Making) -> Expression:
    # A list that can be turned round is still ordered by the same columns.
    tab = making.level.use.tab
    names = [column.name for column, _ in order_columns(tab.order)]
    told = [_told(making, name) for name in names]
    if None in told:
        return Called(cursor_writer(tab.name), tuple(making.column(name) for name in names))
    texts, values = zip(*filter(None, told), strict=True)
    return Cursor(f'["{tab.name}",{",".join(texts)}]', values)


def _told(making: Making, name: str) -> tuple[str, Expression] | None:
    """How a value stands in the text of a cursor; None where it may have to be escaped."""
    tab = making.level.use.tab
    match tab.c[name].type:
        case sa.DateTime(timezone=True):
            return '"{}"', Instant(Column(making.level.place_of(as_text(tab, name))))
        case sa.Integer():
            return "{}", _sure(making, name)
        case sa.Uuid() | sa.Date():
            return '"{}"', _sure(making, name)
    return None


def _sure(making: Making, name: str) -> Expression:
    """A column that an order goes by is never null: a source that breaks this is found out."""
    value = making.column(name)
    return Sure(value) if may_be_null(making.level.use.tab.c[name]) else value


@cache
def cursor_writer(list_name: str) -> Callable[..., str]:
    """The function that writes cursors of one list."""

    def cursor(*values: Any) -> str:
        return cursors.write(list_name, values)

    return cursor
