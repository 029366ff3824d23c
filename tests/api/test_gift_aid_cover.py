"""The declaration that the store finds for a donation is the one that the rule finds (GAD-P09)."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random
from typing import Any

import pytest

from db.models import GiftAidDeclaration
from domain.addresses import AddressFields
from domain.customers import Kind
from domain.gift_aid import Cancellation, Declaration, DeclarationType, Donor
from domain.gift_aid_claimability import Gift, cover_of
from gateway.engine import ids
from tests import box_office as sell
from tests import gift_aid
from tests.api._order_tabs import person, shown
from tests.ask import Ask
from tests.database import Database

FIRST = date(2026, 1, 1)
COVER_CODES = {
    "NO_DECLARATION",
    "NOT_COVERED",
    "COVERAGE_CANCELLED",
    "WRITTEN_RECORD_NOT_SENT",
    "ADDRESS_INCOMPLETE",
    "NAME_INCOMPLETE",
}


def _day(chance: Random) -> date:
    return FIRST + timedelta(days=chance.randrange(40))


def _declaration(chance: Random, of: Any) -> GiftAidDeclaration:
    since, made = sorted((_day(chance), _day(chance)))
    until = chance.choice((None, since + timedelta(days=chance.randrange(20))))
    verbal = {"type": "VERBAL", "evidence": "POST", "evidence_text": None}
    sent = {"written_record_sent_on": chance.choice((None, made))}
    lacking = chance.choice(({}, {"postcode": None}, {"first_name": " "}, {**verbal, **sent}, verbal))
    return gift_aid.declaration(of, made, coverage_from=since, coverage_to=until, **lacking)


def _declared(row: GiftAidDeclaration) -> Declaration:
    address = AddressFields(line1=row.address_line1, postcode=row.postcode, country_code=row.country_code)
    return Declaration(
        id=row.id,
        customer_id=row.customer_id,
        made_at=row.made_at,
        coverage_from=row.coverage_from,
        coverage_to=row.coverage_to,
        kind=DeclarationType(row.type),
        written_record_sent_on=row.written_record_sent_on,
        has_details=row.evidence_text is not None,
        donor=Donor(row.first_name, row.last_name, address),
    )


@pytest.mark.rule("GAD-P09", "DON-05")
@pytest.mark.parametrize("seed", range(4))
async def test_the_store_finds_the_same_declaration_as_the_rule(
    ask: Ask, database: Database, seed: int
) -> None:
    chance, ada = Random(seed), await person(database)
    declarations = [_declaration(chance, ada) for _ in range(seed * 3)]
    cancelling = [
        gift_aid.cancellation(
            chance.sample(declarations, 2), made, effective_from=made - timedelta(days=chance.randrange(9))
        )
        for made in (_day(chance) for _ in range(seed * 2))
    ]
    roof, order = sell.fund(), sell.order(ada)
    days = [FIRST + timedelta(days=number) for number in range(45)]
    gifts = [row for day in days for row in sell.donation(order, roof, made_on=day)]
    await database.save(*declarations, *(row for each in cancelling for row in each), roof, order, *gifts)

    found = await shown(
        ask,
        ada,
        "donations(first: 100) { nodes { madeOn declaration { id } giftAid { declarationId reasonCodes } } }",
    )

    own = [_declared(row) for row in declarations]
    cancellations = [
        Cancellation(
            row.id, row.made_at, row.effective_from, frozenset(each.declaration_id for each in named)
        )
        for row, *named in cancelling
    ]
    told, expected = {}, {}
    for day, row in zip(reversed(days), found["nodes"], strict=True):
        cover = cover_of(Gift(ada.id, Kind.INDIVIDUAL, day, 5000), own, cancellations)
        declared = None if cover.declaration_id is None else ids.encode("gad", cover.declaration_id)
        expected[day.isoformat()] = (declared, declared, {reason.value for reason in cover.reasons})
        shown_id = row["declaration"] and row["declaration"]["id"]
        codes = set(row["giftAid"]["reasonCodes"]) & COVER_CODES
        told[row["madeOn"]] = (shown_id, row["giftAid"]["declarationId"], codes)
    assert told == expected


@pytest.mark.rule("GAD-P10")
async def test_a_day_ends_at_midnight_in_the_zone_of_the_house(ask: Ask, database: Database) -> None:
    """In summer London's midnight is eleven at night in UTC; it is the last in which the gift can be claimed for."""
    ada, roof = await person(database), sell.fund()
    order = sell.order(ada)
    declared = gift_aid.declaration(ada, date(2022, 5, 1))
    await database.save(roof, order, declared, *sell.donation(order, roof, made_on=date(2022, 5, 1)))
    tab = "donations { nodes { giftAid { status reasonCodes } } }"

    before = await shown(ask, ada, tab, now="2027-03-31T22:59:59+00:00")
    after = await shown(ask, ada, tab, now="2027-03-31T23:00:00+00:00")

    assert before["nodes"][0]["giftAid"] == {"status": "CLAIMABLE", "reasonCodes": []}
    assert after["nodes"][0]["giftAid"] == {"status": "NOT_CLAIMABLE", "reasonCodes": ["DEADLINE_PASSED"]}
