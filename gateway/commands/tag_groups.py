"""Setting up tags and their groups (TAG-P01)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import select

from db.models import Tag, TagGroup
from db.work import Work
from domain import tag_groups as rules
from domain.audit import Change, change
from domain.errors import NotFound
from gateway.commands._set_up import SetUp, make, next_position, open_row, save_row

GROUPS = SetUp(TagGroup, "tagGroup", "tgr", "tag-group", "Tag group")
TAGS = SetUp(Tag, "tag", "tag", "tag", "Tag")


async def create_tag_group(tx: Work, given: Mapping[str, Any]) -> TagGroup:
    """The group as it was made; without a position it comes last. Refused: NameTaken, and bad values."""
    values = GROUPS.checked(_without_nothing(given, "position"), rules.TAG_GROUP)
    values.setdefault("position", await next_position(tx, TagGroup))
    return await make(tx, GROUPS, values)


async def update_tag_group(
    tx: Work, group_id: UUID, changed: Mapping[str, Any], *, expected_version: int
) -> TagGroup:
    """The group with `changed` values in place of its own."""
    values = GROUPS.checked(changed, rules.TAG_GROUP)
    group = await open_row(tx, GROUPS, group_id, expected_version, values)
    await save_row(tx, GROUPS, group, values)
    return group


async def create_tag(tx: Work, group_id: UUID, given: Mapping[str, Any], *, is_autotag: bool = False) -> Tag:
    """The tag as it was made, an autotag without criteria yet. Refused: NameTaken within the group."""
    values = TAGS.checked(_without_nothing(given, "position"), rules.TAG)
    group = await _group(tx, group_id)
    values.setdefault("position", await next_position(tx, Tag, Tag.group_id == group_id))
    also = [change("group", None, group.name)]
    if is_autotag:
        also.append(change("is_autotag", False, True))
    return await make(tx, TAGS, values, also=also, group_id=group_id, is_autotag=is_autotag)


async def update_tag(
    tx: Work, tag_id: UUID, changed: Mapping[str, Any], group_id: UUID | None = None, *, expected_version: int
) -> Tag:
    """The tag with `changed` values in place of its own, moved to another group where one is given.

    An autotag is renamed, described and archived like any other; what makes it come and go is not touched.
    """
    values = TAGS.checked(changed, rules.TAG)
    group = None if group_id is None else await _group(tx, group_id)
    yours = values if group is None else {**values, "group": group.name}
    tag = await open_row(tx, TAGS, tag_id, expected_version, yours)
    moved: tuple[Change, ...] = ()
    if group is not None and group.id != tag.group_id:
        moved = (change("group", (await _group(tx, tag.group_id)).name, group.name),)
        tag.group_id = group.id
    await save_row(tx, TAGS, tag, values, also=moved)
    return tag


async def _group(tx: Work, group_id: UUID) -> TagGroup:
    group = await tx.session.scalar(select(TagGroup).where(TagGroup.id == group_id))
    if group is None:
        raise NotFound("There is no such tag group.", ("tag", "groupId"))
    return group


def _without_nothing(given: Mapping[str, Any], name: str) -> dict[str, Any]:
    return {key: value for key, value in given.items() if key != name or value is not None}
