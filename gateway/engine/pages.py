"""Writes a connection: edges, nodes, where the page begins and ends, and the total only when it is asked for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from graphql import get_named_type

from gateway.engine import cursors
from gateway.engine.declare import COUNT_CAP
from gateway.engine.plan import Level, NotPlannable, Template
from gateway.engine.statements import order_columns

if TYPE_CHECKING:
    from gateway.engine.write import Writer


def connection(writer: Writer, level: Level, type_: Any, details: Sequence[Any], path: Template) -> str:
    """The expression of one page; `{row}` stands where the columns of a row are unpacked."""
    parts = []
    for name, found in writer.compiler.subfields(type_, details).items():
        parts.append(f"{name!r}: {_part(writer, level, type_, name, found, path)}")
    return f"{{{', '.join(parts)}}}"


def _part(writer: Writer, level: Level, type_: Any, name: str, found: Sequence[Any], path: Template) -> str:
    field_name = found[0].node.name.value
    if field_name == "__typename":
        return repr(type_.name)
    inner = get_named_type(type_.fields[field_name].type)
    match field_name:
        case "nodes":
            return f"[{writer.row_object(inner, found, (*path, name, None))} for {{row}} in rows]"
        case "edges":
            return f"[{_edge(writer, level, inner, found, (*path, name, None))} for {{row}} in rows]"
        case "pageInfo":
            return _page_info(writer, level, inner, found)
        case "totalCount":
            level.counted = True
            return f"min(total, {COUNT_CAP})"
        case "totalCountCapped":
            level.counted = True
            return f"total > {COUNT_CAP}"
    raise NotPlannable(f"{type_.name}.{field_name}")


def _edge(writer: Writer, level: Level, type_: Any, details: Sequence[Any], path: Template) -> str:
    parts = []
    for name, found in writer.compiler.subfields(type_, details).items():
        match found[0].node.name.value:
            case "__typename":
                parts.append(f"{name!r}: {type_.name!r}")
            case "cursor":
                parts.append(f"{name!r}: {_cursor(writer, level)}")
            case "node":
                inner = get_named_type(type_.fields["node"].type)
                parts.append(f"{name!r}: {writer.row_object(inner, found, (*path, name))}")
            case other:
                raise NotPlannable(f"{type_.name}.{other}")
    return f"{{{', '.join(parts)}}}"


def _page_info(writer: Writer, level: Level, type_: Any, details: Sequence[Any]) -> str:
    parts = []
    for name, found in writer.compiler.subfields(type_, details).items():
        match found[0].node.name.value:
            case "__typename":
                expression = repr(type_.name)
            case "hasNextPage":
                expression = "more"
            case "hasPreviousPage":
                expression = "previous"
            case "startCursor":
                expression = f"{_cursor_of(writer, level)}(rows[0]) if rows else None"
            case _:
                expression = f"{_cursor_of(writer, level)}(rows[-1]) if rows else None"
        parts.append(f"{name!r}: {expression}")
    return f"{{{', '.join(parts)}}}"


def _cursor(writer: Writer, level: Level) -> str:
    # A list that can be turned round is still ordered by the same columns.
    columns = [writer.column(column) for column, _ in order_columns(level.use.tab.order)]
    return f"{writer.bound(cursors.write)}({level.use.tab.name!r}, ({', '.join(columns)},))"


def _cursor_of(writer: Writer, level: Level) -> str:
    """The name of a function that gives the cursor of a row."""
    places = [int(writer.column(column)[1:]) for column, _ in order_columns(level.use.tab.order)]
    values = ", ".join(f"row[{place}]" for place in places)
    name = "cursor_of"
    written = (
        f"    def {name}(row): return {writer.bound(cursors.write)}({level.use.tab.name!r}, ({values},))"
    )
    if written not in writer.functions:
        writer.functions.append(written)
    return name
