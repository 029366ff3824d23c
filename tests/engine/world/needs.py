"""What one needs in the world: of those who ask, the clerk holds the first only, and the keeper the first two."""

from __future__ import annotations

from domain.permissions import Permission

OPEN, SECRET, NOBODYS = Permission.CUSTOMER_READ, Permission.PINK_NOTE, Permission.SYSTEM_SETTINGS
