"""What claims for Gift Aid are refused for, as clients see it."""

from __future__ import annotations

from datetime import date

import strawberry

from domain import gift_aid_claim_refusals as refusals
from domain.gift_aid_claimability import GiftReason
from domain.gift_aid_claims import ClaimStatus
from domain.gift_aid_donors import RowFault, RowField
from gateway.engine import ids
from gateway.engine.declare import column
from gateway.schema._rows import enum_type, value_type
from gateway.schema.user_errors import UserError, error_type

enum_type(
    ClaimStatus,
    "Where a claim for Gift Aid stands.",
    named="GiftAidClaimStatus",
    DRAFT="It was prepared: its gifts are in no other claim.",
    PREVIEWED="Its rows are as the tax authority takes them; its files can be downloaded.",
    SUBMITTED="It was sent; the tax authority has not answered.",
    ACCEPTED="The tax authority paid it.",
    REJECTED="The tax authority sent all of it back; its gifts can be claimed for again.",
    PART_REJECTED="The tax authority paid it but for some rows, whose gifts can be claimed for again.",
)
enum_type(
    RowField,
    "A column of the tax authority's schedule.",
    named="GiftAidRowField",
    FIRST_NAME="The donor's first name.",
    LAST_NAME="The donor's last name.",
    HOUSE="The name or number of the donor's house.",
    POSTCODE="The donor's postcode.",
)
enum_type(
    RowFault,
    "What the tax authority would send a row back for.",
    named="GiftAidRowFault",
    FIRST_NAME_MISSING="The record has no first name.",
    FIRST_NAME_UNREADABLE="The first name has no Western European letter; the tax authority reads no other.",
    LAST_NAME_MISSING="The record has no last name.",
    LAST_NAME_UNREADABLE="The last name has no Western European letter; the tax authority reads no other.",
    LAST_NAME_TOO_LONG="The last name has more than 35 letters.",
    HOUSE_MISSING="The address has no first line.",
    HOUSE_UNREADABLE="The address has no letter or digit that the tax authority reads.",
    POSTCODE_MISSING="The address is in the UK, and has no postcode.",
    POSTCODE_INVALID="The address is in the UK, and its postcode is none of the UK.",
)


@error_type(refusals.ClaimPeriodTooRecent)
class ClaimPeriodTooRecent(UserError):
    latest_allowed: date = strawberry.field(description="The last day that the period may have today.")


@error_type(refusals.NothingToClaim)
class NothingToClaim(UserError): ...


@error_type(refusals.ClaimStatusWrong)
class ClaimStatusWrong(UserError):
    status: ClaimStatus = column("status", ClaimStatus, description="Where the claim stands.")


def _reasons(codes: tuple[str, ...]) -> list[GiftReason]:
    return [GiftReason(code) for code in codes]


@value_type(description="A gift in a claim that can no longer be claimed for.", of=refusals.UnclaimableGift)
class UnclaimableGift:
    donation_id: strawberry.ID = column("donation_id", ids.encoder("don"), description="Id of the donation.")
    reason_codes: list[GiftReason] = column(
        "reasons", _reasons, description="Everything that stands against a claim."
    )


@error_type(refusals.GiftsNotClaimable)
class GiftsNotClaimable(UserError):
    gifts: list[UnclaimableGift] = strawberry.field(description="The gifts, at most 100 of them.")
    total: int = strawberry.field(description="How many there are.")


@value_type(description="One thing that is wrong with one row of a claim.", of=refusals.FaultyRow)
class FaultyRow:
    row: int = strawberry.field(description="Number of the row in the claim, the first being 1.")
    field: RowField = column("field", RowField, description="The column at fault.")
    fault: RowFault = column("fault", RowFault, description="What is wrong with it.")
    donation_id: strawberry.ID = column("donation_id", ids.encoder("don"), description="Id of the donation.")
    friendly_id: str = strawberry.field(
        description="The donor's record, on which colleagues of the box office can put it right."
    )


@error_type(refusals.RowsNotValid)
class RowsNotValid(UserError):
    rows: list[FaultyRow] = strawberry.field(description="What is wrong, at most 100 things.")
    total: int = strawberry.field(description="How many things are wrong.")
