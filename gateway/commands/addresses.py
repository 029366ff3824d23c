"""Adding, amending, deleting and choosing among the addresses of a record."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select
from uuid_utils.compat import uuid7

from db.models import Address, Customer
from db.models.addresses import AddressSource
from db.work import Work
from domain.addresses import (
    AddressFields,
    Defaults,
    address_key,
    check_distinct,
    check_validity,
    clean_address,
    defaults_after_adding,
    defaults_after_deleting,
    defaults_after_setting,
    line_key,
)
from domain.audit import Change, changes_between
from domain.customers import Section
from domain.errors import NotFound, Problems
from domain.postcodes import postcode_key
from gateway.commands._records import CustomerRef, open_section, save_section


@dataclass(frozen=True, slots=True)
class NewAddress:
    """An address as it was entered, and how it is to be used."""

    typed: AddressFields
    source: AddressSource = AddressSource.MANUAL
    valid_from: date | None = None
    valid_to: date | None = None
    default_billing: bool = False
    default_delivery: bool = False

    def cleaned(self) -> NewAddress:
        """The address as it is stored; all that is wrong with it is refused at once."""
        problems = Problems()
        typed = self.typed
        with problems.at():
            typed = clean_address(self.typed)
        with problems.at():
            check_validity(self.valid_from, self.valid_to)
        problems.raise_any()
        return NewAddress(
            typed, self.source, self.valid_from, self.valid_to, self.default_billing, self.default_delivery
        )


async def add_address(tx: Work, ref: CustomerRef, new: NewAddress, *, expected_version: int) -> Address:
    """The address as it was added; the first of a record becomes both defaults (ADR-P02).

    Refused: what `NewAddress.cleaned` refuses, DuplicateAddress (ADR-P08), and what opening the section refuses.
    """
    problems = Problems()
    with problems.at("address"):
        new = new.cleaned()
    problems.raise_any()
    customer = await open_section(tx, ref, Section.ADDRESSES, expected_version, shown_address(new))
    held = await addresses_of(tx, customer.id)
    with problems.at("address"):
        check_distinct(new.typed, [_fields(row) for row in held])
    problems.raise_any()
    row = address_row(customer.id, new)
    defaults = defaults_after_adding(
        _defaults(held), row.id, billing=new.default_billing, delivery=new.default_delivery
    )
    moved = await _move_defaults(tx, [*held, row], defaults)
    tx.session.add(row)
    changes = (*changes_between({}, shown_address(new)), *moved)
    save_section(tx, customer, Section.ADDRESSES, "address.added", changes, "Address added")
    return row


async def amend_address(
    tx: Work, ref: CustomerRef, address_id: UUID, changed: dict[str, Any], *, expected_version: int
) -> Address:
    """The address with `changed` fields put in place of its own; what is not among them stays (ADR-12)."""
    customer = await open_section(
        tx,
        ref,
        Section.ADDRESSES,
        expected_version,
        {f"address.{name}": value for name, value in changed.items()},
    )
    held = await addresses_of(tx, customer.id)
    row = _the(held, address_id, "addressId")
    typed = {name: changed.get(name, value) for name, value in asdict(_fields(row)).items()}
    typed["postcode_unknown"] = bool(typed["postcode_unknown"])
    problems = Problems()
    with problems.at("changes"):
        new = NewAddress(
            AddressFields(**typed),
            valid_from=changed.get("valid_from", row.valid_from),
            valid_to=changed.get("valid_to", row.valid_to),
        ).cleaned()
        check_distinct(new.typed, [_fields(other) for other in held if other is not row])
    problems.raise_any()
    before = _shown(_fields(row), row.valid_from, row.valid_to)
    changes = changes_between(before, shown_address(new))
    if changes:
        _store(row, new)
        row.updated_at = tx.now
    save_section(tx, customer, Section.ADDRESSES, "address.amended", changes, "Address amended")
    return row


async def delete_address(
    tx: Work, ref: CustomerRef, address_id: UUID, replacement: UUID | None, *, expected_version: int
) -> Customer:
    """The customer, an address taken off the record; `replacement` takes its place where it is a default (ADR-P03).

    Refused: AddressIsDefault, LastAddress, NotFound, and what opening the section refuses.
    """
    customer = await open_section(tx, ref, Section.ADDRESSES, expected_version)
    held = await addresses_of(tx, customer.id)
    defaults = defaults_after_deleting(
        _defaults(held), [row.id for row in held], address_id, replacement=replacement
    )
    row = _the(held, address_id, "addressId")
    shown = _shown(_fields(row), row.valid_from, row.valid_to)
    gone = changes_between(shown, dict.fromkeys(shown))
    moved = await _move_defaults(tx, held, defaults)
    await tx.session.delete(row)
    save_section(tx, customer, Section.ADDRESSES, "address.deleted", (*gone, *moved), "Address deleted")
    return customer


async def set_default_addresses(
    tx: Work, ref: CustomerRef, billing: UUID | None, delivery: UUID | None, *, expected_version: int
) -> Customer:
    """The customer, the default addresses chosen; None leaves that default where it is (ADR-11)."""
    customer = await open_section(tx, ref, Section.ADDRESSES, expected_version)
    held = await addresses_of(tx, customer.id)
    defaults = defaults_after_setting(
        _defaults(held), [row.id for row in held], billing=billing, delivery=delivery
    )
    moved = await _move_defaults(tx, held, defaults)
    save_section(tx, customer, Section.ADDRESSES, "address.defaults-set", moved, "Default addresses")
    return customer


async def addresses_of(tx: Work, customer_id: UUID) -> list[Address]:
    """The addresses of a record; its lock keeps them as they are."""
    query = select(Address).where(Address.customer_id == customer_id).order_by(Address.id)
    return list((await tx.session.scalars(query)).all())


def address_row(customer_id: UUID, new: NewAddress) -> Address:
    """A new row of a cleaned address; its defaults are set by whoever knows the others."""
    row = Address(
        id=uuid7(),
        customer_id=customer_id,
        source=new.source.value,
        default_billing=False,
        default_delivery=False,
    )
    _store(row, new)
    return row


def _store(row: Address, new: NewAddress) -> None:
    for field in fields(AddressFields):
        setattr(row, field.name, getattr(new.typed, field.name))
    row.valid_from, row.valid_to = new.valid_from, new.valid_to
    row.address_key = address_key(new.typed)
    row.line1_key = line_key(new.typed.line1 or "")
    row.postcode_key = postcode_key(new.typed.postcode) if new.typed.postcode else None


def _fields(row: Address) -> AddressFields:
    return AddressFields(**{field.name: getattr(row, field.name) for field in fields(AddressFields)})


def shown_address(new: NewAddress) -> dict[str, Any]:
    """A new address by the paths that the audit uses."""
    return _shown(new.typed, new.valid_from, new.valid_to)


def _shown(
    typed: AddressFields, valid_from: date | None = None, valid_to: date | None = None
) -> dict[str, Any]:
    """The values by the paths that the audit uses."""
    values = {f"address.{name}": value for name, value in asdict(typed).items()}
    return {**values, "address.valid_from": valid_from, "address.valid_to": valid_to}


def _one_line(row: Address | None) -> str | None:
    return None if row is None else ", ".join(filter(None, (row.line1, row.town, row.postcode)))


def _defaults(held: Sequence[Address]) -> Defaults:
    return Defaults(
        billing=next((row.id for row in held if row.default_billing), None),
        delivery=next((row.id for row in held if row.default_delivery), None),
    )


def _the(held: Sequence[Address], address_id: UUID, path: str) -> Address:
    for row in held:
        if row.id == address_id:
            return row
    raise NotFound("The record has no such address.", (path,))


async def _move_defaults(tx: Work, held: Sequence[Address], defaults: Defaults) -> tuple[Change, ...]:
    """Move the flags. Each is taken away before it is given, as the database allows one of each at any moment."""
    changes: list[Change] = []
    for flag, chosen in (("default_billing", defaults.billing), ("default_delivery", defaults.delivery)):
        before = next((row for row in held if getattr(row, flag)), None)
        after = next((row for row in held if row.id == chosen), None)
        if before is after:
            continue
        if before is not None:
            setattr(before, flag, False)
            await tx.session.flush()
        if after is not None:
            setattr(after, flag, True)
        changes += changes_between(
            {f"address.{flag}": _one_line(before)}, {f"address.{flag}": _one_line(after)}
        )
    return tuple(changes)
