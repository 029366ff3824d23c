"""Converting an Individual into an Organisation, and back: locked, done by its plan, and told (CNV-P07)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import asdict, dataclass
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from uuid_utils.compat import uuid7

from db.merge_locks import take
from db.models import Customer, DuplicatePair, Household, HouseholdMembership
from db.work import Work
from domain.audit import Change, change, changes_between, narrative_of
from domain.conversions import Choices, ConversionPlan, Effect, Fate, Subject, ToIndividual, ToOrganisation
from domain.customers import Section, friendly_id
from domain.households import Cause
from domain.merge_refusals import MergeInProgress
from domain.refusals import Refusals
from gateway.commands import _conversion_holdings as holdings
from gateway.commands._conversion import Conversion, Place, begin
from gateway.commands._conversion_departures import let_go
from gateway.commands._conversion_people import make_person
from gateway.commands._details import columns_of
from gateway.commands._records import CustomerRef, open_section
from gateway.engine.ids import encode

_customer = Customer.__table__
_pair = DuplicatePair.__table__
# What only fundraisers may know of, and the event by which they are told.
_FUNDRAISING = {
    (Subject.LEGACIES, Fate.MOVED): "opportunity.handed-over",
    (Subject.INVITATIONS, Fate.MOVED): "invitation.handed-over",
    (Subject.INVITATIONS, Fate.REMOVED): "invitation.cancelled",
}


@dataclass(frozen=True, slots=True)
class Converted:
    """The record that was converted, the one that was made for the person, and what people call the conversion."""

    customer_id: UUID
    person_id: UUID | None
    name: str


async def hold(
    tx: Work, ref: CustomerRef, recipients: Collection[CustomerRef], *, expected_version: int
) -> Customer:
    """The record, held against every other write, with its household and whoever takes something over.

    Locks are taken as merges take them: the record by its number, its household, and then customers in the order of
    their ids. Refused: MergeInProgress, and what opening the details refuses.
    """
    named = Customer.number == ref if isinstance(ref, int) else Customer.id == ref
    found = (
        await tx.session.execute(sa.select(Customer.id, Customer.number, Customer.household_id).where(named))
    ).one_or_none()
    if found is not None:
        if not await take(tx.session, [found.number]):
            raise MergeInProgress(
                "This record is being merged or converted just now; try again in a moment.", ("customerId",)
            )
        home = sa.select(Household.id).where(Household.id == found.household_id)
        await tx.session.execute(home.with_for_update(key_share=True))
        keys = [each for each in recipients if not isinstance(each, int)]
        numbers = [each for each in recipients if isinstance(each, int)]
        concerned = sa.or_(
            Customer.id.in_([found.id, *keys]),
            Customer.number.in_(numbers),
            Customer.household_id == found.household_id,
        )
        locked = sa.select(Customer.id).where(concerned).order_by(Customer.id)
        await tx.session.execute(locked.with_for_update(key_share=True))
    return await open_section(tx, ref, Section.DETAILS, expected_version)


async def carry_out(
    tx: Work, customer: Customer, plan: ConversionPlan, choices: Choices, place: Place
) -> Converted:
    """The record converted as planned, every row of it in the ledger. Refused: whatever blocks the plan."""
    if plan.blockers:
        raise Refusals(plan.blockers)
    doing = await begin(tx, customer, plan, choices, place)
    pairs = sa.or_(_pair.c.first_id == customer.id, _pair.c.second_id == customer.id)
    await doing.ledger.drop(_pair, pairs, reason="It is alike to records of the other kind, if to any.")
    await holdings.drop_attributes(doing)
    await holdings.end_relationships(doing, choices)
    if isinstance(choices, ToOrganisation):
        await _to_organisation(doing, choices)
    else:
        await _to_individual(doing, choices)
    await tx.session.flush()
    tx.session.expire(customer)
    await tx.session.refresh(customer)
    _tell(doing)
    return Converted(customer.id, doing.person_id, doing.name)


async def _to_organisation(doing: Conversion, choices: ToOrganisation) -> None:
    type_id = choices.relationship_type_id
    assert type_id is not None, "the plan is blocked without one"
    await _become(doing, household_id=None, primary_contact_type_id=type_id)
    if choices.keep_person:
        await make_person(doing, type_id)
    else:
        await let_go(doing)
    await holdings.end_auto_renewal(doing)
    await holdings.end_gift_aid(doing)
    for chosen, held, hand_over in (
        (choices.credit_to, Subject.CREDIT, holdings.hand_over_credit),
        (choices.legacies_to, Subject.LEGACIES, holdings.hand_over_legacies),
    ):
        to = doing.plan.recipient_of(chosen) or doing.person_id
        if to is not None and any(each.subject is held for each in doing.plan.effects):
            await hand_over(doing, to)


async def _to_individual(doing: Conversion, choices: ToIndividual) -> None:
    """A person lives in a household of their own, as whoever is new does (HHD-02)."""
    now, key = doing.tx.now, doing.customer.id
    home: dict[str, Any] = {"id": uuid7(), "primary_id": key, "created_at": now}
    stay = {
        "id": uuid7(),
        "household_id": home["id"],
        "customer_id": key,
        "joined_at": now,
        "joined_because": Cause.CONVERTED.value,
    }
    reason = "Every Individual belongs to a household."
    await doing.ledger.add(Household.__table__, home, reason=reason)
    await _become(doing, household_id=home["id"], primary_contact_id=None, primary_contact_type_id=None)
    await doing.ledger.add(HouseholdMembership.__table__, stay, reason=reason)


async def _become(doing: Conversion, **further: Any) -> None:
    """The record with the details of its new kind, and its sections saved."""
    plan = doing.plan
    values = {
        **columns_of(plan.details, doing.place.country),
        **further,
        "kind": plan.target.value,
        "updated_at": doing.tx.now,
        "details_version": _customer.c.details_version + 1,
        "contact_preferences_version": _customer.c.contact_preferences_version + 1,
    }
    await doing.ledger.change(
        _customer, _customer.c.id == doing.customer.id, values, reason="The record was converted."
    )


def _tell(doing: Conversion) -> None:
    """One entry on the record, with what it was and is, and one event for other systems.

    What became of opportunities and invitations is told in entries of their own, to fundraisers alone.
    """
    plan, tx = doing.plan, doing.tx
    gone = plan.of(Fate.MOVED, Fate.REMOVED)
    changes = [
        change("friendly_id", friendly_id(plan.source, plan.number), friendly_id(plan.target, plan.number)),
        *changes_between(asdict(plan.before), asdict(plan.details)),
        *(_change(each) for each in gone if (each.subject, each.fate) not in _FUNDRAISING),
        *doing.changes,
    ]
    tx.record(
        "customer.converted",
        plan.customer_id,
        narrative=narrative_of("Customer converted", changes),
        changes=changes,
        section=Section.DETAILS,
        section_version=doing.customer.details_version,
        by=doing.author,
    )
    for each in gone:
        if event := _FUNDRAISING.get((each.subject, each.fate)):
            tx.record(
                event,
                plan.customer_id,
                narrative=narrative_of("Customer converted", [_change(each)]),
                changes=[_change(each)],
                restricted=True,
                by=doing.author,
            )
    told = {"customerId": encode("cus", plan.customer_id), "conversionId": doing.name}
    told |= {"from": plan.source.name, "to": plan.target.name}
    if doing.person_id is not None:
        told["personId"] = encode("cus", doing.person_id)
    tx.announce("customer.converted", plan.customer_id, told)


def _change(effect: Effect) -> Change:
    return change(f"{effect.fate.lower()}.{effect.subject.lower()}", effect.count, None)
