"""An email address belongs to one record: asked before it is stored, and told when two store it at once (CUS-24)."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from db.models import Customer
from db.scope import visible
from db.work import Work
from domain.customers import Kind, friendly_id
from domain.errors import EmailNotUnique
from gateway.commands._constraints import refusal_of


async def check_email(tx: Work, email: str | None, *, of: UUID | None = None) -> None:
    """Raises EmailNotUnique when another record has it, inactive ones too (CUS-24, CUS-P04)."""
    if email is None:
        return
    # lower() of the store on both sides: it is what the unique index goes by.
    query = select(Customer.id, Customer.kind, Customer.number).where(
        func.lower(Customer.email) == func.lower(email)
    )
    found = (await tx.session.execute(query)).one_or_none()
    if found is None or found.id == of:
        return
    if await tx.session.scalar(visible(select(Customer.id).where(Customer.id == found.id), tx.actor)) is None:
        raise EmailNotUnique("This email address is in use; correct it, or leave it out.", ("email",))
    raise EmailNotUnique(
        f"{friendly_id(Kind(found.kind), found.number)} has this email address: correct it, leave it out, or merge"
        " the two records instead.",
        ("email",),
        holder=found.id,
    )


async def refuse_email(tx: Work, error: IntegrityError, email: str | None, *, of: UUID | None = None) -> None:
    """Two who store one address at once: the second is told as if it had come later."""
    refusal = refusal_of(error)
    if refusal is None:
        raise error
    await check_email(tx, email, of=of)
    raise refusal
