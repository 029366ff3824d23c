"""Setting up attributes, for Settings Administrators."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any, Optional, Union
from uuid import UUID

import strawberry

from db.work import Work
from domain.attribute_definitions import OptionChanges
from domain.attributes import AppliesTo, AttributeType
from domain.permissions import Permission
from gateway.commands import attribute_definitions as commands
from gateway.context import Context
from gateway.engine import ids
from gateway.engine.declare import link
from gateway.loaders.attributes import ATTRIBUTE_DEFINITION
from gateway.schema import errors as e
from gateway.schema._mutations import changes_in, given, key, mutation
from gateway.schema.attributes import AttributeDefinition

SET_UP = Permission.DEFINITION_SETUP
_COLUMNS = ("description", "required", "applies_to", "position", "visible_on_web", "archived")


@strawberry.input(description="A new attribute. Its name and type never change.")
class NewAttributeDefinition:
    name: str = strawberry.field(
        description="The attribute's name, which no other has: at most 50 letters, digits, spaces, hyphens and"
        " apostrophes."
    )
    type: AttributeType = strawberry.field(description="What it holds.")
    description: Optional[str] = strawberry.field(
        default=None, description="What it is for. At most 500 characters."
    )
    required: bool = strawberry.field(
        default=False, description="Whether no record is created, and no Details are saved, without it."
    )
    is_protected: bool = strawberry.field(
        default=False, description="Whether its values are only for holders of the protected-data permission."
    )
    applies_to: AppliesTo = strawberry.field(default=AppliesTo.BOTH, description="Which records have it.")
    position: Optional[int] = strawberry.field(
        default=None, description="Place in the form, from 0; the last place when left out."
    )
    visible_on_web: bool = strawberry.field(default=False, description="Whether customers see it online.")
    options: list[str] = strawberry.field(
        default_factory=list,
        description="What there is to choose, in order: for DROPDOWN and CHECKLIST only.",
    )


@strawberry.input(description="What to change of an attribute: absent leaves a value, null clears it.")
class AttributeDefinitionChanges:
    description: Optional[str] = strawberry.field(default=strawberry.UNSET, description="What it is for.")
    required: Optional[bool] = strawberry.field(
        default=strawberry.UNSET,
        description="Whether no record is created, and no Details are saved, without it.",
    )
    is_protected: Optional[bool] = strawberry.field(
        default=strawberry.UNSET,
        description="True seals the values on all records, false opens them to everybody who works on records: that"
        " needs the protected-data permission.",
    )
    applies_to: Optional[AppliesTo] = strawberry.field(
        default=strawberry.UNSET,
        description="Which records have it; refused while a record that would not has a value.",
    )
    position: Optional[int] = strawberry.field(default=strawberry.UNSET, description="Place, from 0.")
    visible_on_web: Optional[bool] = strawberry.field(
        default=strawberry.UNSET, description="Whether customers see it online."
    )
    archived: Optional[bool] = strawberry.field(
        default=strawberry.UNSET,
        description="True keeps its values and offers it no more; false offers it again.",
    )
    add_options: Optional[list[str]] = strawberry.field(
        default=strawberry.UNSET, description="Further options, which come after those it has."
    )
    archive_options: Optional[list[strawberry.ID]] = strawberry.field(
        default=strawberry.UNSET,
        description="Options that stay where they were chosen and are offered no more.",
    )
    unarchive_options: Optional[list[strawberry.ID]] = strawberry.field(
        default=strawberry.UNSET, description="Archived options to offer again."
    )
    option_order: Optional[list[strawberry.ID]] = strawberry.field(
        default=strawberry.UNSET, description="Every option that it has now, in the order wanted."
    )

    def columns(self) -> dict[str, Any]:
        """The columns that it changes."""
        protected = changes_in(self, "is_protected")
        renamed = {"protected": protected["is_protected"]} if protected else {}
        return {**changes_in(self, *_COLUMNS), **renamed}

    def options(self) -> OptionChanges:
        """What it asks of the options."""
        order = given(self.option_order)
        return OptionChanges(
            tuple(given(self.add_options) or ()),
            _options(given(self.archive_options)),
            _options(given(self.unarchive_options)),
            None if order is None else _options(order),
        )


def _options(texts: Optional[Sequence[str]]) -> tuple[UUID, ...]:
    """The keys of options. Text that is no option's id becomes a key that none has, to be refused with the rest."""
    return tuple(ids.key_of("opt", text) or UUID(int=0) for text in texts or ())


AttributeDefinitionError = Annotated[
    Union[
        e.NotFound, e.StaleVersion, e.NameTaken, e.Required, e.TooLong, e.InvalidText, e.InvalidValue, e.TooMany,
        e.AttributeOptionUnknown, e.ProtectedAttribute, e.WrongKind,
    ],
    strawberry.union("AttributeDefinitionError", description="Why an attribute was not stored."),
]  # fmt: skip


@strawberry.type(description="What came of setting up an attribute.")
class AttributeDefinitionPayload:
    definition_id: strawberry.Private[Optional[UUID]] = None
    definition: Optional[AttributeDefinition] = link(
        ATTRIBUTE_DEFINITION,
        needs=Permission.SIGNED_IN,
        parent="definition_id",
        description="The attribute as it is set up now.",
    )
    errors: list[AttributeDefinitionError] = strawberry.field(
        default_factory=list, description="Why nothing was changed; empty when it was."
    )


async def _create(
    context: Context,
    tx: Work,
    definition: Annotated[NewAttributeDefinition, strawberry.argument(description="The attribute to make.")],
) -> AttributeDefinitionPayload:
    values = {
        **changes_in(definition, "name", "type", *_COLUMNS[:-1]),
        "protected": definition.is_protected,
    }
    row = await commands.create_attribute_definition(tx, values, definition.options)
    return AttributeDefinitionPayload(definition_id=row.id)


async def _update(
    context: Context,
    tx: Work,
    definition_id: Annotated[strawberry.ID, strawberry.argument(description="The attribute's definition.")],
    expected_version: Annotated[int, strawberry.argument(description="The `version` as you read it.")],
    definition: Annotated[AttributeDefinitionChanges, strawberry.argument(description="What to change.")],
) -> AttributeDefinitionPayload:
    row = await commands.update_attribute_definition(
        tx,
        context.vault.vault,
        key("atd", definition_id, "definitionId"),
        definition.columns(),
        definition.options(),
        expected_version=expected_version,
    )
    return AttributeDefinitionPayload(definition_id=row.id)


@strawberry.type
class AttributeDefinitionMutation:
    create_attribute_definition: AttributeDefinitionPayload = mutation(
        _create, needs=SET_UP, description="Make an attribute, with its options."
    )
    update_attribute_definition: AttributeDefinitionPayload = mutation(
        _update,
        needs=SET_UP,
        description="Change an attribute, its options and whether it is protected; name and type stay.",
    )
