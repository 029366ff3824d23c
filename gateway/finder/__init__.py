"""Which addresses a postcode has, from the provider of the deployment (ADR-P06)."""

from __future__ import annotations

from redis.asyncio import Redis

from gateway.finder.found import FinderAway, FoundAddress, Provider
from gateway.finder.kept import Kept
from gateway.finder.premises import GeneratedPremises
from gateway.finder.service import AddressService
from gateway.settings import Settings

__all__ = ["FinderAway", "FoundAddress", "Provider", "provider_of"]


def provider_of(settings: Settings, redis: Redis | None) -> Provider:
    """The provider that the settings name, what it finds kept for a day; generated premises where they name none."""
    if settings.address_finder_url is None:
        return GeneratedPremises()
    return Kept(AddressService(settings.address_finder_url), redis, settings.address_finder_url)
