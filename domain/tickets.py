"""What the barcode of a ticket says: which item of an order it is, signed, so that the door tells a forged one.

A code is forty letters and digits (base32, without 0, 1, 8 and 9): the sixteen bytes of the item's key, and the first
nine of their HMAC-SHA256 under a key of the house. It says nothing of whether the ticket was returned since: the door
asks for the item, and lets in one that is sold.
"""

from __future__ import annotations

import base64
import binascii
import hmac
from uuid import UUID

_KEY_BYTES = 16
_SIGNATURE_BYTES = 9
# In groups of these many letters it can be read out.
_GROUP = 5


def ticket_code(key: bytes, item_id: UUID) -> str:
    """The code of the ticket that this item is: always the same one under the same key."""
    return base64.b32encode(item_id.bytes + _signature(key, item_id.bytes)).decode()


def item_of(code: str, *keys: bytes) -> UUID | None:
    """The item that a code names, as scanned or as read out; None for one that none of these keys made.

    Where a key was replaced, the former one is named besides for as long as tickets with its codes are about.
    """
    try:
        read = base64.b32decode("".join(code.split()).upper())
    except (binascii.Error, ValueError):
        return None
    item, signature = read[:_KEY_BYTES], read[_KEY_BYTES:]
    if any(hmac.compare_digest(signature, _signature(key, item)) for key in keys):
        return UUID(bytes=item)
    return None


def in_groups(code: str) -> str:
    """The code as it stands beneath the barcode, for whoever has to type it."""
    return " ".join(code[start : start + _GROUP] for start in range(0, len(code), _GROUP))


def _signature(key: bytes, item: bytes) -> bytes:
    return hmac.digest(key, b"ticket" + item, "sha256")[:_SIGNATURE_BYTES]
