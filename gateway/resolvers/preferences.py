"""The answers to all preferences as a customer's row holds them."""

from __future__ import annotations

from uuid import UUID

from domain.preferences import Answer, Channel, Preference


def preference_of(held: str) -> Preference:
    """A preference with its answer, from its id, channel, answer, partner, and whether it is asked today."""
    key, channel, answer, partner, asked = held.split(":")
    return Preference(UUID(key), Channel(channel), Answer(answer), partner or None, asked == "true")
