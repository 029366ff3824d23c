"""What one selection is being made with: the compiler, the level whose rows or the answer whose value it is of."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from graphql import GraphQLField, GraphQLNonNull

from gateway.engine.collect import Details
from gateway.engine.declared import AnsweredField, ColumnField, ComputedField, TabField
from gateway.engine.plan import Answered, Level, Template, View
from gateway.engine.selection import (
    Answer,
    Below,
    Called,
    Column,
    Expression,
    IfPresent,
    OfOpenRows,
    Sure,
    Withheld,
)

if TYPE_CHECKING:
    from gateway.engine.compile import Compiler


@dataclass(slots=True)
class Making:
    compiler: Compiler
    holder: Level | Answered
    below: list[View | Answered]
    kind: str | None = None  # of the rows, where what is made is for rows of one kind

    @property
    def level(self) -> Level:
        assert isinstance(self.holder, Level), "rows belong to a level"
        return self.holder

    @property
    def source(self) -> Any:
        """The columns of the tab that the level reads."""
        return self.level.use.tab.c

    def column(self, name: str) -> Column:
        """A column of the level's rows, by its name in the tab's source."""
        return Column(self.level.place_of(self.source[name]))

    def linked(
        self,
        name: str,
        definition: GraphQLField,
        use: TabField,
        details: Details,
        path: Template,
        *,
        key: Expression,
        parent_key: Any,
        rooted: bool = False,
        guard: int | None = None,
    ) -> Below:
        """What another tab has for `key`."""
        view = self.compiler.level(
            self.holder,
            name,
            definition,
            use,
            details,
            path,
            parent_key=parent_key,
            rooted=rooted,
            guard=guard,
        )
        view.level.kinds.add(self.kind)
        if not any(view is known for known in self.below):
            self.below.append(view)
        return Below(view, key, use.several)

    def answer(
        self, name: str, definition: GraphQLField, use: AnsweredField, details: Details, path: Template
    ) -> Expression:
        """What a resolver answers below the root: the same wherever it stands."""
        answered = self.compiler.answered(name, definition, use, details, path)
        self.below.append(answered)
        return Answer(answered)

    def called(
        self, use: ComputedField, arguments: Sequence[Expression], nullable: Iterable[Expression]
    ) -> Expression:
        """The rule of a computed field, applied to arguments of which some may be null."""
        for view in self.level.views if isinstance(self.holder, Level) else ():
            view.asked.update(use.ambient)
        value: Expression = Called(use.rule, tuple(arguments), use.ambient)
        if isinstance(use.rule, type):
            for argument in nullable:
                value = IfPresent(argument, value)
        return value

    def opened(
        self,
        use: ColumnField | ComputedField | TabField,
        definition: GraphQLField,
        details: Details,
        path: Template,
        shown: Expression,
        *,
        below: View | None = None,
    ) -> Expression:
        """What a field shows, but of rows that withhold it."""
        if use.withheld is None:
            return shown
        within = below.guard if below is not None else None
        if within is None and use.needs is not None:
            within = self.compiler.guard(use, definition, details, path)
        guard = self.compiler.guard_of_rows(use, definition, details, path, within)
        flag = self.column(use.withheld[0])
        if below is not None:
            below.level.withheld = flag.place, guard
        return OfOpenRows(guard, flag, shown)

    def guarded(
        self,
        use: ComputedField,
        definition: GraphQLField,
        details: Details,
        path: Template,
        shown: Expression,
    ) -> Expression:
        """A computed value as it is shown, for those who may see it."""
        if use.needs is None:
            return shown
        nullable = not isinstance(definition.type, GraphQLNonNull)
        return Withheld(self.compiler.guard(use, definition, details, path), shown, nullable)


def sure_of(nullable: bool, value: Expression) -> Expression:
    return value if nullable else Sure(value)
