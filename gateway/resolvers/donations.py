"""Where a donation stands with Gift Aid, from the columns of its row (DON-P01, GAD-P10)."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from db.gift_aid import donation_of
from domain.addresses import AddressFields
from domain.gift_aid import Donor, Span, claimability
from domain.gift_aid_claimability import Cover, GiftReason, Verdict, verdict_of
from domain.house import House


def gift_aid_of(
    owner_id: UUID,
    donor_kind: str,
    made_on: date,
    amount_minor: int,
    source: str,
    state: str,
    fund_eligible: bool,
    excluded: str | None,
    claimed_on: date | None,
    covered_by: tuple[Any, ...] | None,
    has_declared: bool,
    was_covered: bool,
    *,
    today: date,
    house: House,
) -> Verdict | None:
    """Whether it can be claimed for today, and everything that stands against it; None where nobody tracks that."""
    if not house.gift_aid:
        return None
    gift = donation_of(
        owner_id, donor_kind, made_on, amount_minor, source, state, fund_eligible, excluded, claimed_on
    )
    cover = _cover(made_on, covered_by, has_declared, was_covered)
    return verdict_of(gift, cover, today, year_end=house.accounting_year_ends, figures=house.figures)


def _cover(made_on: date, covered_by: tuple[Any, ...] | None, has_declared: bool, was_covered: bool) -> Cover:
    if covered_by is not None:
        return _covered(made_on, *covered_by)
    if not has_declared:
        return Cover(reasons=(GiftReason.NO_DECLARATION,))
    return Cover(reasons=(GiftReason.COVERAGE_CANCELLED if was_covered else GiftReason.NOT_COVERED,))


def _covered(
    made_on: date,
    declaration_id: UUID,
    kind: str,
    written_record_sent_on: date | None,
    has_details: bool | None,
    has_document: bool,
    first_name: str | None,
    last_name: str | None,
    line1: str | None,
    postcode: str | None,
    country_code: str | None,
) -> Cover:
    address = AddressFields(line1=line1, postcode=postcode, country_code=country_code)
    # It covers the day of the gift, so that at least this day is left of it.
    left = Span(made_on, made_on)
    against = claimability(
        kind,
        written_record_sent_on,
        bool(has_details),
        has_document,
        left,
        Donor(first_name, last_name, address),
    ).reasons
    return Cover(declaration_id, tuple(GiftReason(reason) for reason in against))
