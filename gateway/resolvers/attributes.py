"""The value of an attribute as its type shows it; a protected one only through the vault."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from domain.attributes import AttributeType
from domain.money import Money


@dataclass(frozen=True, slots=True)
class Text:
    text: str


@dataclass(frozen=True, slots=True)
class MoneyText:
    money: Money


@dataclass(frozen=True, slots=True)
class DateText:
    date: date


@dataclass(frozen=True, slots=True)
class Option:
    id: UUID
    label: str


@dataclass(frozen=True, slots=True)
class Choices:
    options: tuple[Option, ...]


def readable_value(
    customer_id: UUID,
    definition_id: UUID,
    type: str,
    text_value: str | None,
    money_minor: int | None,
    date_value: date | None,
    chosen_ids: list[UUID],
    chosen_labels: list[str],
    ciphertext: bytes | None,
    *,
    vault: Any,
    currency: str,
) -> Text | MoneyText | DateText | Choices | None:
    """The value on a record, opened where it is protected and the actor may see it; None for none."""
    options = tuple(map(Option, chosen_ids, chosen_labels))
    if ciphertext is not None:
        opened = vault.open(ciphertext, customer_id, definition_id)
        if opened is None:
            return None
        return _of_json(AttributeType(type), json.loads(opened), currency)
    if text_value is not None:
        return Text(text_value)
    if money_minor is not None:
        return MoneyText(Money(money_minor, currency))
    if date_value is not None:
        return DateText(date_value)
    return Choices(options) if options else None


def _of_json(type_: AttributeType, value: Any, currency: str) -> Text | MoneyText | DateText | Choices:
    match type_:
        case AttributeType.TEXT:
            return Text(value)
        case AttributeType.CURRENCY:
            return MoneyText(Money(value, currency))
        case AttributeType.DATE:
            return DateText(date.fromisoformat(value))
        case _:
            return Choices(tuple(Option(UUID(option["id"]), option["label"]) for option in value))
