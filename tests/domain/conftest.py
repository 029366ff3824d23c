"""How long a property may take: as long as it takes, for machines are shared and the first call loads tables."""

from __future__ import annotations

from hypothesis import settings

settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")
