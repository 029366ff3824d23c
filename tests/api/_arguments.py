"""Walks the schema: where a client can send text, and a request that sends it there."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from graphql import (
    GraphQLArgument,
    GraphQLEnumType,
    GraphQLField,
    GraphQLInputObjectType,
    GraphQLInputType,
    GraphQLList,
    GraphQLNonNull,
    GraphQLSchema,
    get_named_type,
    is_composite_type,
    is_required_argument,
    is_required_input_field,
)

from domain.permissions import Permission
from gateway.engine.declared import METADATA

Path: TypeAlias = tuple[str, ...]
Fill: TypeAlias = Callable[[Path], str]

LIST = "[]"
PLAIN = {"Int": 1, "Float": 1.0, "Boolean": False, "Date": "2026-01-01", "DateTime": "2026-01-01T00:00:00Z"}


@dataclass(frozen=True, slots=True)
class Place:
    """A field with arguments; `around` is the selection that leads to it."""

    name: str
    field: GraphQLField
    needs: Permission
    around: str = "%s"

    def texts(self) -> list[Path]:
        """The path of every String and ID among the arguments, those of lists and input objects included."""
        return [
            path
            for name, argument in self.field.args.items()
            for path in _texts(argument.type, (name,), frozenset())
        ]

    def choices(self) -> list[list[Path]]:
        """The same, sorted into sets that can be sent together: an input of which one field is given splits them."""
        sets: dict[Path, list[Path]] = {}
        for path in self.texts():
            sets.setdefault(_chosen(self.field.args, path), []).append(path)
        shared = sets.pop((), [])
        return [[*shared, *paths] for paths in sets.values()] or [shared]

    def arguments(self, sent: Mapping[Path, str], fill: Fill) -> dict[str, Any]:
        """The arguments with these texts in them, and of the others those without which nothing can be asked."""
        return {
            name: _value(argument.type, (name,), sent, fill)
            for name, argument in self.field.args.items()
            if is_required_argument(argument) or _wanted((name,), sent)
        }

    def selection(self) -> str:
        kind = get_named_type(self.field.type)
        fields = getattr(kind, "fields", {})
        if "errors" in fields:
            return "{ __typename errors { ... on UserError { code } } }"
        if "nodes" in fields:
            return "{ nodes { __typename } }"
        return "{ __typename }" if is_composite_type(kind) else ""


def places(schema: GraphQLSchema, root: str, customer_id: str) -> list[Place]:
    """Every field of Query or Mutation that takes arguments, and those of what a record and a viewer offer."""
    fields = _fields(schema, root)
    found = [Place(name, field, _needs(field)) for name, field in fields.items() if field.args]
    if root == "Query":
        inside = {"Customer": f'customer(id: "{customer_id}") {{ %s }}', "Viewer": "viewer { %s }"}
        found += [
            Place(name, field, _needs(field) if kind == "Customer" else Permission.CUSTOMER_READ, around)
            for kind, around in inside.items()
            for name, field in _fields(schema, kind).items()
            if field.args
        ]
    return found


def document(kind: str, asked: list[tuple[Place, dict[str, Any]]]) -> dict[str, Any]:
    """One request that asks for all of it, each under an alias, with every argument as a variable."""
    declared, fields, variables = [], [], {}
    for number, (place, arguments) in enumerate(asked):
        passed = []
        for name, value in arguments.items():
            variable = f"{name}{number}"
            declared.append(f"${variable}: {place.field.args[name].type}")
            passed.append(f"{name}: ${variable}")
            variables[variable] = value
        call = f"{place.name}({', '.join(passed)}) {place.selection()}"
        fields.append(f"a{number}: {place.around % call}")
    return {"query": f"{kind}({', '.join(declared)}) {{ {' '.join(fields)} }}", "variables": variables}


def _fields(schema: GraphQLSchema, name: str) -> dict[str, GraphQLField]:
    fields: dict[str, GraphQLField] = schema.type_map[name].fields  # type: ignore[attr-defined]
    return fields


def _needs(field: GraphQLField) -> Permission:
    needs: Permission = field.extensions["strawberry-definition"].metadata[METADATA].needs
    return needs


def _texts(kind: GraphQLInputType, path: Path, above: frozenset[str]) -> Iterator[Path]:
    if isinstance(kind, GraphQLNonNull):
        yield from _texts(kind.of_type, path, above)
    elif isinstance(kind, GraphQLList):
        yield from _texts(kind.of_type, (*path, LIST), above)
    elif isinstance(kind, GraphQLInputObjectType):
        if kind.name not in above:
            for name, field in kind.fields.items():
                yield from _texts(field.type, (*path, name), above | {kind.name})
    elif kind.name in ("String", "ID"):
        yield path


def _chosen(arguments: Mapping[str, GraphQLArgument], path: Path) -> Path:
    """The fields on this path of inputs that take one field only."""
    kind: Any = arguments[path[0]].type
    chosen = []
    for step in path[1:]:
        inner = kind.of_type if isinstance(kind, GraphQLNonNull) else kind
        if isinstance(inner, GraphQLList):
            kind = inner.of_type
            continue
        if inner.is_one_of:
            chosen.append(step)
        kind = inner.fields[step].type
    return tuple(chosen)


def _wanted(path: Path, sent: Mapping[Path, str]) -> bool:
    return any(each[: len(path)] == path for each in sent)


def _value(kind: GraphQLInputType, path: Path, sent: Mapping[Path, str], fill: Fill) -> Any:
    if isinstance(kind, GraphQLNonNull):
        return _value(kind.of_type, path, sent, fill)
    if isinstance(kind, GraphQLList):
        inside = (*path, LIST)
        nullable = _wanted(inside, sent) or isinstance(get_named_type(kind), GraphQLEnumType)
        return [_value(kind.of_type, inside, sent, fill)] if nullable else []
    if isinstance(kind, GraphQLInputObjectType):
        wanted = {
            name: field
            for name, field in kind.fields.items()
            if is_required_input_field(field) or _wanted((*path, name), sent)
        }
        if kind.is_one_of and not wanted:
            name, field = next(iter(kind.fields.items()))
            wanted = {name: field}
        return {name: _value(field.type, (*path, name), sent, fill) for name, field in wanted.items()}
    if isinstance(kind, GraphQLEnumType):
        return next(iter(kind.values))
    if path in sent:
        return sent[path]
    return PLAIN[kind.name] if kind.name in PLAIN else fill(path)
