"""Setting up contact preferences, for Settings Administrators."""

from __future__ import annotations

from typing import Annotated, Optional, Union
from uuid import UUID

import strawberry

from db.work import Work
from domain.permissions import Permission
from domain.preferences import Channel
from gateway.commands import preference_definitions as commands
from gateway.context import Context
from gateway.engine.declare import link
from gateway.loaders.preferences import PREFERENCE_DEFINITION
from gateway.schema import errors as e
from gateway.schema._mutations import changes_in, key, mutation
from gateway.schema.preferences import PreferenceDefinition

SET_UP = Permission.DEFINITION_SETUP
_CHANGES = ("name", "ask_on_web", "active", "position", "text")
_NEW = ("name", "channel", "partner_name", "ask_on_web", "position", "text")


@strawberry.input(
    description="A new contact preference. Its channel and partner never change: consent is to them."
)
class NewPreferenceDefinition:
    name: str = strawberry.field(
        description="The preference's name, which no other has. At most 100 characters."
    )
    channel: Channel = strawberry.field(description="The way of contact that it is about.")
    partner_name: Optional[str] = strawberry.field(
        default=None,
        description="The partner whose mail it is about, needed for THIRD_PARTY; null for our own.",
    )
    ask_on_web: bool = strawberry.field(default=True, description="Whether customers are asked online.")
    position: Optional[int] = strawberry.field(
        default=None, description="Place in the list, from 0; the last place when left out."
    )
    text: str = strawberry.field(
        description="The statement that customers are shown. At most 5,000 characters."
    )


@strawberry.input(description="What to change of a contact preference: absent leaves a value.")
class PreferenceDefinitionChanges:
    name: Optional[str] = strawberry.field(default=strawberry.UNSET, description="The preference's name.")
    ask_on_web: Optional[bool] = strawberry.field(
        default=strawberry.UNSET, description="Whether customers are asked online."
    )
    active: Optional[bool] = strawberry.field(
        default=strawberry.UNSET,
        description="False keeps the answers given and asks no more; nobody is written to because of it then.",
    )
    position: Optional[int] = strawberry.field(default=strawberry.UNSET, description="Place, from 0.")
    text: Optional[str] = strawberry.field(
        default=strawberry.UNSET,
        description="A new version of the statement. Answers keep pointing at the version that was answered.",
    )


PreferenceDefinitionError = Annotated[
    Union[e.NotFound, e.StaleVersion, e.NameTaken, e.Required, e.TooLong, e.InvalidText, e.InvalidValue],
    strawberry.union("PreferenceDefinitionError", description="Why a contact preference was not stored."),
]


@strawberry.type(description="What came of setting up a contact preference.")
class PreferenceDefinitionPayload:
    definition_id: strawberry.Private[Optional[UUID]] = None
    definition: Optional[PreferenceDefinition] = link(
        PREFERENCE_DEFINITION,
        needs=Permission.SIGNED_IN,
        parent="definition_id",
        description="The preference as it is set up now.",
    )
    errors: list[PreferenceDefinitionError] = strawberry.field(
        default_factory=list, description="Why nothing was changed; empty when it was."
    )


async def _create(
    context: Context,
    tx: Work,
    definition: Annotated[
        NewPreferenceDefinition, strawberry.argument(description="The preference to make.")
    ],
) -> PreferenceDefinitionPayload:
    row = await commands.create_preference_definition(tx, changes_in(definition, *_NEW))
    return PreferenceDefinitionPayload(definition_id=row.id)


async def _update(
    context: Context,
    tx: Work,
    definition_id: Annotated[strawberry.ID, strawberry.argument(description="The contact preference.")],
    expected_version: Annotated[int, strawberry.argument(description="The `version` as you read it.")],
    definition: Annotated[PreferenceDefinitionChanges, strawberry.argument(description="What to change.")],
) -> PreferenceDefinitionPayload:
    row = await commands.update_preference_definition(
        tx,
        key("prf", definition_id, "definitionId"),
        changes_in(definition, *_CHANGES),
        expected_version=expected_version,
    )
    return PreferenceDefinitionPayload(definition_id=row.id)


@strawberry.type
class PreferenceDefinitionMutation:
    create_preference_definition: PreferenceDefinitionPayload = mutation(
        _create, needs=SET_UP, description="Make a contact preference, with the first version of its text."
    )
    update_preference_definition: PreferenceDefinitionPayload = mutation(
        _update,
        needs=SET_UP,
        description="Change a contact preference, add a version of its text, or retire it.",
    )
