"""What of a schema is not as it was, and which of it the changelog has to name."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from graphql import GraphQLInputObjectType, GraphQLSchema
from graphql.utilities import (
    BreakingChangeType,
    DangerousChangeType,
    find_breaking_changes,
    find_dangerous_changes,
)

BREAKING = "**Breaking:**"

# The operation of a client stays valid and means something else from then on. Other dangerous changes add to what a
# client may be told, such as a value of an enum, which clients are told to expect.
OTHER_MEANING = {
    DangerousChangeType.ARG_DEFAULT_VALUE_CHANGE,
    DangerousChangeType.INPUT_FIELD_DEFAULT_VALUE_CHANGE,
}
OF_ONE_TYPE = {BreakingChangeType.TYPE_REMOVED, BreakingChangeType.TYPE_CHANGED_KIND}

_WITHIN = re.compile(r"@\w+(?:\(\w+:\))?|\w+\.\w+(?:\(\w+:\))?")
_NAME = re.compile(r"\b_*[A-Z]\w*\b")


@dataclass(frozen=True, slots=True)
class Change:
    """One change as graphql-core tells it, and the coordinates that it is about."""

    description: str
    coordinates: tuple[str, ...]

    @property
    def line(self) -> str:
        """The line of the changelog that names it."""
        told = self.description
        for coordinate in self.coordinates:
            told = re.sub(rf"(?<![\w.`]){re.escape(coordinate)}(?![\w`])", f"`{coordinate}`", told, count=1)
        # A sentence goes on with a small letter, but a name such as FIELD stays as it is.
        first = told[0] if told[1].isupper() else told[0].lower()
        return f"- {BREAKING} {first}{told[1:]}"


def changes_to_name(old: GraphQLSchema, new: GraphQLSchema) -> list[Change]:
    """What breaks clients of the old schema, or changes the meaning of what they send."""
    found = [_change(each.type, each.description) for each in find_breaking_changes(old, new)]
    found += [
        _change(each.type, each.description)
        for each in find_dangerous_changes(old, new)
        if each.type in OTHER_MEANING
    ]
    return [*found, *_now_one_of(old, new)]


def changes_to_know(old: GraphQLSchema, new: GraphQLSchema) -> list[str]:
    """What a client may stumble over that did not expect it, and need not be named."""
    return [each.description for each in find_dangerous_changes(old, new) if each.type not in OTHER_MEANING]


def unnamed(changes: Sequence[Change], entries: Sequence[str]) -> list[Change]:
    """The changes that no entry of the changelog names, by coordinates or in these very words."""
    breaking = [entry for entry in entries if entry.startswith(BREAKING)]
    spans = [set(re.findall(r"`([^`]+)`", entry)) for entry in breaking]
    return [
        change
        for change in changes
        if not any(set(change.coordinates) <= named for named in spans)
        and not any(change.description in entry for entry in breaking)
    ]


def _change(type_: object, description: str) -> Change:
    within = _WITHIN.findall(description)
    if within:
        return Change(description, (within[0],))
    names = tuple(name for name in _NAME.findall(description) if name not in ("Standard", "Interface"))
    return Change(description, names[:1] if type_ in OF_ONE_TYPE else names)


def _now_one_of(old: GraphQLSchema, new: GraphQLSchema) -> Iterator[Change]:
    """Inputs that took several fields and now take one, which graphql-core does not look for."""
    for name in sorted(set(_inputs(old)) & set(_inputs(new))):
        if _inputs(new)[name].is_one_of and not _inputs(old)[name].is_one_of:
            yield Change(f"{name} takes exactly one field now.", (name,))


def _inputs(schema: GraphQLSchema) -> dict[str, GraphQLInputObjectType]:
    return {name: kind for name, kind in schema.type_map.items() if isinstance(kind, GraphQLInputObjectType)}
