"""Where opportunities are met beside the record: on orders and gifts, by id, and by whom not."""

from __future__ import annotations

from typing import Any

import pytest

from gateway.engine import ids
from tests import box_office as sell
from tests import factories as make
from tests import fundraising as raise_
from tests.ask import Ask
from tests.database import Database

ORDER = """query ($number: Int!) { order(number: $number) { %s items { id price { amount } %s
  donation { amount { amount } %s } } } }"""


async def sold(database: Database) -> tuple[Any, ...]:
    """An order of two tickets for one opportunity, a gift for another, and a mug for none."""
    home, ada = make.individual()
    campaign, stage, show, fund, mug = (
        raise_.campaign(),
        raise_.stage(),
        sell.show(),
        sell.fund(),
        sell.product(),
    )
    first, second = (raise_.opportunity(ada, campaign, stage) for _ in range(2))
    order = sell.order(ada)
    tickets = raise_.link(first, sell.ticket(order, show), sell.ticket(order, show))
    item, donation = sell.donation(order, fund)
    raise_.link(second, item)
    plain = sell.merchandise(order, mug)
    await database.save(home, ada, campaign, stage, *show.rows, fund, mug, first, second, order)
    await database.save(*tickets, item, donation, plain)
    return ada, order, first, second


@pytest.mark.rule("ORD-08", "ORD-10", "ORD-P10")
async def test_an_order_shows_a_fundraiser_which_opportunities_its_items_count_towards(
    ask: Ask, database: Database
) -> None:
    _, order, first, second = await sold(database)
    opportunity = "opportunity { id }"
    document = ORDER % ("opportunities { id label }", opportunity, opportunity)

    found = (await ask(document, by="femi", number=order.number)).ok["order"]

    one, other = ({"id": ids.encode("opp", each.id)} for each in (first, second))
    assert [each["id"] for each in found["opportunities"]] == [other["id"], one["id"]]
    assert [(each["opportunity"], each["donation"]) for each in found["items"]] == [
        (one, None),
        (one, None),
        (other, {"amount": {"amount": "50.00"}, "opportunity": other}),
        (None, None),
    ]


@pytest.mark.rule("ORD-P10", "ROL-05")
async def test_who_sells_reads_the_items_and_is_told_whom_to_ask_about_their_opportunities(
    ask: Ask, database: Database
) -> None:
    _, order, *_ = await sold(database)
    plain = (await ask(ORDER % ("", "", ""), number=order.number)).ok["order"]
    opportunity = "opportunity { id }"

    answer = await ask(ORDER % ("opportunities { id }", opportunity, opportunity), number=order.number)

    # One error at each place: the order's, four items', and the gift's.
    assert answer.codes == ["FORBIDDEN"] * 6
    told = answer.errors[0]["extensions"]
    assert told["requiredRoles"] == ["OPPORTUNITIES_USER", "OPPORTUNITIES_ADMINISTRATOR"]
    assert "Ask your Settings Administrator" in answer.errors[0]["message"]
    found = answer.data["order"]
    assert found.pop("opportunities") is None
    for item in found["items"]:
        assert item.pop("opportunity") is None
        assert item["donation"] is None or item["donation"].pop("opportunity") is None
    assert found == plain


@pytest.mark.rule("DON-P01", "OPP-15")
async def test_the_donations_on_a_record_say_which_opportunity_they_count_towards(
    ask: Ask, database: Database
) -> None:
    ada, _, _, second = await sold(database)
    document = "query ($id: ID!) { customer(id: $id) { donations { nodes { opportunity { id } } } } }"

    found = (await ask(document, by="femi", id=f"{ada.number}")).ok["customer"]["donations"]["nodes"]

    assert found == [{"opportunity": {"id": ids.encode("opp", second.id)}}]


