"""The timeline of a record: what stands on it, for whom, and what entries of each type say."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from db.models import Customer
from gateway.engine import ids
from tests import box_office as sell
from tests import factories as make
from tests import fundraising as raising
from tests import subscriptions as held
from tests.api._order_tabs import answer, credit, people, person, shown
from tests.ask import Ask
from tests.database import Database

TITLES = "{ nodes { occurredAt title } }"


def utc(month: int, day: int, hour: int = 10, year: int = 2026) -> datetime:
    return datetime(year, month, day, hour, tzinfo=UTC)


async def titles(ask: Ask, customer: Customer, arguments: str = "") -> list[str]:
    """The titles of a timeline, with these arguments."""
    found = await shown(ask, customer, f"timeline{arguments} {TITLES}", by="femi")
    return [node["title"] for node in found["nodes"]]


class Fundraising:
    """One campaign with two stages, a fund and a type of activity, and an opportunity of Ada's."""

    def __init__(self, ada: Customer) -> None:
        self.campaign = raising.campaign()
        self.asked, self.pledged = raising.stage("Asked"), raising.stage("Pledged")
        self.fund, self.call = sell.fund(), raising.activity_type()
        self.opportunity = raising.opportunity(ada, self.campaign, self.asked)

    @property
    def rows(self) -> tuple[Any, ...]:
        return self.campaign, self.asked, self.pledged, self.fund, self.call, self.opportunity


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
          ... on ActivityEntry { activityType subject notes assignedTo activityStatus: status activity { id } }
          ... on OpportunityStageChangeEntry { campaign change fromStage toStage outcome user note }
          ... on PledgeOrLegacyEntry {
            kind event amount { amount } given { amount } status campaign pledge { id } changed: user said: note }
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
            "status": "PARTLY_PAID",
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
    untouched = {"kind": "LEGACY", "given": {"amount": "0.00"}, "status": "OPEN"}
    assert rows == [
        activity(utc(12, 1), thanks, "PLANNED", notes=begun, linked=True),
        activity(utc(11, 20), lunch, "OVERDUE", assignedTo=None),
        promise(
            *(utc(9, 1), "Legacy made", "CREATED", "5000.00"),
            **{**untouched, "pledge": {"id": ids.encode("plg", legacy.id)}},
        ),
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


@pytest.mark.rule("TML-10", "TML-11", "TML-P01")
async def test_invitations_stand_twice_once_answered_and_memberships_at_each_step(
    ask: Ask, database: Database
) -> None:
    ada = await person(database)
    choir = make.organisation(name=make.choir())
    show, soon, later = sell.show("The Gala"), sell.show("The Concert"), sell.show("The Tour")
    invited = raising.invitation(ada, show.instance, reply_status="ACCEPTED", on_behalf_of_id=choir.id)
    waiting = raising.invitation(ada, soon.instance, invited_at=utc(11, 2))
    friends = held.membership_type()
    membership, over = held.membership(ada, friends), held.membership(ada, friends)
    terms = [
        held.term(membership, date(2024, 11, 1), date(2025, 10, 31)),
        held.term(membership, date(2025, 11, 1), date(2026, 10, 31), price_minor=5_400, automatic=True),
        held.term(membership, date(2026, 11, 1), date(2027, 10, 31), price_minor=5_500),
    ]
    orders = [sell.order(ada, placed_at=utc(10, 20, year=year)) for year in (2024, 2025, 2026)]
    gone = held.term(over, date(2023, 5, 1), date(2024, 4, 30))
    back = held.term(over, date(2024, 5, 1), date(2025, 4, 30))
    returned = sell.order(ada, placed_at=utc(4, 1, year=2024))
    await database.save(
        *(choir, *show.rows, *soon.rows, *later.rows, invited, waiting),
        raising.invitation(ada, later.instance, reply_status="NOT_SENT"),
        raising.attendee(invited, ada, is_invitee=True),
        raising.attendee(invited, "A guest"),
        *(friends, membership, over, *terms, gone, back, *orders, returned),
        *(held.term_sold(order, term) for order, term in zip(orders, terms, strict=True)),
        held.term_sold(returned, back, state="RETURNED", returned_at=utc(4, 9, year=2024)),
    )

    found = await shown(
        ask,
        ada,
        """timeline { nodes {
          occurredAt title via opportunity { id } order { id }
          ... on InvitationEntry { step: action replyStatus guestCount venue: instance { venue { name } }
            onBehalfOf { fullName } invitation { id } }
          ... on MembershipEntry { action name startDate endDate price { amount } countsTowardsTotals
            membership { id } }
        } }""",
        by="femi",
    )

    def invitation(
        at: datetime, title: str, to: sell.Show, action: str, of: Any, guests: int
    ) -> dict[str, Any]:
        return {
            "occurredAt": at.isoformat(),
            "title": title,
            "via": ["OWNER"],
            "opportunity": None,
            "order": None,
            "step": action,
            "replyStatus": of.reply_status,
            "guestCount": guests,
            "venue": {"venue": {"name": to.venue.name}},
            "onBehalfOf": {"fullName": choir.name} if of is invited else None,
            "invitation": {"id": ids.encode("inv", of.id)},
        }

    def step(at: str, did: str, action: str, of: Any, order: Any = None) -> dict[str, Any]:
        holder = membership if of in terms else over
        return {
            "occurredAt": f"{at}:00:00+00:00",
            "title": f"{friends.name}: {did}",
            "via": ["OWNER"],
            "opportunity": None,
            "order": order and {"id": ids.encode("ord", order.id)},
            "action": action,
            "name": friends.name,
            "startDate": of.starts.isoformat(),
            "endDate": of.ends.isoformat(),
            "price": {"amount": f"{of.price_minor / 100:.2f}"},
            "countsTowardsTotals": True,
            "membership": {"id": ids.encode("mem", holder.id)},
        }

    assert found["nodes"] == [
        invitation(utc(11, 5, 18), "Accepted: The Gala", show, "REPLIED", invited, 1),
        invitation(utc(11, 2), "Invited: The Concert", soon, "INVITED", waiting, 0),
        invitation(utc(11, 1, 9), "Invited: The Gala", show, "INVITED", invited, 1),
        step("2026-10-20T10", "renewed", "RENEWED", terms[2], orders[2]),
        step("2025-10-20T10", "renewed by itself", "AUTO_RENEWED", terms[1], orders[1]),
        step("2024-10-20T10", "bought", "BOUGHT", terms[0], orders[0]),
        # The next term was returned, so that the one before it ran out after all.
        step("2024-04-30T23", "lapsed", "LAPSED", gone),
        step("2024-04-09T10", "returned", "RETURNED", back, returned),
        step("2024-04-01T10", "renewed", "RENEWED", back, returned),
        step("2023-04-30T23", "bought", "BOUGHT", gone),
    ]


@pytest.mark.rule("TML-13", "TML-14", "TML-16")
async def test_orders_are_on_the_timelines_of_all_who_have_a_part_in_them_and_of_nobody_else(
    ask: Ask, database: Database
) -> None:
    home, ada = make.individual()
    mate = make.individual(household_id=home.id)[1]
    homes, [bob, eve] = people(2)
    choir = make.organisation(name=make.choir())
    scarf = sell.product("Scarf")
    own = sell.order(ada, placed_at=utc(1, 4))
    for_bob = sell.order(bob, placed_at=utc(1, 3), facilitator_id=ada.id)
    for_choir = sell.order(choir, placed_at=utc(1, 2), facilitator_id=ada.id)
    eves = sell.order(eve, placed_at=utc(1, 1))
    mates = sell.order(mate, placed_at=utc(1, 5))
    orders = (own, for_bob, for_choir, eves, mates)
    await database.save(
        *(home, *homes, ada, mate, bob, eve, choir, scarf, *orders),
        *(sell.merchandise(order, scarf) for order in orders),
        *(credit(order, ada) for order in (own, for_bob, eves)),
    )
    ask_for = """timeline { totalCount nodes { occurredAt via id ... on MerchandiseEntry { countsTowardsTotals } } }"""

    async def ways(customer: Customer) -> list[tuple[str, list[str], bool]]:
        found = await shown(ask, customer, ask_for, by="femi")
        assert found["totalCount"] == len({node["id"] for node in found["nodes"]}) == len(found["nodes"])
        return [
            (node["occurredAt"][:10], node["via"], node["countsTowardsTotals"]) for node in found["nodes"]
        ]

    assert await ways(ada) == [
        ("2026-01-04", ["OWNER", "SOFT_CREDIT"], True),
        ("2026-01-03", ["FACILITATOR", "SOFT_CREDIT"], True),
        ("2026-01-02", ["FACILITATOR", "ORGANISATION"], True),
        ("2026-01-01", ["SOFT_CREDIT"], False),
    ]
    assert await ways(choir) == [("2026-01-02", ["OWNER"], True)]
    assert await ways(mate) == [("2026-01-05", ["OWNER"], True)]


@pytest.mark.rule("TML-02", "TML-03", "TML-P05")
async def test_filters_by_opportunity_type_and_period_must_all_hold(ask: Ask, database: Database) -> None:
    homes, [ada, bob] = people(2)
    around = Fundraising(ada)
    bobs = raising.opportunity(bob, around.campaign, around.asked)
    show, scarf = sell.show(), sell.product("Scarf")
    order = sell.order(ada, placed_at=utc(10, 1))
    given, gift = sell.donation(order, around.fund, made_on=date(2026, 10, 2))
    await database.save(*homes, ada, bob, *around.rows)
    await database.save(
        *(bobs, *show.rows, scarf, order, *raising.link(around.opportunity, given), gift),
        *(sell.merchandise(order, scarf), sell.ticket(order, show)),
        *raising.link(around.opportunity, sell.ticket(order, show)),
        # What was reserved only, or is linked to what is somebody else's, makes nothing else a part of it.
        *raising.link(around.opportunity, sell.merchandise(order, scarf, state="RESERVED")),
        raising.stage_change(around.opportunity, around.asked, at=utc(9, 30, 22)),
        raising.activity(ada, around.call),
    )
    visit, donated, bought = "The Lantern Keepers", f"Donation: {around.fund.name}", scarf.name
    called = f"{around.call.name}: Thank them for the visit"
    changed = f"{around.campaign.name}: opened at {around.asked.name}"
    mine, other = (ids.encode("opp", each.id) for each in (around.opportunity, bobs))

    async def found(filter: str) -> list[str]:
        return await titles(ask, ada, f"(filter: {{{filter}}})")

    assert await titles(ask, ada) == [visit, called, donated, bought, changed]
    assert await found(f'opportunityId: "{mine}"') == [visit, donated, changed]
    assert await found(f'opportunityId: "{mine}", types: [VISIT, ACTIVITY]') == [visit]
    assert await found(f'opportunityId: "{other}"') == []
    assert await found("types: [MERCHANDISE, ACTIVITY]") == [called, bought]
    assert await found("types: []") == []
    # In London it is the first of October already, or still the second.
    assert await found('from: "2026-10-01"') == [visit, called, donated, bought]
    assert await found('until: "2026-09-30"') == [changed]
    assert await found('from: "2026-10-02", until: "2026-10-02"') == [donated]
    assert await found('types: [VISIT], from: "2026-10-01", until: "2026-10-02"') == []


@pytest.mark.rule("TML-17", "TML-C01")
async def test_a_timeline_is_for_fundraisers_and_empty_is_an_answer(ask: Ask, database: Database) -> None:
    ada, choir = await person(database), make.organisation(name=make.choir())
    await database.save(choir)
    asked = "timeline { totalCount totalCountCapped nodes { id } pageInfo { hasNextPage endCursor } }"

    for customer in (ada, choir):
        assert await shown(ask, customer, asked, by="femi") == {
            "totalCount": 0,
            "totalCountCapped": False,
            "nodes": [],
            "pageInfo": {"hasNextPage": False, "endCursor": None},
        }
    refused = await answer(ask, ada, asked, by="bea")
    assert (refused.data, refused.codes) == ({"customer": {"timeline": None}}, ["FORBIDDEN"])
    unknown = await answer(ask, ada, 'timeline(filter: {opportunityId: "cus1_00"}) { totalCount }', by="femi")
    assert (unknown.data, unknown.codes) == ({"customer": {"timeline": None}}, ["BAD_USER_INPUT"])
