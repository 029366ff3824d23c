"""A plan as text for whoever wants to look at it: its levels, its statements and its functions."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from graphql import GraphQLError
from graphql.execution import VariableValues

from domain.errors import Refusal, Refusals
from gateway.engine import ids, nested, records, statements, write
from gateway.engine.declared import Narrowing, Shape, Tab
from gateway.engine.places import levels_of, places, written
from gateway.engine.plan import Answered, Level, Nodes, Plan, Root, Typename
from gateway.engine.price import rows_of, size_of
from gateway.engine.statements import Statement
from gateway.settings import Limits

_SHAPES = {Shape.ONE: "one", Shape.LIST: "list", Shape.PAGE: "page"}
_DENIED = re.compile(r"denied\[(\d+)\]")


class Telling:
    """The plan of one query, told for the values of its variables."""

    def __init__(self, limits: Limits, plan: Plan, variables: VariableValues) -> None:
        self._limits = limits
        self._plan = plan
        self._variables = variables
        self._places = places(plan)
        self._at_once = {root for root in plan.roots if self._is_read_at_once(root)}

    def lines(self) -> Iterator[str]:
        """The price, the tree of levels, the statements and the functions."""
        yield self._price()
        yield self._statement_count()
        yield ""
        planned = {root.name: root for root in self._plan.roots}
        for name in self._plan.order:
            if name in planned:
                yield from self._root(planned[name])
            else:
                yield f"{name}: declined, {self._plan.declined[name][1]}; graphql-core answers it"
        functions = [line for root in self._plan.roots for line in self._functions(root)]
        for number in sorted(set(map(int, _DENIED.findall("\n".join(functions))))):
            guard = self._plan.guards[number]
            where = f" where {guard.rows}" if guard.rows is not None else ""
            yield f"denied[{number}]: withholds {written(guard.path)}{where}; needs {guard.needs.name}"
        for root in self._plan.roots:
            yield from self._texts(root)
        yield from functions

    def _is_read_at_once(self, root: Root) -> bool:
        if not isinstance(root, Level) or root.use.key_of is None:
            return False
        return rows_of(root, 1, self._variables) <= records.MOST_ROWS

    def _price(self) -> str:
        size = size_of(self._plan, self._variables)
        most = self._limits.cost
        refused = "; it is refused" if size.cost > most else ""
        more = any(isinstance(root, Answered | Nodes) for root in self._plan.roots)
        besides = ", besides those of ids and resolvers" if more else ""
        return f"price: {size.cost:,} of at most {most:,}{refused}; rows: {size.rows:,}{besides}"

    def _statement_count(self) -> str:
        count = sum(
            1 if root in self._at_once else sum(level.statements for level in self._levels(root))
            for root in self._plan.roots
        )
        more = " and those of resolvers" if any(isinstance(r, Answered) for r in self._plan.roots) else ""
        more += " and those of graphql-core" if self._plan.declined else ""
        one = self._plan.record is not None and self._plan.record in self._at_once
        snapshot = ", in one snapshot" if self._plan.needs_snapshot and not one and (count or more) else ""
        return f"statements: {count}{more}{snapshot}"

    def _levels(self, root: Root) -> Iterator[Level]:
        if not isinstance(root, Nodes):
            yield from levels_of(root)
            return
        for level in self._named_by_ids(root):
            yield from level.walk()

    def _named_by_ids(self, root: Nodes) -> list[Level]:
        """The kinds that the ids are of; all there are where the ids are not known."""
        try:
            arguments = root.arguments.coerced(self._variables)
        except GraphQLError:
            return list(root.entities.values())
        decoded = map(ids.decode, arguments["ids"] if root.many else [arguments["id"]])
        words = {found[0] for found in decoded if found is not None}
        return [level for word, level in root.entities.items() if word in words]

    def _root(self, root: Root) -> Iterator[str]:
        match root:
            case Typename():
                yield f"{root.name}: '{root.value}' for everybody"
            case Answered():
                yield from self._answered(root, 0)
            case Nodes():
                yield f"{root.name}: by global id, each kind level by level; {self._needs(root.guard)}"
                for level in self._named_by_ids(root):
                    yield from self._level(level, None, 1, None)
            case Level():
                form = "at once" if root in self._at_once else "level by level"
                yield from self._level(root, None, 0, form)

    def _is_within(self, level: Level) -> bool:
        """Whether it is read at once with its record."""
        return any(isinstance(root, Level) and level in root.whole.numbers for root in self._at_once)

    def _answered(self, field: Answered, depth: int) -> Iterator[str]:
        resolver = field.resolver.__name__
        yield f"{'  ' * depth}{field.name}: answered by {resolver}; {self._needs(field.guard)}"
        for child in field.children:
            yield from self._level(child, field, depth + 1, None)
        for answered in field.answers:
            yield from self._answered(answered, depth + 1)

    def _level(
        self, level: Level, holder: Level | Answered | None, depth: int, form: str | None
    ) -> Iterator[str]:
        selections = len(level.views)
        said = [
            f"{_SHAPES[level.shape]} of {level.use.tab.name}{self._key(level, holder)}",
            *([f"read {form}"] if form else []),
            *(["held by the rows above"] if level.mirrored and not self._is_within(level) else []),
            *(["counted"] if level.counted else []),
            *(["narrowed by its arguments"] if level.is_narrowed else []),
            self._needs(*(view.guard for view in level.views)),
            f"columns {', '.join(column.name for column in level.columns) or 'none'}",
            f"{selections} selection{'s' if selections > 1 else ''}",
        ]
        yield f"{'  ' * depth}{level.name}: {'; '.join(said)}"
        for child in level.children:
            yield from self._level(child, level, depth + 1, None)

    def _key(self, level: Level, holder: Level | Answered | None) -> str:
        if level.use.key_of is not None:
            return " under the key that its arguments make"
        if level.use.tab.key is None:
            return " of everybody"
        key = level.parent_key
        if isinstance(key, int) and isinstance(holder, Level):
            return f" under {level.use.tab.key.name} = {holder.columns[key].name}"
        if isinstance(key, tuple):
            way = written(tuple(step for step in key if not isinstance(step, type)))
            return f" under {level.use.tab.key.name} = {way}"
        return f" under {level.use.tab.key.name}"

    def _needs(self, *guards: int) -> str:
        needed = dict.fromkeys(self._plan.guards[guard].needs.name for guard in guards)
        return f"needs {' or '.join(needed)}"

    def _texts(self, root: Root) -> Iterator[str]:
        """The statements, with the names of their parameters."""
        if isinstance(root, Answered):
            yield from ("", f"-- {root.name}: what {root.resolver.__name__} reads by itself is not planned")
        found, note = self._found_in(root)
        if isinstance(root, Level) and root in self._at_once:
            tab = found or root.use.tab
            after = {each for each in root.whole.pages if self._begins_somewhere(each)}
            yield from self._whole(root, tab, after, note)
            return
        for level in self._levels(root):
            if level.mirrored:
                continue
            is_root = level is root
            tab = found if is_root and found else level.use.tab
            yield from self._by_level(level, tab, note if is_root else "")

    def _whole(self, root: Level, tab: Tab, after: set[Level], note: str) -> Iterator[str]:
        """The one statement of a record, for one who may see all of it."""
        title = f"{self._places[root]}: {tab.name} and all below it{note}"
        try:
            own = {
                each: nested.own_texts(each, self._narrowing(each), after=each in after)
                for each in root.whole.narrowed
            }
        except (GraphQLError, Refusal, Refusals) as error:
            yield from ("", f"-- {title}: depends on its arguments; {_message(error)}")
            return
        whole = nested.record(root, tab, frozenset(), frozenset(), after, own, None)
        fixed = dict(whole.fixed)
        for each, texts in own.items():
            fixed |= texts.given(root.whole.numbers[each])
        yield from _sql(
            title + (", as these arguments narrow it" if own else ""), replace(whole, fixed=fixed)
        )

    def _found_in(self, root: Root) -> tuple[Tab | None, str]:
        """The tab that has the key of a single record."""
        if not isinstance(root, Level) or root.use.key_of is None:
            return None, ""
        try:
            key = root.use.key_of(**root.arguments.taken_by(root.use.key_of, self._variables))
        except (GraphQLError, Refusal, Refusals) as error:
            return None, f"; with another key perhaps another tab: {_message(error)}"
        return (key.tab, "") if key else (None, "; its arguments name nothing, so that nothing is read")

    def _begins_somewhere(self, level: Level) -> bool:
        return level.arguments.coerced(self._variables).get("after") is not None

    def _by_level(self, level: Level, tab: Tab, note: str) -> Iterator[str]:
        place, narrowing = f"{self._places[level]}: {tab.name}", None
        if level.is_narrowed:
            try:
                narrowing = self._narrowing(level)
            except (GraphQLError, Refusal, Refusals) as error:
                yield from ("", f"-- {place}: depends on its arguments; {_message(error)}")
                return
            note += ", as these arguments narrow it"
        after = level.shape is Shape.PAGE and self._begins_somewhere(level)
        yield from _sql(
            f"{place}{note}",
            statements.rows(
                tab,
                level.columns,
                level.shape,
                rooted=level.rooted,
                after=after,
                narrowing=narrowing,
            ),
        )
        if level.counted:
            count = statements.counts(tab, rooted=level.rooted, narrowing=narrowing)
            yield from _sql(f"{place}, counted{note}", count)

    def _narrowing(self, level: Level) -> Narrowing:
        assert level.use.narrow is not None, "what is narrowed can be"
        return level.use.narrow(**level.arguments.taken_by(level.use.narrow, self._variables))

    def _functions(self, root: Root) -> Iterator[str]:
        if isinstance(root, Answered):
            yield from _python(root.name, write.of_answer(root).source)
            for each in root.answers:
                yield from self._functions(each)
        function = write.at_once if root in self._at_once else write.by_levels
        for level in self._levels(root):
            for view in level.views:
                place = written(self._plan.guards[view.guard].path) or self._places[level]
                yield from _python(place, function(view).source)


def _sql(title: str, statement: Statement) -> Iterator[str]:
    names = [
        f"${number} {name}" + (f" = {statement.fixed[name]!r}" if name in statement.fixed else "")
        for number, name in enumerate(statement.names, 1)
    ]
    text = "\n".join(line.strip() for line in statement.text.splitlines())
    yield from ("", f"-- {title}", *([f"-- {', '.join(names)}"] if names else []), text)


def _python(title: str, source: str) -> Iterator[str]:
    yield from ("", f"# {title}", source)


def _message(error: GraphQLError | Refusal | Refusals) -> str:
    return error.message if isinstance(error, GraphQLError) else str(error)
