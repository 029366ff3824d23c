"""Who takes over as primary householder, where the primary of several leaves or becomes inactive (HHD-P03, HHD-P10)."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import Select, and_, func, select

from db.models import Customer, HouseholdMembership
from db.work import Work
from domain.audit import Change, change
from domain.customers import Kind, friendly_id


async def successor_of(tx: Work, home: UUID, leaving: UUID) -> Customer | None:
    """The member who follows: an active one if there is any, and of those the longest-standing; None for a last one.

    The household and its members are locked.
    """
    return await tx.session.scalar(_others(home, leaving))


def tell_successor(tx: Work, before: Customer, after: Customer) -> Change:
    """The change of the primary householder, told to the record of whoever takes over."""
    moved = change("household.primary", friendly(before), friendly(after))
    tx.record(
        "household.primary-changed",
        after.id,
        narrative="Primary householder of the household: household.primary",
        changes=[moved],
    )
    return moved


def friendly(customer: Customer) -> str:
    """The id that people read out."""
    return friendly_id(Kind(customer.kind), customer.number)


def _others(home: UUID, leaving: UUID) -> Select[Customer]:
    """The other members: active ones first, then the longest-standing in this household.

    Where nobody wrote down when somebody joined, the age of the record stands for it.
    """
    stay = and_(HouseholdMembership.customer_id == Customer.id, HouseholdMembership.left_at.is_(None))
    since = func.coalesce(HouseholdMembership.joined_at, Customer.created_at)
    return (
        select(Customer)
        .outerjoin(HouseholdMembership, stay)
        .where(Customer.household_id == home, Customer.id != leaving, Customer.merged_into.is_(None))
        .order_by(Customer.active.desc(), since, Customer.number)
        .limit(1)
    )
