"""Why Gift Aid can or cannot be claimed for a donation."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

import pytest

from gateway.engine import ids
from gateway.settings import Settings
from tests import box_office as sell
from tests import factories as make
from tests import gift_aid
from tests.ask import Ask, asking
from tests.database import Database

EXPLAIN = """
query ($id: ID!) { giftAidExplain(donationId: $id) {
  donation { id amount { amount } giftAid { status declarationId reasonCodes } }
  verdict { status declarationId reasonCodes }
  worth { amount currency }
  declaration { id }
  considered { declaration { id } cancellation { id } madeAt firstDay lastDay effect }
  dates { receivedOn periodEnds claimBy daysToClaim earliestBackdate }
  fixes { kind message reasonCodes declaration { id } coverage coverageFrom }
  fixable
} }
"""


def gad(row: Any) -> str:
    return ids.encode("gad", row.id)


async def explained(ask: Ask, donation: Any, **asked: Any) -> Any:
    """The explanation, which is the same as the donation's own."""
    found = (await ask(EXPLAIN, id=ids.encode("don", donation.id), **asked)).ok["giftAidExplain"]
    if found is not None:
        assert found["donation"]["giftAid"] == found["verdict"]
    return found


@pytest.mark.rule("GAD-N01", "GAD-P10", "GAD-02")
async def test_a_claimable_donation_tells_its_worth_its_declaration_and_until_when(
    ask: Ask, database: Database
) -> None:
    home, ada = make.individual()
    roof, order = sell.fund(), sell.order(ada)
    item, given = sell.donation(order, roof, 5050)
    older, newer = gift_aid.declaration(ada), gift_aid.declaration(ada, date(2026, 2, 1))
    later = gift_aid.declaration(ada, date(2026, 11, 1))
    await database.save(home, ada, roof, order, item, given, older, newer, later)

    found = await explained(ask, given)

    assert found == {
        "donation": {
            "id": ids.encode("don", given.id),
            "amount": {"amount": "50.50"},
            "giftAid": found["verdict"],
        },
        "verdict": {"status": "CLAIMABLE", "declarationId": gad(newer), "reasonCodes": []},
        "worth": {"amount": "12.62", "currency": "GBP"},  # a quarter, half a penny to the even one
        "declaration": {"id": gad(newer)},
        "considered": [
            {
                "declaration": {"id": gad(older)},
                "cancellation": None,
                "madeAt": "2026-01-01T09:00:00+00:00",
                "firstDay": "2026-01-01",
                "lastDay": None,
                "effect": "ALSO_COVERS",
            },
            {
                "declaration": {"id": gad(newer)},
                "cancellation": None,
                "madeAt": "2026-02-01T09:00:00+00:00",
                "firstDay": "2026-02-01",
                "lastDay": None,
                "effect": "COVERS",
            },
            {
                "declaration": {"id": gad(later)},
                "cancellation": None,
                "madeAt": "2026-11-01T09:00:00+00:00",
                "firstDay": "2026-11-01",
                "lastDay": None,
                "effect": "BEGINS_LATER",
            },
        ],
        "dates": {
            "receivedOn": "2026-10-01",
            "periodEnds": "2027-03-31",
            "claimBy": "2031-03-31",
            "daysToClaim": 1591,
            "earliestBackdate": "2022-11-22",
        },
        "fixes": [],
        "fixable": False,
    }


@pytest.mark.rule("GAD-N01", "GAD-P09")
async def test_a_cancellation_is_told_with_the_day_that_it_took_and_what_would_mend_it(
    ask: Ask, database: Database
) -> None:
    home, ada = make.individual()
    roof, order = sell.fund(gift_aid_eligible=False), sell.order(ada)
    item, given = sell.donation(order, roof)
    declared = gift_aid.declaration(ada)
    cancelled = gift_aid.cancellation([declared])
    await database.save(home, ada, roof, order, item, given, declared, *cancelled)

    found = await explained(ask, given)

    assert found["verdict"] == {
        "status": "NOT_CLAIMABLE",
        "declarationId": None,
        "reasonCodes": ["FUND_NOT_ELIGIBLE", "COVERAGE_CANCELLED"],
    }
    assert found["declaration"] is None
    assert [(each["declaration"], each["cancellation"], each["effect"]) for each in found["considered"]] == [
        ({"id": gad(declared)}, None, "CANCELLED"),
        (None, {"id": ids.encode("gac", cancelled[0].id)}, "UNCOVERS"),
    ]
    assert found["considered"][1]["firstDay"] == "2026-06-01"
    assert found["fixes"] == [
        {
            "kind": "DECLARE",
            "message": "Only if the donor wants Gift Aid again: take a new declaration for the day of the gift.",
            "reasonCodes": ["COVERAGE_CANCELLED"],
            "declaration": None,
            "coverage": "SINCE",
            "coverageFrom": "2026-10-01",
        },
        {
            "kind": "ALLOW_FUND",
            "message": "Set the fund up for Gift Aid, if it qualifies.",
            "reasonCodes": ["FUND_NOT_ELIGIBLE"],
            "declaration": None,
            "coverage": None,
            "coverageFrom": None,
        },
    ]
    assert found["fixable"] is True


