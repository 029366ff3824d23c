"""The Tags tab of a merge: what either record bears, less what was deselected (MRG-24, TAG-P07)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from domain.merge_facts import HeldTag, SideFacts
from domain.merge_lines import invalid, line, of_neither, tab
from domain.merges import Blocker, Line, MergeTab, Reason, Tab
from domain.tags import TAGS_OF_A_CUSTOMER
from domain.transformations import ValueFrom


@dataclass(frozen=True, slots=True)
class MergedTags:
    """The tags of the loser that the survivor gets, and those of the survivor that it loses."""

    moved: tuple[UUID, ...]
    removed: tuple[UUID, ...]
    tab: Tab
    blockers: tuple[Blocker, ...]


def merged_tags(survivor: SideFacts, loser: SideFacts, chosen: Collection[UUID] | None) -> MergedTags:
    """The union, or of it what was chosen; afterwards criteria decide about the autotags (X11)."""
    ours = {each.id: each for each in survivor.tags}
    theirs = {each.id: each for each in loser.tags}
    union = {**ours, **theirs}
    kept = {key for key in union if chosen is None or key in chosen}
    blockers = [*of_neither("a tag", chosen or (), union)]
    normal = sum(not union[key].tag.is_autotag for key in kept)
    if len(kept) > max(TAGS_OF_A_CUSTOMER, len(ours)):
        blockers.append(
            invalid(
                f"A customer has at most {TAGS_OF_A_CUSTOMER} tags, and this would make {len(kept)}, of which"
                f" {normal} are not autotags.",
                "Deselect some of them.",
            )
        )
    lines = tuple(
        _line(each, key in ours, key in theirs, key in kept, chosen is not None)
        for key, each in sorted(union.items(), key=lambda found: (found[1].group, found[1].tag.name))
    )
    return MergedTags(
        tuple(key for key in theirs if key in kept and key not in ours),
        tuple(key for key in ours if key not in kept),
        tab(MergeTab.TAGS, lines, blockers, brings=bool(theirs), same=ours.keys() == theirs.keys()),
        tuple(blockers),
    )


def _line(held: HeldTag, ours: bool, theirs: bool, kept: bool, chosen: bool) -> Line:
    tag = held.tag
    shown = f"{tag.name} (Autotag)" if tag.is_autotag else tag.name
    if tag.is_autotag:
        reason = Reason.CRITERIA_DECIDE
    elif chosen:
        reason = Reason.CHOSEN
    else:
        reason = Reason.SAME_ON_BOTH if ours and theirs else Reason.UNION
    whose = ValueFrom.SURVIVOR if ours else ValueFrom.LOSER
    return line(
        f"tag.{held.group}.{tag.name}",
        shown,
        shown if ours else None,
        shown if theirs else None,
        shown if kept else None,
        whose if kept else ValueFrom.NEITHER,
        reason,
        subject_id=tag.id,
    )
