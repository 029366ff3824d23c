"""How the value of an attribute stands in its row: in the column of its type, or sealed and in none of them."""

from __future__ import annotations

import json
from collections.abc import Collection
from datetime import date
from typing import Any
from uuid import UUID

import structlog

from db.models import AttributeValue
from domain.attributes import AttributeInput, AttributeType, Definition
from domain.audit import Change, change, redacted
from domain.money import Money
from gateway.vault import SealBroken, Vault

log = structlog.get_logger(__name__)


def path_of(definition: Definition) -> str:
    """How the audit names the attribute."""
    return f"attribute.{definition.name}"


def stored(vault: Vault, definition: Definition, row: AttributeValue | None) -> AttributeInput | None:
    """The value on the record now; None also for one whose seal is broken."""
    if row is None:
        return None
    return in_clear(row) if row.ciphertext is None else opened(vault, definition, row)


def in_clear(row: AttributeValue) -> AttributeInput:
    options = None if row.option_ids is None else tuple(row.option_ids)
    return AttributeInput(row.text_value, row.money_minor, row.date_value, options)


def opened(vault: Vault, definition: Definition, row: AttributeValue) -> AttributeInput | None:
    assert row.ciphertext is not None
    try:
        value = json.loads(vault.open(row.ciphertext, row.customer_id, row.definition_id))
    except SealBroken:
        log.error("protected.seal-broken", customer=str(row.customer_id), definition=str(row.definition_id))
        return None
    match definition.type:
        case AttributeType.TEXT:
            return AttributeInput(text=value)
        case AttributeType.CURRENCY:
            return AttributeInput(money=value)
        case AttributeType.DATE:
            return AttributeInput(date=date.fromisoformat(value))
        case _:
            return AttributeInput(options=tuple(UUID(option["id"]) for option in value))


def put(
    row: AttributeValue, vault: Vault, definition: Definition, value: AttributeInput, *, protected: bool
) -> None:
    """The value in the columns of its type, or sealed and in none of them."""
    row.text_value = None if protected else value.text
    row.money_minor = None if protected else value.money
    row.date_value = None if protected else value.date
    row.option_ids = None if protected or value.options is None else list(value.options)
    row.ciphertext = None
    if protected:
        text = json.dumps(_as_json(definition, value), ensure_ascii=False)
        row.ciphertext = vault.seal(text, row.customer_id, row.definition_id)


def _as_json(definition: Definition, value: AttributeInput) -> Any:
    """What is sealed: enough to show the value without another look into the store."""
    if value.options is not None:
        labels = _labels(definition, value.options)
        return [{"id": str(key), "label": label} for key, label in zip(value.options, labels, strict=True)]
    if value.date is not None:
        return value.date.isoformat()
    return value.text if value.text is not None else value.money


def change_of(
    definition: Definition, before: AttributeInput | None, after: AttributeInput | None, currency: str
) -> Change:
    path = path_of(definition)
    if definition.protected:
        return redacted(path)
    return change(path, text_of(definition, before, currency), text_of(definition, after, currency))


def text_of(definition: Definition, value: AttributeInput | None, currency: str) -> str | None:
    """A value as the audit shows it."""
    if value is None:
        return None
    if value.money is not None:
        return Money(value.money, currency).decimal
    if value.options is not None:
        return ", ".join(_labels(definition, value.options)) or None
    return value.date.isoformat() if value.date is not None else value.text


def _labels(definition: Definition, chosen: Collection[UUID]) -> list[str]:
    labels = {option.id: option.label for option in definition.options}
    return [labels.get(key, str(key)) for key in chosen]
