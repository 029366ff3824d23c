"""Claims for Gift Aid in tests: days that no other test gives on, gifts on them, and each step as a mutation."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from itertools import count
from typing import Any

from sqlalchemy import Uuid, bindparam, text
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import Customer, Donation, GiftAidDeclaration, OrderItem
from gateway.engine import ids
from tests import box_office as sell
from tests import factories as make
from tests import gift_aid
from tests.ask import Ask
from tests.database import Database

_FIRST = date(2040, 1, 1)
_periods = count()

_CLAIM = """{ id number status version periodFrom periodTo charityName preparedBy submittedOn decidedOn correlation
  response gifts rows amount { amount } tax { amount } adjustment { amount } due { amount }
  lines(first: 100) { totalCount nodes {
    donationId declarationId madeOn amount { amount } tax { amount } row title firstName lastName house postcode
    rejected rejection } }
  adjustments { donationId claimNumber reason tax { amount } madeBy } }"""
_TOO_RECENT = "... on ClaimPeriodTooRecent { latestAllowed }"
_STATUS = "... on ClaimStatusWrong { status }"
_STALE = "... on StaleVersion { currentVersion }"
_GIFTS = "... on GiftsNotClaimable { total gifts { donationId reasonCodes } }"
_ROWS = "... on RowsNotValid { total rows { row field fault donationId friendlyId } }"


def _errors(*further: str) -> str:
    """The selection of a mutation's errors, with what is told of some."""
    return f"errors {{ __typename ... on UserError {{ code message path }} {' '.join(further)} }}"


PREPARE = f"""mutation ($from: Date!, $to: Date!) {{
  done: prepareGiftAidClaim(from: $from, to: $to) {{ claim {_CLAIM} {_errors(_TOO_RECENT)} }} }}"""
PREVIEW = f"""mutation ($id: ID!, $version: Int!) {{
  done: previewGiftAidClaim(claimId: $id, expectedVersion: $version) {{
    claim {_CLAIM} {_errors(_STATUS, _STALE, _ROWS)} }} }}"""
SUBMIT = f"""mutation ($id: ID!, $version: Int!, $correlation: String) {{
  done: submitGiftAidClaim(claimId: $id, expectedVersion: $version, correlation: $correlation) {{
    claim {_CLAIM} {_errors(_STATUS, _STALE, _GIFTS)} }} }}"""
DECIDE = f"""mutation ($id: ID!, $version: Int!, $outcome: GiftAidClaimOutcome!,
    $rows: [RejectedGiftAidRow!], $response: String) {{
  done: recordGiftAidClaimOutcome(claimId: $id, expectedVersion: $version, outcome: $outcome, rejectedRows: $rows,
      response: $response) {{
    claim {_CLAIM} {_errors(_STATUS, _STALE)} }} }}"""
ABANDON = f"""mutation ($id: ID!, $version: Int!) {{
  done: abandonGiftAidClaim(claimId: $id, expectedVersion: $version) {{
    abandonedClaimId {_errors(_STATUS, _STALE)} }} }}"""
EXPORT = f"""mutation ($id: ID!, $format: GiftAidClaimFormat!) {{
  done: exportGiftAidClaim(claimId: $id, format: $format) {{
    files {{ name rows url }} {_errors(_STATUS)} }} }}"""
READ = f"query ($id: ID!) {{ giftAidClaim(id: $id) {_CLAIM} }}"


@dataclass(frozen=True, slots=True)
class Period:
    """Fifty days on which nobody but one test gives, and the moment at which they are claimed for."""

    first: date = field(default_factory=lambda: _FIRST + next(_periods) * timedelta(days=100))

    @property
    def last(self) -> date:
        return self.first + timedelta(days=50)

    @property
    def now(self) -> str:
        return f"{self.last + timedelta(days=30)}T10:00:00+00:00"

    @property
    def later(self) -> str:
        """When the next period but one can be claimed for."""
        return f"{self.last + timedelta(days=90)}T10:00:00+00:00"

    def at(self, day: int) -> datetime:
        """A moment of a day of the period, which begins with day 0."""
        return datetime.combine(self.first + timedelta(days=day), time(11), UTC)


@dataclass(frozen=True, slots=True)
class Given:
    """What somebody gave, under one declaration."""

    donor: Customer
    declaration: GiftAidDeclaration
    items: tuple[OrderItem, ...]
    donations: tuple[Donation, ...]

    @property
    def ids(self) -> list[str]:
        """The global ids of the donations."""
        return [ids.encode("don", each.id) for each in self.donations]


