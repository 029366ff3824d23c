"""The Relationships tab of a merge: they are never merged, and orders made through them stand in its way.

Who placed an order for the other record can be replaced; whom an order is for cannot (MRG-08, MRG-P06, X3).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from itertools import chain
from uuid import UUID

from domain.merge_facts import MergeFacts, Related, SideFacts
from domain.merge_lines import invalid, line, of_neither, tab
from domain.merges import Blocker, BlockerCode, Line, MergeChoices, MergeTab, Reason, Side, Tab
from domain.relationships import is_current
from domain.transformations import ValueFrom

CREATE_NEW = "CREATE_NEW_AND_DEACTIVATE"
"""The way out where orders were made on a record's behalf: a new record, and both deactivated (MRG-09)."""


@dataclass(frozen=True, slots=True)
class MergedRelationships:
    """Who takes over which order, and which relationships of the loser the survivor gets anew."""

    facilitators: Mapping[UUID, UUID]
    recreated: tuple[UUID, ...]
    deleted: int
    tab: Tab
    blockers: tuple[Blocker, ...]


def merged_relationships(facts: MergeFacts, choices: MergeChoices, today: date) -> MergedRelationships:
    """The loser's relationships go, those that were chosen are added to the survivor (MRG-P08)."""
    survivor, loser = facts.survivor, facts.loser
    recreated = _recreated(survivor, loser, choices)
    replaced = _replacements(facts, choices, recreated, today)
    blockers = (
        *chain.from_iterable(
            _transactions(side, facts_of_side, replaced)
            for side, facts_of_side in ((Side.SURVIVOR, survivor), (Side.LOSER, loser))
        ),
        *of_neither("an order that was placed for somebody", choices.facilitators, facts.owners),
        *_strangers(loser, choices),
    )
    kept = tuple(each.id for each in recreated)
    lines = (
        *(_line(each, ours=True, kept=True) for each in survivor.related if each.other_id != loser.id),
        *(_line(each, ours=False, kept=each.id in kept) for each in loser.related),
    )
    deleted = len(loser.related) - len(kept)
    return MergedRelationships(
        {order: named for order, named in replaced.items() if not _stays(facts, order, named)},
        kept,
        deleted,
        tab(MergeTab.RELATIONSHIPS, lines, blockers, brings=bool(loser.related), same=deleted == 0),
        blockers,
    )


def _recreated(survivor: SideFacts, loser: SideFacts, choices: MergeChoices) -> tuple[Related, ...]:
    """Those to add again, without any to the survivor itself or that it has already (REL-P05)."""
    held = list(survivor.related)
    found = []
    for each in loser.related:
        if each.id not in choices.recreate_relationships or each.other_id == survivor.id:
            continue
        if not any(_is_double(each, other) for other in held):
            found.append(each)
            held.append(each)
    return tuple(found)


def _is_double(a: Related, b: Related) -> bool:
    """Whether both connect the same two in the same way at the same time."""
    alike = a.type_id == b.type_id and a.other_id == b.other_id
    return (
        alike
        and (a.forward is b.forward or a.symmetric)
        and _begins_before_end(a, b)
        and _begins_before_end(b, a)
    )


def _begins_before_end(a: Related, b: Related) -> bool:
    return a.starts is None or b.ends is None or a.starts <= b.ends


def _replacements(
    facts: MergeFacts, choices: MergeChoices, recreated: tuple[Related, ...], today: date
) -> Mapping[UUID, UUID]:
    """Of each order the one who stands for it afterwards, where one was named who may (MRG-P07)."""
    survivor, loser = facts.survivor.id, facts.loser.id
    through_new = {
        each.other_id
        for each in recreated
        if each.may_facilitate and is_current(each.starts, each.ends, today)
    }
    found = {}
    for order, owner in facts.owners.items():
        named = choices.facilitators.get(order, choices.facilitator)
        if named is None or named in (loser, owner):
            continue
        may = named in facts.facilitators.get(owner, ()) or (named == survivor and owner in through_new)
        if may or _stays(facts, order, named):
            found[order] = named
    return found


def _stays(facts: MergeFacts, order: UUID, named: UUID) -> bool:
    """Whether the survivor placed the order itself, and is named for it again."""
    own = chain.from_iterable(each.facilitated for each in facts.survivor.related)
    return named == facts.survivor.id and order in own


def _transactions(side: Side, record: SideFacts, replaced: Mapping[UUID, UUID]) -> tuple[Blocker, ...]:
    """Which orders on somebody's behalf stand in the way: those for the record, and those that it placed."""
    found = []
    owning = [each for each in record.related if each.owned]
    if owning:
        orders = tuple(dict.fromkeys(chain.from_iterable(each.owned for each in owning)))
        found.append(
            Blocker(
                BlockerCode.RELATIONSHIP_HAS_TRANSACTIONS,
                f"{_orders(len(orders))} of {record.friendly_id} placed by somebody related to it.",
                "These two cannot be merged: create a new record, and deactivate both of these.",
                side,
                tuple(each.id for each in owning),
                orders,
                "OWNER",
                CREATE_NEW,
            )
        )
    left = {
        each.id: [order for order in each.facilitated if order not in replaced] for each in record.related
    }
    orders = tuple(dict.fromkeys(chain.from_iterable(left.values())))
    if orders:
        found.append(
            Blocker(
                BlockerCode.RELATIONSHIP_HAS_TRANSACTIONS,
                f"{_orders(len(orders))} placed by {record.friendly_id} for somebody related to it.",
                "Name another facilitator for each: an active Individual who may book for the owner of the order.",
                side,
                tuple(key for key, of in left.items() if of),
                orders,
                "FACILITATOR",
            )
        )
    return tuple(found)


def _orders(count: int) -> str:
    return "1 order was" if count == 1 else f"{count} orders were"


def _strangers(loser: SideFacts, choices: MergeChoices) -> tuple[Blocker, ...]:
    if choices.recreate_relationships <= {each.id for each in loser.related}:
        return ()
    return (
        invalid(
            "A relationship that is to be added again is not one of the record that goes.",
            "Choose among the relationships of that record.",
        ),
    )


def _line(related: Related, *, ours: bool, kept: bool) -> Line:
    shown = f"{related.label} {related.other_name or 'a record that you may not see'}"
    if ours:
        reason, whose = Reason.SURVIVOR_HAS_IT, ValueFrom.SURVIVOR
    elif kept:
        reason, whose = Reason.CHOSEN, ValueFrom.LOSER
    else:
        reason, whose = Reason.NEVER_MERGED, ValueFrom.NEITHER
    return line(
        f"relationship.{related.id}",
        related.label,
        shown if ours else None,
        None if ours else shown,
        shown if kept else None,
        whose,
        reason,
        subject_id=related.id,
    )
