"""The set-up of the demo house as rows: attributes, contact preferences and tags with their parts."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

from db.demo.attributes import ATTRIBUTES, DESCRIPTIONS, ON_WEB
from db.demo.joining import SHOWCASE_MONTH
from db.demo.preferences import PREFERENCES
from db.demo.tags import CRITERIA, GROUPS
from domain.autotag_codec import dumped
from domain.autotag_criteria import rows_named

_ATTRIBUTE = (
    "id",
    "name",
    "type",
    "description",
    "protected",
    "applies_to",
    "position",
    "visible_on_web",
    "archived",
    "created_at",
)
_OPTION = ("id", "definition_id", "label", "position", "archived")
_PREFERENCE = (
    "id",
    "name",
    "channel",
    "partner_name",
    "ask_on_web",
    "active",
    "position",
    "current_statement",
    "created_at",
)
_STATEMENT = ("definition_id", "statement", "body", "created_at")
_GROUP = ("id", "name", "description", "on_web", "position", "created_at")
_TAG = ("id", "group_id", "name", "is_autotag", "archived", "position", "created_at")

_AUTOTAG = ("tag_id", "criteria", "names", "saved_by", "saved_at")

Copy = tuple[str, tuple[str, ...], Sequence[tuple[Any, ...]]]


def setup_rows() -> Iterator[Copy]:
    """Each table of the set-up with its columns and rows, in an order that the foreign keys allow."""
    yield (
        "attribute_definition",
        _ATTRIBUTE,
        [
            (
                each.id,
                each.name,
                each.type,
                DESCRIPTIONS[each],
                each.protected,
                each.applies_to,
                position,
                each in ON_WEB,
                each.archived,
                SHOWCASE_MONTH,
            )
            for position, each in enumerate(ATTRIBUTES)
        ],
    )
    yield (
        "attribute_option",
        _OPTION,
        [
            (option.id, each.id, option.label, position, option.archived)
            for each in ATTRIBUTES
            for position, option in enumerate(each.options)
        ],
    )
    yield (
        "preference_definition",
        _PREFERENCE,
        [
            (
                each.id,
                each.name,
                each.channel,
                each.partner_name,
                each.ask_on_web,
                each.active,
                position,
                len(each.statements),
                SHOWCASE_MONTH,
            )
            for position, each in enumerate(PREFERENCES)
        ],
    )
    yield (
        "preference_statement",
        _STATEMENT,
        [
            (each.id, number, body, began)
            for each in PREFERENCES
            for number, (began, body) in enumerate(each.statements, start=1)
        ],
    )
    yield (
        "tag_group",
        _GROUP,
        [
            (each.id, each.name, each.description, each.on_web, position, SHOWCASE_MONTH)
            for position, each in enumerate(GROUPS)
        ],
    )
    yield (
        "tag",
        _TAG,
        [
            (tag.id, group.id, tag.name, tag.is_autotag, tag.archived, position, SHOWCASE_MONTH)
            for group in GROUPS
            for position, tag in enumerate(group.tags)
        ],
    )
    yield (
        "autotag",
        _AUTOTAG,
        [
            (tag.id, json.dumps(dumped(tree)), sorted(rows_named(tree)), "gina", SHOWCASE_MONTH)
            for tag, tree in CRITERIA.items()
        ],
    )
