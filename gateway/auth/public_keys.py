"""The public keys that the sign-in service publishes: fetched, kept, fetched again when one is unknown."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any, cast

import httpx
import jwt
import structlog
from jwt.algorithms import AllowedPublicKeys

from gateway.auth.refusals import Unauthenticated, Unavailable
from gateway.auth.tokens import Key

ALGORITHMS = frozenset({"RS256", "ES256", "EdDSA", "PS256"})

_FETCH_SECONDS = 3
_PAUSE_SECONDS = 30
_PAUSE_WITHOUT_KEYS_SECONDS = 3
_STALE_SECONDS = 600
_MOST_BYTES = 65_536
_MOST_KEYS = 50

log = structlog.get_logger(__name__)


class PublicKeys:
    """Fetches once in 30 seconds however many unknown keys are named; a failed fetch keeps the old keys."""

    def __init__(self, url: str) -> None:
        self._url = httpx.URL(url)
        self._client = httpx.AsyncClient(follow_redirects=False)
        self._body = b""
        self._keys: Mapping[object, Key] = {}
        self._tried: datetime | None = None
        self._fetching: asyncio.Task[None] | None = None

    async def key_for(self, key_id: object, now: datetime) -> Key:
        """The key of this id; a request waits for a fetch only if its own key is unknown."""
        key = self._keys.get(key_id)
        if key is None:
            self._fetch_unless_tried(now, _PAUSE_SECONDS if self._keys else _PAUSE_WITHOUT_KEYS_SECONDS)
            if self._fetching is not None:
                await asyncio.shield(self._fetching)
            key = self._keys.get(key_id)
        else:
            self._fetch_unless_tried(now, _STALE_SECONDS)
        if not self._keys:
            raise Unavailable(_PAUSE_WITHOUT_KEYS_SECONDS)
        if key is None:
            raise Unauthenticated("signed with an unknown key")
        return key

    async def aclose(self) -> None:
        """Give up a fetch that is under way, and close the connections."""
        if self._fetching is not None:
            self._fetching.cancel()
            await asyncio.gather(self._fetching, return_exceptions=True)
        await self._client.aclose()

    def _fetch_unless_tried(self, now: datetime, pause: int) -> None:
        if self._fetching is not None and not self._fetching.done():
            return
        # The distance and not the difference: a clock that was set back must not stop us for hours.
        if self._tried is None or abs((now - self._tried).total_seconds()) >= pause:
            self._tried = now
            self._fetching = asyncio.create_task(self._fetch())

    async def _fetch(self) -> None:
        try:
            async with asyncio.timeout(_FETCH_SECONDS):
                body = await self._download()
            # The same keys stay the same objects, so that signatures verified with them stay remembered.
            if body != self._body:
                self._keys = usable_keys(json.loads(body))
                self._body = body
        except (httpx.HTTPError, TimeoutError, ValueError, RecursionError, jwt.PyJWTError) as error:
            log.warning(
                "public-keys.not-fetched", url=str(self._url), error=repr(error), kept=len(self._keys)
            )

    async def _download(self) -> bytes:
        body = b""
        async with self._client.stream("GET", self._url, headers={"accept": "application/json"}) as response:
            response.raise_for_status()
            async for chunk in response.aiter_bytes():
                body += chunk
                if len(body) > _MOST_BYTES:
                    raise ValueError("more than a key set holds")
        return body


def usable_keys(document: Any) -> dict[object, Key]:
    """The keys of a JSON Web Key Set that verify signatures, by their ids."""
    if not isinstance(document, dict) or not isinstance(document.get("keys"), list):
        raise ValueError("not a key set")
    found: dict[object, Key] = {}
    for each in document["keys"][:_MOST_KEYS]:
        # With a private part published anybody can sign, and a shared key is no public key at all.
        if not isinstance(each, dict) or each.get("use", "sig") != "sig" or {"d", "k"} & each.keys():
            continue
        try:
            key = jwt.PyJWK(each)
        except (jwt.PyJWTError, TypeError):
            continue
        if key.algorithm_name in ALGORITHMS and isinstance(key.key_id, str | None):
            found[key.key_id] = Key(cast(AllowedPublicKeys, key.key), key.algorithm_name)
    if not found:
        raise ValueError("no usable key in the set")
    return found
