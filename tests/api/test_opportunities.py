"""Opportunities on the record: what each is, what it comes to, and which are listed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

import pytest

from db.models import Customer, Donation, Opportunity, OpportunityStage
from gateway.engine import ids
from tests import box_office as sell
from tests import factories as make
from tests import fundraising as raise_
from tests.ask import Ask
from tests.database import Database

TOTALS = """received { amount } pledged { amount } reserved { amount } outstanding { amount }
  progress weighted { amount }"""
WHOLE = f"""query ($id: ID!) {{ opportunity(id: $id) {{
  label customer {{ id }} campaign {{ name path }} stage {{ name probabilityPercent isTerminal position active }}
  owner {{ accountId name jobTitle active }} target {{ amount currency }} asked {{ amount }} {TOTALS}
  openedOn expectedCloseOn closedOn outcome closeReason notes version }} }}"""
OF_ONE = f"query ($id: ID!) {{ opportunity(id: $id) {{ {TOTALS} }} }}"
LISTED = """query ($id: ID!, $outcomes: [OpportunityOutcome!], $openOnly: Boolean! = false) { customer(id: $id) {
  opportunities(outcomes: $outcomes, openOnly: $openOnly) { totalCount nodes { id } }
  all: opportunities { nodes { id } } sections { key available count } } }"""


@dataclass(frozen=True, slots=True)
class Hoped:
    """A customer with one opportunity."""

    customer: Customer
    stage: OpportunityStage
    opportunity: Opportunity

    @property
    def id(self) -> str:
        return ids.encode("opp", self.opportunity.id)


async def hoped(database: Database, **values: Any) -> Hoped:
    home, ada = make.individual()
    campaign, stage = raise_.campaign(), raise_.stage()
    made = raise_.opportunity(ada, campaign, stage, **values)
    await database.save(home, ada, campaign, stage, made)
    return Hoped(ada, stage, made)


async def told(ask: Ask, of: Hoped, **options: Any) -> dict[str, Any]:
    """The totals of the opportunity, without what is around the amounts."""
    found = (await ask(OF_ONE, by="femi", id=of.id, **options)).ok["opportunity"]
    return {name: each["amount"] if isinstance(each, dict) else each for name, each in found.items()}


@pytest.mark.rule("OPP-P01", "OPP-04", "OPP-12")
async def test_an_opportunity_opens_with_all_that_is_kept_of_it(ask: Ask, database: Database) -> None:
    home, ada = make.individual()
    appeal, stage = raise_.campaign("Appeal"), raise_.stage("Asked", 40, position=3)
    roof = raise_.campaign("Roof", below=appeal)
    slates = raise_.campaign("Slates", below=roof)
    made = raise_.opportunity(
        ada, slates, stage, expected_close_on=date(2027, 3, 1), notes="Loves slates.", version=4
    )
    await database.save(home, ada, appeal, roof, slates, stage, made)

    found = (await ask(WHOLE, by="femi", id=ids.encode("opp", made.id))).ok["opportunity"]

    assert found == {
        "label": f"{slates.name} ({stage.name})",
        "customer": {"id": ids.encode("cus", ada.id)},
        "campaign": {"name": slates.name, "path": [appeal.name, roof.name, slates.name]},
        "stage": {
            "name": stage.name,
            "probabilityPercent": 40,
            "isTerminal": False,
            "position": 3,
            "active": True,
        },
        "owner": {
            "accountId": ids.encode("usr", made.owner_id),
            "name": "Femi Castellanos",
            "jobTitle": "Fundraiser",
            "active": True,
        },
        "target": {"amount": "1000.00", "currency": "GBP"},
        "asked": {"amount": "800.00"},
        "received": {"amount": "0.00"},
        "pledged": {"amount": "0.00"},
        "reserved": {"amount": "0.00"},
        "outstanding": {"amount": "800.00"},
        "progress": "0.00",
        "weighted": {"amount": "320.00"},
        "openedOn": "2026-09-01",
        "expectedCloseOn": "2027-03-01",
        "closedOn": None,
        "outcome": "OPEN",
        "closeReason": None,
        "notes": "Loves slates.",
        "version": 4,
    }


@pytest.mark.rule("OPP-01", "OPP-16", "NAV-14")
@pytest.mark.parametrize("kind", ["Individual", "Organisation"])
async def test_open_ones_are_listed_first_and_closed_ones_after_them_on_both_kinds_of_record(
    ask: Ask, database: Database, kind: str
) -> None:
    home, ada = make.individual()
    choir = make.organisation(name=make.choir())
    whose = ada if kind == "Individual" else choir
    campaign, stage = raise_.campaign(), raise_.stage()
    opened = [date(2026, month, 1) for month in (2, 5, 3, 4)]
    outcomes = ["OPEN", "WON", "LOST", "OPEN"]
    old, won, lost, new = (
        raise_.opportunity(whose, campaign, stage, opened_on=day, outcome=outcome)
        for day, outcome in zip(opened, outcomes, strict=True)
    )
    await database.save(home, ada, choir, campaign, stage, old, won, lost, new)

    async def listed(**arguments: Any) -> list[str]:
        found = (await ask(LISTED, by="femi", id=f"{whose.number}", **arguments)).ok["customer"]
        assert found["opportunities"]["totalCount"] == len(found["opportunities"]["nodes"])
        assert found["all"]["nodes"] == [{"id": ids.encode("opp", each.id)} for each in (new, old, won, lost)]
        [section] = [each for each in found["sections"] if each["key"] == "OPPORTUNITIES"]
        assert section == {"key": "OPPORTUNITIES", "available": True, "count": 4}
        return [each["id"] for each in found["opportunities"]["nodes"]]

    def keys(*rows: Opportunity) -> list[str]:
        return [ids.encode("opp", each.id) for each in rows]

    assert await listed() == keys(new, old, won, lost)
    assert await listed(openOnly=True) == keys(new, old)
    assert await listed(outcomes=["LOST", "OPEN"]) == keys(new, old, lost)
    assert await listed(outcomes=["LOST", "WON"], openOnly=True) == []


@pytest.mark.rule("OPP-02", "OPP-03", "OPP-P02")
async def test_a_closed_one_shows_the_stage_at_closing_and_how_it_came_to_it(
    ask: Ask, database: Database
) -> None:
    home, ada = make.individual()
    campaign, first, last = raise_.campaign(), raise_.stage("Identified", 5), raise_.stage("Asked", 40)
    made = raise_.opportunity(ada, campaign, last, outcome="LOST", close_reason="Gave elsewhere.")
    at = [datetime(2026, month, 1, 9, tzinfo=UTC) for month in (9, 10, 11)]
    changes = [
        raise_.stage_change(made, first, at=at[0]),
        raise_.stage_change(made, last, first, at=at[1], note="Over lunch."),
        raise_.stage_change(made, last, last, at=at[2], outcome="LOST", username="olga"),
    ]
    await database.save(home, ada, campaign, first, last, made, *changes)
    document = """query ($id: ID!) { opportunity(id: $id) { label closedOn outcome closeReason weighted { amount }
      stageChanges { kind at user note outcome fromStage { name } toStage { name } } } }"""

    found = (await ask(document, by="femi", id=ids.encode("opp", made.id))).ok["opportunity"]

    assert found == {
        "label": f"{campaign.name} ({last.name})",
        "closedOn": "2026-11-20",
        "outcome": "LOST",
        "closeReason": "Gave elsewhere.",
        "weighted": None,
        "stageChanges": [
            {
                "kind": kind,
                "at": when.isoformat(),
                "user": user,
                "note": note,
                "outcome": outcome,
                "fromStage": None if before is None else {"name": before.name},
                "toStage": {"name": after.name},
            }
            for kind, when, user, note, outcome, before, after in (
                ("CLOSED", at[2], "olga", None, "LOST", last, last),
                ("MOVED", at[1], "femi", "Over lunch.", None, first, last),
                ("OPENED", at[0], "femi", None, None, None, first),
            )
        ],
    }


@pytest.mark.rule("OPP-07", "OPP-10", "OPP-11")
async def test_as_reserved_tickets_are_bought_reserved_falls_and_received_rises(
    ask: Ask, database: Database
) -> None:
    of, show = await hoped(database), sell.show()
    order = sell.order(of.customer, state="RESERVED", reserved_until=datetime(2026, 12, 1, tzinfo=UTC))
    first, second = (
        sell.ticket(order, show, state="RESERVED", discount_minor=500, commission_minor=150) for _ in range(2)
    )
    second.agent_commission_minor = 200
    raise_.link(of.opportunity, first, second)
    programme = sell.product()
    other = sell.order(of.customer)
    thing = sell.merchandise(other, programme, opportunity_id=of.opportunity.id)
    unlinked = sell.merchandise(other, programme)
    await database.save(*show.rows, programme, order, first, second, other, thing, unlinked)

    before = await told(ask, of)
    assert (before["received"], before["reserved"]) == ("6.00", "43.00")

    first.state = second.state = "SOLD"
    await database.save(first, second)

    after = await told(ask, of)
    assert (after["received"], after["reserved"]) == ("47.00", "0.00")
    assert (after["outstanding"], after["progress"]) == ("753.00", "4.70")

    first.state, first.returned_at = "RETURNED", order.edited_at
    second.state, second.returned_at = "EXCHANGED", order.edited_at
    await database.save(first, second)
    assert (await told(ask, of))["received"] == "6.00"


@pytest.mark.rule("OPP-10", "ORD-P06", "OPP-P04")
async def test_a_reservation_that_is_over_is_reserved_no_longer_swept_or_not(
    ask: Ask, database: Database
) -> None:
    of, show = await hoped(database), sell.show()
    until = datetime(2026, 12, 1, 18, tzinfo=UTC)
    order = sell.order(of.customer, state="RESERVED", reserved_until=until)
    [ticket] = raise_.link(of.opportunity, sell.ticket(order, show, state="RESERVED"))
    await database.save(*show.rows, order, ticket)

    assert (await told(ask, of, now="2026-12-01T17:59:59+00:00"))["reserved"] == "25.00"
    assert (await told(ask, of, now="2026-12-01T18:00:00+00:00"))["reserved"] == "0.00"


@pytest.mark.rule("OPP-08", "OPP-09", "OPP-P03")
async def test_as_donations_are_made_towards_a_pledge_pledged_falls_and_received_rises(
    ask: Ask, database: Database
) -> None:
    of, fund = await hoped(database), sell.fund()
    pledge, legacy = raise_.pledge(of.opportunity, fund), raise_.legacy(of.opportunity, fund, 30_000)
    gone = raise_.pledge(of.opportunity, fund, 7_000, cancelled_at=datetime(2026, 11, 1, tzinfo=UTC))
    lost = raise_.pledge(of.opportunity, fund, 0, written_off_at=datetime(2026, 11, 1, tzinfo=UTC))
    await database.save(fund, pledge, legacy, gone, lost)
    before = await told(ask, of)
    assert (before["received"], before["pledged"], before["outstanding"]) == ("0.00", "420.00", "380.00")

    order = sell.order(of.customer)
    item, donation = sell.donation(order, fund, 5_000, source="PLEDGE_INSTALMENT")
    raise_.link(of.opportunity, item)
    await database.save(order, item, donation, raise_.paid(pledge, donation))

    after = await told(ask, of)
    assert (after["received"], after["pledged"], after["outstanding"]) == ("50.00", "370.00", "380.00")

    # More than was promised lowers what is pledged by no more than was left of it.
    more, over = sell.donation(order, fund, 9_000, source="PLEDGE_INSTALMENT")
    raise_.link(of.opportunity, more)
    await database.save(more, over, raise_.paid(pledge, over))
    overpaid = await told(ask, of)
    assert (overpaid["received"], overpaid["pledged"]) == ("140.00", "300.00")

    item.state, item.returned_at = "RETURNED", order.edited_at
    await database.save(item)
    returned = await told(ask, of)
    assert (returned["received"], returned["pledged"]) == ("90.00", "330.00")


@pytest.mark.rule("OPP-P03", "OPP-07")
async def test_the_gift_in_a_ticket_counts_once_with_its_ticket(ask: Ask, database: Database) -> None:
    of, show, roof = await hoped(database), sell.show(), sell.fund()
    order = sell.order(of.customer)
    [ticket] = raise_.link(of.opportunity, sell.ticket(order, show))
    gift = Donation(
        order_item_id=ticket.id,
        order_id=order.id,
        fund_id=roof.id,
        source="TICKET_DONATION",
        amount_minor=300,
        made_on=date(2026, 10, 1),
    )
    item, donation = sell.donation(order, roof, 4_000, state="SOLD")
    item.commission_minor = 60
    raise_.link(of.opportunity, item)
    await database.save(*show.rows, roof, order, ticket, gift, item, donation)

    assert (await told(ask, of))["received"] == "65.00"


@pytest.mark.rule("OPP-05", "OPP-06", "OPP-P03")
async def test_without_a_target_there_is_no_progress_and_until_asked_the_target_is_weighted(
    ask: Ask, database: Database
) -> None:
    bare = await told(ask, await hoped(database, target_minor=0, asked_minor=0))
    assert (bare["progress"], bare["weighted"], bare["outstanding"]) == (None, "0.00", "0.00")
    early = await told(ask, await hoped(database, asked_minor=0))
    assert (early["progress"], early["weighted"], early["outstanding"]) == ("0.00", "200.00", "0.00")


async def test_what_is_asked_about_it_is_shown_with_its_answers(ask: Ask, database: Database) -> None:
    of = await hoped(database)
    first, second = (
        raise_.opportunity_attribute(position=place, name=make.unique(f"Question {place} "))
        for place in (70, 71)
    )
    await database.save(first, second, raise_.answered(of.opportunity, second, "Through Olga."))
    document = "query ($id: ID!) { opportunity(id: $id) { attributes { name value attribute { name } } } }"

    found = (await ask(document, by="femi", id=of.id)).ok["opportunity"]["attributes"]

    ours = [each for each in found if each["name"] in (first.name, second.name)]
    assert ours == [
        {"name": each.name, "value": value, "attribute": {"name": each.name}}
        for each, value in ((first, None), (second, "Through Olga."))
    ]
