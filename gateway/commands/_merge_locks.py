"""Holding two records for a merge: against other merges, and then every row that may change (MRG-P12)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from db.autotags.reach import reach
from db.merge_locks import take
from db.models import Customer, Household, Order, Relationship
from db.work import Work
from domain.errors import NotFound
from domain.merge_refusals import MergeInProgress, SameCustomer
from gateway.commands._autotag_criteria import in_force
from gateway.commands._records import CustomerRef

_customer = Customer.__table__
_relationship = Relationship.__table__
_order = Order.__table__


async def hold(tx: Work, survivor_ref: CustomerRef, loser_ref: CustomerRef) -> tuple[Customer, Customer]:
    """Survivor and loser, locked until the end of the work, with all whom the merge may touch besides.

    The order is that of all writers: criteria, households, and customers by id. Refused: NotFound, SameCustomer, and
    MergeInProgress where another merge has one of them; whether they can be merged is the plan's to say.
    """
    named = [
        await _found(tx, ref, path) for ref, path in ((survivor_ref, "survivorId"), (loser_ref, "loserId"))
    ]
    ids = [customer_id for customer_id, _ in named]
    if ids[0] == ids[1]:
        raise SameCustomer("Both are the same record; choose two.", ("loserId",))
    if not await take(tx.session, [number for _, number in named]):
        raise MergeInProgress(
            "One of the records is being merged or converted just now; try again in a moment.",
            ("survivorId",),
        )
    criteria = await in_force(tx)
    lived_in = sa.select(_customer.c.household_id).where(_customer.c.id.in_(ids))
    homes = sa.select(Household.id).where(Household.id.in_(lived_in)).order_by(Household.id)
    # Others' writes look whether their household is there when they hold their customer already.
    await tx.session.execute(homes.with_for_update(key_share=True))
    concerned = sa.union(reach(ids, dict(criteria.trees)), *_concerned(ids))
    rows = sa.select(_customer.c.id).where(_customer.c.id.in_(concerned)).order_by(_customer.c.id)
    await tx.session.execute(rows.with_for_update())
    survivor, loser = [
        await tx.session.get_one(Customer, customer_id, populate_existing=True) for customer_id in ids
    ]
    return survivor, loser


async def _found(tx: Work, ref: CustomerRef, path: str) -> tuple[UUID, int]:
    """The key and number of a record, whatever state it is in."""
    named = _customer.c.number == ref if isinstance(ref, int) else _customer.c.id == ref
    found = (
        await tx.session.execute(sa.select(_customer.c.id, _customer.c.number).where(named))
    ).one_or_none()
    if found is None:
        raise NotFound("There is no customer with this id whom you may see.", (path,))
    return found.id, found.number


def _concerned(ids: Sequence[UUID]) -> list[sa.Select[Any]]:
    """Who lives with them or is related to them, and who is to whom they placed orders for, or were to be placed by."""
    homes = sa.select(_customer.c.household_id).where(_customer.c.id.in_(ids))
    placed_for = sa.select(_order.c.owner_id).where(_order.c.facilitator_id.in_(ids))
    return [
        sa.select(_customer.c.id).where(_customer.c.household_id.in_(homes)),
        placed_for,
        *_related_to(ids),
        *_related_to(placed_for),
    ]


def _related_to(whom: Any) -> list[sa.Select[Any]]:
    a, b = _relationship.c.a_id, _relationship.c.b_id
    return [sa.select(a).where(b.in_(whom)), sa.select(b).where(a.in_(whom))]
