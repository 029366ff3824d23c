"""The shell of a record as clients see it: which sections can be opened, and which actions taken."""

from __future__ import annotations

from typing import Optional

import strawberry

from domain.permissions import Role
from domain.sections import ActionKey, Level, SectionKey
from domain.sections import RecordAction as ActionRule
from domain.sections import RecordSection as SectionRule
from gateway.schema import roles  # noqa: F401 - describes Role
from gateway.schema._rows import enum_type, value_type

enum_type(
    SectionKey,
    "A section of the record.",
    DETAILS="Personal or organisation details, and the parts below.",
    ADDRESSES="The addresses, a part of Details.",
    CONTACT_PREFERENCES="The contact preferences, a part of Details.",
    TAGS="The tags, a part of Details.",
    ATTRIBUTES="The custom fields, a part of Details.",
    NOTES="The pop-up notes.",
    AUDIT="Every change made to the record.",
)
enum_type(
    Level,
    "Where a section stands on the screen.",
    TOP="A tab at the top.",
    LOWER="A link at the bottom, from every section.",
    PART="A part of the tab before it.",
)
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
)


@value_type(description="A section of the record, as you find it.", of=SectionRule)
class RecordSection:
    key: SectionKey = strawberry.field(description="Which section.")
    label: str = strawberry.field(description="Its name on the screen.")
    level: Level = strawberry.field(description="Where it stands on the screen.")
    available: bool = strawberry.field(description="Whether you can open it.")
    count: Optional[int] = strawberry.field(
        description="How many entries it has; null where it is not a list, or not available."
    )
    disabled_reason: Optional[str] = strawberry.field(description="Why it is not available.")


@value_type(description="Something that can be done with the record.", of=ActionRule)
class RecordAction:
    key: ActionKey = strawberry.field(description="Which action.")
    label: str = strawberry.field(description="Its name in the menu.")
    allowed: bool = strawberry.field(description="Whether you may do it now.")
    reason: Optional[str] = strawberry.field(description="Why it cannot be done now; null when it can.")
    missing_roles: list[Role] = strawberry.field(description="Roles of which one more would be enough.")
