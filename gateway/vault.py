"""How protected attribute values are kept: encrypted, and bound to their record and attribute."""

from __future__ import annotations

import secrets
from hashlib import sha256
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

_VERSION = b"\x01"
_KEY_ID_BYTES = 4
_NONCE_BYTES = 12
_HEAD_BYTES = len(_VERSION) + _KEY_ID_BYTES


class SealBroken(Exception):
    """The value was altered, moved from another place, or sealed with a key that is not here."""


class Vault:
    """Seals text with AES-256-GCM under `key`; opens what was sealed under it or under a former key.

    A sealed value is: version (1 byte), key id (4), nonce (12), ciphertext with its tag.
    """

    def __init__(self, key: bytes, *former: bytes) -> None:
        self._current = _key_id(key)
        self._ciphers = {_key_id(each): AESGCM(each) for each in (key, *former)}

    def seal(self, text: str, customer_id: UUID, definition_id: UUID) -> bytes:
        """Encrypt the value of this attribute on this record."""
        head = _VERSION + self._current
        nonce = secrets.token_bytes(_NONCE_BYTES)
        place = _place(head, customer_id, definition_id)
        return head + nonce + self._ciphers[self._current].encrypt(nonce, text.encode(), place)

    def open(self, sealed: bytes, customer_id: UUID, definition_id: UUID) -> str:
        """The text that was sealed for this attribute on this record."""
        head, nonce = sealed[:_HEAD_BYTES], sealed[_HEAD_BYTES : _HEAD_BYTES + _NONCE_BYTES]
        cipher = self._ciphers.get(head[1:])
        if cipher is None or head[:1] != _VERSION or len(nonce) < _NONCE_BYTES:
            raise SealBroken
        try:
            place = _place(head, customer_id, definition_id)
            return cipher.decrypt(nonce, sealed[_HEAD_BYTES + _NONCE_BYTES :], place).decode()
        except InvalidTag:
            raise SealBroken from None

    def is_current(self, sealed: bytes) -> bool:
        """Whether it was sealed under the present key, so that sealing it again would change nothing."""
        return sealed[:_HEAD_BYTES] == _VERSION + self._current


def _key_id(key: bytes) -> bytes:
    return sha256(b"key id" + key).digest()[:_KEY_ID_BYTES]


def _place(head: bytes, customer_id: UUID, definition_id: UUID) -> bytes:
    return head + customer_id.bytes + definition_id.bytes
