"""Putting records, opportunities and invitations on one's own pinboard, and taking them off (NAV-P04, NAV-15).

A pinboard is its user's own: what is done to it stands in the audit by itself, and in that of no customer.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, or_, select
from uuid_utils.compat import uuid7

from db.models import Customer, Invitation, Opportunity, Pin, UserAccount
from db.scope import visible
from db.work import Work
from domain.audit import change
from domain.errors import NotFound
from domain.pinboard import check_room
from gateway.commands._records import CustomerRef


@dataclass(frozen=True, slots=True)
class Pinnable:
    """One kind of thing that can be pinned: how it is found by what a client calls it, and which pins lead to it."""

    called: str
    found: Callable[[CustomerRef], Select[Any]]
    leads_to: Callable[[UUID], ColumnElement[bool]]

    @property
    def column(self) -> str:
        """The key of a pin that names it."""
        return f"{self.called.lower()}_id"

    @property
    def path(self) -> str:
        """The argument of the mutations that names it."""
        return f"{self.called.lower()}Id"


_requested = Customer.__table__.alias("requested")
_survives = Customer.id == func.coalesce(_requested.c.merged_into, _requested.c.id)


def _customer(ref: CustomerRef) -> Select[Any]:
    """The record with this id or number; for one merged away, the one that it was merged into."""
    asked = _requested.c.number == ref if isinstance(ref, int) else _requested.c.id == ref
    return select(Customer.id).join(_requested, _survives).where(asked)


def _leads_to_customer(key: UUID) -> ColumnElement[bool]:
    merged = select(_requested.c.id).where(_requested.c.merged_into == key)
    return or_(Pin.customer_id == key, Pin.customer_id.in_(merged))


def _under_a_customer(model: Any, customer_id: Any, pinned: Any) -> Pinnable:
    """A kind of thing that is seen by whoever sees its customer."""
    found = select(model.id).join(Customer, Customer.id == customer_id)
    return Pinnable(model.__name__, lambda key: found.where(model.id == key), lambda key: pinned == key)


CUSTOMER = Pinnable("Customer", _customer, _leads_to_customer)
OPPORTUNITY = _under_a_customer(Opportunity, Opportunity.customer_id, Pin.opportunity_id)
INVITATION = _under_a_customer(Invitation, Invitation.invitee_id, Pin.invitation_id)


async def pin(tx: Work, kind: Pinnable, ref: CustomerRef) -> None:
    """Put it on the user's pinboard, unless it is there. Refused: NotFound, PinboardFull."""
    key, pins = await _open(tx, kind, ref)
    if pins:
        tx.nothing_changed()
        return
    mine = select(func.count()).select_from(Pin).where(Pin.user_id == tx.actor.user_id)
    check_room(await tx.session.scalar(mine) or 0, kind.path)
    tx.session.add(Pin(id=uuid7(), user_id=tx.actor.user_id, pinned_at=tx.now, **{kind.column: key}))
    _record(tx, kind, "pinned", None, key)


async def unpin(tx: Work, kind: Pinnable, ref: CustomerRef) -> None:
    """Take it off the user's pinboard, if it is there. Refused: NotFound."""
    key, pins = await _open(tx, kind, ref)
    if not pins:
        tx.nothing_changed()
        return
    for each in pins:
        await tx.session.delete(each)
    _record(tx, kind, "unpinned", key, None)


async def _open(tx: Work, kind: Pinnable, ref: CustomerRef) -> tuple[UUID, Sequence[Pin]]:
    """The key of what is named, and the user's pins that lead to it; no other request of theirs changes them now."""
    key = await tx.session.scalar(visible(kind.found(ref), tx.actor))
    if key is None:
        raise NotFound("There is nothing with this id that you may see.", (kind.path,))
    # What only refers to the account, as any audit entry does, need not wait for it.
    account = select(UserAccount.id).where(UserAccount.id == tx.actor.user_id)
    await tx.session.execute(account.with_for_update(key_share=True))
    pins = select(Pin).where(Pin.user_id == tx.actor.user_id, kind.leads_to(key))
    return key, (await tx.session.scalars(pins)).all()


def _record(tx: Work, kind: Pinnable, verb: str, before: UUID | None, after: UUID | None) -> None:
    tx.record(
        f"pinboard.{verb}",
        None,
        narrative=f"{kind.called} {verb}",
        changes=(change(f"pinboard.{kind.called.lower()}", before, after),),
        section=f"pinboard:{tx.actor.user_id}",
    )
