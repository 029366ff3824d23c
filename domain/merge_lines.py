"""How the lines of the merge wizard come about: whose value stands, why, and what state a tab is in."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from uuid import UUID

from domain.merges import Blocker, BlockerCode, Line, MergeTab, Pick, Reason, Tab, TabStatus
from domain.refusals import Refusal, Refusals, refusals_of
from domain.transformations import ValueFrom

WHY = {
    Reason.CHOSEN: "You chose this.",
    Reason.SAME_ON_BOTH: "Both records have the same.",
    Reason.SURVIVOR_HAS_IT: "The record that stays has a value, which is kept unless you choose otherwise.",
    Reason.SURVIVOR_HAS_NONE: "The record that stays has none, so that of the other record fills the gap.",
    Reason.NAMES_STAY: "Names are never taken over by themselves; choose the other one if it is right.",
    Reason.NEITHER_HAS_ONE: "Neither record has one.",
    Reason.CHOICE_REQUIRED: "Both records have one and only one can stay; choose which.",
    Reason.NO_BEFORE_YES: "One record said No, which stands before a Yes unless you choose otherwise.",
    Reason.YES_BEFORE_NOT_ASKED: "One record answered, the other was never asked.",
    Reason.UNION: "The merged record keeps what either record has.",
    Reason.DUPLICATE: "Both records have it, so that it is kept once.",
    Reason.NEVER_MOVES: "Protected values are never carried over; enter it on the record that stays.",
    Reason.NEVER_MERGED: "Relationships are never merged; they are deleted and can be added again.",
    Reason.CRITERIA_DECIDE: "An autotag is carried over, and then its criteria decide whether it stays.",
}

_OF_PICK = {
    Pick.SURVIVOR: ValueFrom.SURVIVOR,
    Pick.LOSER: ValueFrom.LOSER,
    Pick.CUSTOM: ValueFrom.CUSTOM,
}


def line(
    path: str,
    label: str,
    survivor: str | None,
    loser: str | None,
    result: str | None,
    taken_from: Pick | ValueFrom,
    reason: Reason,
    *,
    choice_required: bool = False,
    subject_id: UUID | None = None,
    restricted: bool = False,
    protected: bool = False,
) -> Line:
    """A line with the sentence for its reason; where both sides have the same, it is taken from both."""
    whose = _OF_PICK[taken_from] if isinstance(taken_from, Pick) else taken_from
    if survivor == loser == result and result is not None:
        whose = ValueFrom.BOTH
    return Line(
        path,
        label,
        survivor,
        loser,
        result,
        whose,
        reason,
        WHY[reason],
        choice_required,
        subject_id,
        restricted,
        protected,
    )


def audited_path(path: str) -> str:
    """The path of a line as the audit names it: a row that has no name is told as what it is, not by its key."""
    what, _, key = path.partition(".")
    try:
        UUID(key)
    except ValueError:
        return path
    return what


def tab(
    key: MergeTab,
    lines: Collection[Line],
    blockers: Collection[Blocker] = (),
    *,
    brings: bool,
    same: bool,
) -> Tab:
    """The tab: blocked, without anything that the loser brings, the same on both sides, or to be looked at."""
    if blockers:
        status = TabStatus.BLOCKED
    elif not brings:
        status = TabStatus.EMPTY
    else:
        status = TabStatus.SAME if same else TabStatus.ACTION_NEEDED
    return Tab(key, status, tuple(lines))


def invalid(message: str, next_step: str) -> Blocker:
    """A choice that cannot be made."""
    return Blocker(BlockerCode.INVALID_CHOICE, message, next_step)


def of_neither(what: str, chosen: Iterable[UUID], known: Collection[UUID]) -> tuple[Blocker, ...]:
    """A blocker where something was chosen that is of neither record."""
    if all(each in known for each in chosen):
        return ()
    return (
        invalid(
            f"A choice names {what} of neither record.", f"Look at the preview again and choose {what} of it."
        ),
    )


def refused(refusal: Refusal | Refusals) -> tuple[Blocker, ...]:
    """What a rule of the record refuses in a choice, as blockers."""
    return tuple(invalid(each.message, "Correct it, and look again.") for each in refusals_of(refusal))
