"""Opportunities on the record: what each is, and which are listed."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from db.models import Opportunity
from gateway.engine import ids
from tests import factories as make
from tests import fundraising as raise_
from tests.api._opportunities import TOTALS, hoped
from tests.ask import Ask
from tests.database import Database

WHOLE = f"""query ($id: ID!) {{ opportunity(id: $id) {{
  label customer {{ id }} campaign {{ name path }} stage {{ name probabilityPercent isTerminal position active }}
  owner {{ accountId name jobTitle active }} target {{ amount currency }} asked {{ amount }} {TOTALS}
  openedOn expectedCloseOn closedOn outcome closeReason notes version }} }}"""
LISTED = """query ($id: ID!, $outcomes: [OpportunityOutcome!], $openOnly: Boolean! = false) { customer(id: $id) {
  opportunities(outcomes: $outcomes, openOnly: $openOnly) { totalCount nodes { id } }
  all: opportunities { nodes { id } } sections { key available count } } }"""


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
