"""What can be done with a record, as clients see it."""

from __future__ import annotations

from typing import Optional

import strawberry

from domain.actions import ActionKey
from domain.actions import RecordAction as ActionRule
from domain.permissions import Role
from gateway.engine.declare import computed
from gateway.resolvers.actions import record_actions
from gateway.schema import roles  # noqa: F401 - describes Role
from gateway.schema._rows import enum_type, value_type

enum_type(
    ActionKey,
    "Something that can be done with a record.",
    EDIT_DETAILS="Change the details and attributes.",
    ADD_ADDRESS="Add an address.",
    SET_CONTACT_PREFERENCES="Change the answers to contact preferences.",
    SET_TAGS="Set or remove tags.",
    ADD_BLUE_NOTE="Write a blue note.",
    ADD_PINK_NOTE="Write a pink note.",
    SET_IMAGE="Put a picture on the record.",
    REMOVE_IMAGE="Take the picture off the record.",
    DEACTIVATE="Make the record inactive.",
    REACTIVATE="Make the record active again.",
    MERGE="Merge the record with another of the same customer: find that one by name or id, look, and confirm.",
    CONVERT_TO_ORGANISATION="Make the Individual an Organisation.",
    CONVERT_TO_INDIVIDUAL="Make the Organisation an Individual.",
)


@value_type(description="Something that can be done with the record.", of=ActionRule)
class RecordAction:
    key: ActionKey = strawberry.field(description="Which action.")
    label: str = strawberry.field(description="Its name in the menu.")
    allowed: bool = strawberry.field(description="Whether you may do it now.")
    reason: Optional[str] = strawberry.field(description="Why it cannot be done now; null when it can.")
    missing_roles: list[Role] = strawberry.field(description="Roles of which one more would be enough.")


actions_list = computed(
    record_actions,
    "kind",
    "active",
    "image_hash",
    description="What can be done with the record, and why not.",
)
