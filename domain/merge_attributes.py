"""What becomes of attributes in a merge: ordinary ones fill gaps, protected ones never move (MRG-05, MRG-P09)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from uuid import UUID

from domain.merge_facts import Circumstances, HeldValue, SideFacts
from domain.merge_lines import invalid, line, of_neither
from domain.merges import Blocker, BlockerCode, Line, Pick, Reason, Side
from domain.transformations import ValueFrom

_ASK = (
    'Ask a colleague whose account has "Can view and edit protected data" to do it, or your Settings Administrator'
    " to grant it."
)


@dataclass(frozen=True, slots=True)
class MergedAttributes:
    """Which values come from the loser, and which protected ones of it are given up."""

    from_loser: tuple[UUID, ...]
    discarded: tuple[UUID, ...]
    lines: tuple[Line, ...]
    blockers: tuple[Blocker, ...]


def merged_attributes(
    survivor: SideFacts,
    loser: SideFacts,
    picks: Mapping[UUID, Pick],
    discard: Collection[UUID],
    here: Circumstances,
) -> MergedAttributes:
    """The survivor's values with its gaps filled; a protected one of the loser is copied by hand or given up."""
    ours = {each.definition_id: each for each in survivor.values}
    theirs = {each.definition_id: each for each in loser.values}
    both = {**theirs, **ours}
    protected = [key for key in theirs if both[key].protected]
    lines: list[Line] = []
    from_loser: list[UUID] = []
    for key, value in both.items():
        made = (
            _protected(value, ours.get(key), theirs.get(key), key in discard)
            if value.protected
            else _ordinary(value, ours.get(key), theirs.get(key), picks.get(key))
        )
        lines.append(made)
        if made.taken_from is ValueFrom.LOSER and not value.protected:
            from_loser.append(key)
    chosen = tuple(key for key in protected if key in discard)
    return MergedAttributes(
        tuple(from_loser),
        chosen,
        tuple(lines),
        (
            *_wrong(both, theirs, picks),
            *_not_to_discard(protected, discard),
            *_permission(survivor, loser, here),
            *(_uncopied(ours, theirs, protected, discard) if here.opens_protected else ()),
        ),
    )


def _ordinary(value: HeldValue, ours: HeldValue | None, theirs: HeldValue | None, pick: Pick | None) -> Line:
    mine, other = (each.shown if each else None for each in (ours, theirs))
    if pick is Pick.SURVIVOR or (pick is Pick.LOSER and theirs is not None):
        taken, reason = pick, Reason.CHOSEN
    elif mine == other:
        taken, reason = Pick.SURVIVOR, Reason.SAME_ON_BOTH
    elif ours is None:
        taken, reason = Pick.LOSER, Reason.SURVIVOR_HAS_NONE
    else:
        taken, reason = Pick.SURVIVOR, Reason.SURVIVOR_HAS_IT
    result = other if taken is Pick.LOSER else mine
    return line(
        f"attribute.{value.name}",
        value.name,
        mine,
        other,
        result,
        taken if (theirs if taken is Pick.LOSER else ours) else ValueFrom.NEITHER,
        reason,
        subject_id=value.definition_id,
    )


def _protected(value: HeldValue, ours: HeldValue | None, theirs: HeldValue | None, given_up: bool) -> Line:
    """A line without values: nothing protected is kept in clear, and so neither in the ledger (ATR-P03)."""
    same = ours is not None and theirs is not None and _alike(ours, theirs)
    if theirs is None:
        reason = Reason.SURVIVOR_HAS_IT
    elif same:
        reason = Reason.SAME_ON_BOTH
    else:
        reason = Reason.CHOSEN if given_up else Reason.NEVER_MOVES
    return line(
        f"attribute.{value.name}",
        value.name,
        None,
        None,
        None,
        ValueFrom.SURVIVOR if ours else ValueFrom.NEITHER,
        reason,
        subject_id=value.definition_id,
        protected=True,
    )


def _alike(ours: HeldValue, theirs: HeldValue) -> bool:
    """Whether both were opened and are the same; of what stays sealed nobody can tell."""
    return ours.shown is not None and ours.shown == theirs.shown


def _permission(survivor: SideFacts, loser: SideFacts, here: Circumstances) -> tuple[Blocker, ...]:
    """Who merges records with protected values must be allowed to see them (MRG-05, ROL-03)."""
    if here.opens_protected:
        return ()
    return tuple(
        Blocker(
            BlockerCode.PROTECTED_DATA_PERMISSION,
            f"{side_facts.friendly_id} has protected attributes, which you may not see.",
            _ASK,
            side,
        )
        for side, side_facts in ((Side.SURVIVOR, survivor), (Side.LOSER, loser))
        if any(value.protected for value in side_facts.values)
    )


def _uncopied(
    ours: Mapping[UUID, HeldValue],
    theirs: Mapping[UUID, HeldValue],
    protected: Collection[UUID],
    discard: Collection[UUID],
) -> tuple[Blocker, ...]:
    """Protected values of the loser that the survivor has not, and that nobody gave up (MRG-07, MRG-P09)."""
    left = sorted(
        theirs[key].name
        for key in protected
        if key not in discard and not (key in ours and _alike(ours[key], theirs[key]))
    )
    if not left:
        return ()
    return (
        Blocker(
            BlockerCode.PROTECTED_ATTRIBUTE_NOT_COPIED,
            "Protected values are never carried over, and the record that stays has another or none:"
            f" {', '.join(left)}.",
            "Enter them on the record that stays first, or choose to give them up.",
            Side.LOSER,
        ),
    )


def _wrong(
    both: Mapping[UUID, HeldValue], theirs: Mapping[UUID, HeldValue], picks: Mapping[UUID, Pick]
) -> tuple[Blocker, ...]:
    found = [*of_neither("an attribute", picks, both)]
    for key, pick in picks.items():
        if key not in both:
            continue
        name = both[key].name
        if both[key].protected:
            found.append(
                invalid(f'"{name}" is protected and is never carried over.', "Leave the choice out.")
            )
        elif pick is Pick.CUSTOM:
            found.append(
                invalid(
                    f'Another value of "{name}" cannot be typed in during a merge.',
                    "Choose that of one of the two records.",
                )
            )
        elif pick is Pick.LOSER and key not in theirs:
            found.append(
                invalid(
                    f'The record that goes has no "{name}".',
                    "Leave the choice out; a value is cleared on the record itself.",
                )
            )
    return tuple(found)


def _not_to_discard(protected: Collection[UUID], discard: Collection[UUID]) -> tuple[Blocker, ...]:
    if all(key in protected for key in discard):
        return ()
    return (
        invalid(
            "Only a protected attribute of the record that goes can be given up.", "Leave out the others."
        ),
    )
