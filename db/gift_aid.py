"""What a customer declared, cancelled and gave, as the rules of Gift Aid know it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from operator import itemgetter
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import CancelledDeclaration, GiftAidCancellation, GiftAidDeclaration
from domain.addresses import AddressFields
from domain.customers import Kind
from domain.gift_aid import Cancellation, Declaration, DeclarationType, Donor
from domain.gift_aid_claimability import Gift
from domain.orders import DonationSource, ItemState

_declaration = GiftAidDeclaration.__table__
_cancellation = GiftAidCancellation.__table__
_named = CancelledDeclaration.__table__

# The columns of a declaration that the rules go by, as `declaration_of` takes them.
DECLARED = (
    _declaration.c.id,
    _declaration.c.customer_id,
    _declaration.c.made_at,
    _declaration.c.coverage_from,
    _declaration.c.coverage_to,
    _declaration.c.type,
    _declaration.c.written_record_sent_on,
    _declaration.c.evidence_text,
    _declaration.c.document_id,
    _declaration.c.first_name,
    _declaration.c.last_name,
    _declaration.c.address_line1,
    _declaration.c.postcode,
    _declaration.c.country_code,
)
# Those of a cancellation, one row for each declaration that it names: the driver decodes no lists within rows.
CANCELLED = (
    _cancellation.c.id,
    _cancellation.c.made_at,
    _cancellation.c.effective_from,
    _named.c.declaration_id,
)


@dataclass(frozen=True, slots=True)
class History:
    """All that somebody declared and cancelled."""

    declarations: list[Declaration]
    cancellations: list[Cancellation]


async def history_of(session: AsyncSession, customer_id: UUID) -> History:
    """What the customer declared and cancelled until now, in two statements."""
    declared: Any = await session.execute(select(*DECLARED).where(_declaration.c.customer_id == customer_id))
    cancelled: Any = await session.execute(
        select(*CANCELLED)
        .join_from(_cancellation, _named, _named.c.cancellation_id == _cancellation.c.id)
        .where(_cancellation.c.customer_id == customer_id)
        .order_by(_cancellation.c.id)
    )
    return History([declaration_of(*row) for row in declared], cancellations_of(cancelled))


def declaration_of(
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
    """The declaration from its columns."""
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


def donation_of(
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
    """The gift that a donation is, from its columns and those of its order, item and fund."""
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


def cancellations_of(rows: Iterable[tuple[UUID, datetime, date, UUID]]) -> list[Cancellation]:
    """Each cancellation once, with all the declarations that it names; its rows follow one another."""
    return [
        Cancellation(key, made_at, effective_from, frozenset(declaration_id for *_, declaration_id in named))
        for (key, made_at, effective_from), named in groupby(rows, key=itemgetter(0, 1, 2))
    ]
