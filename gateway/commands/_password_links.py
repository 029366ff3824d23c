"""The links by which customers set their passwords: at most one of a customer works."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import update

from db.models import PasswordLink
from db.work import Work


async def void_links(tx: Work, customer_id: UUID) -> None:
    """Have no link work that the customer was sent before; the customer is locked."""
    await tx.session.execute(
        update(PasswordLink)
        .where(
            PasswordLink.customer_id == customer_id,
            PasswordLink.used_at.is_(None),
            PasswordLink.voided_at.is_(None),
        )
        .values(voided_at=tx.now)
    )
