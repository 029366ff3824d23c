"""Carrying out a merge that somebody agreed to, if it is still the one that they saw (MRG-P03)."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from uuid import UUID

from db.work import Work
from domain.merge_agreements import Agreement
from domain.merges import MergeChoices, MergePlan
from gateway.commands._merging import Circumstances
from gateway.commands.merges import Merged, carry_out, hold
from gateway.plan_tokens import choices_as_json, stale

# How the merge of two records is planned within the transaction that is to carry it out.
Planner = Callable[[UUID, UUID, MergeChoices], Awaitable[MergePlan]]


@dataclass(frozen=True, slots=True)
class HeldMerge:
    """Both records are held by the transaction, and the plan is what was agreed to."""

    agreement: Agreement
    plan: MergePlan

    async def carry_out(self, tx: Work, here: Circumstances) -> Merged:
        """Do it all. What goes wrong undoes all of it (MRG-P13)."""
        return await carry_out(tx, self.plan, here, choices_as_json(self.agreement.choices))


async def held(tx: Work, agreement: Agreement, planned: Planner) -> HeldMerge:
    """The merge, planned again with both records held.

    Refused: NotFound, SameCustomer, MergeInProgress, and StalePlan with the parts that changed since.
    """
    await hold(tx, agreement.survivor_id, agreement.loser_id)
    plan = await planned(agreement.survivor_id, agreement.loser_id, agreement.choices)
    changed = agreement.changed_in(plan)
    if changed:
        raise stale(agreement, changed)
    return HeldMerge(agreement, plan)
