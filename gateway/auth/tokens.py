"""Whether a token is genuine, and what it claims."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Protocol
from uuid import UUID

import jwt
from jwt.algorithms import AllowedPublicKeys

from domain.permissions import Interface
from gateway.auth.refusals import Unauthenticated

LEEWAY_SECONDS = 5
_LONGEST = 8_192
_MOST_REMEMBERED = 4_096
_SHARED = "HS256"


@dataclass(frozen=True, slots=True)
class Key:
    """A key and the one algorithm that it is good for, so that a token cannot choose another."""

    value: AllowedPublicKeys | bytes
    algorithm: str


class Keys(Protocol):
    """Where the key of a token comes from."""

    async def key_for(self, key_id: object, now: datetime) -> Key: ...


class SharedKey:
    """The one key of a deployment that issues its own tokens."""

    def __init__(self, key: bytes) -> None:
        self._key = Key(key, _SHARED)

    async def key_for(self, key_id: object, now: datetime) -> Key:
        return self._key


@dataclass(frozen=True, slots=True)
class Claims:
    """What a genuine token says; moments in seconds since 1970, as tokens have them."""

    user_id: UUID
    interface: Interface
    issued_at: float
    not_before: float
    expires_at: float
    token_id: str | None

    def hold_at(self, now: datetime) -> bool:
        """Whether the token is good at this moment, clocks being a little apart."""
        moment = now.timestamp()
        started = max(self.issued_at, self.not_before) <= moment + LEEWAY_SECONDS
        return started and moment < self.expires_at + LEEWAY_SECONDS


class Verifier:
    """Reads tokens. A verified signature is remembered with its key, and counts as long as the key does."""

    def __init__(self, keys: Keys, *, audience: str | None, issuer: str | None) -> None:
        self._keys = keys
        self._audience = audience
        self._issuer = issuer
        self._verified: dict[str, tuple[object, Key, Claims]] = {}

    async def claims(self, token: str, now: datetime) -> Claims:
        """What the token claims, if it is genuine and good at this moment."""
        claims = await self._genuine(token, now)
        if not claims.hold_at(now):
            self._verified.pop(token, None)
            raise Unauthenticated("expired, or not good yet")
        return claims

    async def _genuine(self, token: str, now: datetime) -> Claims:
        if remembered := self._verified.get(token):
            key_id, key, claims = remembered
            if await self._keys.key_for(key_id, now) is key:
                return claims
        if len(token) > _LONGEST:
            raise Unauthenticated("too long")
        try:
            key_id = jwt.get_unverified_header(token).get("kid")
        except (jwt.PyJWTError, ValueError) as error:
            raise Unauthenticated(repr(error)) from None
        key = await self._keys.key_for(key_id, now)
        try:
            claims = _claims(self._payload(token, key))
        except (jwt.PyJWTError, ValueError) as error:
            raise Unauthenticated(repr(error)) from None
        if len(self._verified) >= _MOST_REMEMBERED:
            del self._verified[next(iter(self._verified))]
        self._verified[token] = (key_id, key, claims)
        return claims

    def _payload(self, token: str, key: Key) -> dict[str, Any]:
        return jwt.decode(
            token,
            key.value,
            algorithms=[key.algorithm],
            audience=self._audience,
            issuer=self._issuer,
            options={
                "require": ["sub", "interface", "exp", "iat"],
                "enforce_minimum_key_length": True,
                "verify_aud": self._audience is not None,
                # Times are judged by our own clock, and each time that a remembered token comes again.
                "verify_exp": False,
                "verify_iat": False,
                "verify_nbf": False,
            },
        )


def issue(
    key: bytes,
    user_id: UUID,
    interface: Interface,
    lifetime: timedelta,
    now: datetime,
    *,
    audience: str | None,
    issuer: str | None,
) -> str:
    """A token for this user in this interface, signed with the shared key."""
    payload = {
        "sub": str(user_id),
        "interface": interface.value,
        "iat": now.timestamp(),
        "exp": (now + lifetime).timestamp(),
        "jti": secrets.token_urlsafe(12),
        "aud": audience,
        "iss": issuer,
    }
    return jwt.encode({name: value for name, value in payload.items() if value is not None}, key, _SHARED)


def _claims(payload: dict[str, Any]) -> Claims:
    subject = payload["sub"]
    user_id = UUID(subject)
    if str(user_id) != subject.lower():
        raise ValueError("sub is not a plain UUID")
    issued_at = _moment(payload["iat"])
    return Claims(
        user_id=user_id,
        interface=Interface(payload["interface"]),
        issued_at=issued_at,
        not_before=_moment(payload.get("nbf", issued_at)),
        expires_at=_moment(payload["exp"]),
        token_id=payload.get("jti"),
    )


def _moment(value: object) -> float:
    # JSON as Python reads it has NaN and Infinity too, and a token that never ends must not come of one.
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value < 1e11:
        raise ValueError("a time is not a number of seconds")
    return float(value)
