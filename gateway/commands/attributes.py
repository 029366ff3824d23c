"""Storing the values of attributes on a record, protected ones sealed and never in clear anywhere else."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa
from uuid_utils.compat import uuid7

from db.models import AttributeDefinition, AttributeOption, AttributeValue, Customer
from db.work import Work
from domain.attributes import (
    AppliesTo,
    AttributeInput,
    AttributeType,
    Definition,
    Option,
    check_required,
    check_value,
)
from domain.audit import Change
from domain.customers import Kind
from domain.errors import InvalidValue, NotFound, Problems, ProtectedAttribute, Required
from domain.permissions import Permission
from gateway.commands._values import change_of, in_clear, opened, path_of, put, stored, text_of
from gateway.vault import Vault


@dataclass(frozen=True, slots=True)
class NewValue:
    """A value as it was entered for one attribute; None clears it."""

    definition_id: UUID
    value: AttributeInput | None


async def store_values(
    tx: Work,
    vault: Vault,
    customer: Customer,
    values: Sequence[NewValue],
    *,
    currency: str,
    creating: bool = False,
) -> tuple[Change, ...]:
    """Store `values` on the locked record, and say what changed, protected values left out (ATR-02, ATR-P03).

    Attributes that are not named keep their value. With `creating` the required ones are asked for too (ATR-P01);
    a save of existing Details ends with `check_required_attributes`. Refused, all at once and under
    `attributes.<place in the input>`: NotFound, ProtectedAttribute, WrongKind, AttributeTypeMismatch,
    AttributeOptionUnknown, Required, InvalidValue, InvalidText and TooLong.
    """
    if not values and not creating:
        return ()
    definitions = await definitions_of(tx, None if creating else {each.definition_id for each in values})
    held = {} if creating else await _held(tx, customer.id, definitions)
    kind = Kind(customer.kind)
    problems = Problems()
    wanted: list[tuple[Definition, AttributeInput | None]] = []
    seen: set[UUID] = set()
    for place, new in enumerate(values):
        with problems.at("attributes", str(place)):
            definition = _editable(tx, definitions, new, seen)
            row = held.get(definition.id)
            wanted.append((definition, _checked(definition, new.value, kind, stored(vault, definition, row))))
    if creating:
        with problems.at():
            check_required(_asked_of(tx, definitions.values()), seen, kind=kind)
    problems.raise_any()
    await tx.session.flush()  # a record that is being created has to stand before its values
    changes: list[Change] = []
    for definition, value in wanted:
        row = held.get(definition.id)
        before = stored(vault, definition, row)
        if value == before and not (row is not None and before is None):
            continue
        await _store(tx, vault, customer.id, definition, row, value)
        changes.append(change_of(definition, before, value, currency))
    return tuple(changes)


async def check_required_attributes(tx: Work, customer: Customer) -> None:
    """No required attribute of the record is empty once its Details are saved (ATR-P01)."""
    await tx.session.flush()
    needed = {
        definition.id: definition
        for definition in (await definitions_of(tx, None)).values()
        if definition.required and not definition.archived
    }
    present = await _held(tx, customer.id, needed)
    check_required(_asked_of(tx, needed.values()), present.keys(), kind=Kind(customer.kind))


async def shown_values(tx: Work, values: Sequence[NewValue], *, currency: str) -> dict[str, str | None]:
    """What a client wants to store, by the paths of the audit: for a stale save. Protected values show as None."""
    definitions = await definitions_of(tx, {each.definition_id for each in values})
    return {
        path_of(definition): None if definition.protected else text_of(definition, new.value, currency)
        for new in values
        if (definition := definitions.get(new.definition_id)) is not None
    }


async def seal_existing(tx: Work, vault: Vault, definition: AttributeDefinition) -> int:
    """Encrypt the values that stand in clear, as the attribute becomes protected; how many these were (ATR-P04)."""
    rule = (await definitions_of(tx, {definition.id}))[definition.id]
    rows = await _rows_of(tx, definition.id, AttributeValue.ciphertext.is_(None))
    for row in rows:
        put(row, vault, rule, in_clear(row), protected=True)
    await tx.session.flush()
    return len(rows)


async def unseal_existing(tx: Work, vault: Vault, definition: AttributeDefinition) -> int:
    """Decrypt the values of an attribute that is protected no more; how many these were.

    One whose seal is broken stays sealed, so that it can be opened once its key is back.
    """
    rule = (await definitions_of(tx, {definition.id}))[definition.id]
    count = 0
    for row in await _rows_of(tx, definition.id, AttributeValue.ciphertext.is_not(None)):
        value = opened(vault, rule, row)
        if value is not None:
            put(row, vault, rule, value, protected=False)
            count += 1
    await tx.session.flush()
    return count


async def definitions_of(tx: Work, wanted: Collection[UUID] | None) -> dict[UUID, Definition]:
    """The definitions with these ids, or all, in the order of the form and with their options."""
    query = sa.select(AttributeDefinition).order_by(
        AttributeDefinition.position, AttributeDefinition.name, AttributeDefinition.id
    )
    options = sa.select(AttributeOption).order_by(AttributeOption.position, AttributeOption.label)
    if wanted is not None:
        query = query.where(AttributeDefinition.id.in_(wanted))
        options = options.where(AttributeOption.definition_id.in_(wanted))
    # Held until the commit, so that no value is stored in clear while the attribute becomes protected.
    rows = (await tx.session.scalars(query.with_for_update(read=True))).all()
    of: dict[UUID, list[Option]] = {row.id: [] for row in rows}
    for option in await tx.session.scalars(options):
        of.setdefault(option.definition_id, []).append(Option(option.id, option.label, option.archived))
    return {
        row.id: Definition(
            row.id,
            row.name,
            AttributeType(row.type),
            AppliesTo(row.applies_to),
            row.required,
            row.protected,
            row.archived,
            tuple(of[row.id]),
        )
        for row in rows
    }


async def _held(
    tx: Work, customer_id: UUID, definitions: Mapping[UUID, Definition]
) -> dict[UUID, AttributeValue]:
    query = sa.select(AttributeValue).where(
        AttributeValue.customer_id == customer_id, AttributeValue.definition_id.in_(definitions)
    )
    return {row.definition_id: row for row in await tx.session.scalars(query)}


async def _rows_of(
    tx: Work, definition_id: UUID, condition: sa.ColumnElement[bool]
) -> Sequence[AttributeValue]:
    query = sa.select(AttributeValue).where(AttributeValue.definition_id == definition_id, condition)
    return (await tx.session.scalars(query.with_for_update())).all()


def _editable(tx: Work, definitions: Mapping[UUID, Definition], new: NewValue, seen: set[UUID]) -> Definition:
    """The definition of a value that this actor may enter; the permission is asked of the row (ROL-04, ROL-C01)."""
    definition = definitions.get(new.definition_id)
    if definition is None:
        raise NotFound("There is no such attribute.", ("definitionId",))
    if definition.id in seen:
        raise InvalidValue(f'Give "{definition.name}" once.', ("definitionId",))
    seen.add(definition.id)
    if definition.protected and not tx.actor.may(Permission.PROTECTED_DATA):
        raise ProtectedAttribute(
            f'"{definition.name}" is protected: leave it out, or ask your Settings Administrator for'
            ' "Can view and edit protected data".',
            ("definitionId",),
        )
    if definition.archived and new.value is not None:
        raise InvalidValue(f'"{definition.name}" is archived; leave it out, or clear it.', ("definitionId",))
    return definition


def _checked(
    definition: Definition, value: AttributeInput | None, kind: Kind, before: AttributeInput | None
) -> AttributeInput | None:
    if value is not None:
        held = before.options or () if before is not None else ()
        return check_value(definition, value, kind=kind, held=held)
    if definition.required and not definition.archived and definition.applies(kind):
        raise Required(f'Fill in "{definition.name}".')
    return None


def _asked_of(tx: Work, definitions: Collection[Definition]) -> list[Definition]:
    """Those that the actor can fill in: what somebody may not enter, they are not asked for."""
    may = tx.actor.may(Permission.PROTECTED_DATA)
    return [definition for definition in definitions if may or not definition.protected]


async def _store(
    tx: Work,
    vault: Vault,
    customer_id: UUID,
    definition: Definition,
    row: AttributeValue | None,
    value: AttributeInput | None,
) -> None:
    if value is None:
        assert row is not None, "nothing to clear is no change"
        await tx.session.delete(row)
        return
    if row is None:
        row = AttributeValue(id=uuid7(), customer_id=customer_id, definition_id=definition.id)
        tx.session.add(row)
    put(row, vault, definition, value, protected=definition.protected)
    row.updated_at = tx.now
