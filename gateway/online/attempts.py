"""How often somebody tried to sign in lately, as Redis counts it: a courtesy, on which nothing rests."""

from __future__ import annotations

import asyncio
from hashlib import sha256

import structlog
from redis.asyncio import Redis
from redis.exceptions import RedisError

from domain.emails import email_key

MOST = 10
WITHIN_SECONDS = 15 * 60
_PATIENCE_SECONDS = 0.5

log = structlog.get_logger(__name__)


class Attempts:
    """Counts the attempts for each email address, be it anybody's or nobody's. Without Redis nobody has to wait."""

    def __init__(self, redis: Redis | None) -> None:
        self._redis = redis

    async def begin(self, email: str) -> int:
        """Count one more; how many seconds to wait before another is listened to, 0 for none."""
        if self._redis is None:
            return 0
        key = _key(email)
        try:
            async with asyncio.timeout(_PATIENCE_SECONDS):
                async with self._redis.pipeline(transaction=True) as both:
                    both.incr(key)
                    both.expire(key, WITHIN_SECONDS, nx=True)
                    both.ttl(key)
                    count, _, left = await both.execute()
            return max(1, int(left)) if count > MOST else 0
        except (RedisError, OSError) as error:
            log.warning("online.attempts-not-counted", error=repr(error))
            return 0

    async def succeeded(self, email: str) -> None:
        """Begin to count anew."""
        if self._redis is None:
            return
        try:
            async with asyncio.timeout(_PATIENCE_SECONDS):
                await self._redis.delete(_key(email))
        except (RedisError, OSError) as error:
            log.warning("online.attempts-not-counted", error=repr(error))


def _key(email: str) -> str:
    return f"online-sign-in:{sha256(email_key(email).encode('utf-8', 'surrogatepass')).hexdigest()}"
