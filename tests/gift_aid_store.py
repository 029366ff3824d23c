"""Histories of Gift Aid put into the store as they stand, and what the gateway tells of them over GraphQL."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from db.base import Base
from db.models import Customer, Fund, GiftAidDeclaration
from domain.gift_aid import Cancellation
from gateway.engine import ids
from tests import box_office as sell
from tests import factories as make
from tests import gift_aid as aid
from tests.ask import Ask
from tests.database import Database
from tests.gift_aid_histories import History
from tests.references.gift_aid_told import Cancelled, Declared

_ASKED = """
query Judged($ids: [ID!]!) {
  nodes(ids: $ids) {
    ... on Customer {
      donations(first: 50) {
        nodes { id declaration { id } giftAid { status reasonCodes declarationId } }
      }
      giftAidDeclarations { id claimable notClaimableReasons coverageFrom coveredUntil }
    }
  }
}
"""


@dataclass(frozen=True, slots=True)
class Told:
    """The gifts and the declarations of one record, by their keys, as they were told."""

    gifts: dict[UUID | None, dict[str, Any]]
    declarations: dict[UUID | None, dict[str, Any]]


async def put(database: Database, histories: Iterable[History]) -> None:
    """Store histories, table by table; what is no donation or no money is no gift here, and is left out."""
    funds = sell.fund(gift_aid_eligible=True), sell.fund(gift_aid_eligible=False)
    tables: defaultdict[str, defaultdict[tuple[str, ...], list[Any]]] = defaultdict(lambda: defaultdict(list))
    for row in (*funds, *(row for played in histories for row in _rows(played, funds))):
        # Rows of which the same is said, so that the store's own defaults hold for the rest.
        columns = tuple(sorted(vars(row).keys() - {"_sa_instance_state"}))
        tables[row.__tablename__][columns].append([getattr(row, name) for name in columns])
    async with database.store.primary.acquire() as connection, connection.transaction():
        # A table comes after those that it points at.
        for table in Base.metadata.sorted_tables:
            for columns, records in tables[table.name].items():
                await connection.copy_records_to_table(table.name, records=records, columns=columns)


def _rows(played: History, funds: tuple[Fund, Fund]) -> Iterator[Any]:
    """All rows of a history, those of a declaration before those of what cancels it."""
    home, other = make.individual(id=played.facilitator)
    donor = make.organisation(id=played.owner)
    yield from (home, other)
    if played.person.kind == "I":
        home, donor = make.individual(id=played.owner)
        yield home
    yield donor
    declared: dict[UUID, GiftAidDeclaration] = {}
    for said in played.said.values():
        if isinstance(said, Declared):
            made = _declaration(played, said, donor if said.customer == donor.id else other)
            declared[said.id] = made[-1]
            yield from made
    for said in played.said.values():
        if isinstance(said, Cancelled):
            yield from _cancellation(played.cancellations[said.id], said, declared)
    yield from _gifts(played, donor, other, funds)


def _declaration(played: History, said: Declared, of: Customer) -> tuple[Any, ...]:
    """What was uploaded with it, and the declaration."""
    kept = played.declarations[said.id]
    scans = [aid.document(of)] if said.document else []
    row = aid.declaration(
        of,
        said.on,
        id=said.id,
        made_at=said.at,
        coverage=said.option,
        coverage_from=kept.coverage_from,
        coverage_to=kept.coverage_to,
        type=said.kind,
        evidence=said.evidence,
        evidence_text=said.details,
        document_id=scans[0].id if scans else None,
        written_record_sent_on=kept.written_record_sent_on,
        first_name=kept.donor.first_name,
        last_name=kept.donor.last_name,
        address_line1=kept.donor.address.line1,
        postcode=kept.donor.address.postcode,
        country_code=kept.donor.address.country_code,
    )
    return *scans, row


def _cancellation(
    kept: Cancellation, said: Cancelled, declared: Mapping[UUID, GiftAidDeclaration]
) -> Iterable[Any]:
    named = [declared[each] for each in sorted(kept.declaration_ids)]
    return aid.cancellation(
        named,
        said.on,
        id=said.id,
        made_at=said.at,
        effective_from=kept.effective_from,
        option=said.option,
    )


def _gifts(played: History, donor: Customer, other: Customer, funds: tuple[Fund, Fund]) -> Iterator[Any]:
    order = sell.order(donor, facilitator_id=other.id)
    yield order
    for gift in played.gifts:
        if not (gift.money and gift.donation):
            continue
        item, donation = sell.donation(
            order,
            funds[0] if gift.fund_eligible else funds[1],
            gift.amount,
            id=gift.id,
            made_on=gift.on,
            source=gift.source,
            state=gift.state,
            excluded_from_gift_aid="Somebody else's money." if gift.excluded else None,
            gift_aid_claimed_on=gift.on if gift.claimed else None,
        )
        if gift.state == "EXCHANGED":
            item.returned_at = order.edited_at
        yield from (item, donation)


async def read(ask: Ask, donors: Sequence[UUID], now: datetime) -> list[Told]:
    """What the record of each donor, a hundred at most, tells at this instant."""
    answer = await ask(_ASKED, now=now.isoformat(), ids=[ids.encode("cus", each) for each in donors])
    return [
        Told(
            {ids.key_of("don", each["id"]): each for each in node["donations"]["nodes"]},
            {ids.key_of("gad", each["id"]): each for each in node["giftAidDeclarations"] or ()},
        )
        for node in answer.ok["nodes"]
    ]
