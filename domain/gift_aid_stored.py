"""Gifts, declarations and cancellations as the columns that are stored of them say."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from itertools import groupby
from operator import itemgetter
from uuid import UUID

from domain.addresses import AddressFields
from domain.customers import Kind
from domain.gift_aid import Cancellation, Declaration, DeclarationType, Donor
from domain.gift_aid_claimability import Gift
from domain.orders import DonationSource, ItemState


def stored_gift(
    owner_id: UUID,
    owner_kind: str,
    made_on: date,
    amount_minor: int,
    source: str,
    state: str,
    fund_eligible: bool,
    excluded: str | None,
    claimed_on: date | None,
) -> Gift:
    """The gift that a donation is, with what its order, item and fund tell of it."""
    return Gift(
        owner_id,
        Kind(owner_kind),
        made_on,
        amount_minor,
        DonationSource(source),
        ItemState(state),
        fund_eligible=fund_eligible,
        excluded=excluded is not None,
        claimed=claimed_on is not None,
    )


def stored_declaration(
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
    """The declaration that a row keeps."""
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
        Donor(
            first_name,
            last_name,
            AddressFields(line1=line1, postcode=postcode, country_code=country_code),
        ),
    )


def stored_cancellations(rows: Iterable[tuple[UUID, datetime, date, UUID]]) -> list[Cancellation]:
    """Each cancellation once, with all the declarations that it names; its rows follow one another."""
    return [
        Cancellation(key, made_at, effective_from, frozenset(declaration_id for *_, declaration_id in named))
        for (key, made_at, effective_from), named in groupby(rows, key=itemgetter(0, 1, 2))
    ]
