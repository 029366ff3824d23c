"""What happened to a demo record, and the audit chain that tells of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from db.demo.dice import Dice
from db.demo.personas import Persona
from db.demo.rows import AuditChangeRow, AuditEntryRow, AuditValueRow, Batch
from domain.audit import Change, Link, Method, digest, link_hash
from domain.customers import Section


class By(NamedTuple):
    """Who did something, and how."""

    user_id: UUID | None
    username: str
    method: Method
    interface: str | None


def by(persona: Persona, method: Method = Method.USER) -> By:
    """This member of staff, in the interface that they work in."""
    return By(persona.id, persona.username, method, persona.interface)


MERGED, MERGED_AWAY = "customer.merged", "customer.merged-away"
_ALL_SECTIONS = (MERGED, MERGED_AWAY)  # events that save each section of a record

WEB = By(None, "Web", Method.API, None)
IMPORT = By(None, "system\\import", Method.IMPORT, None)
AUTOTAGGING = By(None, "system\\autotagging", Method.AUTOTAG, None)


@dataclass(frozen=True, slots=True)
class Happening:
    """One save, or one act of a job. A part of a section, such as one note, brings the version it has by then."""

    at: datetime
    by: By
    event: str
    narrative: str
    changes: tuple[Change, ...] = ()
    section: str | None = None
    version: int | None = None
    restricted: bool = False


def write_history(
    batch: Batch, dice: Dice, customer_id: UUID | None, happenings: Iterable[Happening]
) -> Counter[str]:
    """Write the chain in the order of time; the answer is how often each section was saved after the creation."""
    saves: Counter[str] = Counter()
    previous: bytes | None = None
    for sequence, happening in enumerate(sorted(happenings, key=lambda each: each.at), start=1):
        version = happening.version
        if happening.event in _ALL_SECTIONS:
            saves.update(Section)
        if happening.section is not None and version is None:
            saves[happening.section] += 1
            version = 1 + saves[happening.section]
        previous = _write_entry(batch, dice, customer_id, sequence, happening, version, previous)
    return saves


def _write_entry(
    batch: Batch,
    dice: Dice,
    customer_id: UUID | None,
    sequence: int,
    happening: Happening,
    section_version: int | None,
    previous: bytes | None,
) -> bytes:
    entry_id = dice.uuid7(happening.at)
    digests = []
    for ordinal, change in enumerate(happening.changes):
        salt = dice.randbytes(16)
        digests.append((change.path, change.redacted, digest(salt, change.before, change.after)))
        batch.add(AuditChangeRow(entry_id, ordinal, *digests[-1]))
        batch.add(AuditValueRow(entry_id, ordinal, change.before, change.after, salt))
    who = happening.by
    link = Link(
        sequence=sequence,
        at=happening.at,
        user_id=who.user_id,
        username=who.username,
        method=who.method,
        interface=who.interface,
        event=happening.event,
        narrative=happening.narrative,
        section=happening.section,
        section_version=section_version,
        restricted=happening.restricted,
        changes=tuple(digests),
    )
    hash_ = link_hash(previous, link)
    batch.add(
        AuditEntryRow(
            id=entry_id,
            customer_id=customer_id,
            sequence=sequence,
            at=happening.at,
            user_id=who.user_id,
            username=who.username,
            method=who.method,
            interface=who.interface,
            event=happening.event,
            narrative=happening.narrative,
            section=happening.section,
            section_version=section_version,
            restricted=happening.restricted,
            paths=list(dict.fromkeys(change.path for change in happening.changes)),
            correlation_id=f"{dice.getrandbits(64):016x}",
            previous_hash=previous,
            hash=hash_,
        )
    )
    return hash_
