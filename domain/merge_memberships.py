"""What becomes of two live memberships of one type when their holders are merged (MEM-P09)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from domain.merge_facts import HeldMembership, SideFacts
from domain.merge_lines import of_neither
from domain.merges import (
    Blocker,
    BlockerCode,
    BothLive,
    MergedMembership,
    MergeWarning,
    WarningCode,
)


@dataclass(frozen=True, slots=True)
class MergedMemberships:
    """What was chosen of each pair, with a warning of every pair and a blocker where nothing was chosen."""

    outcomes: tuple[MergedMembership, ...]
    blockers: tuple[Blocker, ...]
    warnings: tuple[MergeWarning, ...]


def merged_memberships(
    survivor: SideFacts, loser: SideFacts, choices: Mapping[UUID, BothLive]
) -> MergedMemberships:
    """Both are kept or one is returned, as was chosen of each type; nothing is taken for granted."""
    ours, theirs = _latest(survivor), _latest(loser)
    twice = [(ours[key], theirs[key]) for key in ours if key in theirs]
    outcomes, blockers, warnings = [], [], []
    for mine, other in twice:
        warnings.append(
            MergeWarning(
                WarningCode.DUPLICATE_LIVE_MEMBERSHIP,
                f"Both records have a live membership of {mine.type_name}, until {mine.ends.isoformat()} and"
                f" {other.ends.isoformat()}.",
            )
        )
        outcome = choices.get(mine.type_id)
        if outcome is None:
            blockers.append(_choice(mine))
        else:
            outcomes.append(MergedMembership(mine.type_id, mine.id, other.id, outcome))
    blockers += of_neither("a membership type", choices, {each.type_id for pair in twice for each in pair})
    return MergedMemberships(tuple(outcomes), tuple(blockers), tuple(warnings))


def _latest(side: SideFacts) -> dict[UUID, HeldMembership]:
    """Of each type the live membership that ends last."""
    return {each.type_id: each for each in sorted(side.memberships, key=lambda held: (held.ends, held.id))}


def _choice(held: HeldMembership) -> Blocker:
    return Blocker(
        BlockerCode.MEMBERSHIP_CHOICE_REQUIRED,
        f"Both records have a live membership of {held.type_name}.",
        "Choose to keep both, which then follow one another, or to return one of the two.",
    )
