"""What renewing a membership on a day would bring, Gift Aid and the card included (MEM-N01)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from domain.addresses import AddressFields
from domain.customers import Kind
from domain.gift_aid import Cancellation, Declaration, DeclarationType, Donor, EvidenceMethod
from domain.gift_aid_claimability import Gift, cover_of, worth
from domain.memberships import Period, PeriodUnit, Term
from domain.money import Money
from domain.orders import DonationSource
from domain.renewals import CannotRenew, RenewalOffer, renewal_preview
from gateway.context import Context
from gateway.engine.errors import RequestCode, RequestError
from gateway.loaders import renewal_previews as loaders

MOST_DAYS_AHEAD = 3_660


@dataclass(frozen=True, slots=True)
class RenewalPreview:
    """The term that renewing on a day would add, or that a new membership would have, and what it would cost."""

    on: date
    start_date: date
    end_date: date
    renewal: bool
    price: Money
    donation_element: Money
    gift_aid: Money | None
    cannot_renew_reason: CannotRenew | None
    membership_id: UUID
    card_id: UUID | None


async def preview(context: Context, membership_id: UUID, on: date | None) -> RenewalPreview | None:
    """The preview for today or a later day; None where the membership is not there, or not seen."""
    day = context.today if on is None else on
    if not context.today <= day <= context.today + timedelta(days=MOST_DAYS_AHEAD):
        raise RequestError(
            RequestCode.BAD_USER_INPUT,
            "A renewal is previewed for today, or for a day in the coming ten years.",
        )
    found = await context.reader.rows(loaders.offered(), membership_id=membership_id)
    if not found:
        return None
    (row,) = found
    chain = await context.reader.rows(loaders.chain(), membership_id=membership_id)
    made = renewal_preview(_standing(chain), _offer(row), row["cancelled_on"], row["returned_on"], 0, day)
    currency = context.settings.currency
    aid = await _gift_aid(context, row, day)
    return RenewalPreview(
        on=day,
        start_date=made.term.starts,
        end_date=made.term.ends,
        renewal=made.renewal,
        price=Money(made.price, currency),
        donation_element=Money(made.donation, currency),
        gift_aid=None if aid is None else Money(aid, currency),
        cannot_renew_reason=made.obstacle,
        membership_id=membership_id,
        card_id=row["card_id"] if row["auto_renew"] and made.renewal else None,
    )


def _standing(chain: Sequence[Mapping[str, Any]]) -> list[Term]:
    """The terms that were not returned; all of them where every one was, since a membership is never without."""
    kept = [each for each in chain if not each["returned"]] or chain
    return [Term(each["starts"], each["ends"], each["custom_end_reason"] is not None) for each in kept]


def _offer(row: Mapping[str, Any]) -> RenewalOffer:
    unit = row["period_unit"]
    return RenewalOffer(
        Period(row["period_length"], None if unit is None else PeriodUnit(unit), row["fixed_end"]),
        row["price_minor"],
        row["renewal_price_minor"],
        row["donation_minor"],
        row["renewal_opens_days_before"],
        row["renewal_closes_days_after"],
        row["active"],
    )


async def _gift_aid(context: Context, row: Mapping[str, Any], day: date) -> int | None:
    """What Gift Aid would add to the donation, in minor units; 0 where it cannot be claimed, None where untracked."""
    if not context.settings.house.gift_aid:
        return None
    if row["holder_kind"] != Kind.INDIVIDUAL or not row["gift_aid_eligible"]:
        return 0
    holder = row["customer_id"]
    gift = Gift(holder, Kind.INDIVIDUAL, day, row["donation_minor"], DonationSource.MEMBERSHIP_DONATION)
    declarations = await context.reader.rows(loaders.declarations(), customer_id=holder)
    cancellations = await context.reader.rows(loaders.cancellations(), customer_id=holder)
    cover = cover_of(
        gift, [_declaration(each) for each in declarations], [_cancellation(each) for each in cancellations]
    )
    return 0 if cover.reasons else worth(gift.amount_minor, day, context.settings.house.figures)


def _declaration(row: Mapping[str, Any]) -> Declaration:
    address = AddressFields(
        line1=row["address_line1"], postcode=row["postcode"], country_code=row["country_code"]
    )
    return Declaration(
        row["id"],
        row["customer_id"],
        row["made_at"],
        row["coverage_from"],
        row["coverage_to"],
        DeclarationType(row["type"]),
        row["written_record_sent_on"],
        has_details=row["evidence"] == EvidenceMethod.MANUAL,
        has_document=row["document_id"] is not None,
        donor=Donor(row["first_name"], row["last_name"], address),
    )


def _cancellation(row: Mapping[str, Any]) -> Cancellation:
    return Cancellation(row["id"], row["made_at"], row["effective_from"], frozenset(row["declaration_ids"]))
