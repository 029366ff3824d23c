"""What a provider found, kept in Redis for a day; without Redis the provider is asked each time."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from hashlib import sha256

import orjson
import structlog
from redis.asyncio import Redis
from redis.exceptions import RedisError

from domain.postcodes import postcode_key
from gateway.finder.found import FoundAddress, Provider

KEPT_SECONDS = 24 * 60 * 60
PATIENCE_SECONDS = 0.5

log = structlog.get_logger(__name__)


class Kept:
    """A provider before which Redis is asked. `source` tells it from another, whose finds are not mixed with its."""

    def __init__(self, provider: Provider, redis: Redis | None, source: str) -> None:
        self._provider = provider
        self._redis = redis
        self._source = sha256(source.encode()).hexdigest()[:12]

    async def find(self, postcode: str, country: str) -> Sequence[FoundAddress]:
        key = f"addresses:{self._source}:{country}:{postcode_key(postcode)}"
        found = await self._read(key)
        if found is None:
            found = await self._provider.find(postcode, country)
            await self._write(key, found)
        return found

    async def aclose(self) -> None:
        await self._provider.aclose()

    async def _read(self, key: str) -> Sequence[FoundAddress] | None:
        if self._redis is None:
            return None
        try:
            # The driver's own patience is multiplied by its retries.
            async with asyncio.timeout(PATIENCE_SECONDS):
                text = await self._redis.get(key)
            return None if text is None else tuple(FoundAddress(**each) for each in orjson.loads(text))
        except (RedisError, OSError, ValueError, TypeError) as error:
            log.warning("finder.nothing-kept", error=repr(error))
            return None

    async def _write(self, key: str, found: Sequence[FoundAddress]) -> None:
        if self._redis is None:
            return
        try:
            async with asyncio.timeout(PATIENCE_SECONDS):
                await self._redis.set(key, orjson.dumps(found), ex=KEPT_SECONDS)
        except (RedisError, OSError) as error:
            log.warning("finder.not-kept", error=repr(error))
