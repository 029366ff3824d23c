"""Why Gift Aid can or cannot be claimed for a donation: its rows read, and the rule asked (GAD-N01)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from db.gift_aid import cancellations_of, declaration_of, donation_of
from domain.gift_aid_claimability import Gift, Verdict
from domain.gift_aid_explanations import Considered, Dates, Fix, explain
from gateway.context import Context
from gateway.loaders.gift_aid_explanations import GIFT


@dataclass(frozen=True, slots=True)
class Explained:
    """An explanation with the donation that it is of, and the declaration that covers that."""

    donation_id: UUID
    declaration_id: UUID | None
    verdict: Verdict
    worth_minor: int
    considered: tuple[Considered, ...]
    dates: Dates
    fixes: tuple[Fix, ...]
    fixable: bool


async def gift_aid_explanation(context: Context, donation_id: UUID) -> Explained | None:
    """Whether and why; None where there is no such donation, or the actor may not see it or its donor."""
    found = await context.reader.rows(GIFT, donation_id=donation_id)
    if not found:
        return None
    [row] = found
    house = context.settings.house
    found_out = explain(
        gift_of(row),
        [declaration_of(*each) for each in row["declarations"]],
        cancellations_of(row["cancellations"]),
        context.today,
        uk=house.gift_aid,
        year_end=house.accounting_year_ends,
        figures=house.figures,
    )
    return Explained(
        donation_id,
        found_out.verdict.declaration_id,
        found_out.verdict,
        found_out.worth_minor,
        found_out.considered,
        found_out.dates,
        found_out.fixes,
        found_out.fixable,
    )


def gift_of(row: Mapping[str, Any]) -> Gift:
    """The donation from its columns, as the rules know it."""
    return donation_of(
        row["owner_id"],
        row["donor_kind"],
        row["made_on"],
        row["amount_minor"],
        row["source"],
        row["state"],
        row["fund_eligible"],
        row["excluded_from_gift_aid"],
        row["gift_aid_claimed_on"],
    )
