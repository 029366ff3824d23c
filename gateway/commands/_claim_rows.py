"""The rows of a claim: made of the donors as their records are now, kept with its lines, and read again as kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby
from operator import attrgetter
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from db.models import Address, Customer, Donation, GiftAidClaimLine, GiftAidDeclaration, Order
from db.work import Work
from domain.addresses import AddressFields
from domain.customers import Kind, friendly_id
from domain.gift_aid import Donor
from domain.gift_aid_claim_refusals import FaultyRow, RowsNotValid
from domain.gift_aid_donors import Told, claimed_by, told_of
from domain.gift_aid_schedules import ClaimedGift, ScheduleRow, arranged, row_of
from domain.house import House
from gateway.commands._claim_lines import unnested

_Line = GiftAidClaimLine
# How many rows a refusal names; it says how many there are.
MOST_NAMED = 100


async def fill(tx: Work, claim_id: UUID, house: House) -> int:
    """Number the rows of a claim and keep what they tell of their donors; how many there are.

    Raises RowsNotValid with all that the tax authority would send back (GAD-P15).
    """
    found = await tx.session.execute(
        sa.select(_Line.donation_id, _Line.made_on, _Line.amount_minor).where(_Line.claim_id == claim_id)
    )
    rows = arranged([ClaimedGift(*columns) for columns in found], house.figures, house.accounting_year_ends)
    donors = await _donors(tx, claim_id)
    told: dict[UUID, Told] = {}
    faulty: list[FaultyRow] = []
    for number, gifts in enumerate(rows, start=1):
        if len(gifts) == 1:
            donation_id = gifts[0].donation_id
            donor = donors[donation_id]
            told[donation_id], faults = told_of(donor.title, claimed_by(_recorded(donor), _declared(donor)))
            faulty += [
                FaultyRow(number, fault.field, fault, donation_id, friendly_id(Kind.INDIVIDUAL, donor.number))
                for fault in faults
            ]
    if faulty:
        raise RowsNotValid(
            "Correct what is named on the records, and preview the claim again.",
            ("claimId",),
            rows=tuple(faulty[:MOST_NAMED]),
            total=len(faulty),
        )
    await _keep(tx, claim_id, rows, told)
    return len(rows)


async def kept_rows(tx: Work, claim_id: UUID) -> tuple[ScheduleRow, ...]:
    """The rows as the claim told of them, those that were rejected among them."""
    found = await tx.session.execute(
        sa.select(
            _Line.schedule_row,
            _Line.donation_id,
            _Line.made_on,
            _Line.amount_minor,
            _Line.title,
            _Line.first_name,
            _Line.last_name,
            _Line.house,
            _Line.postcode,
        )
        .where(_Line.claim_id == claim_id)
        .order_by(_Line.schedule_row, _Line.made_on, _Line.donation_id)
    )
    return tuple(
        _kept(number, list(lines)) for number, lines in groupby(found, key=attrgetter("schedule_row"))
    )


def _kept(number: int, lines: Sequence[Any]) -> ScheduleRow:
    first = lines[0]
    donor = None
    if first.last_name is not None:
        donor = Told(
            first.title or "",
            first.first_name,
            first.last_name,
            first.house,
            first.postcode or "",
            overseas=first.postcode is None,
        )
    gifts = [ClaimedGift(each.donation_id, each.made_on, each.amount_minor) for each in lines]
    return row_of(number, gifts, donor)


async def _donors(tx: Work, claim_id: UUID) -> Mapping[UUID, Any]:
    """Who gave each gift: their record with its default billing address, and the declaration that covers the gift."""
    found = await tx.session.execute(
        sa.select(
            _Line.donation_id,
            Customer.number,
            Customer.title,
            Customer.first_name,
            Customer.last_name,
            Address.line1,
            Address.line2,
            Address.line3,
            Address.town,
            Address.county,
            Address.postcode,
            Address.country_code,
            GiftAidDeclaration.address_line1.label("declared_line1"),
            GiftAidDeclaration.address_rest.label("declared_rest"),
            GiftAidDeclaration.postcode.label("declared_postcode"),
            GiftAidDeclaration.country_code.label("declared_country"),
        )
        .join(Donation, Donation.id == _Line.donation_id)
        .join(Order, Order.id == Donation.order_id)
        .join(Customer, Customer.id == Order.owner_id)
        .join(GiftAidDeclaration, GiftAidDeclaration.id == _Line.declaration_id)
        .outerjoin(Address, sa.and_(Address.customer_id == Customer.id, Address.default_billing))
        .where(_Line.claim_id == claim_id)
    )
    return {row.donation_id: row for row in found}


def _recorded(row: Any) -> Donor:
    address = AddressFields(
        row.line1, row.line2, row.line3, row.town, row.county, row.postcode, country_code=row.country_code
    )
    return Donor(row.first_name, row.last_name, address)


def _declared(row: Any) -> Donor:
    address = AddressFields(
        row.declared_line1,
        row.declared_rest,
        postcode=row.declared_postcode,
        country_code=row.declared_country,
    )
    return Donor(row.first_name, row.last_name, address)


async def _keep(
    tx: Work, claim_id: UUID, rows: Sequence[Sequence[ClaimedGift]], told: Mapping[UUID, Told]
) -> None:
    """Store the number and the donor of each gift's row, all in one statement."""
    values = [
        (gift.donation_id, number, *_columns(told.get(gift.donation_id)))
        for number, gifts in enumerate(rows, start=1)
        for gift in gifts
    ]
    texts = ("title", "first_name", "last_name", "house", "postcode")
    columns = {"donation_id": sa.Uuid, "schedule_row": sa.Integer, **dict.fromkeys(texts, sa.Text)}
    kept = unnested(values, columns)
    await tx.session.execute(
        sa.update(_Line)
        .where(_Line.claim_id == claim_id, _Line.donation_id == kept.c.donation_id)
        .values({name: kept.c[name] for name in ("schedule_row", *texts)})
        .execution_options(synchronize_session=False)
    )


def _columns(told: Told | None) -> tuple[str | None, ...]:
    """What is kept of a donor; nothing of those of small gifts, of whom the claim does not tell."""
    if told is None:
        return (None,) * 5
    postcode = None if told.overseas else told.postcode
    return (told.title or None, told.first_name, told.last_name, told.house, postcode)
