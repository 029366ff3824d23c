"""Setting up attributes: what they hold, what there is to choose, and whether they are protected (ATR-P01, ATR-P04)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from uuid_utils.compat import uuid7

from db.models import AttributeDefinition, AttributeOption, AttributeValue, Customer
from db.work import Work
from domain.attribute_definitions import CHANGES, OptionChanges, options_after
from domain.attributes import AppliesTo, AttributeType, Option, check_definition
from domain.audit import Change, changes_between
from domain.customers import Kind
from domain.denials import denial
from domain.errors import Problems, ProtectedAttribute, WrongKind
from domain.permissions import Permission
from gateway.commands._set_up import SetUp, make, next_position, open_row, save_row
from gateway.commands.attributes import seal_existing, unseal_existing
from gateway.vault import Vault

ATTRIBUTES = SetUp(AttributeDefinition, "definition", "atd", "attribute-definition", "Attribute")

_LEFT_OUT = {
    AppliesTo.INDIVIDUAL: (Kind.ORGANISATION, "Organisations"),
    AppliesTo.ORGANISATION: (Kind.INDIVIDUAL, "Individuals"),
}


async def create_attribute_definition(
    tx: Work, given: Mapping[str, Any], option_labels: Sequence[str]
) -> AttributeDefinition:
    """The attribute as it was made, with its options in the order given; without a position it comes last.

    Refused: NameTaken, and what `check_definition` refuses, all at once.
    """
    plain = {name: given[name] for name in given if name in CHANGES and name != "description"}
    if plain.get("position") is None:
        plain.pop("position", None)
    problems = Problems()
    values: dict[str, Any] = {}
    with problems.at("definition"):
        new = check_definition(
            name=given["name"],
            type=given["type"],
            description=given["description"],
            option_labels=option_labels,
        )
        values = {"name": new.name, "type": new.type.value, "description": new.description}
    with problems.at():
        values |= ATTRIBUTES.checked(plain, CHANGES)
    problems.raise_any()
    values.setdefault("position", await next_position(tx, AttributeDefinition))
    options = changes_between({}, {"options": _listed(new.option_labels)})
    row = await make(tx, ATTRIBUTES, values, also=options if new.option_labels else ())
    _add_options(tx, row.id, new.option_labels, 0)
    return row


async def update_attribute_definition(
    tx: Work,
    vault: Vault,
    definition_id: UUID,
    changed: Mapping[str, Any],
    options: OptionChanges,
    *,
    expected_version: int,
) -> AttributeDefinition:
    """The attribute with `changed` values in place of its own, and its options as `options` leave them.

    Refused: ProtectedAttribute where protection is taken away without the permission (ATR-P04), WrongKind where
    records would lose sight of a value, and what `options_after` refuses.
    """
    values = ATTRIBUTES.checked(changed, CHANGES)
    row = await open_row(tx, ATTRIBUTES, definition_id, expected_version, values)
    with ATTRIBUTES.at_fault():
        if "applies_to" in values:
            await _check_narrowing(tx, row, AppliesTo(values["applies_to"]))
        if values.get("protected") is False and row.protected:
            _check_unprotecting(tx)
        moved = await _change_options(tx, row, options) if options.first else ()
    changes = await save_row(tx, ATTRIBUTES, row, values, also=moved)
    if any(change.path == "protected" for change in changes):
        await (seal_existing if row.protected else unseal_existing)(tx, vault, row)
    return row


def _check_unprotecting(tx: Work) -> None:
    if not tx.actor.may(Permission.DEFINITION_UNPROTECT):
        raise ProtectedAttribute(denial(tx.actor, Permission.DEFINITION_UNPROTECT).message, ("isProtected",))


async def _check_narrowing(tx: Work, row: AttributeDefinition, wanted: AppliesTo) -> None:
    """Values of records that would not have the attribute any more must be cleared by somebody who sees them."""
    if wanted == row.applies_to or wanted not in _LEFT_OUT:
        return
    kind, called = _LEFT_OUT[wanted]
    query = (
        select(func.count())
        .select_from(AttributeValue)
        .join(Customer, Customer.id == AttributeValue.customer_id)
        .where(AttributeValue.definition_id == row.id, Customer.kind == kind.value)
    )
    count = await tx.session.scalar(query)
    if count:
        raise WrongKind(
            f"{called} have a value of this attribute, {count} in all; clear these first.", ("appliesTo",)
        )


async def _change_options(tx: Work, row: AttributeDefinition, options: OptionChanges) -> tuple[Change, ...]:
    """The options as they are to be; the lock of the definition keeps others from changing them meanwhile."""
    query = (
        select(AttributeOption)
        .where(AttributeOption.definition_id == row.id)
        .order_by(AttributeOption.position, AttributeOption.label)
    )
    rows = {option.id: option for option in (await tx.session.scalars(query)).all()}
    held = [Option(option.id, option.label, option.archived) for option in rows.values()]
    after = options_after(AttributeType(row.type), held, options)
    for position, option in enumerate(after.held):
        rows[option.id].position = position
        rows[option.id].archived = option.archived
    _add_options(tx, row.id, after.added, len(after.held))
    return changes_between(
        {"options": _listed([option.label for option in held]), "archived_options": _archived(held)},
        {
            "options": _listed([*(option.label for option in after.held), *after.added]),
            "archived_options": _archived(after.held),
        },
    )


def _add_options(tx: Work, definition_id: UUID, labels: Sequence[str], first: int) -> None:
    for position, label in enumerate(labels, start=first):
        tx.session.add(
            AttributeOption(
                id=uuid7(), definition_id=definition_id, label=label, position=position, archived=False
            )
        )


def _listed(labels: Sequence[str]) -> str:
    """Labels in their order, as the audit keeps them."""
    return ", ".join(labels)


def _archived(options: Sequence[Option]) -> str | None:
    return _listed([option.label for option in options if option.archived]) or None
