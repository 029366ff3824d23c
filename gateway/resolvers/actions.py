"""What one actor can do with a record, from the columns of its row."""

from __future__ import annotations

from domain.actions import RecordAction, actions_of
from domain.customers import Kind
from domain.permissions import Actor


def record_actions(
    kind: str, active: bool, image_hash: str | None, *, actor: Actor
) -> tuple[RecordAction, ...]:
    """What this actor can do with the record."""
    return actions_of(actor, Kind(kind), active=active, has_image=image_hash is not None)
