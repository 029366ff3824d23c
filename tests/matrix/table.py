"""The table: which policy every field of every type is under; read from texts that a reviewer can read too."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from functools import cache

from graphql import (
    GraphQLField,
    GraphQLInterfaceType,
    GraphQLObjectType,
    GraphQLSchema,
    get_named_type,
    is_leaf_type,
)

from tests.matrix import (
    autotags,
    fundraising,
    giving,
    house,
    merge_history,
    merging,
    orders,
    outcomes,
    record,
    timeline,
)
from tests.matrix.policies import POLICIES

Composite = GraphQLObjectType | GraphQLInterfaceType


@dataclass(slots=True)
class Entry:
    """The policies of one type: of its plain values, of fields by name, and of its rows reached by their id."""

    values: str | None = None
    reached: str | None = None
    fields: dict[str, str] = field(default_factory=dict)


def _read(*texts: str) -> dict[str, Entry]:
    """Entries by the name of their type. A line without indent names a type, and perhaps the policy of its values."""
    found: dict[str, Entry] = {}
    entry = Entry()
    for line in "\n".join(texts).splitlines():
        if not line.strip():
            continue
        head, _, rest = (part.strip() for part in line.partition(":"))
        if not line.startswith(" "):
            assert head not in found, f"{head} stands twice in the table"
            entry = found[head] = Entry(rest or None)
        elif head == "by id":
            entry.reached = rest
        else:
            assert head in POLICIES, f"there is no policy {head}"
            for name in rest.split():
                assert name not in entry.fields, f"{name} stands twice"
                entry.fields[name] = head
    return found


TABLE = _read(
    record.TABLE,
    merge_history.TABLE,
    orders.TABLE,
    fundraising.TABLE,
    giving.TABLE,
    merging.TABLE,
    timeline.TABLE,
    autotags.TABLE,
    house.TABLE,
    outcomes.TABLE,
)


def types_of(schema: GraphQLSchema) -> Iterator[Composite]:
    """Every object and interface of the schema, introspection aside."""
    for name, type_ in sorted(schema.type_map.items()):
        if not name.startswith("__") and isinstance(type_, GraphQLObjectType | GraphQLInterfaceType):
            yield type_


def entries_of(type_: Composite) -> Iterator[Entry]:
    """What the table says of a type: its own entry, those of its interfaces, and the first pattern that fits."""
    if type_.name in TABLE:
        yield TABLE[type_.name]
    for above in type_.interfaces:
        if above.name in TABLE:
            yield TABLE[above.name]
    for pattern, entry in TABLE.items():
        if "*" in pattern and fnmatchcase(type_.name, pattern):
            yield entry
            return


@cache
def policy_of(type_: Composite, name: str) -> str | None:
    """The policy of a field: by its name, else that of the type's plain values; None where the table has none."""
    for entry in entries_of(type_):
        if name in entry.fields:
            return entry.fields[name]
    own = TABLE.get(type_.name) or next(iter(entries_of(type_)), Entry())
    return own.values if _is_value(type_.fields[name]) else None


def reach_of(type_: Composite) -> str | None:
    """Who may reach a row of a type by its id; None for what has none."""
    return next((entry.reached for entry in entries_of(type_) if entry.reached), None)


def _is_value(definition: GraphQLField) -> bool:
    """Whether a field shows a plain value: a leaf, or an object that is nothing but values."""
    named = get_named_type(definition.type)
    return is_leaf_type(named) or named.name in house.VALUES
