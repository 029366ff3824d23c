"""Attributes as clients see them: the custom fields of one system, and their values on records."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Optional, Union

import strawberry

from domain.attributes import AppliesTo, AttributeType
from domain.permissions import Permission
from gateway.engine import ids
from gateway.engine.declare import column, computed, identity, link, tab
from gateway.loaders.attributes import (
    ATTRIBUTE_DEFINITION,
    ATTRIBUTE_DEFINITIONS,
    ATTRIBUTE_OPTION,
    ATTRIBUTE_OPTIONS,
)
from gateway.resolvers.attributes import Choices, DateText, MoneyText, Option, Text, readable_value
from gateway.schema._rows import enum_type, row_type, value_type
from gateway.schema.money import Money
from gateway.schema.nodes import Node, register

enum_type(
    AttributeType,
    "What an attribute holds.",
    TEXT="Free text.",
    CURRENCY="An amount of money.",
    DATE="A civil date.",
    DROPDOWN="One of its options.",
    CHECKLIST="Any number of its options.",
)
enum_type(
    AppliesTo,
    "Which records have an attribute.",
    INDIVIDUAL="Individuals only.",
    ORGANISATION="Organisations only.",
    BOTH="Individuals and Organisations.",
)


@row_type(description="One choice of a drop-down or checklist.")
class AttributeOption(Node):
    id: strawberry.ID = identity("opt")
    label: str = strawberry.field(description="The choice as people read it.")
    position: int = strawberry.field(description="Place in the list, from 0.")
    archived: bool = strawberry.field(description="Whether it stays readable but cannot be chosen any more.")


@row_type(description="An attribute as it is set up.")
class AttributeDefinition(Node):
    id: strawberry.ID = identity("atd")
    name: str = strawberry.field(description="The attribute's name, which never changes.")
    type: AttributeType = strawberry.field(description="What it holds.")
    description: Optional[str] = strawberry.field(description="What it is for.")
    required: bool = strawberry.field(description="Whether a record is not saved without it.")
    is_protected: bool = column(
        "protected", description="Whether its values are only for holders of the protected-data permission."
    )
    applies_to: AppliesTo = strawberry.field(description="Which records have it.")
    position: int = strawberry.field(description="Place in the form, from 0.")
    visible_on_web: bool = strawberry.field(description="Whether customers see it online.")
    archived: bool = strawberry.field(description="Whether it stays readable but is no longer offered.")
    version: int = strawberry.field(description="To be sent as `expectedVersion` when it is changed.")
    options: Optional[list[AttributeOption]] = tab(
        ATTRIBUTE_OPTIONS,
        needs=Permission.SIGNED_IN,
        description="Its choices, archived ones too, in their order.",
    )


@value_type(description="Free text.", of=Text)
class TextValue:
    text: str = strawberry.field(description="The text as it was entered.")


@value_type(description="An amount of money.", of=MoneyText)
class MoneyValue:
    money: Money = strawberry.field(description="The amount.")


@value_type(description="A civil date.", of=DateText)
class DateValue:
    date: date = strawberry.field(description="The civil date, without a time.")


@value_type(description="A chosen option.", of=Option)
class OptionValue:
    option_id: strawberry.ID = column("id", ids.encoder("opt"), description="Id of the option.")
    label: str = strawberry.field(description="The choice as people read it.")


@value_type(description="The chosen options of a drop-down or checklist.", of=Choices)
class ChoiceValue:
    options: list[OptionValue] = strawberry.field(
        description="The chosen options, in the order of the definition."
    )


AttributeValue = Annotated[
    Union[TextValue, MoneyValue, DateValue, ChoiceValue],
    strawberry.union("AttributeValue", description="The value of an attribute, by its type."),
]


@row_type(description="One attribute on a record, with its value.")
class Attribute:
    definition_id: strawberry.ID = column(
        "definition_id",
        ids.encoder("atd"),
        description="Id of the attribute's definition; resolves through `node`.",
    )
    name: str = strawberry.field(description="The attribute's name.")
    type: AttributeType = strawberry.field(description="What it holds.")
    is_protected: bool = column(
        "protected", description="Whether its values are only for holders of the protected-data permission."
    )
    value: Optional[AttributeValue] = computed(
        readable_value,
        "customer_id",
        "definition_id",
        "type",
        "text_value",
        "money_minor",
        "date_value",
        "chosen_ids",
        "chosen_labels",
        "ciphertext",
        description="The value; null where there is none, or where you may not see it (`redacted`).",
    )
    has_value: bool = computed(
        lambda option_ids, text_value, money_minor, date_value, ciphertext: any(
            value is not None for value in (option_ids, text_value, money_minor, date_value, ciphertext)
        ),
        "option_ids",
        "text_value",
        "money_minor",
        "date_value",
        "ciphertext",
        description="Whether the record has a value, be it one that you may not see.",
    )
    redacted: bool = computed(
        lambda protected, ciphertext, *, vault: protected and ciphertext is not None and not vault.may_open,
        "protected",
        "ciphertext",
        description="Whether there is a value that you may not see: ask for the protected-data permission.",
    )
    updated_at: Optional[datetime] = strawberry.field(description="When the value was last changed.")
    definition: Optional[AttributeDefinition] = link(
        ATTRIBUTE_DEFINITION,
        needs=Permission.SIGNED_IN,
        parent="definition_id",
        description="The attribute as it is set up.",
    )


register("AttributeDefinition", ATTRIBUTE_DEFINITION, Permission.SIGNED_IN)
register("AttributeOption", ATTRIBUTE_OPTION, Permission.SIGNED_IN)


@strawberry.type
class AttributeQuery:
    attribute_definitions: Optional[list[AttributeDefinition]] = tab(
        ATTRIBUTE_DEFINITIONS,
        parent=None,
        needs=Permission.SIGNED_IN,
        description="All attributes of the system, archived ones too, in their order.",
    )
