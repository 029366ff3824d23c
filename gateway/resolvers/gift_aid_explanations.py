"""Why Gift Aid can or cannot be claimed for a donation: its rows read, and the rule asked (GAD-N01)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from operator import itemgetter
from typing import Any
from uuid import UUID

from domain.addresses import AddressFields
from domain.customers import Kind
from domain.gift_aid import Cancellation, Declaration, DeclarationType, Donor
from domain.gift_aid_claimability import Gift, Verdict
from domain.gift_aid_explanations import Considered, Dates, Fix, explain
from domain.orders import DonationSource, ItemState
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
        _gift(row),
        [_declaration(*each) for each in row["declarations"]],
        _cancellations(row["cancellations"]),
        context.today,
        uk=house.gift_aid,
        year_end=house.accounting_year_ends,
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


def _gift(row: Mapping[str, Any]) -> Gift:
    return Gift(
        row["owner_id"],
        Kind(row["donor_kind"]),
        row["made_on"],
        row["amount_minor"],
        DonationSource(row["source"]),
        ItemState(row["state"]),
        fund_eligible=row["fund_eligible"],
        excluded=row["excluded_from_gift_aid"] is not None,
        claimed=row["gift_aid_claimed_on"] is not None,
    )


def _declaration(
    id: UUID,
    customer_id: UUID,
    made_at: datetime,
    coverage_from: date,
    coverage_to: date | None,
    kind: str,
    written_record_sent_on: date | None,
    evidence_text: str | None,
    document_id: UUID | None,
    first_name: str | None,
    last_name: str | None,
    line1: str | None,
    postcode: str | None,
    country_code: str | None,
) -> Declaration:
    address = AddressFields(line1=line1, postcode=postcode, country_code=country_code)
    return Declaration(
        id,
        customer_id,
        made_at,
        coverage_from,
        coverage_to,
        DeclarationType(kind),
        written_record_sent_on,
        bool((evidence_text or "").strip()),
        document_id is not None,
        Donor(first_name, last_name, address),
    )


def _cancellations(rows: Iterable[tuple[UUID, datetime, date, UUID]]) -> list[Cancellation]:
    """Each cancellation once, with all the declarations that it names; its rows follow one another."""
    return [
        Cancellation(key, made_at, effective_from, frozenset(declaration_id for *_, declaration_id in named))
        for (key, made_at, effective_from), named in groupby(rows, key=itemgetter(0, 1, 2))
    ]
