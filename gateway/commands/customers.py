"""Creating a customer in one step, and changing the details of one."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, nullcontext
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy.exc import IntegrityError
from uuid_utils.compat import uuid7

from db.models import Customer, ExternalId, Household, HouseholdMembership
from db.work import Work
from domain.addresses import AddressFields, line_key
from domain.audit import Change, Method, changes_between, narrative_of
from domain.customers import (
    DetailChanges,
    Details,
    Kind,
    Section,
    changed_details,
    new_individual,
    new_organisation,
)
from domain.duplicates import Body, Person
from domain.errors import Problems, WrongKind
from domain.households import Cause
from domain.postcodes import postcode_key
from domain.preferences import Source
from gateway.commands._details import columns_of, e164
from gateway.commands._emails import check_email, refuse_email
from gateway.commands._password_links import void_links
from gateway.commands._records import CustomerRef, open_section, save_section
from gateway.commands.addresses import NewAddress, address_row, shown_address
from gateway.commands.attributes import NewValue, check_required_attributes, shown_values, store_values
from gateway.commands.duplicates import FindAlike, check_alike
from gateway.commands.preferences import NewAnswer, record_answers
from gateway.commands.tags import apply_tags
from gateway.vault import Vault


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What of the deployment and the day the rules about customers ask for."""

    today: date
    country: str
    currency: str
    vault: Vault


@dataclass(frozen=True, slots=True)
class NewCustomer:
    """All steps of creating a record (CUS-27). A step that could not be read is None: what is wrong is told already."""

    kind: Kind
    details: DetailChanges
    address: NewAddress
    answers: Sequence[NewAnswer] | None = ()
    tag_ids: Sequence[UUID] | None = ()
    values: Sequence[NewValue] | None = ()
    acknowledged: Collection[CustomerRef] = ()
    # What other systems call it, by system (CUS-B01).
    external_ids: Mapping[str, str] = field(default_factory=dict)
    # Where its answers come from. Staff are asked for the required attributes, a file is not (ATR-P01).
    source: Source = Source.STAFF

    @property
    def has_more_steps(self) -> bool:
        """Whether there is anything to refuse once details and address are stored."""
        return self.source is Source.STAFF or any((self.answers, self.tag_ids, self.values))


async def create_customer(
    tx: Work, new: NewCustomer, problems: Problems, *, here: Circumstances, find_alike: FindAlike
) -> Customer:
    """The customer as it was stored, active and with all steps of its creation, under one audit entry.

    `problems` are those of reading the input; those of every step join them and are raised at once. Refused besides
    what the steps refuse: EmailNotUnique, and PossibleDuplicate until every record alike is acknowledged.
    """
    details, address = None, None
    standing = _STAND_IN[new.kind]
    with problems.at():
        make = new_individual if new.kind is Kind.INDIVIDUAL else new_organisation
        details = make(new.details, today=here.today)
    with problems.at("address"):
        address = new.address.cleaned()
    if details is not None:
        with problems.at():
            await check_email(tx, details.email)
            standing = details
        with problems.at():
            await check_alike(
                tx, _identity(new.kind, details, address, here.country), new.acknowledged, find_alike
            )
    if not new.has_more_steps:
        problems.raise_any()
    customer = await _insert(tx, new.kind, standing, here)
    changes = await _steps(tx, customer, new, here, problems)
    problems.raise_any()
    assert details is not None, "a problem would have been raised"
    assert address is not None, "a problem would have been raised"
    row = address_row(customer.id, address)
    row.default_billing = row.default_delivery = True
    tx.session.add(row)
    everything = (
        *changes_between({}, {"active": True, **_shown(details)}),
        *changes_between({}, shown_address(address)),
        *changes,
    )
    tx.record(
        "customer.created",
        customer.id,
        narrative=narrative_of("Customer created", everything),
        changes=everything,
    )
    return customer


async def update_customer(
    tx: Work,
    ref: CustomerRef,
    kind: Kind | None,
    changes: DetailChanges,
    values: Sequence[NewValue],
    problems: Problems,
    *,
    expected_version: int,
    here: Circumstances,
) -> Customer:
    """The customer with these details and attributes changed; what is not among them stays (CUS-P10).

    `changes` are of the details of a `kind`; None when there are none. `problems` are those of reading the input.
    """
    yours: dict[str, Any] = {**changes}
    if values:
        yours |= await shown_values(tx, values, currency=here.currency)
    customer = await open_section(tx, ref, Section.DETAILS, expected_version, yours)
    own = Kind(customer.kind)
    before = after = details_of(customer)
    step = ("details", (kind or own).name.lower())
    with problems.at(*step):
        if kind is not None and kind is not own:
            raise WrongKind(f"This record is an {own.name.capitalize()}; send changes of that kind.")
        wanted = changed_details(own, before, changes, today=here.today)
        if wanted.email != before.email:
            await check_email(tx, wanted.email, of=customer.id)
            # Whoever has a link has it from the former address.
            await void_links(tx, customer.id)
        if wanted.primary_contact != before.primary_contact:  # Of another name no record is known.
            customer.primary_contact_id = customer.primary_contact_type_id = None
        after = wanted
    changed = changes_between(_shown(before), _shown(after))
    with problems.at():
        if changed:
            await _store(tx, customer, after, here, step)
        if values:
            changed += await store_values(tx, here.vault, customer, values, currency=here.currency)
        await check_required_attributes(tx, customer)
    problems.raise_any()
    save_section(tx, customer, Section.DETAILS, "customer.updated", changed, "Details changed")
    return customer


