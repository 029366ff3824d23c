"""The areas that the GraphiQL page offers, one `.graphql` file each, in the order of the files' numbers.

The records in them are in every demo. Another area is another file: nothing else names it.
"""

from __future__ import annotations

from pathlib import Path

from gateway.door.areas import Area, area_of

AREAS: tuple[Area, ...] = tuple(
    area_of(path.read_text("utf-8")) for path in sorted(Path(__file__).parent.glob("*.graphql"))
)
