"""Mailings on the record: both kinds, what came of them, and how far that can be trusted."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy.exc import IntegrityError
from uuid_utils.compat import uuid7

from db.models import Campaign, Customer, MailingClick
from gateway.engine import ids
from gateway.settings import Settings
from tests import box_office as sell
from tests import factories as make
from tests import people
from tests.ask import Ask
from tests.database import Database

OPEN = """
query ($id: ID!, $filter: MailingFilter) { customer(id: $id) { mailings { records(filter: $filter) { totalCount nodes {
  __typename id name kind sentAt sentOn campaign { name } customer { id }
  ... on IntegratedEmail {
    sentTo opened openedAt openCount openReliability engagement bounced bouncedAt bounceType blocked
    optedOut optedOutAt optedIn links { url clickedAt }
  }
  ... on PostalMailing { fulfilmentMethod }
} } } } }
"""
# After midnight of that day in London, where it is summer.
SENT = datetime(2026, 6, 30, 23, 30, tzinfo=UTC)


def cus(customer: Customer) -> str:
    return ids.encode("cus", customer.id)


async def somebody(database: Database) -> Customer:
    home, ada = make.individual(email=f"{make.unique('ada')}@example.org")
    await database.save(home, ada)
    return ada


async def mailings(ask: Ask, of: Customer, **filter: Any) -> list[dict[str, Any]]:
    found = (await ask(OPEN, id=cus(of), filter=filter or None)).ok["customer"]["mailings"]["records"]
    assert found["totalCount"] == len(found["nodes"])
    nodes: list[dict[str, Any]] = found["nodes"]
    return nodes


async def names(ask: Ask, of: Customer, **filter: Any) -> list[str]:
    return [each["name"] for each in await mailings(ask, of, **filter)]


@pytest.mark.rule("MAI-02", "MAI-03", "MAI-P01")
async def test_an_email_tells_what_came_of_it(ask: Ask, database: Database) -> None:
    ada = await somebody(database)
    campaign = Campaign(id=uuid7(), name=make.unique("Autumn"))
    news = people.email(campaign_id=campaign.id)
    later = SENT + timedelta(hours=1)
    record = people.sent(
        news, ada, sent_at=SENT, opened_at=later, open_count=3, machine_open=True, opted_out_at=later
    )
    clicks = [
        MailingClick(
            record_id=record.id,
            url=f"https://example.org/{number}",
            clicked_at=later + timedelta(hours=number),
        )
        for number in (2, 1)
    ]
    await database.save(campaign, news, record, *clicks)

    (shown,) = await mailings(ask, ada)

    assert shown == {
        "__typename": "IntegratedEmail",
        "id": ids.encode("mlr", record.id),
        "name": "Autumn news",
        "kind": "INTEGRATED_EMAIL",
        "sentAt": "2026-06-30T23:30:00+00:00",
        "sentOn": "2026-07-01",
        "campaign": {"name": campaign.name},
        "customer": {"id": cus(ada)},
        "sentTo": ada.email,
        "opened": True,
        "openedAt": "2026-07-01T00:30:00+00:00",
        "openCount": 3,
        "openReliability": "RELIABLE",
        "engagement": "CLICKED",
        "bounced": False,
        "bouncedAt": None,
        "bounceType": None,
        "blocked": False,
        "optedOut": True,
        "optedOutAt": "2026-07-01T00:30:00+00:00",
        "optedIn": None,
        "links": [
            {"url": "https://example.org/1", "clickedAt": "2026-07-01T01:30:00+00:00"},
            {"url": "https://example.org/2", "clickedAt": "2026-07-01T02:30:00+00:00"},
        ],
    }


@pytest.mark.rule("MAI-06", "MAI-P01", "NAV-P03")
async def test_a_postal_mailing_tells_how_and_when_it_was_sent(ask: Ask, database: Database) -> None:
    ada = await somebody(database)
    brochure = people.post(fulfilment_method="COURIER")
    record = people.sent(brochure, ada, sent_at=SENT)
    await database.save(brochure, record)

    (shown,) = await mailings(ask, ada)

    assert shown == {
        "__typename": "PostalMailing",
        "id": ids.encode("mlr", record.id),
        "name": "Autumn brochure",
        "kind": "POSTAL_MAILING",
        "sentAt": "2026-06-30T23:30:00+00:00",
        "sentOn": "2026-07-01",
        "campaign": None,
        "customer": {"id": cus(ada)},
        "fulfilmentMethod": "COURIER",
    }
    document = "query ($id: ID!) { node(id: $id) { __typename ... on PostalMailing { fulfilmentMethod } } }"
    assert (await ask(document, id=shown["id"])).ok["node"] == {
        "__typename": "PostalMailing",
        "fulfilmentMethod": "COURIER",
    }


@pytest.mark.rule("MAI-04", "MAI-P01")
async def test_opted_in_is_deprecated_since_nothing_is_ever_entered(ask: Ask) -> None:
    document = """{ __type(name: "IntegratedEmail") {
      fields(includeDeprecated: true) { name isDeprecated deprecationReason } } }"""

    fields = (await ask(document)).ok["__type"]["fields"]

    assert [each for each in fields if each["isDeprecated"]] == [
        {"name": "optedIn", "isDeprecated": True, "deprecationReason": "not used"}
    ]


@pytest.mark.rule("MAI-07", "MAI-N01")
async def test_an_opening_that_a_machine_may_have_done_is_not_relied_on(ask: Ask, database: Database) -> None:
    ada = await somebody(database)
    after, before = SENT, datetime(2021, 9, 19, 12, tzinfo=UTC)
    told: list[dict[str, Any]] = [
        {"opened_at": after},
        {"opened_at": after, "machine_open": True},
        {"opened_at": after, "machine_open": False},
        {"opened_at": before},
        {},
    ]
    for number, given in enumerate(told):
        news = people.email(str(number))
        await database.save(news, people.sent(news, ada, **given))

    shown = {each["name"]: (each["openReliability"], each["engagement"]) for each in await mailings(ask, ada)}

    assert shown == {
        "0": ("MACHINE_POSSIBLE", "OPENED_PERHAPS"),
        "1": ("MACHINE_POSSIBLE", "OPENED_PERHAPS"),
        "2": ("RELIABLE", "OPENED"),
        "3": ("RELIABLE", "OPENED"),
        "4": ("RELIABLE", "NONE"),
    }


@pytest.mark.rule("MAI-01", "MAI-P04", "NAV-18")
async def test_all_mailings_are_listed_the_latest_first_and_narrowed_by_a_filter(
    ask: Ask, database: Database
) -> None:
    ada, other = await somebody(database), await somebody(database)
    top, middle, low = (
        Campaign(id=uuid7(), name=make.unique("Campaign"), level=level) for level in (1, 2, 3)
    )
    middle.parent_id, middle.parent_level, low.parent_id, low.parent_level = top.id, 1, middle.id, 2
    news, offer = people.email("News", campaign_id=low.id), people.email("Offer", campaign_id=top.id)
    brochure, card = people.post("Brochure"), people.post("Card", campaign_id=middle.id)
    offered = people.sent(offer, ada, sent_at=SENT, opened_at=SENT)
    await database.save(
        top, middle, low, news, offer, brochure, card, offered,
        people.sent(news, ada, sent_at=SENT + timedelta(days=2)),
        people.sent(card, ada, sent_at=SENT + timedelta(days=1)),
        people.sent(brochure, ada, sent_at=SENT + timedelta(days=3)),
        people.sent(news, other),
        MailingClick(record_id=offered.id, url="https://example.org", clicked_at=SENT),
    )  # fmt: skip

    assert await names(ask, ada) == ["Brochure", "News", "Card", "Offer"]
    assert await names(ask, ada, kind="INTEGRATED_EMAIL") == ["News", "Offer"]
    assert await names(ask, ada, kind="POSTAL_MAILING") == ["Brochure", "Card"]
    assert await names(ask, ada, **{"from": "2026-07-02", "to": "2026-07-03"}) == ["News", "Card"]
    assert await names(ask, ada, campaignId=ids.encode("cam", top.id)) == ["News", "Card", "Offer"]
    assert await names(ask, ada, campaignId=ids.encode("cam", middle.id)) == ["News", "Card"]
    assert await names(ask, ada, campaignId=ids.encode("cam", low.id)) == ["News"]
    assert await names(ask, ada, opened=True) == await names(ask, ada, clicked=True) == ["Offer"]
    assert await names(ask, ada, opened=False) == await names(ask, ada, clicked=False) == ["News"]
    assert await names(ask, ada, opened=False, kind="POSTAL_MAILING") == []
    refused = await ask(OPEN, id=cus(ada), filter={"campaignId": cus(ada)})
    assert refused.codes == ["BAD_USER_INPUT"]


@pytest.mark.rule("MAI-05", "MAI-02")
async def test_nothing_but_mailings_is_logged_so_that_a_confirmation_has_no_place_on_the_record(
    ask: Ask, database: Database
) -> None:
    ada = await somebody(database)
    document = """query ($id: ID!) { __type(name: "MailingRecord") { possibleTypes { name } }
      customer(id: $id) { sections { key count } mailings { records { totalCount } } } }"""

    with pytest.raises(IntegrityError, match="ck_mailing_kind"):
        await database.save(people.email("Your order 200001", kind="TRANSACTIONAL"))
    show, order = sell.show(), sell.order(ada, sales_channel="WEB", placed_by="Web")
    await database.save(*show.rows, order, sell.ticket(order, show))

    found = (await ask(document, id=cus(ada))).ok
    assert found["__type"]["possibleTypes"] == [{"name": "IntegratedEmail"}, {"name": "PostalMailing"}]
    assert found["customer"]["mailings"]["records"]["totalCount"] == 0
    assert {"key": "MAILING_RECORDS", "count": 0} in found["customer"]["sections"]


async def test_the_mailings_of_many_take_no_more_statements_than_those_of_one(
    settings: Settings, database: Database
) -> None:
    everybody = [await somebody(database) for _ in range(3)]
    campaign = Campaign(id=uuid7(), name=make.unique("Autumn"))
    news, brochure = people.email(campaign_id=campaign.id), people.post()
    await database.save(campaign, news, brochure)
    await database.save(*(people.sent(what, who) for who in everybody for what in (news, brochure)))
    document = """query ($ids: [ID!]!) { nodes(ids: $ids) { ... on Customer { mailings { records { nodes {
      name campaign { name } ... on IntegratedEmail { openReliability links { url } } } } } } } }"""

    one = await people.statements(settings, document, ids=[cus(everybody[0])])
    all_three = await people.statements(settings, document, ids=[cus(each) for each in everybody])

    assert (one, all_three) == (4, 4)
