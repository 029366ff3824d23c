"""Carrying out a merge that somebody agreed to, if it is still the one that they saw (MRG-P03)."""

from __future__ import annotations

from dataclasses import dataclass

from db.work import Work
from domain.merge_agreements import Agreement
from domain.merges import MergePlan
from gateway.commands._merge_plans import Here, plan_of
from gateway.commands.merges import Merged, carry_out, hold
from gateway.loaders.statements import rows_in
from gateway.plan_tokens import choices_as_json, stale


@dataclass(frozen=True, slots=True)
class HeldMerge:
    """Both records are held by the transaction, and the plan is what was agreed to."""

    agreement: Agreement
    plan: MergePlan
    here: Here

    async def carry_out(self, tx: Work) -> Merged:
        """Do it all. What goes wrong undoes all of it (MRG-P13)."""
        return await carry_out(tx, self.plan, self.here, choices_as_json(self.agreement.choices))


async def held(tx: Work, agreement: Agreement, here: Here) -> HeldMerge:
    """The merge, planned again with both records held.

    Refused: NotFound, CustomerMerged, MergeInProgress, and StalePlan with the parts that changed since.
    """
    await hold(tx, agreement.survivor_id, agreement.loser_id)
    rows = rows_in(tx, here.time_zone)
    plan = await plan_of(rows, here, agreement.survivor_id, agreement.loser_id, agreement.choices)
    changed = agreement.changed_in(plan)
    if changed:
        raise stale(agreement, changed)
    return HeldMerge(agreement, plan, here)
