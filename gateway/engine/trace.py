"""What one answer took, for a developer who asks: how it was read, in which statements, and why not otherwise."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from gateway.engine.places import places
from gateway.engine.plan import Plan, Whole
from gateway.engine.reader import Ran, Reader

AT_ONCE, BY_LEVELS, GRAPHQL_CORE = "at once", "level by level", "graphql-core"


@dataclass(slots=True)
class Trace:
    """Filled while a request is answered. It holds names of ours and figures: no value, no parameter, no text."""

    readers: list[Reader] = field(default_factory=list)
    bailed: str | None = None
    _form: str = GRAPHQL_CORE
    _declined: dict[str, str] = field(default_factory=dict)
    _places: Mapping[Any, str] = field(default_factory=dict)

    def planned(self, plan: Plan, *, at_once: bool) -> None:
        """Note which plan is executed, and in which form."""
        if plan.roots:
            self._form = AT_ONCE if at_once else BY_LEVELS
        self._declined = {name: reason for name, (_, reason) in plan.declined.items()}
        self._places = places(plan)

    def told(self) -> dict[str, Any]:
        """What `extensions.explain` says."""
        ran = [each for reader in self.readers for each in reader.ran]
        form = GRAPHQL_CORE if self.bailed else self._form
        if form == BY_LEVELS and ran and all(isinstance(each.level, Whole) for each in ran):
            form = AT_ONCE  # several records, each by itself
        return {
            "form": form,
            "declined": self._declined,
            "bailed": self.bailed,
            "statements": [self._statement(each) for each in ran],
        }

    def _statement(self, ran: Ran) -> dict[str, Any]:
        at = self._places.get(ran.level)
        if isinstance(ran.level, Whole):
            at = f"{self._places[ran.level.levels[0]]} and all below it"
        return {
            "at": at,
            "tab": ran.tab,
            "rows": ran.rows,
            "milliseconds": None if ran.seconds is None else round(ran.seconds * 1000, 3),
        }
