"""The Addresses tab of a merge: which are billing and delivery address, and what becomes of the others (MRG-22)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from domain.merge_facts import HeldAddress, SideFacts
from domain.merge_lines import line, of_neither, tab
from domain.merges import Blocker, Line, MergeChoices, MergeTab, OtherAddresses, Reason, Tab
from domain.transformations import ValueFrom


@dataclass(frozen=True, slots=True)
class MergedAddresses:
    """The two defaults afterwards, each an address of either record, and those that go."""

    billing: UUID | None
    delivery: UUID | None
    dropped: tuple[UUID, ...]
    tab: Tab
    blockers: tuple[Blocker, ...]


@dataclass(frozen=True, slots=True)
class _Default:
    taken: HeldAddress | None
    line: Line | None


def merged_addresses(survivor: SideFacts, loser: SideFacts, choices: MergeChoices) -> MergedAddresses:
    """The survivor's defaults unless others were chosen; what both have is kept once, as the survivor's (MRG-P18)."""
    of_survivor = {each.key: each for each in survivor.addresses}
    doubles = {each.id: of_survivor[each.key].id for each in loser.addresses if each.key in of_survivor}
    known = {each.id: each for each in (*survivor.addresses, *loser.addresses)}
    blockers = of_neither("an address", filter(None, (choices.billing, choices.delivery)), known)
    billing = _default("billing", survivor, loser, choices.billing, known, doubles)
    delivery = _default("delivery", survivor, loser, choices.delivery, known, doubles)
    used = {each.taken.id for each in (billing, delivery) if each.taken}
    dropped = set(doubles)
    if choices.other_addresses is OtherAddresses.DROP:
        dropped |= known.keys() - used
    lines = (
        *(each.line for each in (billing, delivery) if each.line),
        *_others(survivor, loser, used, dropped, doubles),
    )
    same = _places(survivor) == _places(loser)
    return MergedAddresses(
        billing.taken.id if billing.taken else None,
        delivery.taken.id if delivery.taken else None,
        tuple(key for key in known if key in dropped),
        tab(MergeTab.ADDRESSES, lines, blockers, brings=bool(loser.addresses), same=same),
        blockers,
    )


def _places(side: SideFacts) -> set[tuple[str, bool, bool]]:
    return {(each.key, each.billing, each.delivery) for each in side.addresses}


def _default(
    which: str,
    survivor: SideFacts,
    loser: SideFacts,
    chosen: UUID | None,
    known: Mapping[UUID, HeldAddress],
    doubles: Mapping[UUID, UUID],
) -> _Default:
    ours, theirs = (
        next((each for each in side.addresses if getattr(each, which)), None) for side in (survivor, loser)
    )
    first = next(iter(known.values()), None)
    if chosen is not None and chosen in known:
        taken, reason = known[chosen], Reason.CHOSEN
    elif ours is not None:
        same = theirs is not None and theirs.key == ours.key
        taken, reason = ours, Reason.SAME_ON_BOTH if same else Reason.SURVIVOR_HAS_IT
    elif theirs is not None:
        taken, reason = theirs, Reason.SURVIVOR_HAS_NONE
    else:
        return _Default(first, None)
    taken = known[doubles.get(taken.id, taken.id)]
    return _Default(
        taken,
        line(
            f"address.default_{which}",
            f"{which.capitalize()} address",
            ours.shown if ours else None,
            theirs.shown if theirs else None,
            taken.shown,
            ValueFrom.SURVIVOR if taken in survivor.addresses else ValueFrom.LOSER,
            reason,
            subject_id=taken.id,
        ),
    )


def _others(
    survivor: SideFacts,
    loser: SideFacts,
    used: set[UUID],
    dropped: set[UUID],
    doubles: Mapping[UUID, UUID],
) -> tuple[Line, ...]:
    """A line for each address that is no default afterwards, and for each that both records have."""
    both = set(doubles.values())
    lines = []
    for side, whose in ((survivor, ValueFrom.SURVIVOR), (loser, ValueFrom.LOSER)):
        for each in side.addresses:
            if each.id in doubles or each.id in used:
                continue
            gone = each.id in dropped
            ours = each.shown if whose is ValueFrom.SURVIVOR else None
            theirs = each.shown if whose is ValueFrom.LOSER or each.id in both else None
            lines.append(
                line(
                    f"address.{each.id}",
                    "Further address",
                    ours,
                    theirs,
                    None if gone else each.shown,
                    ValueFrom.NEITHER if gone else whose,
                    Reason.CHOSEN if gone else Reason.DUPLICATE if each.id in both else Reason.UNION,
                    subject_id=each.id,
                )
            )
    return tuple(lines)
