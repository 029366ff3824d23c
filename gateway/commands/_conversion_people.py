"""The record that is made for the person when theirs becomes an organisation's, and all that goes to it (CNV-P02)."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from uuid_utils.compat import uuid7

from db.models import (
    Address,
    Agent,
    Customer,
    Household,
    HouseholdMembership,
    Invitation,
    InvitationAttendee,
    OnlinePassword,
    Order,
    PasswordLink,
    PreferenceAnswer,
    Relationship,
    RelationshipType,
    WalletCard,
)
from domain.audit import changes_between, narrative_of
from domain.customers import Kind
from domain.households import Cause
from gateway.commands._conversion import Conversion
from gateway.commands._details import columns_of

_customer = Customer.__table__
_household = Household.__table__
_stay = HouseholdMembership.__table__
_address = Address.__table__
_relationship = Relationship.__table__

_MADE = "The record was made for the person whose former one became an Organisation's."
_GOES = "It is the person's, and goes to their record."
_COPIED = "The person's record has a copy of the default billing address."
# By the column that says whose it is.
_MOVES: tuple[Any, ...] = (
    PreferenceAnswer.__table__.c.customer_id,
    OnlinePassword.__table__.c.customer_id,
    PasswordLink.__table__.c.customer_id,
    WalletCard.__table__.c.customer_id,
    Agent.__table__.c.customer_id,
    Invitation.__table__.c.invitee_id,
    InvitationAttendee.__table__.c.customer_id,
    Order.__table__.c.facilitator_id,
    _relationship.c.a_id,
    _relationship.c.b_id,
    _customer.c.primary_contact_id,
    _household.c.primary_id,
)


async def make_person(doing: Conversion, type_id: UUID) -> UUID:
    """The key of the person's record, with all that goes to it; it is the primary contact from now on.

    The former record is an Organisation already, so that the email address is free, and `doing.customer` as it was.
    """
    tx, ledger, former = doing.tx, doing.ledger, doing.customer
    details = doing.plan.person
    assert details is not None, "the plan keeps the person"
    doing.person_id = person_id = uuid7()
    row = {**columns_of(details, doing.place.country), "household_id": former.household_id}
    row |= {"id": person_id, "kind": Kind.INDIVIDUAL.value, "active": True}
    row |= {"last_activity_at": former.last_activity_at, "created_at": tx.now, "updated_at": tx.now}
    await ledger.add(_customer, row, reason=_MADE)
    for column in _MOVES:
        await ledger.move(column, person_id, column == former.id, reason=_GOES)
    await _take_place(doing, person_id)
    await _copy_address(doing, person_id)
    await _relate(doing, person_id, type_id)
    doing.entry.other_id = person_id
    changes = changes_between({}, {"active": True, **asdict(details)})
    tx.record(
        "customer.created",
        person_id,
        narrative=narrative_of("Customer created", changes),
        changes=changes,
        by=doing.author,
    )
    return person_id


async def _take_place(doing: Conversion, person_id: UUID) -> None:
    """The place in the household, the primary's too, was moved or is taken over (HHD-P10)."""
    await close_stay(doing)
    stay = {
        "id": uuid7(),
        "household_id": doing.customer.household_id,
        "customer_id": person_id,
        "joined_at": doing.tx.now,
        "joined_because": Cause.CONVERTED.value,
    }
    await doing.ledger.add(_stay, stay, reason=_GOES)


async def close_stay(doing: Conversion) -> None:
    """The former record does not belong to its household any more."""
    await doing.ledger.change(
        _stay,
        sa.and_(_stay.c.customer_id == doing.customer.id, _stay.c.left_at.is_(None)),
        {"left_at": doing.tx.now, "left_because": Cause.CONVERTED.value},
        reason="Organisations do not belong to households.",
    )


async def _copy_address(doing: Conversion, person_id: UUID) -> None:
    made: dict[str, Any] = {
        "id": sa.literal(uuid7(), sa.Uuid),
        "customer_id": sa.literal(person_id, sa.Uuid),
        "default_billing": sa.true(),
        "default_delivery": sa.true(),
        "created_at": sa.literal(doing.tx.now, sa.DateTime(timezone=True)),
        "updated_at": sa.literal(doing.tx.now, sa.DateTime(timezone=True)),
    }
    copied = (
        sa.select(*(made.get(column.name, column).label(column.name) for column in _address.c))
        .where(_address.c.customer_id == doing.customer.id)
        .order_by(_address.c.default_billing.desc(), _address.c.created_at, _address.c.id)
        .limit(1)
    )
    await doing.ledger.add(_address, chosen=copied, reason=_COPIED)


async def _relate(doing: Conversion, person_id: UUID, type_id: UUID) -> None:
    """The person related to the Organisation, in the direction of the type, and its primary contact."""
    customer_id = doing.customer.id
    from_kind = await doing.tx.session.scalar(
        sa.select(RelationshipType.from_kind).where(RelationshipType.id == type_id)
    )
    a, b = (person_id, customer_id) if from_kind == Kind.INDIVIDUAL.value else (customer_id, person_id)
    related = {"id": uuid7(), "type_id": type_id, "a_id": a, "b_id": b, "starts": doing.place.today}
    related["created_at"] = doing.tx.now
    await doing.ledger.add(_relationship, related, reason="The relationship that was chosen.")
    await doing.ledger.change(
        _customer,
        _customer.c.id == customer_id,
        {"primary_contact_id": person_id},
        reason="The person is the primary contact.",
    )
