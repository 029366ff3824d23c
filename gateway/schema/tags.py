"""Tags and their groups as clients see them."""

from __future__ import annotations

from datetime import datetime
from typing import Optional

import strawberry

from domain.permissions import Permission
from gateway.engine.declare import column, computed, identity, link, tab
from gateway.loaders.tags import GROUP_TAGS, TAG, TAG_GROUP, TAG_GROUPS
from gateway.schema._rows import row_type
from gateway.schema.autotag_criteria import AutotagCriteria, in_words, shown
from gateway.schema.nodes import Node, register


def _label(name: str, is_autotag: bool) -> str:
    """The name as the record shows it: an autotag is marked (TAG-02)."""
    return f"{name} (Autotag)" if is_autotag else name


@row_type(description="A label on customers, used for lists, offers and priority booking.")
class Tag(Node):
    id: strawberry.ID = identity("tag")
    name: str = strawberry.field(description="The tag's name, unique in its group.")
    label: str = computed(_label, "name", "is_autotag", description="The name, an autotag marked as such.")
    description: Optional[str] = strawberry.field(description="What the tag is for.")
    is_autotag: bool = strawberry.field(
        description="Whether the tag comes and goes by its criteria, so that nobody can set or remove it."
    )
    archived: bool = strawberry.field(
        description="Whether the tag is kept where it is but no longer offered."
    )
    position: int = strawberry.field(description="Place in the group, from 0.")
    version: int = strawberry.field(description="To be sent as `expectedVersion` when the tag is changed.")
    group: Optional[TagGroup] = link(
        TAG_GROUP,
        needs=Permission.SIGNED_IN,
        parent="group_id",
        description="The group that the tag belongs to.",
    )
    criteria: Optional[AutotagCriteria] = computed(
        shown,
        "criteria",
        "criteria_names",
        description="By what the autotag comes and goes; null for a normal tag, and for an autotag without criteria,"
        " which stays where it is.",
    )
    criteria_text: Optional[str] = computed(
        in_words, "criteria", "criteria_names", description="The criteria in one line of words."
    )
    criteria_saved_by: Optional[str] = strawberry.field(
        description="Username of who saved the criteria last."
    )
    criteria_saved_at: Optional[datetime] = strawberry.field(description="When the criteria were saved last.")


@row_type(description="A group of tags.")
class TagGroup(Node):
    id: strawberry.ID = identity("tgr")
    name: str = strawberry.field(description="The group's name.")
    description: Optional[str] = strawberry.field(description="What the group is for.")
    on_web: bool = column("on_web", description="Whether customers may choose these tags online.")
    position: int = strawberry.field(description="Place in the list of groups, from 0.")
    version: int = strawberry.field(description="To be sent as `expectedVersion` when the group is changed.")
    tags: Optional[list[Tag]] = tab(
        GROUP_TAGS, needs=Permission.SIGNED_IN, description="The group's tags, in their order."
    )


register("Tag", TAG, Permission.SIGNED_IN)
register("TagGroup", TAG_GROUP, Permission.SIGNED_IN)


@strawberry.type
class TagQuery:
    tag_groups: Optional[list[TagGroup]] = tab(
        TAG_GROUPS, parent=None, needs=Permission.SIGNED_IN, description="All tag groups, in their order."
    )
