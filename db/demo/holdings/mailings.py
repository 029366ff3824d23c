"""The mailings that demo customers were sent, by what they had agreed to, and what is known of each."""

from __future__ import annotations

from bisect import bisect_left
from datetime import datetime, timedelta
from uuid import UUID

from db.demo.dice import Dice
from db.demo.holdings.rows import MailingClickRow, MailingRecordRow
from db.demo.house.mailings import MailingRow
from db.demo.house.rows import House
from db.demo.preferences import EMAIL, POST, Preference
from db.demo.record import Record
from db.demo.rows import Batch
from domain.mailings import BounceType, MailingKind
from domain.preferences import Answer

_MACHINES = datetime.fromisoformat("2021-09-20T00:00:00+00:00")
_MOST_EMAILS = 11
_MOST_BROCHURES = 5
_ENDLESS = datetime.fromisoformat("2999-01-01T00:00:00+00:00")
_LINKS = ("whats-on", "membership", "donate", "book/the-winter-bear", "visit", "gift-vouchers")


class Mailings:
    """Sends the house's mailings to whoever wanted them then."""

    def __init__(self, dice: Dice, house: House) -> None:
        self._dice, self._now = dice, house.now
        self._emails = [each for each in house.mailings if each.kind == MailingKind.INTEGRATED_EMAIL]
        self._brochures = [each for each in house.mailings if each.kind == MailingKind.POSTAL_MAILING]
        self._email_days = [each.created_at for each in self._emails]
        self._brochure_days = [each.created_at for each in self._brochures]

    def some(self, batch: Batch, record: Record) -> None:
        """Write what this customer was sent."""
        dice = self._dice
        if record.details.email is not None and (spans := _agreed(record, EMAIL)):
            sent = self._chosen(self._emails, self._email_days, spans, dice.randint(0, _MOST_EMAILS))
            self._send_emails(batch, record, sent)
        if spans := _agreed(record, POST):
            for mailing in self._chosen(
                self._brochures, self._brochure_days, spans, dice.randint(0, _MOST_BROCHURES)
            ):
                at = mailing.created_at
                batch.add(email(dice.key(at), mailing.id, record.id, at, None))

    def _chosen(
        self,
        mailings: list[MailingRow],
        days: list[datetime],
        spans: list[tuple[datetime, datetime]],
        wanted: int,
    ) -> list[MailingRow]:
        """Some of the mailings of these times, the oldest first."""
        able = [
            place
            for first, last in spans
            for place in range(bisect_left(days, first), bisect_left(days, last))
        ]
        if len(able) > wanted:
            able = sorted(self._dice.sample(able, wanted))
        return [mailings[place] for place in able]

    def _send_emails(self, batch: Batch, record: Record, sent: list[MailingRow]) -> None:
        dice, blocked = self._dice, False
        address = record.details.email
        apple = dice.chance(0.45)  # whose mail opens everything by itself
        for mailing in sent:
            at = mailing.created_at + timedelta(seconds=dice.randrange(1800))
            key = dice.key(at)
            row = email(key, mailing.id, record.id, at, address)
            lot = dice.random()
            if blocked:
                row = row._replace(blocked=True)
            elif lot < 0.02:
                kind = BounceType.HARD if dice.chance(0.4) else BounceType.SOFT
                blocked = kind is BounceType.HARD
                row = row._replace(bounced_at=at + timedelta(minutes=1), bounce_type=kind, blocked=blocked)
            elif lot < 0.55 or apple:
                opened = min(at + timedelta(minutes=dice.randint(1, 2000)), self._now)
                # Of a person the provider says so, or, as often, nothing.
                machine = True if apple and at >= _MACHINES else dice.choice((False, None))
                row = row._replace(
                    opened_at=opened, open_count=dice.choice((1, 1, 1, 2, 4)), machine_open=machine
                )
                if lot < 0.09:
                    for nth in range(dice.choice((1, 1, 2))):
                        link = f"https://playhouse.example/{dice.choice(_LINKS)}"
                        batch.add(MailingClickRow(dice.key(opened, nth), key, link, opened))
                if lot > 0.545:
                    row = row._replace(opted_out_at=opened)
            batch.add(row)
            if row.opted_out_at is not None:
                return


def email(
    key: UUID, mailing_id: UUID, customer_id: UUID, at: datetime, address: str | None
) -> MailingRecordRow:
    """An email that went out, of which nothing has been heard; or what was posted, without an address."""
    return MailingRecordRow(key, mailing_id, customer_id, at, address, None, 0, None, None, None, False, None)


def _agreed(record: Record, preference: Preference) -> list[tuple[datetime, datetime]]:
    """From when until when the customer agreed; to the end of time when they still do."""
    spans: list[tuple[datetime, datetime]] = []
    since = None
    answers = sorted(
        (each for each in record.answers if each.preference is preference), key=lambda each: each.at
    )
    for given in answers:
        agreed = given.answer is Answer.YES
        if agreed and since is None:
            since = given.at
        elif not agreed and since is not None:
            spans.append((since, given.at))
            since = None
    if since is not None:
        # Who is gone gets nothing more.
        spans.append((since, _ENDLESS if record.active else record.last_activity_at))
    return spans