async def give(
    database: Database,
    period: Period,
    *amounts: int,
    day: int = 1,
    declared: dict[str, Any] | None = None,
    address: dict[str, Any] | None = None,
    donation: dict[str, Any] | None = None,
    state: str = "SOLD",
    fund: dict[str, Any] | None = None,
    **who: Any,
) -> Given:
    """Gifts of one donor on days of the period in a row, whom a declaration covers from before it."""
    home, donor = make.individual(**{"title": "Ms", "last_name": "Marsh", **who})
    lives = make.address(donor.id, **{"line1": "12 Harbour Row", "postcode": "BS1 4AA", **(address or {})})
    declaration = gift_aid.declaration(donor, period.first - timedelta(days=9), **(declared or {}))
    to = sell.fund(**(fund or {}))
    items, donations, rows = [], [], []
    for place, amount in enumerate(amounts):
        order = sell.order(donor, placed_at=period.at(day + place))
        item, gift = sell.donation(order, to, amount, state=state, **(donation or {}))
        items.append(item)
        donations.append(gift)
        rows += [order, item, gift]
    await database.save(home, donor, lives, declaration, to, *rows)
    return Given(donor, declaration, tuple(items), tuple(donations))


@dataclass(frozen=True, slots=True)
class Claiming:
    """Each step of a claim by Gina, who is a General Administrator."""

    ask: Ask
    period: Period
    by: str = "gina"

    async def prepare(self, now: str | None = None) -> Any:
        """What came of preparing a claim for the period."""
        return await self._do(PREPARE, now, **{"from": f"{self.period.first}", "to": f"{self.period.last}"})

    async def preview(self, claim: Any, now: str | None = None) -> Any:
        return await self._do(PREVIEW, now, id=claim["id"], version=claim["version"])

    async def submit(self, claim: Any, now: str | None = None, **variables: Any) -> Any:
        return await self._do(SUBMIT, now, id=claim["id"], version=claim["version"], **variables)

    async def decide(self, claim: Any, outcome: str, now: str | None = None, **variables: Any) -> Any:
        return await self._do(
            DECIDE, now, id=claim["id"], version=claim["version"], outcome=outcome, **variables
        )

    async def abandon(self, claim: Any) -> Any:
        return await self._do(ABANDON, None, id=claim["id"], version=claim["version"])

    async def export(self, claim: Any, format: str, key: str | None = None) -> Any:
        return await self._do(EXPORT, None, key=key, id=claim["id"], format=format)

    async def read(self, claim: Any) -> Any:
        """The claim as it is stored now."""
        return (await self.ask(READ, by=self.by, now=self.period.now, id=claim["id"])).ok["giftAidClaim"]

    async def previewed(self) -> Any:
        """A claim that was prepared and previewed."""
        return claim_of(await self.preview(claim_of(await self.prepare())))

    async def submitted(self) -> Any:
        """A claim that was sent."""
        return claim_of(await self.submit(await self.previewed()))

    async def accepted(self) -> Any:
        """A claim that was paid."""
        return claim_of(await self.decide(await self.submitted(), "ACCEPTED"))

    async def _do(self, document: str, now: str | None, key: str | None = None, **variables: Any) -> Any:
        answer = await self.ask(document, by=self.by, now=now or self.period.now, key=key, **variables)
        return answer.ok["done"]


def claim_of(done: Any) -> Any:
    """The claim in an answer that refused nothing."""
    assert done["errors"] == [], done["errors"]
    return done["claim"]


def refused(done: Any) -> Any:
    """The only refusal in an answer that did nothing."""
    assert not any(value for name, value in done.items() if name != "errors")
    (error,) = done["errors"]
    return error


async def stored(database: Database, claim: Any) -> str:
    """All that is stored of a claim: equal before and after a call that changed nothing."""
    async with AsyncSession(database.store.writes) as session:
        found = await session.scalar(_STORED, {"id": ids.key_of("gcl", claim["id"])})
    return str(found)


_STORED = text("""
    select jsonb_build_array(
      (select jsonb_agg(c) from gift_aid_claim c where c.id = :id),
      (select jsonb_agg(l order by l.id) from gift_aid_claim_line l where l.claim_id = :id),
      (select jsonb_agg(d order by d.id) from donation d join gift_aid_claim_line l on l.donation_id = d.id
        where l.claim_id = :id),
      (select jsonb_agg(a order by a.id) from gift_aid_adjustment a where a.carried_into = :id),
      (select jsonb_agg(e order by e.id) from audit_entry e where e.section = 'gift_aid_claim:' || :id)
    )::text""").bindparams(bindparam("id", type_=Uuid))
