"""Arguments and directives of random fields: literals, variables, and variables inside of literals."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from random import Random
from typing import Any

from graphql import (
    GraphQLArgument,
    GraphQLField,
    GraphQLInputType,
    GraphQLNonNull,
    Undefined,
)

from tests.referee.material import Material
from tests.referee.tree import ABSENT, Variable, Word, literal
from tests.referee.values import Values


class Arguments:
    """Writes the arguments of one operation, and keeps the variables that it has declared for them."""

    def __init__(self, material: Material, random: Random) -> None:
        self.variables: dict[str, Variable] = {}
        self._material = material
        self._random = random
        self._values = Values(material, random)

    def directives(self) -> list[str]:
        """Perhaps a `@skip` or `@include`, more often one that leaves the selection in."""
        if not self._chance(0.07):
            return []
        name = self._random.choice(["skip", "include"])
        value = Word("true" if self._chance(0.7) == (name == "include") else "false")
        if self._chance(0.6):
            value = self._variable("Boolean!", lambda: self._chance(0.5))
        return [f"@{name}(if: {value})"]

    def of(self, name: str, definition: GraphQLField) -> dict[str, str]:
        """The arguments of a field, in any order."""
        if name in ("search", "customers") and self._chance(0.25):
            return self._further(name, definition)
        chosen = {}
        for each, argument in definition.args.items():
            needed = isinstance(argument.type, GraphQLNonNull) and argument.default_value is Undefined
            # A cursor of a search is one of that search only: `_further` has those.
            often = 0.5 if each != "after" else 0.02 if name in ("search", "customers") else 0.2
            if needed or self._chance(often):
                chosen[each] = self._argument(name, each, argument)
        items = list(chosen.items())
        self._random.shuffle(items)
        return dict(items)

    def _further(self, name: str, definition: GraphQLField) -> dict[str, str]:
        """A later page of a list whose cursors hold for these arguments only."""
        list_ = self._random.choice([each for each in self._material.followed if each.field == name])
        asked = {
            **list_.arguments,
            "first": self._random.choice([1, 2, 5]),
            "after": self._random.choice(list_.cursors),
        }
        written = {}
        for each, value in asked.items():
            if self._chance(0.4):
                written[each] = str(self._variable(str(definition.args[each].type), partial(_same, value)))
            else:
                written[each] = literal(value)
        return written

    def _argument(self, owner: str, name: str, argument: GraphQLArgument) -> str:
        type_ = argument.type
        draw = partial(self._values.of, owner, name, type_)
        if self._chance(0.35):
            has_default = argument.default_value is not Undefined
            return self._variable(str(type_), draw, nullable=_nullable(type_), has_default=has_default)
        if _nullable(type_) and self._chance(0.04):
            return "null"
        return literal(self._lifted(owner, name, type_, draw()))

    def _lifted(self, owner: str, name: str, type_: GraphQLInputType, value: Any) -> Any:
        """The value with a few of its parts as variables, and a list of one perhaps without its brackets."""
        inner: Any = type_.of_type if isinstance(type_, GraphQLNonNull) else type_
        if isinstance(value, list):
            items = [
                self._part(owner, name, inner.of_type, each)
                if self._chance(0.1)
                else self._lifted(owner, name, inner.of_type, each)
                for each in value
            ]
            alone = len(items) == 1 and not (isinstance(items[0], Word) and items[0].startswith("$"))
            return items[0] if alone and self._chance(0.15) else items
        if isinstance(value, dict):
            return {
                key: self._part(inner.name, key, inner.fields[key].type, each)
                if self._chance(0.15)
                else self._lifted(inner.name, key, inner.fields[key].type, each)
                for key, each in value.items()
            }
        return value

    def _part(self, owner: str, name: str, type_: GraphQLInputType, value: Any) -> Word:
        # The value that is there first, and others when the operation is asked again.
        waiting = [value]

        def draw() -> Any:
            return waiting.pop() if waiting else self._values.of(owner, name, type_, 1)

        return self._variable(str(type_), draw, nullable=_nullable(type_))

    def _variable(
        self, type_: str, draw: Callable[[], Any], *, nullable: bool = False, has_default: bool = False
    ) -> Word:
        """Declare a variable of the type of its place, of a stricter one, or of one that a default makes good."""
        name = f"v{len(self.variables)}"
        default = literal(draw()) if self._chance(0.25) else None
        if default == "null" and not nullable:
            default = None
        if default is not None or (has_default and self._chance(0.3)):
            type_ = type_.rstrip("!") if self._chance(0.5) and default != "null" else type_
        elif nullable and self._chance(0.2):
            type_, nullable = f"{type_}!", False
        left_out = 0.3 if default is not None or not type_.endswith("!") else 0.0
        # Where a default makes good what is left out, a null is still none that the place takes.
        null = 0.1 if nullable else 0.02 if not type_.endswith("!") else 0.0

        def value() -> Any:
            if self._chance(left_out):
                return ABSENT
            return None if self._chance(null) else draw()

        self.variables[name] = Variable(type_, default, value)
        return Word(f"${name}")

    def _chance(self, how_often: float) -> bool:
        return self._random.random() < how_often


def _nullable(type_: GraphQLInputType) -> bool:
    return not isinstance(type_, GraphQLNonNull)


def _same(value: Any) -> Any:
    return value
