"""What can be done with a record, and why not."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum, unique

from domain.capabilities import Action, Standing, can
from domain.customers import Kind
from domain.permissions import Actor, Role


@unique
class ActionKey(StrEnum):
    """What can be done with a record."""

    EDIT_DETAILS = "EDIT_DETAILS"
    ADD_ADDRESS = "ADD_ADDRESS"
    SET_CONTACT_PREFERENCES = "SET_CONTACT_PREFERENCES"
    SET_TAGS = "SET_TAGS"
    ADD_BLUE_NOTE = "ADD_BLUE_NOTE"
    ADD_PINK_NOTE = "ADD_PINK_NOTE"
    SET_IMAGE = "SET_IMAGE"
    REMOVE_IMAGE = "REMOVE_IMAGE"
    DEACTIVATE = "DEACTIVATE"
    REACTIVATE = "REACTIVATE"
    MERGE = "MERGE"
    CONVERT_TO_ORGANISATION = "CONVERT_TO_ORGANISATION"
    CONVERT_TO_INDIVIDUAL = "CONVERT_TO_INDIVIDUAL"


_ACTIONS: dict[ActionKey, tuple[str, Action]] = {
    ActionKey.EDIT_DETAILS: ("Edit Details", Action.EDIT_RECORD),
    ActionKey.ADD_ADDRESS: ("Add Address", Action.EDIT_RECORD),
    ActionKey.SET_CONTACT_PREFERENCES: ("Edit Contact Preferences", Action.EDIT_RECORD),
    ActionKey.SET_TAGS: ("Edit Tags", Action.EDIT_RECORD),
    ActionKey.ADD_BLUE_NOTE: ("Add Blue Note", Action.USE_BLUE_NOTES),
    ActionKey.ADD_PINK_NOTE: ("Add Pink Note", Action.USE_PINK_NOTES),
    ActionKey.SET_IMAGE: ("Set Image", Action.EDIT_RECORD),
    ActionKey.REMOVE_IMAGE: ("Remove Image", Action.EDIT_RECORD),
    ActionKey.DEACTIVATE: ("Deactivate", Action.DEACTIVATE),
    ActionKey.REACTIVATE: ("Reactivate", Action.REACTIVATE),
    ActionKey.MERGE: ("Merge", Action.MERGE),
    ActionKey.CONVERT_TO_ORGANISATION: ("Convert to Organisation", Action.CONVERT),
    ActionKey.CONVERT_TO_INDIVIDUAL: ("Convert to Individual", Action.CONVERT),
}
# What the menu of the other kind does not have (NAV-10, CNV-11).
_OF_KIND = {
    ActionKey.CONVERT_TO_ORGANISATION: Kind.INDIVIDUAL,
    ActionKey.CONVERT_TO_INDIVIDUAL: Kind.ORGANISATION,
}


@dataclass(frozen=True, slots=True)
class RecordAction:
    """One action; where it is not allowed, why, and the roles of which one more would be enough (NAV-P02)."""

    key: ActionKey
    label: str
    allowed: bool = True
    reason: str | None = None
    missing_roles: tuple[Role, ...] = ()


def actions_of(
    actor: Actor, kind: Kind, *, active: bool, merged: bool = False, has_image: bool = False
) -> tuple[RecordAction, ...]:
    """What this actor can do with a record of this kind that stands so (NAV-P02)."""
    standing = Standing.ACTIVE if active else Standing.INACTIVE
    return tuple(
        _action(key, label, action, actor, standing, merged=merged, has_image=has_image)
        for key, (label, action) in _ACTIONS.items()
        if _OF_KIND.get(key, kind) is kind
    )


def _action(
    key: ActionKey,
    label: str,
    action: Action,
    actor: Actor,
    standing: Standing,
    *,
    merged: bool,
    has_image: bool,
) -> RecordAction:
    verdict = can(actor, action, customer=standing)
    if not verdict.allowed:
        return RecordAction(key, label, False, verdict.reasons[0], verdict.missing_roles)
    if merged:
        return RecordAction(key, label, False, "The record was merged into another; work on that one.")
    if key is ActionKey.REMOVE_IMAGE and not has_image:
        return RecordAction(key, label, False, "The record has no image.")
    return RecordAction(key, label)
