"""The shell of a record for one actor: its sections and the actions on it, from the columns of its row."""

from __future__ import annotations

from domain.permissions import Actor
from domain.sections import Counts, RecordAction, RecordSection, actions_of, sections_of


def record_sections(
    addresses: int,
    contact_preferences: int,
    tags: int,
    attributes: int,
    blue_notes: int,
    pink_notes: int,
    audit: int,
    *,
    actor: Actor,
) -> tuple[RecordSection, ...]:
    """The sections as this actor finds them."""
    counts = Counts(addresses, contact_preferences, tags, attributes, blue_notes, pink_notes, audit)
    return sections_of(counts, actor)


def record_actions(active: bool, image_hash: str | None, *, actor: Actor) -> tuple[RecordAction, ...]:
    """What this actor can do with the record."""
    return actions_of(actor, active=active, has_image=image_hash is not None)
