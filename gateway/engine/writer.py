"""The source of one written function: what an expression of a selection is in Python, and the names that it uses."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from operator import itemgetter
from typing import Any

from gateway.engine.cursors import sealed
from gateway.engine.hidden import Hidden
from gateway.engine.leaves import (
    SHOWN_AS_IT_IS,
    identifier,
    instant,
    listed,
    none_null,
    not_null,
    stranger,
    unknown,
    writer_of,
    writes_its_values,
)
from gateway.engine.plan import Answered, Function, Level, View
from gateway.engine.selection import (
    Answer,
    Asked,
    Attribute,
    Below,
    ByKind,
    Called,
    Column,
    Constant,
    Cursor,
    Each,
    End,
    Expression,
    IfPresent,
    Instant,
    Item,
    Known,
    Leaf,
    NoneNull,
    Object,
    OfOpenRows,
    Rows,
    Shown,
    Sure,
    Withheld,
)

# What the written functions may name, besides what they are given.
_KNOWN: Mapping[str, Any] = {
    "Hidden": Hidden,
    "date": date,
    "datetime": datetime,
    "instant": instant,
    "listed": listed,
    "none_null": none_null,
    "not_null": not_null,
    "sealed": sealed,
    "stranger": stranger,
    "unknown": unknown,
    "values": itemgetter(slice(None)),
}


class Writer:
    """The source of one function, and the names that it uses."""

    def __init__(
        self, below: Sequence[View | Answered], level: Level | None = None, *, at_once: bool = False
    ) -> None:
        self._below = below
        self._level = level
        self._at_once = at_once
        self._names: dict[str, Any] = dict(_KNOWN)
        self._ambient: set[str] = set()
        self._guards: set[int] = set()
        self._functions: list[str] = []
        self._values = 0

    @property
    def row(self) -> str:
        """The names that a row is unpacked to."""
        assert self._level is not None, "only levels have rows"
        names = [f"c{place}" for place in range(len(self._level.columns))]
        if not self._at_once:
            return f"({', '.join([*names, '_key'])},)"
        inside = [name for child in self._level.children for name in self._inside(child)]
        return f"({', '.join((names or ['_nothing']) + inside)},)"

    @property
    def rows(self) -> str:
        """The rows as tuples, which unpack in half the time that the driver's records take."""
        return "rows" if self._at_once else "map(values, rows)"

    def function(self, build: list[str]) -> Function:
        """Compile the source."""
        lines = ["def make(below, denied, ambient, first=0, previous=False):"]
        lines += [f"    b{place} = below[{place}]" for place in range(len(self._below))]
        lines += [f"    d{number} = denied[{number}]" for number in sorted(self._guards)]
        lines += [f"    a_{name} = ambient[{name!r}]" for name in sorted(self._ambient)]
        source = "\n".join([*lines, *self._functions, *build, "    return build"])
        # The source is ours: names in it come from the schema and from response names, which are GraphQL names.
        exec(source, self._names)  # noqa: S102
        return Function(source, self._names["make"])

    def write(self, expression: Expression) -> str:
        """The source of an expression."""
        match expression:
            case Constant(value):
                return repr(value)
            case Column(place):
                return f"c{place}"
            case Attribute(name):
                return f"v.{name}"
            case Item():
                return "x"
            case Asked(name):
                self._ambient.add(name)
                return f"a_{name}"
            case Known(known):
                return known
            case Called():
                return self._called(expression)
            case IfPresent(value, then):
                return f"(None if {self.write(value)} is None else {self.write(then)})"
            case Sure(value):
                return self._tested(value, "@ is not None", "not_null(None)")
            case Instant(value):
                # Without a fraction of a second, as most are, the text is what the answer shows.
                text = self.write(value)
                return f"({text} if len({text}) == 25 else instant({text}))"
            case Cursor(told, values):
                filled = told.format(*[f"{{{self.write(value)}}}" for value in values])
                return f"sealed(f'{filled}')"
            case Leaf():
                return self._leaf(expression)
            case Withheld(guard, value, nullable):
                self._guards.add(guard)
                instead = "None" if nullable else "not_null(None)"
                return f"({instead} if d{guard} else {self.write(value)})"
            case OfOpenRows(guard, flag, value):
                self._guards.add(guard)
                return f"(Hidden({guard}) if d{guard} and {self.write(flag)} else {self.write(value)})"
            case NoneNull(value):
                return f"none_null({self.write(value)})"
            case Each(value, item):
                name, kept = self._keep(value)
                return f"(None if {kept} is None else [{self.write(item)} for x in listed({name})])"
            case Object(fields):
                return f"{{{', '.join(f'{name!r}: {self.write(value)}' for name, value in fields)}}}"
            case ByKind(kind, cases):
                written = f"unknown({self.write(kind)})"
                for value, case in reversed(cases):
                    written = f"({self.write(case)} if {self.write(kind)} == {value!r} else {written})"
                return written
            case Rows(item):
                return f"[{self.write(item)} for {self.row} in {self.rows}]"
            case _:
                return self._function_call(expression)

    def _function_call(self, expression: Expression) -> str:
        match expression:
            case Below(view, key, several):
                return self._linked(f"b{self._below.index(view)}", view.level, key, several=several)
            case Answer(answered):
                return f"b{self._below.index(answered)}()"
            case Shown(value, classes):
                return f"{self._showing(classes)}({self.write(value)})"
            case End(item, last):
                body = [f"        {self.row} = row", f"        return {self.write(item)}"]
                name = self._define("row", body)
                return f"({name}(rows[{-1 if last else 0}]) if rows else None)"
        raise AssertionError(f"{type(expression).__name__} is written")

    def _linked(self, below: str, level: Level, key: Expression, *, several: bool) -> str:
        if self._at_once:
            return f"{below}({', '.join(self._inside(level))})"
        kept = ".bytes" if level.is_by_bytes else ""
        if several:
            return f"[row for key in {self.write(key)} if (row := {below}(key{kept})) is not None]"
        if not kept:
            return f"{below}({self.write(key)})"
        name, found = self._keep(key)
        return f"(None if {found} is None else {below}({name}.bytes))"

    def _called(self, called: Called) -> str:
        self._ambient.update(called.ambient)
        given = [self.write(argument) for argument in called.arguments]
        given += [f"{name}=a_{name}" for name in called.ambient]
        return f"{self._bound(called.function, f'f_{identifier(called.function)}')}({', '.join(given)})"

    def _leaf(self, leaf: Leaf) -> str:
        """A value that is looked at where it stands: nothing is called for one that is as it should be."""
        type_ = leaf.type_
        test = SHOWN_AS_IT_IS.get(type_.name)
        if writes_its_values(type_):
            test = f"@ in e_{type_.name}"
            self._names.setdefault(f"e_{type_.name}", frozenset(type_.values))
        write = f"{'sure' if leaf.never_null else 'w'}_{type_.name}"
        if write not in self._names:
            self._names[write] = writer_of(type_, never_null=leaf.never_null)
        if test is None:
            return f"{write}({self.write(leaf.value)})"
        return self._tested(leaf.value, test if leaf.never_null else f"@ is None or {test}", f"{write}(@)")

    def _tested(self, value: Expression, test: str, instead: str) -> str:
        """The value where the test holds of it; "@" stands for the value."""
        name, kept = self._keep(value)
        first, *others = test.split("@")
        return f"({name} if {first}{kept}{name.join(others)} else {instead.replace('@', name)})"

    def _keep(self, value: Expression) -> tuple[str, str]:
        """A name for the value, and the source that gives it the name: names themselves for what has one."""
        source = self.write(value)
        if source.isidentifier():
            return source, source
        self._values += 1
        name = f"s{self._values}"
        return name, f"({name} := {source})"

    def _showing(self, classes: Sequence[tuple[type | None, Expression]]) -> str:
        """The name of a function that shows a plain value, or null."""
        null = "        if v is None: return None"
        written = [self.write(shown) for _, shown in classes]
        if classes[0][0] is None:
            return self._define("v", [null, f"        return {written[0]}"])
        by_class = []
        for (class_, _), shown in zip(classes, written, strict=True):
            name = self._define("v", [f"        return {shown}"])
            assert class_ is not None, "where there are several classes, each is one"
            by_class.append(f"{self._bound(class_, f'f_{identifier(class_)}')}: {name}")
        shown = f"{{{', '.join(by_class)}}}.get(type(v), stranger)"
        return self._define("v", [null, f"        return {shown}(v)"])

    def _define(self, parameter: str, body: list[str]) -> str:
        name = f"o{len(self._functions)}"
        self._functions.append("\n".join([f"    def {name}({parameter}):", *body]))
        return name

    def _inside(self, level: Level) -> list[str]:
        """Where the rows of a level, and their number, stand in the rows that they hang below."""
        assert self._level is not None, "only rows hold rows"
        place = self._level.children.index(level)
        return [f"n{place}", f"t{place}"] if level.counted else [f"n{place}"]

    def _bound(self, value: Any, name: str) -> str:
        """The name of a value in the source, which is `name` where no other value has it."""
        while self._names.setdefault(name, value) is not value:
            name += "_"
        return name
