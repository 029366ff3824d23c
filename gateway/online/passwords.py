"""Hashing and checking the passwords of customers: slow on purpose, beside the loop, and never many at once."""

from __future__ import annotations

import asyncio
import base64
import secrets

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

# Each takes tens of megabytes.
_AT_ONCE = 2


class Passwords:
    """Argon2id with the library's parameters, which are those of RFC 9106 for servers with little memory."""

    def __init__(self) -> None:
        self._hasher = PasswordHasher()
        self._nobodys = _hash_of_nothing(self._hasher)
        self._turns = asyncio.Semaphore(_AT_ONCE)

    async def hash(self, password: str) -> str:
        """What is stored of a password."""
        async with self._turns:
            return await asyncio.to_thread(self._hasher.hash, password)

    async def fits(self, password: str, stored: str | None) -> bool:
        """Whether it is the password of this hash. It takes as long where there is none."""
        async with self._turns:
            return await asyncio.to_thread(self._verified, password, stored)

    def _verified(self, password: str, stored: str | None) -> bool:
        try:
            fits = self._hasher.verify(stored or self._nobodys, password)
        except (VerificationError, InvalidHashError):
            return False
        return fits and stored is not None


def _hash_of_nothing(hasher: PasswordHasher) -> str:
    """A hash that no password has, and that takes as long to check as any."""
    salt, digest = (
        base64.b64encode(secrets.token_bytes(length)).decode().rstrip("=")
        for length in (hasher.salt_len, hasher.hash_len)
    )
    costs = f"m={hasher.memory_cost},t={hasher.time_cost},p={hasher.parallelism}"
    return f"$argon2id$v=19${costs}${salt}${digest}"
