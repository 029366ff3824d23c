"""What every part of one execution knows: the plan, the variables, who is denied what, and the pages asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from graphql.execution import VariableValues

from gateway.context import Context
from gateway.engine import cursors
from gateway.engine.declared import LARGEST_PAGE, PAGE, PAGING, Narrowing
from gateway.engine.plan import Bail, Guard, Level, Plan, View, Whole
from gateway.engine.statements import order_columns

MOST_NARROWINGS = 64

# Gives what stands below a key, or below the rows themselves.
Getter: TypeAlias = Callable[..., Any]


@dataclass(frozen=True, slots=True)
class Page:
    """The page that a level is asked for: its size, and the values of the cursor that it begins beyond."""

    first: int
    after: tuple[Any, ...] | None

    @property
    def parameters(self) -> dict[str, Any]:
        """One row more than shown tells whether there are more."""
        values = {f"after{place}": value for place, value in enumerate(self.after or ())}
        return {"first": self.first + 1, **values}


@dataclass(slots=True)
class Execution:
    """One execution of a plan with its variables, for one actor on one day."""

    plan: Plan
    context: Context
    variables: VariableValues
    denied: Sequence[bool]
    ambient: Mapping[str, Any]
    is_denied_any: bool = field(init=False)
    _pages: dict[Level, Page] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.is_denied_any = True in self.denied

    def withheld(self, whole: Whole) -> frozenset[Level]:
        """The levels of a record that the actor may not have."""
        if not self.is_denied_any:
            return frozenset()
        return frozenset(level for level in whole.levels if self.withholds(level))

    def withheld_of_rows(self, whole: Whole) -> frozenset[Level]:
        """The levels of a record that some rows may withhold from the actor."""
        if not self.is_denied_any:
            return frozenset()
        return frozenset(level for level in whole.levels if self.is_withheld_of_rows(level))

    def is_withheld_of_rows(self, level: Level) -> bool:
        return level.withheld is not None and self.denied[level.withheld[1]]

    def withholds(self, level: Level) -> bool:
        """Whether the actor may not have the rows of a level; Bail where the answer cannot do without them."""
        if not self.denied[level.views[0].guard]:
            return False
        # What is wrong with the arguments is told first, as graphql-core does it.
        level.arguments.coerced(self.variables)
        for view in level.views:
            check_nullable(self.plan.guards[view.guard])
        return True

    def page(self, level: Level, order: Sequence[Any] | None = None) -> Page:
        """The page of a level; Bail for a size that no page has, BAD_USER_INPUT for a cursor of another list."""
        known = self._pages.get(level)
        if known is not None:
            return known
        arguments = level.arguments.coerced(self.variables)
        first, after = arguments.get("first", PAGE), arguments.get("after")
        if not 1 <= first <= LARGEST_PAGE:
            raise Bail("a page of no such size")
        values = None
        if after is not None:
            tab = level.use.tab
            types = [column.type.python_type for column, _ in order_columns(order or tab.order)]
            values = cursors.read(tab.name, after, types)
        page = self._pages[level] = Page(first, values)
        return page

    def narrowing(self, level: Level) -> Narrowing | None:
        """What the arguments of a level make of it besides its page."""
        narrow = level.use.narrow
        if narrow is None or not level.is_narrowed:
            return None
        asked = _hashable(level.arguments.coerced(self.variables))
        if asked is None:
            return narrow(**level.arguments.taken_by(narrow, self.variables))
        made = level.narrowings.get(asked)
        if made is None:
            made = narrow(**level.arguments.taken_by(narrow, self.variables))
            if len(level.narrowings) >= MOST_NARROWINGS:
                level.narrowings.clear()
            level.narrowings[asked] = made
        return made

    def made(self, make: Callable[..., Getter], below: Sequence[Getter], page: Page | None) -> Getter:
        """The function of a selection, for this execution."""
        if page is None:
            return make(below, self.denied, self.ambient)
        return make(below, self.denied, self.ambient, page.first, page.after is not None)


def _hashable(arguments: Mapping[str, Any]) -> frozenset[Any] | None:
    """The arguments besides those of the page, as what a dict may be keyed by; None where they cannot be."""
    given = {name: _tupled(value) for name, value in arguments.items() if name not in PAGING}
    try:
        return frozenset(given.items())
    except TypeError:
        return None


def _tupled(value: Any) -> Any:
    if isinstance(value, dict):
        return frozenset([(name, _tupled(each)) for name, each in value.items()])
    return tuple(map(_tupled, value)) if isinstance(value, list) else value


def check_nullable(guard: Guard) -> None:
    """Bail where a denial cannot be shown as a null with an error at its place."""
    if not guard.nullable:
        raise Bail("a denied field that is never null")


def nothing(*_: Any) -> None:
    """What everything has below it that may not be seen."""


def unique(keys: Iterable[Any], alike: Callable[[Any], Any] | None = None) -> list[Any]:
    """Each key once, but for those that are missing; those are one for which `alike` is equal."""
    if alike is not None:
        return list({alike(key): key for key in keys if key is not None}.values())
    found = dict.fromkeys(keys)
    found.pop(None, None)
    return list(found)


def withheld_views(level: Level) -> dict[View, Getter]:
    return dict.fromkeys(level.views, nothing)
