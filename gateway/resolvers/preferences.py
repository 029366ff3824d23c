"""The answers to all preferences as a customer's row holds them."""

from __future__ import annotations

from functools import lru_cache
from uuid import UUID

from domain.preferences import Answer, Channel, Preference


@lru_cache(maxsize=1_000)
def preference_of(held: str) -> Preference:
    """A preference with its answer, from its id, channel, answer, partner, and whether it is asked today."""
    # There are few, and each is many people's: taking one apart takes longer than showing it.
    key, channel, answer, partner, asked = held.split(":")
    return Preference(UUID(key), Channel(channel), Answer(answer), partner or None, asked == "true")
