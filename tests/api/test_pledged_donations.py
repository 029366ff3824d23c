"""Donations that pay pledges and legacies: what they lead to, their Gift Aid, and who is told of it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from gateway.engine import ids
from tests import fundraising as raise_
from tests import gift_aid
from tests.ask import Ask
from tests.database import Database
from tests.pledging import Promised

GIFTS = """query ($id: ID!) { customer(id: $id) { donations { nodes { id source pledge { __typename id }
  pledgeInstalments { amount { amount } instalment { number pledge { id } } } giftAid { status reasonCodes } } } } }"""
TODAY = date(2026, 11, 22)


async def gifts(ask: Ask, promised: Promised) -> Any:
    """The donations on the record, the newest first."""
    answer = await ask(GIFTS, by="femi", id=f"{promised.who.number}")
    return answer.ok["customer"]["donations"]["nodes"]


@pytest.mark.rule("DON-P01", "DON-P02")
async def test_a_donation_leads_to_its_pledge_and_to_the_instalments_that_it_pays(
    ask: Ask, database: Database
) -> None:
    ada = Promised(TODAY, date(2026, 12, 22))
    left = raise_.legacy(ada.opportunity, ada.fund)
    ada.rows.append(left)
    spread = ada.gives((1, 4000), (2, 1500), made_on=date(2026, 10, 3))
    bequest = ada.gives((0, 9900), to=left, made_on=date(2026, 10, 2))
    await database.save(*ada.rows)

    first, second = await gifts(ask, ada)

    pledge = ids.encode("plg", ada.pledge.id)
    assert (first["id"], first["source"]) == (ids.encode("don", spread.id), "PLEDGE_INSTALMENT")
    assert first["pledge"] == {"__typename": "Pledge", "id": pledge}
    assert first["pledgeInstalments"] == [
        {"amount": {"amount": "40.00"}, "instalment": {"number": 1, "pledge": {"id": pledge}}},
        {"amount": {"amount": "15.00"}, "instalment": {"number": 2, "pledge": {"id": pledge}}},
    ]
    assert (second["id"], second["source"]) == (ids.encode("don", bequest.id), "LEGACY")
    assert second["pledge"] == {"__typename": "Legacy", "id": ids.encode("plg", left.id)}
    assert second["pledgeInstalments"] == []


@pytest.mark.rule("PLG-P12")
async def test_gift_aid_looks_at_the_day_of_the_payment_and_never_at_a_legacy(
    ask: Ask, database: Database
) -> None:
    """Promised under one declaration; paid on its last day, between two, and on the first day of the next."""
    ada = Promised(date(2026, 3, 1), date(2026, 7, 1), date(2026, 10, 1), pledged_on=date(2026, 3, 1))
    left = raise_.legacy(ada.opportunity, ada.fund)
    ada.rows += [
        gift_aid.declaration(ada.who, date(2026, 2, 1), coverage_to=date(2026, 6, 30)),
        gift_aid.declaration(ada.who, date(2026, 9, 1)),
        left,
    ]
    ada.gives((1, 4000), made_on=date(2026, 6, 30))
    ada.gives((2, 4000), made_on=date(2026, 7, 1))
    ada.gives((3, 4000), made_on=date(2026, 9, 1))
    ada.gives((0, 4000), to=left, made_on=date(2026, 9, 2))
    await database.save(*ada.rows)

    found = await gifts(ask, ada)

    assert [each["giftAid"] for each in found] == [
        {"status": "NOT_CLAIMABLE", "reasonCodes": ["LEGACY"]},
        {"status": "CLAIMABLE", "reasonCodes": []},
        {"status": "NOT_CLAIMABLE", "reasonCodes": ["NOT_COVERED"]},
        {"status": "CLAIMABLE", "reasonCodes": []},
    ]


@pytest.mark.rule("ROL-P06", "NAV-14")
@pytest.mark.parametrize("by", ["bea", "ade", "sam"])
async def test_nobody_but_fundraisers_reads_pledges_by_whatever_way(
    ask: Ask, database: Database, by: str
) -> None:
    ada = Promised(TODAY)
    gift = ada.gives((1, 1000))
    event = raise_.pledge_event(ada.pledge)
    await database.save(*ada.rows, event)
    words = (("plg", ada.pledge), ("pli", ada.instalments[0]), ("ple", event))
    known = [ids.encode(word, row.id) for word, row in words]

    answer = await ask(
        """query ($id: ID!, $gift: ID!, $ids: [ID!]!) { nodes(ids: $ids) { id }
          customer(id: $id) { pledges { id } sections { key count } ... on Individual { legacies { id } } }
          node(id: $gift) { ... on Donation { pledge { id } pledgeInstalments { amount { amount } } } } }""",
        by=by,
        id=f"{ada.who.number}",
        gift=ids.encode("don", gift.id),
        ids=known,
    )

    assert answer.data["nodes"] == [None, None, None]
    assert (answer.data["customer"]["pledges"], answer.data["customer"]["legacies"]) == (None, None)
    assert {"key": "PLEDGES", "count": None} in answer.data["customer"]["sections"]
    # Support reads no donations at all.
    reads = by != "sam"
    assert answer.data["node"] == ({"pledge": None, "pledgeInstalments": None} if reads else None)
    assert answer.codes == ["FORBIDDEN"] * (4 if reads else 2)