@pytest.mark.rule("NAV-14", "ROL-05", "ROL-16")
@pytest.mark.parametrize("by", ["bea", "ade", "sam", "gina", "seth", "ines"])
async def test_nobody_but_fundraisers_is_shown_opportunities_and_they_are_told_whom_to_ask(
    ask: Ask, database: Database, by: str
) -> None:
    ada, *_ = await sold(database)
    root = await ask("{ opportunities { totalCount } opportunityStages { id } fundraisers { name } }", by=by)
    assert root.codes == ["FORBIDDEN"] * 3
    assert root.data == {"opportunities": None, "opportunityStages": None, "fundraisers": None}
    assert all("Ask your Settings Administrator" in error["message"] for error in root.errors)

    if by in ("bea", "ade", "sam"):
        document = """query ($id: ID!) { customer(id: $id) { opportunities { totalCount }
          sections { key available count } } }"""
        record = await ask(document, by=by, id=f"{ada.number}")
        assert record.codes == ["FORBIDDEN"]
        assert record.data["customer"]["opportunities"] is None
        [section] = [each for each in record.data["customer"]["sections"] if each["key"] == "OPPORTUNITIES"]
        assert section == {"key": "OPPORTUNITIES", "available": False, "count": None}


@pytest.mark.rule("NAV-P03", "ROL-P04", "ROL-08")
async def test_they_resolve_by_id_for_fundraisers_and_not_with_a_record_that_was_merged_away(
    ask: Ask, database: Database
) -> None:
    home, ada = make.individual(active=False)
    campaign, stage = raise_.campaign(), raise_.stage()
    made, question = raise_.opportunity(ada, campaign, stage), raise_.opportunity_attribute()
    step = raise_.stage_change(made, stage)
    house, bob = make.individual(active=False, merged_into=ada.id)
    lost = raise_.opportunity(bob, campaign, stage)
    away = raise_.stage_change(lost, stage)
    await database.save(home, ada, house, bob, campaign, stage, made, lost, step, away, question)
    rows: list[tuple[str, Any]] = [
        ("opp", made),
        ("sgc", step),
        ("stg", stage),
        ("opa", question),
        ("opp", lost),
        ("sgc", away),
    ]
    wanted = [ids.encode(word, row.id) for word, row in rows]
    document = "query ($ids: [ID!]!) { nodes(ids: $ids) { __typename } }"

    found = {by: (await ask(document, by=by, ids=wanted)).ok["nodes"] for by in ("femi", "ade", "sam")}

    names = ("Opportunity", "StageChange", "OpportunityStage", "OpportunityAttribute")
    assert found == {
        "femi": [*({"__typename": name} for name in names), None, None],
        "ade": [None] * 6,
        "sam": [None] * 6,
    }
    one = "query ($id: ID!) { opportunity(id: $id) { id } }"
    assert (await ask(one, by="femi", id=wanted[4])).ok == {"opportunity": None}
    listed = "query ($filter: OpportunityFilter) { opportunities(filter: $filter) { nodes { id } } }"
    shown = await ask(listed, by="femi", filter={"campaignId": ids.encode("cam", campaign.id)})
    assert shown.ok["opportunities"]["nodes"] == [{"id": wanted[0]}]


@pytest.mark.rule("ORD-09", "ORD-P13")
async def test_a_fundraiser_opens_an_order_with_all_its_parts_restricted_or_not(
    ask: Ask, database: Database
) -> None:
    home, ada = make.individual()
    campaign, stage, mug = raise_.campaign(), raise_.stage(), sell.product()
    made, order = raise_.opportunity(ada, campaign, stage), sell.order(ada, restricted=True)
    [item] = raise_.link(made, sell.merchandise(order, mug))
    await database.save(home, ada, campaign, stage, mug, made, order, item)
    document = """query ($number: Int!) { order(number: $number) { restricted details { placedBy }
      items { opportunity { received { amount } } } attributes { name } history { kind } } }"""

    found = (await ask(document, by="femi", number=order.number)).ok["order"]

    assert (found["restricted"], found["details"]) == (True, {"placedBy": "bea"})
    assert found["items"] == [{"opportunity": {"received": {"amount": "6.00"}}}]
    assert found["history"] == []
    assert found["attributes"] is not None
