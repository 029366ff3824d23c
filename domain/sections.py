"""What the shell of a record offers: its sections with how much is in them, and what can be done with it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum, unique

from domain.capabilities import Action, Standing, can
from domain.denials import denial
from domain.permissions import Actor, Permission, Role


@unique
class SectionKey(StrEnum):
    """The sections of a record and the parts of its Details (NAV-01, NAV-02, NAV-06)."""

    DETAILS = "DETAILS"
    ADDRESSES = "ADDRESSES"
    CONTACT_PREFERENCES = "CONTACT_PREFERENCES"
    TAGS = "TAGS"
    ATTRIBUTES = "ATTRIBUTES"
    NOTES = "NOTES"
    AUDIT = "AUDIT"


@unique
class Level(StrEnum):
    """Where a section stands: a tab at the top, a link at the bottom, or a part of the tab before it."""

    TOP = "TOP"
    LOWER = "LOWER"
    PART = "PART"


@dataclass(frozen=True, slots=True)
class RecordSection:
    """One section; one that is not available has no count, for a count would tell what is in it (NAV-P01)."""

    key: SectionKey
    label: str
    level: Level
    available: bool = True
    count: int | None = None
    disabled_reason: str | None = None


@dataclass(frozen=True, slots=True)
class Counts:
    """How much is in each section, whoever asks."""

    addresses: int = 0
    contact_preferences: int = 0
    tags: int = 0
    attributes: int = 0
    blue_notes: int = 0
    pink_notes: int = 0
    audit: int = 0


def sections_of(counts: Counts, actor: Actor) -> tuple[RecordSection, ...]:
    """The sections of a record as this actor finds them, in the order of the screen (NAV-P01)."""
    return (
        RecordSection(SectionKey.DETAILS, "Details", Level.TOP),
        _part(SectionKey.ADDRESSES, "Addresses", counts.addresses),
        _part(SectionKey.CONTACT_PREFERENCES, "Contact Preferences", counts.contact_preferences),
        _part(SectionKey.TAGS, "Tags", counts.tags),
        _part(SectionKey.ATTRIBUTES, "Attributes", counts.attributes),
        _notes(counts, actor),
        _guarded(SectionKey.AUDIT, "Audit", Level.LOWER, counts.audit, actor, Permission.AUDIT_READ),
    )


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
    actor: Actor, *, active: bool, merged: bool = False, has_image: bool = False
) -> tuple[RecordAction, ...]:
    """What this actor can do with a record that stands so (NAV-P02)."""
    standing = Standing.ACTIVE if active else Standing.INACTIVE
    return tuple(
        _action(key, label, action, actor, standing, merged=merged, has_image=has_image)
        for key, (label, action) in _ACTIONS.items()
    )


def _part(key: SectionKey, label: str, count: int) -> RecordSection:
    return RecordSection(key, label, Level.PART, count=count)


def _guarded(
    key: SectionKey, label: str, level: Level, count: int, actor: Actor, permission: Permission
) -> RecordSection:
    if actor.may(permission):
        return RecordSection(key, label, level, count=count)
    return RecordSection(key, label, level, False, None, denial(actor, permission).message)


def _notes(counts: Counts, actor: Actor) -> RecordSection:
    """Notes of a colour the actor may not see are not counted: that they exist is sensitive (NOT-P06)."""
    blue = counts.blue_notes if actor.may(Permission.BLUE_NOTE) else 0
    pink = counts.pink_notes if actor.may(Permission.PINK_NOTE) else 0
    shown = Permission.PINK_NOTE if actor.may(Permission.PINK_NOTE) else Permission.BLUE_NOTE
    return _guarded(SectionKey.NOTES, "Notes", Level.PART, blue + pink, actor, shown)


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
