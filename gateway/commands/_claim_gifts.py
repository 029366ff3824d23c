"""Which gifts a claim is about, and what the rule says of each today: read by whole sets, whoever the donors are.

A claim is the organisation's, so that gifts count whether or not whoever prepares it may open their records or orders.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import groupby
from operator import attrgetter
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy import ColumnElement, Select

from db.conversions import kind_on
from db.gift_aid import CANCELLED, DECLARED, cancellations_of, declaration_of, donation_of
from db.models import (
    CancelledDeclaration,
    Customer,
    Donation,
    Fund,
    GiftAidCancellation,
    GiftAidClaimLine,
    GiftAidDeclaration,
    Order,
    OrderItem,
)
from db.work import Work
from domain.customers import Kind
from domain.gift_aid import Cancellation, Declaration
from domain.gift_aid_claimability import Gift, GiftAidStatus, Verdict, cover_of, verdict_of
from domain.house import House
from domain.orders import DonationSource, ItemState

Line = GiftAidClaimLine


@dataclass(frozen=True, slots=True)
class Judged:
    """A gift and what can be said of it today."""

    donation_id: UUID
    gift: Gift
    verdict: Verdict

    @property
    def claimable(self) -> bool:
        """Whether it can be claimed for."""
        return self.verdict.status is GiftAidStatus.CLAIMABLE


def perhaps_claimable(first: date, last: date) -> ColumnElement[bool]:
    """What the store can tell of a gift of these days without the rule: most that do not qualify are left out."""
    reached = sa.exists().where(
        GiftAidDeclaration.customer_id == Order.owner_id,
        GiftAidDeclaration.coverage_from <= Donation.made_on,
        sa.or_(GiftAidDeclaration.coverage_to.is_(None), GiftAidDeclaration.coverage_to >= Donation.made_on),
    )
    return sa.and_(
        Donation.made_on.between(first, last),
        Donation.source != DonationSource.LEGACY.value,
        Donation.excluded_from_gift_aid.is_(None),
        Donation.gift_aid_claimed_on.is_(None),
        OrderItem.state == ItemState.SOLD.value,
        Fund.gift_aid_eligible,
        kind_on(Donation.made_on, Donation.order_id, Customer) == Kind.INDIVIDUAL.value,
        reached,
        ~sa.exists().where(Line.donation_id == Donation.id, Line.live),
    )


def in_claim(claim_id: UUID) -> ColumnElement[bool]:
    """The gifts of one claim, but for those that were released."""
    return Donation.id.in_(sa.select(Line.donation_id).where(Line.claim_id == claim_id, Line.live))


async def judged(tx: Work, which: ColumnElement[bool], today: date, house: House) -> tuple[Judged, ...]:
    """The gifts that meet the condition, each with its verdict of today, in the order of their days (GAD-P10)."""
    found: Any = await tx.session.execute(
        _of_gifts(
            sa.select(
                Donation.id,
                Order.owner_id,
                kind_on(Donation.made_on, Donation.order_id, Customer),
                Donation.made_on,
                Donation.amount_minor,
                Donation.source,
                OrderItem.state,
                Fund.gift_aid_eligible,
                Donation.excluded_from_gift_aid,
                Donation.gift_aid_claimed_on,
            )
        )
        .where(which)
        .order_by(Donation.made_on, Donation.id)
    )
    gifts = [(donation_id, donation_of(*columns)) for donation_id, *columns in found]
    owners = _of_gifts(sa.select(Order.owner_id)).where(which)
    declared, cancelled = await _declarations(tx, owners), await _cancellations(tx, owners)
    return tuple(
        Judged(donation_id, gift, _verdict(gift, declared, cancelled, today, house))
        for donation_id, gift in gifts
    )


def owners_of(claim_id: UUID) -> Select[UUID]:
    """The donors of a claim."""
    return sa.select(Order.owner_id).join(Donation, Donation.order_id == Order.id).where(in_claim(claim_id))


def _of_gifts(query: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
    """`query` over donations with their item, order, donor and fund."""
    return (
        query.select_from(Donation)
        .join(OrderItem, OrderItem.id == Donation.order_item_id)
        .join(Order, Order.id == Donation.order_id)
        .join(Customer, Customer.id == Order.owner_id)
        .join(Fund, Fund.id == Donation.fund_id)
    )


def _verdict(
    gift: Gift,
    declared: dict[UUID, list[Declaration]],
    cancelled: dict[UUID, list[Cancellation]],
    today: date,
    house: House,
) -> Verdict:
    cover = cover_of(gift, declared.get(gift.owner_id, []), cancelled.get(gift.owner_id, []))
    return verdict_of(
        gift,
        cover,
        today,
        uk=house.gift_aid,
        year_end=house.accounting_year_ends,
        figures=house.figures,
    )


async def _declarations(tx: Work, owners: Select[*tuple[Any, ...]]) -> dict[UUID, list[Declaration]]:
    theirs = GiftAidDeclaration.customer_id
    found: Any = await tx.session.execute(sa.select(*DECLARED).where(theirs.in_(owners)).order_by(theirs))
    stored = [declaration_of(*columns) for columns in found]
    return {owner: list(made) for owner, made in groupby(stored, key=attrgetter("customer_id"))}


async def _cancellations(tx: Work, owners: Select[*tuple[Any, ...]]) -> dict[UUID, list[Cancellation]]:
    c = GiftAidCancellation
    found = await tx.session.execute(
        sa.select(c.customer_id, *CANCELLED)
        .join(CancelledDeclaration, CancelledDeclaration.cancellation_id == c.id)
        .where(c.customer_id.in_(owners))
        .order_by(c.customer_id, c.id)
    )
    return {
        owner: cancellations_of((key, made_at, since, named) for _, key, made_at, since, named in rows)
        for owner, rows in groupby(found, key=attrgetter("customer_id"))
    }
