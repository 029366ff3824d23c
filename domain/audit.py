"""The audit's chain: a hash covers the one before it, and the values only through salted digests (AUD-P04)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from hashlib import sha256
from typing import Any
from uuid import UUID


class Method(StrEnum):
    """How a change came about (AUD-P01)."""

    USER = "USER"
    AUTOTAG = "AUTOTAG"
    BULK = "BULK"
    IMPORT = "IMPORT"
    API = "API"
    MERGE = "MERGE"
    CONVERT = "CONVERT"
    SYSTEM = "SYSTEM"


@dataclass(frozen=True, slots=True)
class Change:
    """One value that changed, as text; a redacted one keeps its path and neither value (ATR-P03)."""

    path: str
    before: str | None
    after: str | None
    redacted: bool = False


def change(path: str, before: Any, after: Any) -> Change:
    """The change of a stored value, as the text that the audit keeps."""
    return Change(path, as_text(before), as_text(after))


def redacted(path: str) -> Change:
    """A change whose values must not stand in the audit."""
    return Change(path, None, None, redacted=True)


def as_text(value: Any) -> str | None:
    """A stored value as the audit shows it: civil dates and instants in ISO form, flags as words."""
    match value:
        case None:
            return None
        case bool():
            return "true" if value else "false"
        case datetime():
            return value.isoformat()
        case list() | tuple() | frozenset() | set():
            return ", ".join(sorted(map(str, value))) or None
        case _:
            return str(value)


def changes_between(before: dict[str, Any], after: dict[str, Any]) -> tuple[Change, ...]:
    """What differs, in the order of `after`; nothing for a save that changes nothing (AUD-P05)."""
    return tuple(
        change(path, before.get(path), value) for path, value in after.items() if before.get(path) != value
    )


def digest(salt: bytes, before: str | None, after: str | None) -> bytes:
    """What the chain keeps of two values: it proves them while they stand, and tells nothing once they are blanked."""
    return sha256(
        salt + json.dumps([before, after], ensure_ascii=False).encode("utf-8", "surrogatepass")
    ).digest()


@dataclass(frozen=True, slots=True)
class Link:
    """What an entry's hash covers."""

    sequence: int
    at: datetime
    user_id: UUID | None
    username: str
    method: str
    interface: str | None
    event: str
    narrative: str
    section: str | None
    section_version: int | None
    restricted: bool
    changes: tuple[tuple[str, bool, bytes], ...]  # path, redacted, digest


def link_hash(previous: bytes | None, link: Link) -> bytes:
    """The hash of an entry that follows `previous`."""
    covered = [
        link.sequence,
        link.at.astimezone(UTC).isoformat(),
        str(link.user_id),
        link.username,
        link.method,
        link.interface,
        link.event,
        link.narrative,
        link.section,
        link.section_version,
        link.restricted,
        [[path, hidden, value.hex()] for path, hidden, value in link.changes],
    ]
    return sha256((previous or b"") + json.dumps(covered, ensure_ascii=False).encode()).digest()


def first_broken(links: Iterable[tuple[Link, bytes | None, bytes]]) -> int | None:
    """The sequence of the first entry that does not follow from those before it; None when the chain is whole."""
    previous: bytes | None = None
    for expected, (link, stored_previous, stored) in enumerate(links, start=1):
        if link.sequence != expected or stored_previous != previous or link_hash(previous, link) != stored:
            return link.sequence
        previous = stored
    return None


def narrative_of(subject: str, changes: Sequence[Change]) -> str:
    """One line for people, which names fields and never values: values may have to be blanked, lines may not."""
    return f"{subject}: {', '.join(dict.fromkeys(change.path for change in changes))}" if changes else subject
