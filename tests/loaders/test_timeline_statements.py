"""What a timeline asks of the store: one statement at any depth, and as much for many records as for one."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from gateway.engine import ids
from gateway.settings import Settings
from tests import box_office as sell
from tests import factories as make
from tests import fundraising as raising
from tests import subscriptions as held
from tests.ask import asking
from tests.database import Database

ENTRY = """
  id occurredAt type title via opportunity { id } order { number }
  ... on ActivityEntry { activityType subject notes assignedTo activityStatus }
  ... on VisitEntry { seats attended venue instance { startsAt } }
  ... on OpportunityStageChangeEntry { campaign change fromStage toStage outcome user note }
  ... on PledgeOrLegacyEntry { kind event amount { amount } given { amount } pledgeStatus campaign user note }
  ... on DonationOrPledgeInstalmentEntry {
    fund amount { amount } tribute pledgeKind instalmentNumbers countsTowardsTotals donation { giftAid { status } } }
  ... on InvitationEntry { step replyStatus guestCount instance { startsAt } onBehalfOf { fullName } }
  ... on MembershipEntry { action name startDate endDate price { amount } countsTowardsTotals }
  ... on MerchandiseEntry { quantity total { amount } product { name } countsTowardsTotals }
"""
RECORD = f"""query ($id: ID!, $after: String) {{ customer(id: $id) {{ timeline(first: 50, after: $after) {{
  pageInfo {{ hasNextPage endCursor }} nodes {{ {ENTRY} }} }} }} }}"""
RECORDS = f"""query ($ids: [ID!]!) {{ nodes(ids: $ids) {{ ... on Customer {{ timeline(first: 50) {{
  totalCount nodes {{ {ENTRY} }} }} }} }} }}"""


async def statements(settings: Settings, document: str, **variables: Any) -> tuple[Any, list[str]]:
    """What a query answers, and of which tabs it read."""
    async with asking(settings, explain=True) as ask:
        ask.client.headers["x-explain"] = "1"
        answer = await ask(document, by="femi", **variables)
    explained = answer.extensions["explain"]
    assert (explained["declined"], explained["bailed"]) == ({}, None)
    return answer.ok, [each["tab"] for each in explained["statements"] if each["at"]]


@pytest.mark.rule("TML-P04")
async def test_a_page_of_fifty_is_one_statement_however_deep_it_is(
    settings: Settings, database: Database
) -> None:
    home, ada = make.individual()
    call = raising.activity_type()
    day = datetime(2026, 1, 1, 10, tzinfo=UTC)
    acts = [raising.activity(ada, call, due_at=day + timedelta(days=number)) for number in range(120)]
    await database.save(home, ada, call, *acts)

    after, pages, taken = None, [], []
    for _ in range(3):
        data, tabs = await statements(settings, RECORD, id=ids.encode("cus", ada.id), after=after)
        page = data["customer"]["timeline"]
        after = page["pageInfo"]["endCursor"]
        pages.append([node["occurredAt"] for node in page["nodes"]])
        taken.append(len(tabs))

    assert [len(page) for page in pages] == [50, 50, 20]
    assert [at for page in pages for at in page] == [each.due_at.isoformat() for each in reversed(acts)]
    assert taken == [1, 1, 1]


@pytest.mark.rule("TML-P04", "XCT-P05")
async def test_timelines_of_many_records_take_as_many_statements_as_that_of_one(
    settings: Settings, database: Database
) -> None:
    show, scarf, fund = sell.show(), sell.product("Scarf"), sell.fund()
    choir, friends = make.organisation(name=make.choir()), held.membership_type()
    campaign, stage = raising.campaign(), raising.stage()
    rows: list[Any] = [*show.rows, scarf, fund, choir, friends, campaign, stage]
    people = [make.individual() for _ in range(3)]
    for home, each in people:
        order, of = sell.order(each), raising.opportunity(each, campaign, stage)
        membership = held.membership(each, friends)
        term = held.term(membership, order.placed_at.date(), order.placed_at.date() + timedelta(days=364))
        rows += [home, each, of, order, membership, term, held.term_sold(order, term)]
        rows += [sell.ticket(order, show), sell.merchandise(order, scarf), *sell.donation(order, fund)]
        rows += [
            raising.stage_change(of, stage),
            raising.invitation(each, show.instance, on_behalf_of_id=choir.id),
        ]
    await database.save(*rows)
    records = [ids.encode("cus", each.id) for _, each in people]

    for asked in (records[:1], records):
        data, tabs = await statements(settings, RECORDS, ids=asked)
        assert [len(each["timeline"]["nodes"]) for each in data["nodes"]] == [6] * len(asked)
        assert sorted(tabs) == [
            *("customers", "customers", "donation", "instance", "opportunity-of-item"),
            *("order", "product", "timeline", "timeline, counted"),
        ]


@pytest.mark.rule("TML-P04", "TML-P05")
async def test_a_page_of_what_belongs_to_an_opportunity_is_one_statement_too(
    settings: Settings, database: Database
) -> None:
    home, ada = make.individual()
    campaign, stage, call, scarf = (
        raising.campaign(),
        raising.stage(),
        raising.activity_type(),
        sell.product(),
    )
    of, other = (raising.opportunity(ada, campaign, stage) for _ in range(2))
    order = sell.order(ada)
    await database.save(
        *(home, ada, campaign, stage, call, scarf, of, other, order),
        *raising.link(of, sell.merchandise(order, scarf)),
        *(raising.activity(ada, call, opportunity_id=each.id) for each in (of, other)),
    )
    document = RECORD.replace("$after: String", "$filter: TimelineFilter").replace(
        "after: $after", "filter: $filter"
    )

    data, tabs = await statements(
        settings,
        document,
        id=ids.encode("cus", ada.id),
        filter={
            "opportunityId": ids.encode("opp", of.id),
            "types": ["ACTIVITY", "MERCHANDISE"],
            "from": "2026-01-01",
        },
    )

    assert [node["type"] for node in data["customer"]["timeline"]["nodes"]] == ["ACTIVITY", "MERCHANDISE"]
    assert tabs == ["customers"]
