"""What somebody saw of a merge before they agreed to it, and what of that is no longer so (MRG-P03)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, fields, is_dataclass
from hashlib import sha256
from typing import Any
from uuid import UUID

from domain.merges import MergeChoices, MergePlan

BLOCKERS, WARNINGS, MOVES, DECISIONS, EXPIRED = "BLOCKERS", "WARNINGS", "MOVES", "DECISIONS", "EXPIRED"


@dataclass(frozen=True, slots=True)
class Agreement:
    """Which two records, with which choices, and a digest of every part of the plan as it was shown."""

    survivor_id: UUID
    loser_id: UUID
    choices: MergeChoices
    digests: Mapping[str, str]

    @classmethod
    def to(cls, plan: MergePlan, choices: MergeChoices) -> Agreement:
        """What agreeing to this plan comes to."""
        return cls(plan.survivor_id, plan.loser_id, choices, digests_of(plan))

    def changed_in(self, plan: MergePlan) -> tuple[str, ...]:
        """The parts of this plan that are not as they were shown: keys of tabs, then the rest."""
        return tuple(part for part, found in digests_of(plan).items() if self.digests.get(part) != found)


def digests_of(plan: MergePlan) -> dict[str, str]:
    """A digest of each tab and of the other parts; of equal parts it is the same in every process."""
    parts: dict[str, Any] = {tab.key.value: tab for tab in plan.tabs}
    parts |= {BLOCKERS: plan.blockers, WARNINGS: plan.warnings, MOVES: (plan.moves, plan.consent)}
    parts[DECISIONS] = plan.decisions
    return {part: _digest(value) for part, value in parts.items()}


def _digest(value: Any) -> str:
    text = json.dumps(_plain(value), sort_keys=True, default=str)
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _plain(value: Any) -> Any:
    """The value as JSON has it; what has no order is put into one."""
    if is_dataclass(value) and not isinstance(value, type):
        return {each.name: _plain(getattr(value, each.name)) for each in fields(value)}
    if isinstance(value, Mapping):
        return {str(key): _plain(each) for key, each in value.items()}
    if isinstance(value, AbstractSet):
        return sorted(map(str, value))
    return [_plain(each) for each in value] if isinstance(value, list | tuple) else value
