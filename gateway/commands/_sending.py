"""Sending a mail of the outbox: once it is handed over, or refused for good, nothing more becomes of it."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy import select

from db.models import Customer, GiftAidDeclaration, OutgoingMail
from db.work import Work
from domain.audit import changes_between
from domain.mails import MailKind
from gateway.mail.carriers import Carrier, Letter
from gateway.mail.letters import opened
from gateway.mail.messages import MailRefused
from gateway.vault import Vault


async def send(tx: Work, mail_id: UUID, carrier: Carrier, vault: Vault, *, today: date) -> None:
    """The mail handed over, unless it was before; another who sends it at once waits, and finds that it is sent.

    What is committed after the hand-over may be lost, and the mail is then handed over again under the same
    Message-ID. Where a declaration is confirmed by it, that it was sent is written down with it (GAD-P05).
    """
    row = (
        await tx.session.scalars(select(OutgoingMail).where(OutgoingMail.id == mail_id).with_for_update())
    ).one()
    if row.sent_at is not None or row.failed_at is not None:
        tx.nothing_changed()
        return
    try:
        await carrier.carry(Letter(opened(vault, row), row.message_id, row.created_at))
    except MailRefused as refused:
        row.failed_at, row.failure, row.sealed = tx.now, refused.failure, None
        _record(tx, row, "mail.failed", "refused by the mail server")
        return
    row.sent_at = tx.now
    if not carrier.keeps:
        row.sealed = None
    if row.declaration_id is None:
        _record(tx, row, "mail.sent", "sent")
    else:
        await _confirm(tx, row.customer_id, row.declaration_id, today)


async def _confirm(tx: Work, customer_id: UUID, declaration_id: UUID, today: date) -> None:
    """Write down on the declaration that its written record was sent; the first one counts.

    The customer is locked first, as by whoever changes declarations: a work broken off here would be a mail sent twice.
    """
    await tx.session.execute(
        select(Customer.id).where(Customer.id == customer_id).with_for_update(key_share=True)
    )
    declaration = await tx.session.get_one(GiftAidDeclaration, declaration_id, with_for_update=True)
    before = _sent(declaration)
    declaration.email_sent_at = tx.now
    declaration.written_record_sent_on = declaration.written_record_sent_on or today
    tx.record(
        "gift-aid.record-sent",
        declaration.customer_id,
        narrative="Written record of a declaration sent by email",
        changes=changes_between(before, _sent(declaration)),
    )


def _sent(declaration: GiftAidDeclaration) -> dict[str, object]:
    return {
        "giftAid.email_sent_at": declaration.email_sent_at,
        "giftAid.written_record_sent_on": declaration.written_record_sent_on,
    }


def _record(tx: Work, row: OutgoingMail, event: str, what: str) -> None:
    """Mails are no part of a customer's record (MAI-05), but that a declaration stays unconfirmed is."""
    kind = MailKind(row.kind)
    tx.record(
        event,
        row.customer_id if kind is MailKind.GIFT_AID_DECLARATION else None,
        narrative=f"Mail {kind.value.lower().replace('_', ' ')} {what}",
        section=f"mail:{row.id}",
    )
