"""How long a property may take: as it likes, for machines are shared and first calls load tables."""

from __future__ import annotations

from hypothesis import settings

settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")