def details_of(customer: Customer) -> Details:
    """The Details section of a stored record."""
    return Details(**{name: getattr(customer, name) for name in Details.__dataclass_fields__})


# Stand in for details that cannot be stored, so that the other steps are checked on a record; never committed.
_STAND_IN = {
    Kind.INDIVIDUAL: Details(first_name="-", last_name="-"),
    Kind.ORGANISATION: Details(name="-"),
}


async def _steps(
    tx: Work, customer: Customer, new: NewCustomer, here: Circumstances, problems: Problems
) -> tuple[Change, ...]:
    """What the steps after details and address store."""
    changes: list[Change] = []
    if new.values is not None:
        with problems.at():
            changes += await store_values(
                tx,
                here.vault,
                customer,
                new.values,
                currency=here.currency,
                creating=new.source is Source.STAFF,
            )
    if new.answers is not None:
        with problems.at("contactPreferences"):
            changes += await record_answers(tx, customer.id, new.answers, source=new.source)
    if new.tag_ids is not None:
        with problems.at():
            changes += await apply_tags(tx, customer.id, new.tag_ids)
    for system, value in new.external_ids.items():
        tx.session.add(ExternalId(system=system, value=value, customer_id=customer.id))
    changes += changes_between(
        {}, {f"externalId.{system}": value for system, value in new.external_ids.items()}
    )
    return tuple(changes)


async def _insert(tx: Work, kind: Kind, details: Details, here: Circumstances) -> Customer:
    """A new record; a person's in a household of its own, with itself as primary (HHD-02)."""
    customer = Customer(id=uuid7(), kind=kind.value, active=True, created_at=tx.now, updated_at=tx.now)
    try:
        async with _savepoint(tx, details.email):
            if kind is Kind.INDIVIDUAL:
                home = Household(id=uuid7(), primary_id=customer.id, created_at=tx.now)
                tx.session.add(home)
                await tx.session.flush()
                customer.household_id = home.id
            _put(customer, details, here)
            tx.session.add(customer)
            await tx.session.flush()
            if customer.household_id is not None:
                tx.session.add(
                    HouseholdMembership(
                        household_id=customer.household_id,
                        customer_id=customer.id,
                        joined_at=tx.now,
                        joined_because=Cause.RECORD_MADE,
                    )
                )
    except IntegrityError as error:
        if tx.method is Method.IMPORT:
            raise
        await refuse_email(tx, error, details.email)
    return customer


async def _store(
    tx: Work, customer: Customer, details: Details, here: Circumstances, step: tuple[str, ...]
) -> None:
    customer_id = customer.id
    new_email = details.email if details.email != customer.email else None
    try:
        async with _savepoint(tx, new_email):
            _put(customer, details, here)
            await tx.session.flush()
    except IntegrityError as error:
        raced = Problems()
        with raced.at(*step):
            await refuse_email(tx, error, details.email, of=customer_id)
        raced.raise_any()


def _savepoint(tx: Work, email: str | None) -> AbstractAsyncContextManager[Any]:
    """Where an email address is stored, a place to come back to: somebody may have taken it a moment ago.

    An import does without. It begins the batch anew, in smaller ones.
    """
    return nullcontext() if email is None or tx.method is Method.IMPORT else tx.session.begin_nested()


def _put(customer: Customer, details: Details, here: Circumstances) -> None:
    """The details in their columns, with the keys by which the record is found."""
    for name, value in columns_of(details, here.country).items():
        setattr(customer, name, value)


def _shown(details: Details) -> dict[str, Any]:
    """The values by the paths that the audit uses."""
    return asdict(details)


def _identity(kind: Kind, details: Details, address: NewAddress | None, country: str) -> Person | Body:
    """What the new record would be recognised by."""
    typed = AddressFields() if address is None else address.typed
    dialled = (e164(details.phone, country), e164(details.mobile, country))
    phones = frozenset(number for number in dialled if number is not None)
    postcodes = frozenset(filter(None, [postcode_key(typed.postcode or "")]))
    lines = frozenset(filter(None, [line_key(typed.line1 or "")]))
    if kind is Kind.ORGANISATION:
        return Body(name=details.name or "", phones=phones, postcodes=postcodes, lines=lines)
    return Person(
        first_name=details.first_name or "",
        last_name=details.last_name or "",
        email=details.email,
        birth_date=details.birth_date,
        phones=phones,
        postcodes=postcodes,
        lines=lines,
    )