@pytest.mark.rule("GAD-P12")
async def test_a_cancellation_of_several_declarations_is_one_and_takes_the_day_from_each(
    ask: Ask, database: Database
) -> None:
    home, ada = make.individual()
    roof, order = sell.fund(), sell.order(ada)
    item, given = sell.donation(order, roof)
    declared = [gift_aid.declaration(ada, date(2026, month, 1)) for month in (1, 2)]
    early = gift_aid.cancellation(
        declared[:1], date(2026, 5, 1), effective_from=date(2026, 4, 1), option="SINCE"
    )
    both = gift_aid.cancellation(declared)
    await database.save(home, ada, roof, order, item, given, *declared, *early, *both)

    found = await explained(ask, given)

    assert [each["effect"] for each in found["considered"]] == [
        "CANCELLED",
        "CANCELLED",
        "UNCOVERS",
        "UNCOVERS",
    ]
    assert [each["cancellation"] for each in found["considered"][2:]] == [
        {"id": ids.encode("gac", each[0].id)} for each in (early, both)
    ]


@pytest.mark.rule("GAD-N01")
async def test_the_written_record_of_a_verbal_declaration_is_to_be_sent(ask: Ask, database: Database) -> None:
    home, ada = make.individual()
    roof, order = sell.fund(), sell.order(ada)
    item, given = sell.donation(order, roof)
    spoken = gift_aid.declaration(ada, type="VERBAL", evidence="EMAIL", evidence_text=None)
    await database.save(home, ada, roof, order, item, given, spoken)

    found = await explained(ask, given)

    assert found["verdict"]["reasonCodes"] == ["WRITTEN_RECORD_NOT_SENT"]
    [fix] = found["fixes"]
    assert (fix["kind"], fix["declaration"]) == ("SEND_WRITTEN_RECORD", {"id": gad(spoken)})


@pytest.mark.rule("GAD-P10")
async def test_only_the_declarations_of_the_paying_owner_are_considered(ask: Ask, database: Database) -> None:
    (home, ada), choir = make.individual(), make.organisation(name=make.choir())
    roof, order = sell.fund(), sell.order(choir, facilitator_id=ada.id)
    item, given = sell.donation(order, roof)
    await database.save(home, ada, choir, roof, order, item, given, gift_aid.declaration(ada))

    found = await explained(ask, given)

    assert found["verdict"]["reasonCodes"] == ["NOT_AN_INDIVIDUAL", "NO_DECLARATION"]
    assert (found["considered"], found["fixable"]) == ([], False)


@pytest.mark.rule("GAD-P10")
async def test_the_deadline_follows_the_accounting_year_of_the_house(
    settings: Settings, database: Database
) -> None:
    home, ada = make.individual()
    roof, order = sell.fund(), sell.order(ada)
    item, given = sell.donation(order, roof, made_on=date(2022, 11, 25))
    declared = gift_aid.declaration(ada, coverage="SINCE", coverage_from=date(2022, 11, 22))
    await database.save(home, ada, roof, order, item, given, declared)

    async with asking(settings, accounting_year_ends="11-30") as ask:
        last = (await explained(ask, given, now="2026-11-30T12:00:00+00:00"))["dates"]
        over = await explained(ask, given, now="2026-12-01T12:00:00+00:00")

    assert (last["periodEnds"], last["claimBy"], last["daysToClaim"]) == ("2022-11-30", "2026-11-30", 1)
    assert over["dates"]["daysToClaim"] == 0
    assert over["verdict"]["reasonCodes"] == ["DEADLINE_PASSED"]


@pytest.mark.rule("ORD-P13", "ROL-P07")
async def test_what_one_may_not_see_is_not_explained(ask: Ask, database: Database) -> None:
    (home, ada), (other_home, bob) = make.individual(), make.individual(active=False)
    roof, restricted, of_bob = sell.fund(), sell.order(ada, restricted=True), sell.order(bob)
    first, second = sell.donation(restricted, roof), sell.donation(of_bob, roof)
    await database.save(home, ada, other_home, bob, roof, restricted, of_bob, *first, *second)

    for _, given in (first, second):
        assert await explained(ask, given, by="bea") is None
        assert (await explained(ask, given, by="femi"))["verdict"]["reasonCodes"] == ["NO_DECLARATION"]
    denied = await ask(EXPLAIN, id=ids.encode("don", first[1].id), by="sam")
    assert (denied.data, denied.codes) == ({"giftAidExplain": None}, ["FORBIDDEN"])


async def test_an_id_of_no_donation_has_nothing_to_explain_and_one_of_something_else_is_refused(
    ask: Ask,
) -> None:
    assert (await ask(EXPLAIN, id=ids.encode("don", UUID(int=7)))).ok == {"giftAidExplain": None}
    assert (await ask(EXPLAIN, id=ids.encode("ord", UUID(int=7)))).codes == ["BAD_USER_INPUT"]


@pytest.mark.rule("GAD-01")
async def test_a_system_without_gift_aid_explains_nothing(settings: Settings) -> None:
    async with asking(settings, gift_aid=False) as ask:
        answer = await ask(EXPLAIN, id=ids.encode("don", UUID(int=7)))

    assert (answer.data, answer.codes) == ({"giftAidExplain": None}, ["NOT_IN_THIS_SYSTEM"])
