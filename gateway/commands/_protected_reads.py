"""Telling the audit who read which protected values, before anybody sees them (ATR-P05)."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

import sqlalchemy as sa
import structlog

from db.models import AttributeDefinition
from db.work import Work
from domain.audit import narrative_of, redacted
from gateway.context import Context
from gateway.protected import ProtectedValues

log = structlog.get_logger(__name__)


async def record_protected_reads(context: Context) -> bool:
    """Whether the answer may be shown: every protected value in it is told of in the audit by now, and committed.

    Where that cannot be done, for whatever reason, nothing protected is opened in this request any more.
    """
    opened: ProtectedValues = context.vault
    if not opened.reads:
        return True
    try:
        async with context.work() as tx:
            await _record(tx, opened.reads)
    except Exception:
        log.exception("protected.read-not-recorded", correlation_id=context.correlation_id)
        opened.close()
        return False
    opened.reads.clear()
    return True


async def _record(tx: Work, reads: Iterable[tuple[UUID, UUID]]) -> None:
    """One entry a customer, which names the attributes and no value."""
    of: dict[UUID, set[UUID]] = {}
    for customer_id, definition_id in reads:
        of.setdefault(customer_id, set()).add(definition_id)
    definitions = sa.select(AttributeDefinition.id, AttributeDefinition.name).where(
        AttributeDefinition.id.in_(set().union(*of.values()))
    )
    names = {row.id: row.name for row in await tx.session.execute(definitions)}
    for customer_id, read in sorted(of.items()):
        paths = sorted(f"attribute.{names[definition_id]}" for definition_id in read)
        changes = [redacted(path) for path in paths]
        narrative = narrative_of("Protected data read", changes)
        tx.record("attribute.protected-read", customer_id, narrative=narrative, changes=changes)
