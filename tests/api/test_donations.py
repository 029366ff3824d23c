"""The donations on a record: to which fund, when, how much, and where each stands with Gift Aid."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from uuid_utils.compat import uuid7

from db.models import Campaign, Customer, Donation
from gateway.engine import ids
from gateway.settings import Settings
from tests import box_office as sell
from tests import factories as make
from tests import gift_aid
from tests.api._order_tabs import answer, credit, people, person, shown
from tests.ask import Ask, asking
from tests.database import Database

GIFT_AID = "giftAid { status declarationId reasonCodes reasons }"


@pytest.mark.rule("DON-01", "DON-02", "DON-04")
async def test_donations_tell_their_fund_day_and_amount_the_newest_first(
    ask: Ask, database: Database
) -> None:
    ada = await person(database)
    roof, order = sell.fund(), sell.order(ada)
    appeal = Campaign(id=uuid7(), name=make.unique("Appeal"))
    gift, given = sell.donation(
        order,
        roof,
        12_345,
        campaign_id=appeal.id,
        recognition_name="The Byron Family",
        tribute="In memory of Augusta",
        made_on=date(2026, 10, 2),
    )
    earlier, given_earlier = sell.donation(order, roof, 500, made_on=date(2026, 10, 1))
    await database.save(roof, appeal, order, gift, given, earlier, given_earlier)

    found = await shown(
        ask,
        ada,
        """donations { totalCount nodes { id fund { id name } campaign { id name } madeOn amount { amount currency }
          source state recognitionName tribute order { id number } orderNumber roles } }""",
    )

    common = {
        "fund": {"id": ids.encode("fnd", roof.id), "name": roof.name},
        "source": "STANDALONE",
        "state": "SOLD",
        "order": {"id": ids.encode("ord", order.id), "number": order.number},
        "orderNumber": order.number,
        "roles": ["OWNER"],
    }
    assert found == {
        "totalCount": 2,
        "nodes": [
            {
                **common,
                "id": ids.encode("don", given.id),
                "campaign": {"id": ids.encode("cam", appeal.id), "name": appeal.name},
                "madeOn": "2026-10-02",
                "amount": {"amount": "123.45", "currency": "GBP"},
                "recognitionName": "The Byron Family",
                "tribute": "In memory of Augusta",
            },
            {
                **common,
                "id": ids.encode("don", given_earlier.id),
                "campaign": None,
                "madeOn": "2026-10-01",
                "amount": {"amount": "5.00", "currency": "GBP"},
                "recognitionName": None,
                "tribute": None,
            },
        ],
    }


@pytest.mark.rule("DON-03", "NAV-P03", "ORD-P13")
async def test_a_donation_resolves_by_its_id_but_not_out_of_a_restricted_order(
    ask: Ask, database: Database
) -> None:
    ada = await person(database)
    roof, plain, restricted = sell.fund(), sell.order(ada), sell.order(ada, restricted=True)
    (item, open_), (hidden_item, hidden) = sell.donation(plain, roof), sell.donation(restricted, roof)
    await database.save(roof, plain, restricted, item, open_, hidden_item, hidden)
    query = "query ($ids: [ID!]!) { nodes(ids: $ids) { ... on Donation { orderNumber order { id } roles } } }"

    async def found(by: str) -> list[Any]:
        asked = [ids.encode("don", each.id) for each in (open_, hidden)]
        return list((await ask(query, by=by, ids=asked)).ok["nodes"])

    def row(order: Any) -> dict[str, Any]:
        return {"orderNumber": order.number, "order": {"id": ids.encode("ord", order.id)}, "roles": []}

    assert await found("bea") == [row(plain), None]
    assert await found("olga") == [row(plain), row(restricted)]
    assert await found("sam") == [None, None]
    assert await shown(ask, ada, "donations { totalCount }") == {"totalCount": 1}
    assert await shown(ask, ada, "donations { totalCount }", by="femi") == {"totalCount": 2}


@pytest.mark.rule("DON-P02")
async def test_gifts_within_tickets_and_memberships_are_told_apart_by_their_source(
    ask: Ask, database: Database
) -> None:
    ada = await person(database)
    roof, show, order = sell.fund(), sell.show(), sell.order(ada)
    ticket = sell.ticket(order, show)
    on_top = Donation(
        id=uuid7(),
        order_item_id=ticket.id,
        order_id=order.id,
        fund_id=roof.id,
        source="TICKET_DONATION",
        amount_minor=200,
        made_on=date(2026, 10, 9),
    )
    rows: list[Any] = []
    others = ("MEMBERSHIP_DONATION", "PLEDGE_INSTALMENT", "LEGACY", "CONVERSION", "STANDALONE")
    for day, source in enumerate(others, start=1):
        rows += sell.donation(order, roof, source=source, made_on=date(2026, 10, 9 - day))
    await database.save(*show.rows, roof, order, ticket, on_top, *rows)

    found = await shown(ask, ada, "donations { nodes { source amount { amount } } }")

    assert [row["source"] for row in found["nodes"]] == ["TICKET_DONATION", *others]
    assert found["nodes"][0]["amount"] == {"amount": "2.00"}


@pytest.mark.rule("ORD-P01", "ORD-P08")
async def test_donations_follow_parts_and_leave_out_what_was_never_given(
    ask: Ask, database: Database
) -> None:
    homes, (ada, bob, cleo) = people(3)
    roof, order = sell.fund(), sell.order(ada, facilitator_id=bob.id)
    gifts = [
        sell.donation(order, roof, made_on=day, state=state)
        for day, state in (
            (date(2026, 10, 1), "SOLD"),
            (date(2026, 10, 3), "RETURNED"),
            (date(2026, 10, 2), "RESERVED"),
            (date(2026, 10, 4), "EXPIRED"),
        )
    ]
    await database.save(
        *(*homes, ada, bob, cleo, roof, order, credit(order, cleo), credit(order, bob)),
        *(row for gift in gifts for row in gift),
    )

    async def states(of: Customer, roles: str = "") -> list[str]:
        found = await shown(ask, of, f"donations{roles} {{ nodes {{ state roles }} totalCount }}")
        assert found["totalCount"] == len(found["nodes"])
        return [row["state"] for row in found["nodes"]]

    assert await states(ada) == ["RETURNED", "RESERVED", "SOLD"]
    assert await states(bob) == ["RETURNED", "RESERVED", "SOLD"]
    assert await states(bob, "(roles: [SOFT_CREDITED])") == ["RETURNED", "RESERVED", "SOLD"]
    assert await states(ada, "(roles: [FACILITATOR, SOFT_CREDITED])") == []
    assert await states(cleo) == []
    assert await states(cleo, "(roles: [SOFT_CREDITED])") == ["RETURNED", "RESERVED", "SOLD"]


@pytest.mark.rule("DON-05", "GAD-28", "DON-P01")
async def test_a_donation_shows_the_declaration_that_covers_it_and_that_it_can_be_claimed_for(
    ask: Ask, database: Database
) -> None:
    ada = await person(database)
    roof, order = sell.fund(), sell.order(ada)
    item, given = sell.donation(order, roof)
    older, newer = (gift_aid.declaration(ada, date(2026, month, 1)) for month in (2, 3))
    await database.save(roof, order, item, given, older, newer)

    found = await shown(
        ask,
        ada,
        f"donations {{ nodes {{ declaration {{ id type madeOn coverageFrom coverageTo }} {GIFT_AID} }} }}",
    )

    declared = ids.encode("gad", newer.id)
    assert found["nodes"] == [
        {
            "declaration": {
                "id": declared,
                "type": "PAPER",
                "madeOn": "2026-03-01",
                "coverageFrom": "2026-03-01",
                "coverageTo": None,
            },
            "giftAid": {
                "status": "CLAIMABLE",
                "declarationId": declared,
                "reasonCodes": [],
                "reasons": [],
            },
        }
    ]


@pytest.mark.rule("DON-P01")
async def test_a_donation_tells_everything_that_stands_against_gift_aid(ask: Ask, database: Database) -> None:
    ada = await person(database)
    verbal = gift_aid.declaration(ada, type="VERBAL", evidence="EMAIL", evidence_text=None, last_name=None)
    roof, bar, order = sell.fund(), sell.fund(gift_aid_eligible=False), sell.order(ada)
    day = date(2026, 10, 1)
    gifts = [
        sell.donation(order, bar, made_on=day, excluded_from_gift_aid="Raffle", state="RETURNED"),
        sell.donation(order, roof, made_on=date(2021, 3, 1)),
        sell.donation(order, roof, made_on=date(2020, 3, 1), gift_aid_claimed_on=date(2020, 9, 1)),
    ]
    await database.save(roof, bar, order, verbal, *(row for gift in gifts for row in gift))

    [worst, late, claimed] = [
        row["giftAid"] for row in (await shown(ask, ada, f"donations {{ nodes {{ {GIFT_AID} }} }}"))["nodes"]
    ]

    assert worst == {
        "status": "EXCLUDED",
        "declarationId": ids.encode("gad", verbal.id),
        "reasonCodes": [
            "FUND_NOT_ELIGIBLE",
            "EXCLUDED",
            "RETURNED",
            "WRITTEN_RECORD_NOT_SENT",
            "NAME_INCOMPLETE",
        ],
        "reasons": [
            "The fund is not set up for Gift Aid.",
            "Somebody excluded this donation from Gift Aid.",
            "The donation was given back.",
            "The declaration was verbal, and its written record has not been sent.",
            "The declaration lacks the first name or the last name.",
        ],
    }
    assert (late["status"], late["reasonCodes"]) == ("NOT_CLAIMABLE", ["NOT_COVERED", "DEADLINE_PASSED"])
    assert (late["declarationId"], claimed["status"]) == (None, "CLAIMED")


@pytest.mark.rule("GAD-P10")
async def test_it_is_the_owner_whose_declarations_count_and_an_organisation_has_none(
    ask: Ask, database: Database
) -> None:
    homes, [ada] = people(1)
    choir = make.organisation(name=make.choir())
    roof, order = sell.fund(), sell.order(choir, facilitator_id=ada.id)
    item, given = sell.donation(order, roof)
    await database.save(*homes, ada, choir, roof, order, item, given, gift_aid.declaration(ada))

    for whose in (ada, choir):
        [row] = (await shown(ask, whose, f"donations {{ nodes {{ declaration {{ id }} {GIFT_AID} }} }}"))[
            "nodes"
        ]
        assert row["declaration"] is None
        assert row["giftAid"]["reasonCodes"] == ["NOT_AN_INDIVIDUAL", "NO_DECLARATION"]


@pytest.mark.rule("GAD-01")
@pytest.mark.parametrize("changed", [{"region": "IE"}, {"gift_aid": False}], ids=["abroad", "not tracked"])
async def test_where_gift_aid_is_not_tracked_a_donation_tells_nothing_of_it(
    settings: Settings, database: Database, changed: dict[str, Any]
) -> None:
    ada = await person(database)
    roof, order = sell.fund(), sell.order(ada)
    await database.save(roof, order, *sell.donation(order, roof))

    async with asking(settings, **changed) as ask:
        found = await shown(ask, ada, f"donations {{ nodes {{ {GIFT_AID} }} }}")

    assert found == {"nodes": [{"giftAid": None}]}


async def test_the_declaration_of_an_owner_who_cannot_be_seen_is_not_shown(
    ask: Ask, database: Database
) -> None:
    homes, (ada, bob) = people(2)
    ada.active = False
    roof, order = sell.fund(), sell.order(ada, facilitator_id=bob.id)
    declared = gift_aid.declaration(ada)
    await database.save(*homes, ada, bob, roof, order, *sell.donation(order, roof), declared)
    query = "donations { nodes { declaration { id } } }"

    assert await shown(ask, bob, query) == {"nodes": [{"declaration": None}]}
    seen = {"nodes": [{"declaration": {"id": ids.encode("gad", declared.id)}}]}
    assert await shown(ask, bob, query, by="femi") == seen
    assert (await answer(ask, bob, query, by="sam")).codes == ["FORBIDDEN"]
