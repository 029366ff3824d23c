"""A random operation as a tree that can be cut smaller, and its text."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, TypeAlias

_VARIABLE = re.compile(r"\$(v\d+)")


class Absent:
    """A variable that the request does not give."""

    def __repr__(self) -> str:
        return "absent"


ABSENT = Absent()


@dataclass(slots=True)
class Field:
    """A field; `arguments` are its literals and variables as they are written."""

    name: str
    alias: str | None = None
    arguments: dict[str, str] = field(default_factory=dict)
    directives: list[str] = field(default_factory=list)
    selections: list[Selection] | None = None


@dataclass(slots=True)
class Inline:
    """An inline fragment, with a type condition or without."""

    on: str | None
    directives: list[str]
    selections: list[Selection]


@dataclass(slots=True)
class Spread:
    """The use of a named fragment."""

    fragment: str
    directives: list[str] = field(default_factory=list)


Selection: TypeAlias = Field | Inline | Spread


@dataclass(slots=True)
class Fragment:
    on: str
    selections: list[Selection]


@dataclass(slots=True)
class Variable:
    """A declared variable, and how to draw a value for it; the value may be ABSENT."""

    type: str
    default: str | None
    draw: Callable[[], Any]


@dataclass(slots=True)
class Operation:
    """An operation with whatever fragments and variables it uses: what it uses no more is not written."""

    selections: list[Selection]
    fragments: dict[str, Fragment]
    variables: dict[str, Variable]
    name: str | None = None

    def used(self) -> dict[str, Fragment]:
        """The fragments that are spread somewhere, in the order of their first use."""
        found: dict[str, Fragment] = {}
        waiting = [self.selections]
        while waiting:
            for selection in waiting.pop():
                if isinstance(selection, Spread):
                    if selection.fragment not in found:
                        found[selection.fragment] = self.fragments[selection.fragment]
                        waiting.append(found[selection.fragment].selections)
                elif selection.selections:
                    waiting.append(selection.selections)
        return found

    def lists(self) -> Iterator[list[Selection]]:
        """Every list of selections that is written."""
        waiting = [self.selections, *(fragment.selections for fragment in self.used().values())]
        while waiting:
            selections = waiting.pop()
            yield selections
            for selection in selections:
                if not isinstance(selection, Spread) and selection.selections is not None:
                    waiting.append(selection.selections)

    def text(self) -> str:
        """The document."""
        fragments = self.used()
        body = _block(self.selections)
        definitions = [
            f"fragment {name} on {fragment.on} {_block(fragment.selections)}"
            for name, fragment in fragments.items()
        ]
        declared = [
            f"${name}: {variable.type}" + ("" if variable.default is None else f" = {variable.default}")
            for name, variable in self.needed().items()
        ]
        head = f"query {self.name or ''}({', '.join(declared)}) " if declared else ""
        if self.name and not declared:
            head = f"query {self.name} "
        return "\n".join([head + body, *definitions])

    def needed(self) -> dict[str, Variable]:
        """The variables that are used somewhere."""
        names = set()
        for selections in self.lists():
            for selection in selections:
                names.update(_VARIABLE.findall(" ".join(selection.directives)))
                if isinstance(selection, Field):
                    names.update(_VARIABLE.findall(" ".join(selection.arguments.values())))
        return {name: variable for name, variable in self.variables.items() if name in names}

    def draw(self) -> dict[str, Any]:
        """Values for its variables, but for those that the request leaves out."""
        drawn = {name: variable.draw() for name, variable in self.needed().items()}
        return {name: value for name, value in drawn.items() if value is not ABSENT}


def literal(value: Any) -> str:
    """A plain value as GraphQL writes it; words that are enum values come as `Word`."""
    if isinstance(value, Word):
        return str(value)
    if isinstance(value, dict):
        return "{" + ", ".join(f"{name}: {literal(each)}" for name, each in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(literal, value)) + "]"
    return json.dumps(value, ensure_ascii=False)


class Word(str):
    """An enum value, or a variable with its dollar: written without quotes."""

    __slots__ = ()


def _block(selections: Iterable[Selection]) -> str:
    return "{ " + " ".join(map(_written, selections)) + " }"


def _written(selection: Selection) -> str:
    if isinstance(selection, Spread):
        return " ".join([f"...{selection.fragment}", *selection.directives])
    if isinstance(selection, Inline):
        on = [f"on {selection.on}"] if selection.on else []
        return " ".join(["...", *on, *selection.directives, _block(selection.selections)])
    name = f"{selection.alias}: {selection.name}" if selection.alias else selection.name
    if selection.arguments:
        name += "(" + ", ".join(f"{key}: {value}" for key, value in selection.arguments.items()) + ")"
    below = [] if selection.selections is None else [_block(selection.selections)]
    return " ".join([name, *selection.directives, *below])
