"""What of a merge is not any more as it was shown: `domain/merge_agreements.py`."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

import pytest

from domain.customers import Details
from domain.merge_agreements import Agreement, digests_of
from domain.merges import (
    Blocker,
    BlockerCode,
    ConsentEffect,
    Decisions,
    Line,
    MergeChoices,
    MergePlan,
    MergeTab,
    MergeWarning,
    Moves,
    Reason,
    Side,
    Tab,
    TabStatus,
    WarningCode,
)
from domain.transformations import ValueFrom

ONE, OTHER, THIRD = (UUID(int=number) for number in (1, 2, 3))


def line(survivor: str | None = "020 7946 0000") -> Line:
    return Line(
        "phone", "Phone", survivor, None, survivor, ValueFrom.SURVIVOR, Reason.SURVIVOR_HAS_IT, "It has one."
    )


PLAN = MergePlan(
    ONE,
    OTHER,
    (Tab(MergeTab.BASIC_DETAILS, TabStatus.SAME, (line(),)), Tab(MergeTab.NOTES, TabStatus.EMPTY)),
    (),
    (),
    Moves(orders=1),
    (ConsentEffect("EMAIL", True, False, False),),
    Decisions(Details(first_name="Ada"), Side.SURVIVOR, None, notes_changed={ONE: "One", OTHER: "Two"}),
)


@pytest.mark.rule("MRG-P03")
@pytest.mark.parametrize(
    ("now", "changed"),
    [
        (PLAN, ()),
        (replace(PLAN, decisions=replace(PLAN.decisions, notes_changed={OTHER: "Two", ONE: "One"})), ()),
        (
            replace(PLAN, tabs=(Tab(MergeTab.BASIC_DETAILS, TabStatus.SAME, (line("1"),)), PLAN.tabs[1])),
            ("BASIC_DETAILS",),
        ),
        (
            replace(PLAN, tabs=(PLAN.tabs[0], Tab(MergeTab.NOTES, TabStatus.ACTION_NEEDED, (line(None),)))),
            ("NOTES",),
        ),
        (replace(PLAN, blockers=(Blocker(BlockerCode.BOTH_ARE_AGENTS, "", ""),)), ("BLOCKERS",)),
        (replace(PLAN, warnings=(MergeWarning(WarningCode.DECEASED, ""),)), ("WARNINGS",)),
        (replace(PLAN, moves=Moves(orders=2)), ("MOVES",)),
        (replace(PLAN, consent=()), ("MOVES",)),
        (replace(PLAN, decisions=replace(PLAN.decisions, tags_moved=(THIRD,))), ("DECISIONS",)),
        (
            replace(PLAN, moves=Moves(), warnings=(MergeWarning(WarningCode.DECEASED, ""),)),
            ("WARNINGS", "MOVES"),
        ),
    ],
)
def test_each_part_that_is_not_as_it_was_shown_is_named(now: MergePlan, changed: tuple[str, ...]) -> None:
    assert Agreement.to(PLAN, MergeChoices()).changed_in(now) == changed


def test_every_field_of_a_plan_that_can_change_has_a_part() -> None:
    assert list(digests_of(PLAN)) == [
        "BASIC_DETAILS", "NOTES", "BLOCKERS", "WARNINGS", "MOVES", "DECISIONS",
    ]  # fmt: skip
