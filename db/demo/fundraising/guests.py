"""An invitation while it is told: who was asked to what, what they answered, and who comes with them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from db.demo.fundraising.promises import Key
from db.demo.fundraising.rows import InvitationAttendeeRow, InvitationRow
from db.demo.house.programme import Instance
from db.demo.rows import Batch
from db.demo.sales.drafts import Item
from domain.invitations import ReplyStatus


@dataclass(slots=True, eq=False)
class Guest:
    """Somebody who comes, by record or by name; what is known of a ticket is known of who has it."""

    customer_id: UUID | None = None
    name: str | None = None
    ticket: Item | None = None
    attended: bool | None = None
    id: UUID | None = None


@dataclass(slots=True, eq=False)
class Invited:
    """One invitation; the first of the guests is the invitee."""

    id: UUID
    invitee_id: UUID
    instance: Instance
    status: ReplyStatus
    made_at: datetime
    invited_at: datetime | None = None
    replied_at: datetime | None = None
    allowed: int = 0
    on_behalf_of: UUID | None = None
    guests: list[Guest] = field(default_factory=list)


def write_invitation(batch: Batch, invited: Invited, key: Key) -> None:
    """The invitation with its attendees, once the orders of their tickets are settled."""
    batch.add(
        InvitationRow(
            invited.id,
            invited.instance.row.id,
            invited.invitee_id,
            invited.on_behalf_of,
            invited.invited_at,
            invited.status,
            invited.replied_at,
            invited.allowed,
            invited.made_at,
        )
    )
    for nth, guest in enumerate(invited.guests):
        ticket = guest.ticket
        batch.add(
            InvitationAttendeeRow(
                guest.id or key(invited.made_at, nth + 1),
                invited.id,
                guest.customer_id,
                guest.name,
                nth == 0,
                ticket.id if ticket else None,
                ticket.attended if ticket else guest.attended,
                nth,
            )
        )
