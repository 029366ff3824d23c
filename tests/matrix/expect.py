"""What somebody must be shown of what is there, worked out from the table; and how an answer differs from that."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from graphql import GraphQLSchema

from tests.ask import Answered
from tests.matrix.derived import DERIVED
from tests.matrix.policies import POLICIES, Asker
from tests.matrix.table import policy_of, reach_of
from tests.matrix.world import World

Path = tuple[str | int, ...]


@dataclass(slots=True)
class Expectation:
    """Compares what one asker was shown along one path with the truth, which somebody saw who may see all of it."""

    schema: GraphQLSchema
    world: World
    asker: Asker
    way: str
    wrong: list[str] = field(default_factory=list)
    denials: dict[Path, str] = field(default_factory=dict)
    compared: set[str] = field(default_factory=set)

    def differences(self, truth: Any, answer: Answered, *, root: str = "Query") -> list[str]:
        """One line for every field that is not as the table has it, and for every error too many or missing."""
        self._object({"__typename": root, **truth}, answer.data or {}, ())
        told = {tuple(error["path"]): error["extensions"]["code"] for error in answer.errors}
        for at in self.denials.keys() | told.keys():
            if self.denials.get(at) != told.get(at):
                self._differ(at, f"the error {self.denials.get(at)}", told.get(at))
        return self.wrong

    def _differ(self, at: Path, expected: object, got: object) -> None:
        where = ".".join(map(str, at))
        self.wrong.append(
            f"{self.asker.name}, {self.way}, {where}: expected {expected!s:.200}, got {got!s:.200}"
        )

    def _object(self, truth: dict[str, Any], shown: dict[str, Any], at: Path) -> None:
        type_: Any = self.schema.type_map[truth["__typename"]]
        row = {key.partition("__")[0]: value for key, value in truth.items()}
        for key, value in truth.items():
            if key == "__typename":
                continue
            name = key.partition("__")[0]
            self._field(type_, name, row, value, shown.get(key), (*at, key))

    def _field(self, type_: Any, name: str, row: dict[str, Any], value: Any, shown: Any, at: Path) -> None:
        policy = policy_of(type_, name)
        assert policy is not None, f"{type_.name}.{name} has no policy"
        self.compared.add(f"{type_.name}.{name}")
        if policy == "uk":
            value = value if self.asker.uk else None
        elif not self._allowed(policy, row):
            self.denials[at] = (
                "FORBIDDEN" if self.asker.uk or not POLICIES[policy].uk else "NOT_IN_THIS_SYSTEM"
            )
            value = None
        elif policy == "protected" and row["isProtected"] and not self.asker.holds("sealed"):
            value = None
        elif name in ("node", "nodes") and type_.name == "Query":
            value = self._reached(value)
        elif (type_.name, name) in DERIVED:
            value = DERIVED[type_.name, name](self.asker, self.world, row, value, shown)
        elif policy == "asker" and not self._like_truth():
            return
        self._value(value, shown, at)

    def _allowed(self, policy: str, row: dict[str, Any]) -> bool:
        if policy == "unrestricted":
            return self.asker.holds("orders") and (not row["restricted"] or self.asker.holds(policy))
        return self.asker.holds(policy)

    def _like_truth(self) -> bool:
        """Whether what is reckoned for the asker must be what was reckoned for whoever told the truth."""
        return all(self.asker.holds(each) for each in ("pink", "unrestricted", "sealed", "inactive")) and (
            self.asker.uk
        )

    def _reached(self, value: Any) -> Any:
        """What an id leads to: nothing, where the type or the row is not for the asker."""
        if isinstance(value, list):
            return [self._reached(each) for each in value]
        if value is None:
            return None
        reach = reach_of(self.schema.type_map[value["__typename"]])  # type: ignore[arg-type]
        return value if reach and self.asker.holds(reach) and not self._hidden(value) else None

    def _hidden(self, value: Any) -> bool:
        """Whether a row is not for the asker, whatever leads to it."""
        if not isinstance(value, dict):
            return False
        row = {key.partition("__")[0]: each for key, each in value.items()}
        if "node" in row:
            return self._hidden(row["node"])
        policies = self.world.policies_of(row)
        return policies is not None and not self.asker.holds(policies)

    def _value(self, value: Any, shown: Any, at: Path) -> None:
        if isinstance(value, list):
            kept = [each for each in value if each is None or not self._hidden(each)]
            if not isinstance(shown, list) or len(shown) != len(kept):
                self._differ(
                    at, f"{len(kept)} rows", f"{len(shown)} rows" if isinstance(shown, list) else shown
                )
                return
            for index, (one, other) in enumerate(zip(kept, shown, strict=True)):
                self._value(one, other, (*at, index))
        elif isinstance(value, dict) and not self._hidden(value):
            if not isinstance(shown, dict):
                self._differ(at, "an object", shown)
                return
            self._object(dict(self._counted(value)), shown, at)
        else:
            value = None if isinstance(value, dict) else value
            if value != shown:
                self._differ(at, value, shown)

    def _counted(self, value: dict[str, Any]) -> Iterator[tuple[str, Any]]:
        """An object; a page counts no rows that are not for the asker, and may end elsewhere without them."""
        rows = next((each for key, each in value.items() if key.partition("__")[0] == "nodes"), None)
        less = sum(map(self._hidden, rows or ())) if "totalCount" in value else 0
        for key, each in value.items():
            if less and key == "pageInfo":
                continue
            yield key, each - less if key == "totalCount" else each
