"""The written record of a verbal declaration: sent by email, or made as a letter and marked as posted."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select

from db.models import CharityDetails, Customer, GiftAidDeclaration, GiftAidStatement
from db.scope import visible
from db.work import Work
from domain.audit import change
from domain.customers import Kind, full_name
from domain.errors import InvalidDate, NotFound
from domain.gift_aid import Coverage, DeclarationType, EvidenceMethod
from domain.gift_aid_refusals import WrittenRecordNotNeeded
from domain.mail_refusals import NoEmail
from domain.mails import MailKind
from domain.written_records import Declared, as_text, written_record
from gateway.commands._mails import Mail, Outbox
from gateway.commands._records import open_record
from gateway.commands.charity import in_force
from gateway.files import FileStore
from gateway.papers import paper


@dataclass(frozen=True, slots=True)
class Desk:
    """Where written records are made: the civil date, the outbox, and the store of letters."""

    today: date
    outbox: Outbox
    files: FileStore


async def send(
    tx: Work, desk: Desk, customer: Customer, row: GiftAidDeclaration, method: EvidenceMethod
) -> None:
    """Put the written record on its way to the donor, by email or as a letter. Refused: NoEmail, CharityDetailsMissing.

    It counts as sent once the mail is handed over, or once somebody says that the letter was posted.
    """
    declared = await _declared(tx, row, desk.today)
    record = written_record(declared, desk.today)
    if method is EvidenceMethod.EMAIL:
        if customer.email is None:
            raise NoEmail("The record has no email address; add one, or choose a letter.", ("customerId",))
        mail = Mail(customer.email, record.title, as_text(record))
        await desk.outbox.post(
            tx, MailKind.GIFT_AID_DECLARATION, row.customer_id, mail, declaration_id=row.id
        )
        return
    told = {**asdict(record), "donor_name": declared.donor_name, "address": declared.address}
    row.letter_file = await desk.files.keep(await paper("letter", told))
    row.letter_generated_at = tx.now
    tx.record("gift-aid.letter-made", row.customer_id, narrative="Letter of a Gift Aid declaration made")


async def _declared(tx: Work, row: GiftAidDeclaration, today: date) -> Declared:
    charity = await in_force(tx, CharityDetails, today)
    # Declarations that came from elsewhere may name a version that was never kept here.
    statement = await tx.session.get(GiftAidStatement, row.statement_version) or await in_force(
        tx, GiftAidStatement, today
    )
    lines = (row.address_line1, row.address_rest, row.postcode)
    return Declared(
        charity_name=row.charity_name,
        charity_number=charity.registered_number,
        donor_name=full_name(Kind.INDIVIDUAL, row.title, row.first_name, row.last_name, None),
        address=tuple(line for line in lines if line),
        coverage=Coverage(row.coverage),
        coverage_from=row.coverage_from,
        statement=statement.text,
        given_on=row.made_on,
    )


async def send_again(tx: Work, declaration_id: UUID, method: EvidenceMethod, desk: Desk) -> None:
    """Send the written record of a declaration that still needs one, whatever was to prove it first.

    Refused: NotFound, WrittenRecordNotNeeded, NoEmail, and what opening the record refuses.
    """
    row, customer = await _open(tx, declaration_id)
    if row.type != DeclarationType.VERBAL or row.written_record_sent_on is not None:
        raise WrittenRecordNotNeeded(
            "Only a verbal declaration is confirmed in writing, and this one is confirmed."
            if row.type == DeclarationType.VERBAL
            else "Only a verbal declaration is confirmed in writing.",
            ("declarationId",),
        )
    await send(tx, desk, customer, row, method)
    if method is EvidenceMethod.EMAIL:
        tx.record(
            "gift-aid.record-mail-requested",
            row.customer_id,
            narrative="Email with the written record of a declaration requested",
        )


async def mark_posted(tx: Work, declaration_id: UUID, posted_on: date, today: date) -> None:
    """Say that the letter was posted, which makes a verbal declaration good (GAD-P06).

    Refused: NotFound, InvalidDate, WrittenRecordNotNeeded, and what opening the record refuses.
    """
    row, _ = await _open(tx, declaration_id)
    if row.letter_generated_at is None or row.written_record_sent_on is not None:
        raise WrittenRecordNotNeeded(
            "No letter was made for this declaration, or it was sent already.", ("declarationId",)
        )
    if not row.made_on <= posted_on <= today:
        raise InvalidDate("A letter is posted between the day of the declaration and today.", ("postedOn",))
    row.written_record_sent_on = posted_on
    tx.record(
        "gift-aid.record-sent",
        row.customer_id,
        narrative="Written record of a declaration posted",
        changes=(change("giftAid.written_record_sent_on", None, posted_on),),
    )


async def _open(tx: Work, declaration_id: UUID) -> tuple[GiftAidDeclaration, Customer]:
    """The declaration and its record, both locked."""
    found = select(GiftAidDeclaration.customer_id).join(
        Customer, Customer.id == GiftAidDeclaration.customer_id
    )
    customer_id = await tx.session.scalar(
        visible(found.where(GiftAidDeclaration.id == declaration_id), tx.actor)
    )
    if customer_id is None:
        raise NotFound("There is no declaration with this id that you may see.", ("declarationId",))
    customer = await open_record(tx, customer_id)
    row = await tx.session.scalar(
        select(GiftAidDeclaration).where(GiftAidDeclaration.id == declaration_id).with_for_update()
    )
    assert row is not None, "declarations are never deleted"
    return row, customer
