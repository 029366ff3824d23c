"""Global ids: opaque, stable for life, and never with the concrete type in them, since a conversion changes that.

The word before the key says which tab to look in (`cus` for every customer), and the digit is the version of the form.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any
from uuid import UUID

_VERSION = "1"


@cache
def encoder(entity: str) -> Callable[[UUID], str]:
    """The function that writes keys of `entity` as global ids."""
    prefix = f"{entity}{_VERSION}_"

    def global_id(id: UUID) -> str:
        return f"{prefix}{id.hex}"

    return global_id


def encode(entity: str, id: UUID) -> str:
    """The global id of one key."""
    return encoder(entity)(id)


def decode(text: Any) -> tuple[str, UUID] | None:
    """The entity and key that a global id names; None when it is not one of ours."""
    if not isinstance(text, str) or len(text) > 64:
        return None
    head, separator, key = text.partition("_")
    if not separator or len(key) != 32 or not head.endswith(_VERSION) or not key.isascii():
        return None
    try:
        return head[: -len(_VERSION)], UUID(hex=key)
    except ValueError:
        return None


def key_of(entity: str, text: Any) -> UUID | None:
    """The key in a global id of `entity`; None for any other text."""
    found = decode(text)
    return found[1] if found and found[0] == entity else None
