"""Handing out the tickets that a customer brings along: opening the record for it, mailing them, and telling of it."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import func, select

from db.models import Customer, OutgoingMail
from db.work import Work
from domain.mails import MailKind
from domain.print_at_home import MAIL_PAUSE, address_for_tickets, check_pause
from gateway.commands._mails import Mail, Outbox
from gateway.commands._records import CustomerRef, open_record


async def open_for_mail(tx: Work, ref: CustomerRef) -> tuple[Customer, str]:
    """The customer, locked, and the address that tickets are mailed to now (PAH-04).

    Raises CustomerInactive, NoEmail, and MailTooSoon within a minute of the last (PAH-P01), for which the lock is:
    of two requests at once the later one sees the mail of the first.
    """
    customer = await open_record(tx, ref)
    address = address_for_tickets(customer.email)
    about_now = OutgoingMail.created_at.between(tx.now - MAIL_PAUSE, tx.now + MAIL_PAUSE)
    mailed = select(func.max(OutgoingMail.created_at)).where(
        OutgoingMail.customer_id == customer.id, OutgoingMail.kind == MailKind.PRINT_AT_HOME, about_now
    )
    check_pause(await tx.session.scalar(mailed), tx.now)
    return customer, address


async def mail_tickets(tx: Work, outbox: Outbox, customer_id: UUID, mail: Mail, number: int) -> None:
    """Put the mail with so many tickets on its way. Neither the audit nor the mailings tell its address (MAI-05)."""
    await outbox.post(tx, MailKind.PRINT_AT_HOME, customer_id, mail)
    tx.record("print-at-home.sent", customer_id, narrative=f"Print-at-home tickets sent by email: {number}")


def record_download(tx: Work, customer_id: UUID, number: int) -> None:
    """Tell that a file with so many tickets was handed out."""
    tx.record(
        "print-at-home.downloaded", customer_id, narrative=f"Print-at-home tickets downloaded: {number}"
    )
