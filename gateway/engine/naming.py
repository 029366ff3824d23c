"""Which columns graphql-core can ask rows for: those of every field that a document names, whatever its type.

A row has columns by the dozen, and some of them count what is kept under it: nobody should pay for what is not shown.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from weakref import WeakKeyDictionary

from graphql import (
    DocumentNode,
    FieldNode,
    GraphQLField,
    GraphQLInterfaceType,
    GraphQLObjectType,
    GraphQLSchema,
)
from graphql.language import Node

from gateway.engine.declared import ColumnField, ComputedField, TabField
from gateway.engine.leaves import attribute_of, declaration

_BY_NAME: WeakKeyDictionary[GraphQLSchema, Mapping[str, frozenset[str]]] = WeakKeyDictionary()


def columns_named(schema: GraphQLSchema, document: DocumentNode) -> frozenset[str]:
    """The columns that the fields of the document show, or go by to others."""
    if schema not in _BY_NAME:
        _BY_NAME[schema] = _columns_by_name(schema)
    known = _BY_NAME[schema]
    return frozenset().union(*(known.get(name, ()) for name in _names(document)))


def _names(node: Node) -> Iterator[str]:
    """The name of every field in a part of a document."""
    if isinstance(node, FieldNode):
        yield node.name.value
    for key in node.keys:
        below = getattr(node, key, None)
        for each in below if isinstance(below, (list, tuple)) else (below,):
            if isinstance(each, Node):
                yield from _names(each)


def _columns_by_name(schema: GraphQLSchema) -> Mapping[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {}
    for each in schema.type_map.values():
        if isinstance(each, (GraphQLObjectType, GraphQLInterfaceType)):
            for name, field in each.fields.items():
                found[name] = found.get(name, frozenset()) | frozenset(_columns(field))
    return found


def _columns(field: GraphQLField) -> Iterator[str]:
    attribute, use = attribute_of(field), declaration(field)
    if attribute is not None:
        yield attribute
    match use:
        case ColumnField():
            yield use.column
        case ComputedField():
            yield from use.columns
        case TabField() if use.parent is not None:
            yield use.parent
    if isinstance(use, (ColumnField, ComputedField, TabField)) and use.withheld is not None:
        yield use.withheld[0]
