"""Autotags that came and went: what an evaluation did to a record, and how the audit tells of it (TAG-P03)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from domain.audit import Change, change
from domain.permissions import Actor

EVENT = "customer.autotagged"
AUTOTAGGER = Actor.of_job("autotagging", ())
"""Who is recorded to have given and taken autotags; nobody is asked for permission, so that it has none."""


@dataclass(frozen=True, slots=True)
class Flip:
    """What an evaluation changed on one record: the autotags that came, and those that went, by key."""

    customer_id: UUID
    came: tuple[UUID, ...]
    went: tuple[UUID, ...]


def path_of(name: str) -> str:
    """How the audit names an autotag of this name."""
    return f"autotag.{name}"


def changes_of(flip: Flip, names: Mapping[UUID, str]) -> tuple[Change, ...]:
    """The flip as the audit keeps it: a change for each autotag, in the order of their names."""
    told = [(names[tag], False, True) for tag in flip.came] + [(names[tag], True, False) for tag in flip.went]
    return tuple(change(path_of(name), before, after) for name, before, after in sorted(told))


def subject(cause: str) -> str:
    """The beginning of the audit's line; the cause is an event such as `address.added`, or what else asked."""
    return f"Autotags changed after {cause}"


def flip_between(customer_id: UUID, met: Sequence[UUID], held: Sequence[UUID]) -> Flip:
    """What makes those that are held into those that are met."""
    return Flip(
        customer_id,
        tuple(tag for tag in met if tag not in held),
        tuple(tag for tag in held if tag not in met),
    )
