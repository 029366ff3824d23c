"""Making and cancelling Gift Aid declarations (GAD-09 to GAD-26, GAD-P01 to GAD-P04, GAD-P12, GAD-P13)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select
from uuid_utils.compat import uuid7

from db.gift_aid import history_of
from db.models import (
    Address,
    CancelledDeclaration,
    CharityDetails,
    Customer,
    Document,
    GiftAidCancellation,
    GiftAidDeclaration,
    GiftAidStatement,
)
from db.work import Work
from domain.addresses import AddressFields
from domain.audit import Change, change, changes_between
from domain.customers import Kind
from domain.gift_aid import (
    CancellationOption,
    Coverage,
    DeclarationType,
    EvidenceMethod,
    Span,
    address_rest,
)
from domain.gift_aid_figures import Figures
from domain.gift_aid_making import (
    Declarant,
    Evidence,
    acted_on,
    cancelled_from,
    check_evidence,
    chosen_of,
    days_covered,
    home_of,
)
from domain.house import House
from domain.refusals import Problems
from domain.texts import clean_block
from gateway.commands._records import CustomerRef, open_record
from gateway.commands.charity import in_force
from gateway.commands.gift_aid_adjustments import adjust_overclaimed
from gateway.commands.written_records import Desk, send
from gateway.uploads import Upload

LONGEST_DETAILS = 2_000
LONGEST_NOTE = 2_000


@dataclass(frozen=True, slots=True)
class NewDeclaration:
    """A declaration as staff take it: which gifts, how it was made, and what proves it."""

    coverage: Coverage
    since: date | None
    kind: DeclarationType
    method: EvidenceMethod
    details: str | None = None
    upload: Upload | None = None

    def checked(self, today: date, figures: Figures) -> tuple[Span, str | None]:
        """The days that it covers, and its details as they are stored; all that is wrong with it is refused at once."""
        problems = Problems()
        details, days = None, Span(today)
        with problems.at():
            days = days_covered(self.coverage, self.since, today, figures)
        with problems.at():
            details = clean_block(self.details, limit=LONGEST_DETAILS, field="details")
            check_evidence(self.kind, Evidence(self.method, details, self.upload is not None))
        problems.raise_any()
        return days, details


async def declare(
    tx: Work, ref: CustomerRef, new: NewDeclaration, desk: Desk, house: House
) -> GiftAidDeclaration:
    """The declaration, with its written record on its way where that is its evidence.

    Refused: what `NewDeclaration.checked`, opening the record and `home_of` refuse, CharityDetailsMissing, NoEmail.
    """
    problems = Problems()
    with problems.at("declaration"):
        days, details = new.checked(desk.today, house.figures)
    problems.raise_any()
    customer = await open_record(tx, ref)
    charity = await in_force(tx, CharityDetails, desk.today)
    statement = await in_force(tx, GiftAidStatement, desk.today)
    home = home_of(await _declarant(tx, customer), desk.today)
    row = GiftAidDeclaration(
        id=uuid7(),
        customer_id=customer.id,
        made_at=tx.now,
        made_on=desk.today,
        coverage=new.coverage,
        coverage_from=days.first,
        coverage_to=days.last,
        type=new.kind,
        evidence=new.method,
        evidence_text=details,
        document_id=_filed(tx, customer.id, new.upload),
        title=customer.title,
        first_name=customer.first_name,
        last_name=customer.last_name,
        address_line1=home.line1,
        address_rest=address_rest(home),
        postcode=home.postcode,
        country_code=home.country_code,
        charity_name=charity.name,
        statement_version=statement.version,
        created_by=tx.actor.username,
    )
    # The document first: the declaration has its key.
    await tx.session.flush()
    tx.session.add(row)
    await tx.session.flush()
    _record(tx, row, "gift-aid.declared", "Gift Aid declared", _TOLD_OF_DECLARATION)
    if new.method in (EvidenceMethod.EMAIL, EvidenceMethod.POST):
        await send(tx, desk, customer, row, new.method)
    return row


async def _declarant(tx: Work, customer: Customer) -> Declarant:
    addresses = await tx.session.scalars(
        select(Address)
        .where(Address.customer_id == customer.id)
        .order_by(Address.default_billing.desc(), Address.created_at, Address.id)
    )
    return Declarant(
        Kind(customer.kind),
        customer.first_name,
        customer.last_name,
        customer.deceased_on,
        tuple(
            AddressFields(
                each.line1, each.line2, each.line3, each.town, each.county, each.postcode,
                country_code=each.country_code,
            )
            for each in addresses
        ),
    )  # fmt: skip


def _filed(tx: Work, customer_id: UUID, upload: Upload | None) -> UUID | None:
    """The id of the document that an upload is on this record from now on."""
    if upload is None:
        return None
    row = Document(
        id=uuid7(),
        customer_id=customer_id,
        name=upload.name,
        media_type=upload.media_type,
        bytes=upload.bytes,
        content_hash=upload.hash,
        uploaded_at=tx.now,
        uploaded_by=tx.actor.username,
    )
    tx.session.add(row)
    return row.id


@dataclass(frozen=True, slots=True)
class NewCancellation:
    """A cancellation as staff take it: from when on, of all declarations or of some, and what they wrote about it."""

    option: CancellationOption
    since: date | None
    declaration_ids: Sequence[UUID] | None = None
    note: str | None = None


async def cancel(
    tx: Work, ref: CustomerRef, new: NewCancellation, today: date, house: House
) -> GiftAidCancellation:
    """The cancellation; nothing that was declared is deleted (GAD-P13).

    Of gifts that it uncovers and that were claimed for already the tax is to be given back (GAD-P16).

    Refused: InvalidCoverageDate, BackdateTooFar, NoActiveDeclaration, NotFound, and what opening the record refuses.
    """
    problems = Problems()
    with problems.at("cancellation"):
        note = clean_block(new.note, limit=LONGEST_NOTE, field="note")
    problems.raise_any()
    customer = await open_record(tx, ref)
    history = await history_of(tx.session, customer.id)
    with problems.at("cancellation"):
        chosen = chosen_of(history.declarations, new.declaration_ids)
        effective_from = cancelled_from(new.option, new.since, today, chosen, house.figures)
        named = acted_on(history.declarations, history.cancellations, effective_from, chosen)
    problems.raise_any()
    row = GiftAidCancellation(
        id=uuid7(),
        customer_id=customer.id,
        made_at=tx.now,
        made_on=today,
        option=new.option,
        effective_from=effective_from,
        note=note,
        created_by=tx.actor.username,
    )
    tx.session.add(row)
    await tx.session.flush()
    tx.session.add_all(CancelledDeclaration(cancellation_id=row.id, declaration_id=each) for each in named)
    await tx.session.flush()
    given_back = await adjust_overclaimed(tx, today, house, owner_id=customer.id)
    told = (change("giftAid.gifts_given_back", None, len(given_back)),) if given_back else ()
    _record(tx, row, "gift-aid.cancelled", "Gift Aid cancelled", _TOLD_OF_CANCELLATION, told)
    return row


_TOLD_OF_DECLARATION = ("coverage", "coverage_from", "coverage_to", "type", "evidence", "statement_version")
_TOLD_OF_CANCELLATION = ("option", "effective_from", "note")


def _record(
    tx: Work, row: Any, event: str, subject: str, told: Sequence[str], also: Sequence[Change] = ()
) -> None:
    values = {f"giftAid.{name}": getattr(row, name) for name in told}
    changes = (*changes_between({}, values), *also)
    tx.record(event, row.customer_id, narrative=subject, changes=changes)
