"""Gift Aid declarations of demo customers, with every kind of evidence, and what became of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from hashlib import sha256
from typing import NamedTuple
from uuid import UUID
from zoneinfo import ZoneInfo

from db.demo.claims import day_of_claim
from db.demo.dice import Dice
from db.demo.holdings.rows import CancellationRow, CancelledDeclarationRow, DeclarationRow, DocumentRow
from db.demo.house.giving import BAR_FUND, CHARITY
from db.demo.record import Record
from db.demo.rota import Rota
from db.demo.rows import Batch
from db.demo.sales.drafts import Gift
from domain.addresses import AddressFields
from domain.gift_aid import (
    Cancellation,
    CancellationOption,
    Coverage,
    Declaration,
    DeclarationType,
    Donor,
    EvidenceMethod,
    address_rest,
    claimability_of,
    covering,
    days_of,
)
from domain.memberships import add_months
from domain.orders import DonationSource

_DAY = timedelta(days=1)
_CLAIMED_AFTER = 75 * _DAY
MOST_BACK = 48
"""Months: how far back a declaration or a cancellation may reach."""


class Story(NamedTuple):
    """How somebody declared, for which days, and what became of it."""

    kind: DeclarationType
    evidence: EvidenceMethod
    coverage: Coverage = Coverage.FROM_TODAY
    sent: bool = True
    fate: str = "stands"


_VERBAL, _PAPER, _ONLINE = DeclarationType.VERBAL, DeclarationType.PAPER, DeclarationType.ONLINE
_PLAIN = Story(_ONLINE, EvidenceMethod.ONLINE)
_STORIES = (
    Story(_VERBAL, EvidenceMethod.EMAIL, Coverage.SINCE),
    Story(_PAPER, EvidenceMethod.UPLOAD, Coverage.SINCE),
    Story(_ONLINE, EvidenceMethod.ONLINE, Coverage.TODAY_ONLY),
    Story(_PAPER, EvidenceMethod.MANUAL, fate="cancelled"),
    _PLAIN,
    Story(_VERBAL, EvidenceMethod.EMAIL, sent=False),
    Story(_ONLINE, EvidenceMethod.ONLINE, Coverage.SINCE, fate="cancelled since"),
    Story(_VERBAL, EvidenceMethod.POST),
    Story(_VERBAL, EvidenceMethod.MANUAL, fate="revived"),
    Story(_VERBAL, EvidenceMethod.POST, Coverage.SINCE, sent=False),
    _PLAIN,
    Story(_PAPER, EvidenceMethod.MANUAL, Coverage.SINCE, fate="incomplete"),
    Story(_VERBAL, EvidenceMethod.UPLOAD, Coverage.TODAY_ONLY),
    Story(_ONLINE, EvidenceMethod.ONLINE, fate="moved"),
    _PLAIN,
    Story(_ONLINE, EvidenceMethod.ONLINE, Coverage.SINCE),
)


@dataclass(slots=True)
class File:
    """What one customer declared and cancelled, as the rules of Gift Aid know it."""

    declarations: list[Declaration] = field(default_factory=list)
    cancellations: list[tuple[date, Cancellation]] = field(default_factory=list)

    def claimed_on(self, dice: Dice, gift: Gift, made_on: date, today: date) -> date | None:
        """When a gift of that day was claimed for; None when it was not, or could not be."""
        # A legacy is given by an estate.
        if not self.declarations or gift.fund_id == BAR_FUND.id or gift.source is DonationSource.LEGACY:
            return None
        soonest = made_on + _CLAIMED_AFTER + dice.randrange(60) * _DAY
        if soonest > today or dice.chance(0.2):
            return None
        on = day_of_claim(soonest)
        if on > today:
            return None
        # What was cancelled later, with effect from before, was claimed for in good faith.
        known = [cancellation for made, cancellation in self.cancellations if made <= on]
        declared = [each for each in self.declarations if each.made_at.date() <= on]
        found = covering(declared, known, made_on)
        return on if found is not None and claimability_of(found, known).claimable else None


class GiftAid:
    """Makes declarations, each story in turn."""

    def __init__(self, dice: Dice, zone: ZoneInfo, now: datetime) -> None:
        self._dice, self._zone, self._now = dice, zone, now
        self._rota = Rota(_STORIES)

    def some(self, batch: Batch, record: Record) -> File:
        """Perhaps what this Individual declared."""
        file = File()
        first, last = max(record.created_at, self._now - 8 * 365 * _DAY), record.last_activity_at
        if last - first < 2 * _DAY or not self._dice.chance(0.15):
            return file
        story = self._rota.take(
            lambda each: each.evidence is not EvidenceMethod.EMAIL or record.details.email is not None
        )
        assert story is not None, "most stories need no email"
        at = self._dice.opening_hour(first, last - _DAY)
        declared = self.declare(batch, file, record, story, at)
        if story.fate in {"cancelled", "cancelled since", "revived"}:
            then = self._dice.opening_hour(at, last)
            back = story.fate == "cancelled since"
            self.cancel(batch, file, record.id, then, since=declared + 30 * _DAY if back else None)
            if story.fate == "revived":
                again = self._dice.opening_hour(then, last)
                self.declare(batch, file, record, _PLAIN, max(again, then + timedelta(minutes=5)))
        return file

    def declare(
        self, batch: Batch, file: File, record: Record, story: Story, at: datetime, *, id: UUID | None = None
    ) -> date:
        """Write a declaration of that instant; the answer is the first day that it covers."""
        dice = self._dice
        made_on = at.astimezone(self._zone).date()
        begins = made_on
        if story.coverage is Coverage.SINCE:
            begins = max(add_months(made_on, -MOST_BACK), made_on - dice.randint(30, 1400) * _DAY)
        email = at if story.evidence is EvidenceMethod.EMAIL and story.sent else None
        letter = at if story.evidence is EvidenceMethod.POST else None
        sent_on = made_on if email or (letter and story.sent) else None
        key = id or dice.key(at)
        document = self._document(batch, record.id, at) if story.evidence is EvidenceMethod.UPLOAD else None
        by_hand = story.evidence is EvidenceMethod.MANUAL
        donor, rest = self._donor(record, story)
        title = record.details.title
        row = DeclarationRow(
            key,
            record.id,
            at,
            made_on,
            story.coverage,
            begins,
            made_on if story.coverage is Coverage.TODAY_ONLY else None,
            story.kind,
            story.evidence,
            "Read out to the donor, who agreed" if by_hand else None,
            document,
            email,
            letter,
            sent_on,
            title,
            donor.first_name,
            donor.last_name,
            donor.address.line1,
            rest,
            donor.address.postcode,
            donor.address.country_code,
            CHARITY,
            1 if made_on.year < 2022 else 2,
            "Web" if story.kind is _ONLINE else dice.choice(("bea", "ade", "femi")),
        )
        batch.add(row)
        file.declarations.append(
            Declaration(
                key,
                record.id,
                at,
                begins,
                row.coverage_to,
                story.kind,
                sent_on,
                by_hand,
                document is not None,
                donor,
            )
        )
        return begins

    def cancel(
        self,
        batch: Batch,
        file: File,
        customer_id: UUID,
        at: datetime,
        *,
        since: date | None = None,
        id: UUID | None = None,
    ) -> None:
        """Write a cancellation of all that still covers anything from its day on; nothing where nothing does."""
        made_on = at.astimezone(self._zone).date()
        backdated = since is not None and since < made_on
        effective = made_on
        if backdated and since is not None:
            effective = max(since, add_months(made_on, -MOST_BACK))
        known = [each for _, each in file.cancellations]
        named = [
            each.id
            for each in file.declarations
            if (days := days_of(each, known)) is not None and (days.last is None or days.last >= effective)
        ]
        if not named:
            return
        key = id or self._dice.key(at)
        option = CancellationOption.SINCE if backdated else CancellationOption.FROM_TODAY
        note = "Pays no tax any more" if self._dice.chance(0.5) else None
        batch.add(CancellationRow(key, customer_id, at, made_on, option, effective, note, "femi"))
        for declaration_id in named:
            batch.add(CancelledDeclarationRow(key, declaration_id))
        file.cancellations.append((made_on, Cancellation(key, at, effective, frozenset(named))))

    def _document(self, batch: Batch, customer_id: UUID, at: datetime) -> UUID:
        key = self._dice.key(at)
        name, media = self._dice.choice((("declaration.pdf", "application/pdf"), ("letter.png", "image/png")))
        digest = sha256(key.bytes).hexdigest()
        batch.add(
            DocumentRow(key, customer_id, name, media, self._dice.randint(9000, 900000), digest, at, "bea")
        )
        return key

    def _donor(self, record: Record, story: Story) -> tuple[Donor, str | None]:
        """Who declared, as they were then, and the address after its first line."""
        details, address = record.details, record.places[0].home.address
        first = details.first_name
        if story.fate == "incomplete":
            address = AddressFields(line1=address.line1, town=address.town, country_code=address.country_code)
        elif story.fate == "moved":
            address = AddressFields(
                line1="9 Weir Cottages", town="Bath", postcode="BA2 6NX", country_code="GB"
            )
        return Donor(first, details.last_name, address), address_rest(address)
