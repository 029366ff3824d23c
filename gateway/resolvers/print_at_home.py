"""The tickets that a customer brings along, as one PDF: made and kept for a link, or mailed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any
from uuid import UUID

from db.models import Customer
from db.scope import of_actor
from db.work import Work
from domain.customers import Kind, friendly_id, full_name
from domain.print_at_home import LINK_LASTS, MOST_TICKETS, Scope, check_tickets
from gateway.commands import print_at_home as commands
from gateway.commands._mails import Attachment, Mail
from gateway.commands._records import CustomerRef, find_customer
from gateway.context import Context
from gateway.keys import derived_key
from gateway.loaders._printed_tickets import printed_tickets
from gateway.papers import paper
from gateway.resolvers._ticket_papers import House, file_name, mail_text, paper_of

_PDF = "application/pdf"


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which of a customer's tickets are asked for: all that meet every condition given."""

    scope: Scope
    instance_id: UUID | None = None
    order_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class TicketFile:
    """A file with tickets: its name in the store, what it is called, how many it has, and until when a link works."""

    customer_id: UUID
    file: str
    file_name: str
    tickets: int
    expires: int


async def download(context: Context, tx: Work, ref: CustomerRef, wanted: Wanted) -> TicketFile:
    """The tickets as a file, for a link that works for fifteen minutes (PAH-02, PAH-P02).

    Raises NothingToSend and TooMany.
    """
    customer = await find_customer(tx, ref)
    rows = await _tickets(context, tx, customer, wanted)
    file, called = await _kept(context, customer, rows, _house(context))
    commands.record_download(tx, customer.id, len(rows))
    expires = int((context.links.now + LINK_LASTS).timestamp())
    return TicketFile(customer.id, file, called, len(rows), expires)


async def send(context: Context, tx: Work, ref: CustomerRef, scope: Scope) -> tuple[UUID, int]:
    """The customer whose tickets were mailed to the address on the record (PAH-04), and how many.

    Raises CustomerInactive, NoEmail, MailTooSoon, NothingToSend and TooMany.
    """
    customer, address = await commands.open_for_mail(tx, ref)
    rows = await _tickets(context, tx, customer, Wanted(scope))
    house = _house(context)
    file, called = await _kept(context, customer, rows, house)
    name = full_name(customer.kind, None, customer.first_name, customer.last_name, customer.name)
    mail = Mail(address, "Your tickets", mail_text(rows, name, house), (Attachment(file, called, _PDF),))
    await commands.mail_tickets(tx, context.outbox, customer.id, mail, len(rows))
    return customer.id, len(rows)


async def _tickets(context: Context, tx: Work, customer: Customer, wanted: Wanted) -> Sequence[Any]:
    """Read in the transaction that hands them out, so that none that was returned by then is among them."""
    query = printed_tickets(
        customer.id,
        since=_beginning_of_today(context) if wanted.scope is Scope.UPCOMING else None,
        instance_id=wanted.instance_id,
        order_id=wanted.order_id,
    )
    found = await tx.session.execute(query.limit(MOST_TICKETS + 1), of_actor(tx.actor))
    rows: Sequence[Any] = found.mappings().all()
    check_tickets(rows)
    return rows


async def _kept(context: Context, customer: Customer, rows: Sequence[Any], house: House) -> tuple[str, str]:
    """The name of the PDF in the store, and what it is called."""
    content = await paper("tickets", paper_of(rows, house))
    called = file_name(rows, friendly_id(Kind(customer.kind), customer.number), house)
    return await context.files.keep(content), called


def _house(context: Context) -> House:
    return House.of(context.settings, derived_key(context.settings, "tickets"))


def _beginning_of_today(context: Context) -> datetime:
    """Who comes late still has a ticket for today."""
    return datetime.combine(context.today, time(), context.settings.zone)
