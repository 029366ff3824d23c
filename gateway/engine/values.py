"""How values are shown: leaves, lists, and plain values as objects, with the links that lead on from them."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator, Mapping
from dataclasses import is_dataclass, replace
from typing import Any, TypeAlias

import sqlalchemy as sa
from graphql import GraphQLList, GraphQLNonNull, is_abstract_type, is_leaf_type

from gateway.engine.collect import Details
from gateway.engine.declared import AnsweredField, ColumnField, ComputedField, Shape, TabField
from gateway.engine.leaves import (
    attribute_of,
    declaration,
    is_stored_as_shown,
    may_be_null,
    strawberry_definition,
)
from gateway.engine.making import Making, sure_of
from gateway.engine.plan import NotPlannable, Step, Template
from gateway.engine.selection import (
    Asked,
    Attribute,
    Called,
    Constant,
    Each,
    Expression,
    IfPresent,
    Item,
    Known,
    Leaf,
    NoneNull,
    Object,
    Shown,
    Sure,
)

# The expression of an attribute of the value at hand.
Of: TypeAlias = Callable[[str], Expression]

# How plain values lead from the resolver's to this one, for links below it; None where there cannot be any.
Way: TypeAlias = tuple[Step, ...] | None

VALUE = Known("value")


def complete(
    making: Making,
    value: Expression,
    type_: Any,
    details: Details,
    path: Template,
    way: Way,
    *,
    column: Any = None,
) -> Expression:
    """The value as `type_` shows it: lists item by item, objects field by field. It may be that of a `column`."""
    if isinstance(type_, GraphQLNonNull):
        inner = complete(making, value, type_.of_type, details, path, way, column=column)
        if isinstance(inner, Leaf):
            return replace(inner, never_null=True)
        sure = isinstance(inner, Object) or (column is not None and not may_be_null(column))
        return inner if sure else Sure(inner)
    if isinstance(type_, GraphQLList):
        if column is not None and (stored := _stored_list(value, type_, column)) is not None:
            return stored
        onward = None if way is None else (*way, None)
        return Each(value, complete(making, Item(), type_.of_type, details, (*path, None), onward))
    if is_leaf_type(type_):
        return value if column is not None and is_stored_as_shown(column, type_) else Leaf(value, type_)
    if is_abstract_type(type_):
        return Shown(value, _classes(making, type_, details, path, way))
    if isinstance(value, IfPresent):
        return replace(value, then=complete(making, value.then, type_, details, path, way))
    parts = _parts(value, type_)
    if parts is not None:
        return _value_object(making, type_, details, path, None, parts.__getitem__)
    return Shown(value, ((None, _value_object(making, type_, details, path, way)),))


def _parts(value: Expression, type_: Any) -> Mapping[str, Expression] | None:
    """What a value is made of, where its type tells of nothing else: it does not have to be made."""
    if not isinstance(value, Called) or not is_dataclass(value.function):
        return None
    if hasattr(value.function, "__post_init__"):
        return None
    names = [field.name for field in dataclasses.fields(value.function) if field.init]
    parts: dict[str, Expression] = dict(zip(names, value.arguments, strict=False))
    parts |= {name: Asked(name) for name in value.ambient}
    return parts if parts.keys() >= set(_told_of(type_)) else None


def _told_of(type_: Any) -> Iterator[str | None]:
    """The attributes that the fields of a type tell of; None for what is told by a resolver of its own."""
    for definition in type_.fields.values():
        match use := declaration(definition):
            case ComputedField():
                yield from use.columns
            case ColumnField():
                yield use.column
            case _:
                yield None if use is not None else attribute_of(definition)


def _stored_list(value: Expression, type_: Any, column: Any) -> Expression | None:
    """A list that is shown as it is stored; None where its items have to be looked at."""
    item = type_.of_type
    sure = isinstance(item, GraphQLNonNull)
    item = item.of_type if sure else item
    if not (isinstance(column.type, sa.ARRAY) and is_leaf_type(item) and is_stored_as_shown(column, item)):
        return None
    return NoneNull(value) if sure else value


def _classes(
    making: Making, type_: Any, details: Details, path: Template, way: Way
) -> tuple[tuple[type, Expression], ...]:
    classes = []
    for possible in making.compiler.schema.graphql.get_possible_types(type_):
        made = strawberry_definition(possible)
        if made is None:
            raise NotPlannable(f"{possible.name} is of no class")
        represented = getattr(made.origin, "represents", made.origin)
        onward = None if way is None else (*way, represented)
        classes.append((represented, _value_object(making, possible, details, path, onward)))
    return tuple(classes)


def _value_object(
    making: Making, type_: Any, details: Details, path: Template, way: Way, of: Of = Attribute
) -> Object:
    fields = []
    for name, found in making.compiler.fields.below(type_, details).items():
        making.compiler.note((*path, name), found, type_)
        fields.append((name, _field(making, type_, name, found, (*path, name), way, of)))
    return Object(tuple(fields))


def _field(
    making: Making, type_: Any, name: str, found: Details, path: Template, way: Way, of: Of
) -> Expression:
    field_name = found[0].node.name.value
    if field_name == "__typename":
        return Constant(type_.name)
    definition = type_.fields[field_name]
    value: Expression
    use = declaration(definition)
    if getattr(use, "withheld", None) is not None:
        raise NotPlannable(f"{type_.name}.{field_name} is withheld by a value that is no row")
    match use:
        case TabField():
            return _link(making, name, definition, use, found, path, way)
        case AnsweredField():
            if way is None or not all(isinstance(step, str) for step in way):
                raise NotPlannable(
                    f"{type_.name}.{field_name} is answered, and may not stand there just once"
                )
            answer = making.answer(name, definition, use, found, path)
            return sure_of(not isinstance(definition.type, GraphQLNonNull), answer)
        case ComputedField():
            arguments = [of(name) for name in use.columns]
            value = making.called(use, arguments, arguments)
            shown = complete(making, value, definition.type, found, path, None)
            return making.guarded(use, definition, found, path, shown)
        case ColumnField():
            value = of(use.column)
            if use.convert is not None:
                value = IfPresent(value, Called(use.convert, (value,)))
            return complete(making, value, definition.type, found, path, None)
        case None if (attribute := attribute_of(definition)) is not None:
            onward = None if way is None else (*way, attribute)
            return complete(making, of(attribute), definition.type, found, path, onward)
    raise NotPlannable(f"{type_.name}.{field_name} has a resolver of its own")


def _link(
    making: Making, name: str, definition: Any, use: TabField, found: Details, path: Template, way: Way
) -> Expression:
    if way is None:
        raise NotPlannable(f"{name}: a link from a computed value")
    assert use.parent is not None, "only roots have no parent"
    below = making.linked(
        name,
        definition,
        use,
        found,
        (*path, None) if use.several else path,
        key=Attribute(use.parent),
        parent_key=(*way, use.parent, None) if use.several else (*way, use.parent),
        rooted=use.shape is Shape.ONE,
        guard=making.compiler.guard(use, definition, found, path),
    )
    return sure_of(use.several or not isinstance(definition.type, GraphQLNonNull), below)
