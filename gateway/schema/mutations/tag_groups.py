"""Setting up tags and their groups, for General Administrators."""

from __future__ import annotations

from typing import Annotated, Optional, Union
from uuid import UUID

import strawberry

from db.work import Work
from domain.permissions import Permission
from gateway.commands import tag_groups as commands
from gateway.context import Context
from gateway.engine.declare import link
from gateway.loaders.tags import TAG, TAG_GROUP
from gateway.schema import errors as e
from gateway.schema._mutations import changes_in, key, mutation
from gateway.schema.tags import Tag, TagGroup

SET_UP = Permission.TAG_SETUP
Version = Annotated[int, strawberry.argument(description="The `version` as you read it.")]


@strawberry.input(description="A new group of tags.")
class NewTagGroup:
    name: str = strawberry.field(
        description="The group's name, which no other group has. At most 100 characters."
    )
    description: Optional[str] = strawberry.field(
        default=None, description="What the group is for. At most 500 characters."
    )
    on_web: bool = strawberry.field(
        default=False, description="Whether customers may choose its tags online."
    )
    position: Optional[int] = strawberry.field(
        default=None, description="Place in the list of groups, from 0; the last place when left out."
    )


@strawberry.input(description="What to change of a tag group: absent leaves a value, null clears it.")
class TagGroupChanges:
    name: Optional[str] = strawberry.field(default=strawberry.UNSET, description="The group's name.")
    description: Optional[str] = strawberry.field(
        default=strawberry.UNSET, description="What the group is for."
    )
    on_web: Optional[bool] = strawberry.field(
        default=strawberry.UNSET, description="Whether customers may choose its tags online."
    )
    position: Optional[int] = strawberry.field(default=strawberry.UNSET, description="Place, from 0.")


@strawberry.input(description="A new tag, which nobody bears yet.")
class NewTag:
    group_id: strawberry.ID = strawberry.field(description="The group that the tag belongs to.")
    name: str = strawberry.field(
        description="The tag's name, which no other tag of the group has. At most 100 characters."
    )
    description: Optional[str] = strawberry.field(
        default=None, description="What the tag is for. At most 500 characters."
    )
    position: Optional[int] = strawberry.field(
        default=None, description="Place in the group, from 0; the last place when left out."
    )
    autotag: bool = strawberry.field(
        default=False,
        description="Whether it is an autotag: nobody sets it by hand, and it comes once its criteria are set.",
    )


@strawberry.input(description="What to change of a tag: absent leaves a value, null clears it.")
class TagChanges:
    name: Optional[str] = strawberry.field(default=strawberry.UNSET, description="The tag's name.")
    description: Optional[str] = strawberry.field(
        default=strawberry.UNSET, description="What the tag is for."
    )
    position: Optional[int] = strawberry.field(
        default=strawberry.UNSET, description="Place in the group, from 0."
    )
    archived: Optional[bool] = strawberry.field(
        default=strawberry.UNSET,
        description="True keeps the tag on the records that bear it and offers it no more; false offers it again.",
    )
    group_id: Optional[strawberry.ID] = strawberry.field(
        default=strawberry.UNSET, description="The group to move the tag to; null leaves it where it is."
    )


TagGroupError = Annotated[
    Union[e.NotFound, e.StaleVersion, e.NameTaken, e.Required, e.TooLong, e.InvalidText, e.InvalidValue],
    strawberry.union("TagGroupError", description="Why a tag group was not stored."),
]
TagError = Annotated[
    Union[e.NotFound, e.StaleVersion, e.NameTaken, e.Required, e.TooLong, e.InvalidText, e.InvalidValue],
    strawberry.union("TagError", description="Why a tag was not stored."),
]


@strawberry.type(description="What came of setting up a tag group.")
class TagGroupPayload:
    tag_group_id: strawberry.Private[Optional[UUID]] = None
    tag_group: Optional[TagGroup] = link(
        TAG_GROUP, needs=Permission.SIGNED_IN, parent="tag_group_id", description="The group as it is now."
    )
    errors: list[TagGroupError] = strawberry.field(
        default_factory=list, description="Why nothing was changed; empty when it was."
    )


@strawberry.type(description="What came of setting up a tag.")
class TagPayload:
    tag_id: strawberry.Private[Optional[UUID]] = None
    tag: Optional[Tag] = link(
        TAG, needs=Permission.SIGNED_IN, parent="tag_id", description="The tag as it is now."
    )
    errors: list[TagError] = strawberry.field(
        default_factory=list, description="Why nothing was changed; empty when it was."
    )


TagGroupId = Annotated[strawberry.ID, strawberry.argument(description="The tag group.")]
TagId = Annotated[strawberry.ID, strawberry.argument(description="Id of the tag.")]


async def _create_group(
    context: Context,
    tx: Work,
    tag_group: Annotated[NewTagGroup, strawberry.argument(description="The group to make.")],
) -> TagGroupPayload:
    given = changes_in(tag_group, "name", "description", "on_web", "position")
    return TagGroupPayload(tag_group_id=(await commands.create_tag_group(tx, given)).id)


async def _update_group(
    context: Context,
    tx: Work,
    tag_group_id: TagGroupId,
    expected_version: Version,
    tag_group: Annotated[TagGroupChanges, strawberry.argument(description="What to change.")],
) -> TagGroupPayload:
    changed = changes_in(tag_group, "name", "description", "on_web", "position")
    row = await commands.update_tag_group(
        tx, key("tgr", tag_group_id, "tagGroupId"), changed, expected_version=expected_version
    )
    return TagGroupPayload(tag_group_id=row.id)


async def _create_tag(
    context: Context, tx: Work, tag: Annotated[NewTag, strawberry.argument(description="The tag to make.")]
) -> TagPayload:
    group_id = key("tgr", tag.group_id, "tag", "groupId")
    given = changes_in(tag, "name", "description", "position")
    row = await commands.create_tag(tx, group_id, given, is_autotag=tag.autotag)
    return TagPayload(tag_id=row.id)


async def _update_tag(
    context: Context,
    tx: Work,
    tag_id: TagId,
    expected_version: Version,
    tag: Annotated[TagChanges, strawberry.argument(description="What to change.")],
) -> TagPayload:
    group_id = key("tgr", tag.group_id, "tag", "groupId") if tag.group_id else None
    changed = changes_in(tag, "name", "description", "position", "archived")
    row = await commands.update_tag(
        tx, key("tag", tag_id, "tagId"), changed, group_id, expected_version=expected_version
    )
    return TagPayload(tag_id=row.id)


@strawberry.type
class TagGroupMutation:
    create_tag_group: TagGroupPayload = mutation(
        _create_group, needs=SET_UP, description="Make a group of tags."
    )
    update_tag_group: TagGroupPayload = mutation(
        _update_group, needs=SET_UP, description="Change a group of tags."
    )
    create_tag: TagPayload = mutation(
        _create_tag, needs=SET_UP, description="Make a tag that people set by hand, or an autotag."
    )
    update_tag: TagPayload = mutation(
        _update_tag,
        needs=SET_UP,
        description="Change a tag, archive it or move it to another group; an autotag may be renamed too.",
    )
