"""What entries of each type of a timeline say, and when they are there."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pytest

from gateway.engine import ids
from tests import box_office as sell
from tests import fundraising as raising
from tests.api._order_tabs import person, shown
from tests.api._timelines import Fundraising, utc
from tests.ask import Ask
from tests.database import Database


@pytest.mark.rule("TML-05", "TML-07", "TML-08")
async def test_activities_stages_and_pledges_stand_at_their_dates_with_what_became_of_them(
    ask: Ask, database: Database
) -> None:
    ada = await person(database)
    around = Fundraising(ada)
    of = around.opportunity
    pledge = raising.pledge(of, around.fund, 12_000, pledged_on=date(2026, 7, 1))
    legacy = raising.legacy(of, around.fund)
    order = sell.order(ada)
    item, gift = sell.donation(order, around.fund, 5_000)
    notes = "They were glad to come. " * 20
    thanks = raising.activity(ada, around.call, notes=notes, opportunity_id=of.id)
    lunch = raising.activity(ada, around.call, subject="Lunch", due_at=utc(11, 20), assigned_to_id=None)
    tea = raising.activity(ada, around.call, subject="Tea", due_at=utc(3, 1), completed_at=utc(3, 5))
    await database.save(
        *(*around.rows, thanks, lunch, tea),
        raising.stage_change(of, around.asked, at=utc(5, 1)),
        raising.stage_change(of, around.pledged, around.asked, at=utc(5, 2), note="On the phone."),
        raising.stage_change(of, around.pledged, around.pledged, at=utc(5, 3), outcome="WON"),
        *(pledge, legacy, order, item, gift, raising.paid(pledge, gift)),
        raising.pledge_event(pledge, at=utc(7, 9)),
        raising.pledge_event(pledge, "AMENDED", at=utc(8, 1), amount_minor=13_000, note="A little more."),
        raising.pledge_event(legacy, at=utc(9, 1)),
    )

    found = await shown(
        ask,
        ada,
        """timeline(filter: {types: [ACTIVITY, OPPORTUNITY_STAGE_CHANGE, PLEDGE_OR_LEGACY]}) { nodes {
          occurredAt type title via opportunity { id } order { id }
          ... on ActivityEntry { activityType subject notes assignedTo activityStatus activity { id } }
          ... on OpportunityStageChangeEntry { campaign change fromStage toStage outcome user note }
          ... on PledgeOrLegacyEntry {
            kind event amount { amount } given { amount } pledgeStatus campaign pledge { id } changed: user said: note }
        } }""",
        by="femi",
    )

    def entry(at: datetime | str, type: str, title: str, linked: bool = True, **more: Any) -> dict[str, Any]:
        return {
            "occurredAt": at if isinstance(at, str) else at.isoformat(),
            "type": type,
            "title": title,
            "via": ["OWNER"],
            "opportunity": {"id": ids.encode("opp", of.id)} if linked else None,
            "order": None,
            **more,
        }

    rows = found["nodes"]
    call, campaign = around.call.name, around.campaign.name

    def activity(at: datetime, of: Any, status: str, **more: Any) -> dict[str, Any]:
        told = {
            "activityType": call,
            "subject": of.subject,
            "notes": None,
            "assignedTo": "Femi Castellanos",
            "activityStatus": status,
            "activity": {"id": ids.encode("act", of.id)},
        }
        return entry(at, "ACTIVITY", f"{call}: {of.subject}", **{"linked": False, **told, **more})

    def promise(at: datetime | str, title: str, event: str, amount: str, **more: Any) -> dict[str, Any]:
        told = {
            "kind": "PLEDGE",
            "event": event,
            "amount": {"amount": amount},
            "given": {"amount": "50.00"},
            "pledgeStatus": "PARTLY_PAID",
            "campaign": campaign,
            "pledge": {"id": ids.encode("plg", pledge.id)},
            "changed": "femi",
            "said": None,
        }
        return entry(at, "PLEDGE_OR_LEGACY", f"{title}: {campaign}", **{**told, **more})

    def change(at: datetime, became: str, kind: str, **more: Any) -> dict[str, Any]:
        told = {
            "campaign": campaign,
            "change": kind,
            "fromStage": None,
            "toStage": around.asked.name,
            "outcome": None,
            "user": "femi",
            "note": None,
        }
        return entry(at, "OPPORTUNITY_STAGE_CHANGE", f"{campaign}: {became}", **{**told, **more})

    asked, pledged = around.asked.name, around.pledged.name
    begun = "They were glad to come. " * 8 + "They…"
    untouched: dict[str, Any] = {
        "kind": "LEGACY",
        "given": {"amount": "0.00"},
        "pledgeStatus": "OPEN",
        "pledge": {"id": ids.encode("plg", legacy.id)},
    }
    assert rows == [
        activity(utc(12, 1), thanks, "PLANNED", notes=begun, linked=True),
        activity(utc(11, 20), lunch, "OVERDUE", assignedTo=None),
        promise(utc(9, 1), "Legacy made", "CREATED", "5000.00", **untouched),
        promise(utc(8, 1), "Pledge amended", "AMENDED", "130.00", said="A little more."),
        # The day of a pledge begins at midnight in London, which is summer time.
        promise("2026-06-30T23:00:00+00:00", "Pledge made", "CREATED", "120.00"),
        change(utc(5, 3), "closed as won", "CLOSED", fromStage=pledged, toStage=pledged, outcome="WON"),
        change(
            *(utc(5, 2), f"from {asked} to {pledged}", "MOVED"),
            fromStage=asked,
            toStage=pledged,
            note="On the phone.",
        ),
        change(utc(5, 1), f"opened at {asked}", "OPENED"),
        activity(utc(3, 5), tea, "DONE"),
    ]


@pytest.mark.rule("TML-06", "TML-09", "TML-12")
async def test_visits_donations_and_merchandise_are_there_without_what_was_returned_or_only_reserved(
    ask: Ask, database: Database
) -> None:
    ada = await person(database)
    around = Fundraising(ada)
    show = sell.show()
    other, third = (show.again(utc(month, 1, 19)) for month in (3, 2))
    nights = [show, replace(show, instance=other), replace(show, instance=third)]
    order, second = sell.order(ada), sell.order(ada, placed_at=utc(10, 5))
    scarf, book = sell.product("Scarf"), sell.product("Book")
    back = {"state": "RETURNED", "returned_at": utc(10, 7)}
    pledge = raising.pledge(around.opportunity, around.fund)
    parts = [raising.instalment(pledge, number, amount_minor=6_000) for number in (1, 2)]
    given, gift = sell.donation(
        order, around.fund, 9_000, tribute="In memory of Bob", made_on=date(2026, 1, 9)
    )
    gone, returned = sell.donation(order, around.fund, state="RETURNED")
    plain, alone = sell.donation(order, around.fund, 100, made_on=date(2026, 1, 8))
    await database.save(
        *(*around.rows, *show.rows, other, third, scarf, book, order, second, pledge, *parts),
        *(given, gift, gone, returned, plain, alone),
        raising.paid(pledge, gift, parts[0], amount_minor=6_000),
        raising.paid(pledge, gift, parts[1], amount_minor=3_000),
        *(
            sell.ticket(order, nights[0]),
            sell.ticket(order, nights[0]),
            sell.ticket(order, nights[0], **back),
        ),
        *(sell.ticket(order, nights[1], attended=True), sell.ticket(order, nights[1], attended=False)),
        *(sell.ticket(order, nights[2], attended=False), sell.ticket(second, nights[2])),
        *(sell.ticket(second, nights[0], state="RESERVED"), sell.ticket(second, nights[1], **back)),
        *raising.link(around.opportunity, sell.merchandise(second, scarf), sell.merchandise(second, scarf)),
        *(sell.merchandise(second, scarf, **back), sell.merchandise(second, book, **back)),
    )

    found = await shown(
        ask,
        ada,
        """timeline { nodes {
          __typename occurredAt title via opportunity { id } order { number }
          ... on VisitEntry { seats attended venue instance { startsAt event { name } } }
          ... on DonationOrPledgeInstalmentEntry { fund amount { amount currency } tribute pledgeKind
            instalmentNumbers countsTowardsTotals donation { id giftAid { status } } }
          ... on MerchandiseEntry { quantity total { amount } product { id } countsTowardsTotals }
        } }""",
        by="femi",
    )

    def visit(order: Any, night: sell.Show, seats: int, attended: str) -> dict[str, Any]:
        at = night.instance.starts_at.isoformat()
        return {
            "__typename": "VisitEntry",
            "occurredAt": at,
            "title": "The Lantern Keepers",
            "via": ["OWNER"],
            "opportunity": None,
            "order": {"number": order.number},
            "seats": seats,
            "attended": attended,
            "venue": show.venue.name,
            "instance": {"startsAt": at, "event": {"name": "The Lantern Keepers"}},
        }

    def donation(gift: Any, amount: str, title: str, **more: Any) -> dict[str, Any]:
        return {
            "__typename": "DonationOrPledgeInstalmentEntry",
            "occurredAt": f"{gift.made_on}T00:00:00+00:00",
            "title": f"{title}: {around.fund.name}",
            "via": ["OWNER"],
            "opportunity": None,
            "order": {"number": order.number},
            "fund": around.fund.name,
            "amount": {"amount": amount, "currency": "GBP"},
            "tribute": None,
            "pledgeKind": None,
            "instalmentNumbers": [],
            "countsTowardsTotals": True,
            "donation": {"id": ids.encode("don", gift.id), "giftAid": {"status": "NOT_CLAIMABLE"}},
            **more,
        }

    third_visits = sorted((order, second), key=lambda each: each.id)
    assert found["nodes"] == [
        visit(order, nights[0], 2, "UNKNOWN"),
        {
            "__typename": "MerchandiseEntry",
            "occurredAt": second.placed_at.isoformat(),
            "title": scarf.name,
            "via": ["OWNER"],
            "opportunity": {"id": ids.encode("opp", around.opportunity.id)},
            "order": {"number": second.number},
            "quantity": 2,
            "total": {"amount": "12.00"},
            "product": {"id": ids.encode("prd", scarf.id)},
            "countsTowardsTotals": True,
        },
        visit(order, nights[1], 2, "YES"),
        *(visit(each, nights[2], 1, "NO" if each is order else "UNKNOWN") for each in third_visits),
        donation(
            gift,
            "90.00",
            "Pledge payment",
            tribute="In memory of Bob",
            pledgeKind="PLEDGE",
            instalmentNumbers=[1, 2],
        ),
        donation(alone, "1.00", "Donation"),
    ]
