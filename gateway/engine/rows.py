"""Which column, rule or level answers each field of a row."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from graphql import GraphQLNonNull, is_abstract_type

from gateway.engine.collect import Details
from gateway.engine.declared import ColumnField, ComputedField, TabField
from gateway.engine.leaves import attribute_of, declaration, is_shown_instant, may_be_null
from gateway.engine.making import Making, sure_of
from gateway.engine.plan import NotPlannable, Template
from gateway.engine.selection import ByKind, Called, Column, Constant, Expression, IfPresent, Instant, Object
from gateway.engine.statements import as_text
from gateway.engine.values import complete


def row_object(making: Making, type_: Any, details: Details, path: Template) -> Expression:
    """A row as an object of `type_`, which may be an interface told apart by a column."""
    if not is_abstract_type(type_):
        return _row(making, type_, details, path)
    tab = making.level.use.tab
    if tab.kinds is None:
        raise NotPlannable(f"{tab.name} does not say what kind a row is")
    column, types = tab.kinds
    kind = making.column(column)
    type_map = making.compiler.schema.graphql.type_map
    cases = [
        (value, _row(replace(making, kind=value), type_map[name], details, path))
        for value, name in types.items()
    ]
    return ByKind(kind, tuple(cases))


def _row(making: Making, type_: Any, details: Details, path: Template) -> Object:
    fields = []
    for name, found in making.compiler.fields.below(type_, details).items():
        making.compiler.note((*path, name), found, type_)
        fields.append((name, _field(making, type_, name, found, (*path, name))))
    return Object(tuple(fields))


def _field(making: Making, type_: Any, name: str, found: Details, path: Template) -> Expression:
    field_name = found[0].node.name.value
    if field_name == "__typename":
        return Constant(type_.name)
    definition = type_.fields[field_name]
    match use := declaration(definition):
        case TabField():
            assert use.parent is not None, "only roots have no parent"
            if use.several:
                raise NotPlannable(f"{type_.name}.{field_name} has several links, of a row")
            key = making.column(use.parent)
            below = making.linked(name, definition, use, found, path, key=key, parent_key=key.place)
            shown = sure_of(not isinstance(definition.type, GraphQLNonNull), below)
            return making.opened(use, definition, found, path, shown, below=below.view)
        case ComputedField():
            columns = {name: making.column(name) for name in use.columns}
            nullable = [column for name, column in columns.items() if may_be_null(making.source[name])]
            value = making.called(use, list(columns.values()), nullable)
            shown = complete(making, value, definition.type, found, path, None)
            guarded = making.guarded(use, definition, found, path, shown)
            return making.opened(use, definition, found, path, guarded)
        case ColumnField():
            shown = _column(making, use.column, use.convert, definition, found, path)
            return making.opened(use, definition, found, path, shown)
        case None if (attribute := attribute_of(definition)) is not None:
            return _column(making, attribute, None, definition, found, path)
    raise NotPlannable(f"{type_.name}.{field_name} has a resolver of its own")


def _column(
    making: Making, name: str, convert: Any, definition: Any, found: Details, path: Template
) -> Expression:
    column = making.source[name]
    if convert is None and is_shown_instant(column, definition.type):
        text = Column(making.level.place_of(as_text(making.level.use.tab, name)))
        if not may_be_null(column):
            return Instant(text)
        nullable = not isinstance(definition.type, GraphQLNonNull)
        return sure_of(nullable, IfPresent(text, Instant(text)))
    value = making.column(name)
    if convert is None:
        return complete(making, value, definition.type, found, path, None, column=column)
    converted = Called(convert, (value,))
    shown = IfPresent(value, converted) if may_be_null(column) else converted
    return complete(making, shown, definition.type, found, path, None)
