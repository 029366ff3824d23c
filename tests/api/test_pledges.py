"""Pledges and legacies on the record: what was promised, what came of it, and where it stands."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from domain.pledges import PledgeStatus
from gateway.engine import ids
from gateway.settings import Settings
from tests import fundraising as raise_
from tests.ask import Ask, asking
from tests.database import Database
from tests.pledging import Promised

SHARED = """id __typename amount { amount currency } given { amount } outstanding { amount } overpaidBy { amount }
  status fund { name } campaign { name }
  opportunity { id stage { name } } stage { name } note cancelledAt cancelReason writtenOffAt version customer { id }"""
INSTALMENTS = """instalments { number amount { amount } given { amount } outstanding { amount } dueOn status paid
  cancelledAt }"""
WHOLE = f"""query ($id: ID!) {{ customer(id: $id) {{
  pledges {{ {SHARED} madeOn {INSTALMENTS}
    payments {{ amount {{ amount }} madeOn state donation {{ madeOn }} instalment {{ number }} }}
    history {{ kind at user amount {{ amount }} note }} }} }} }}"""
LEGACIES = f"""query ($id: ID!) {{ customer(id: $id) {{ pledges {{ id }} sections {{ key count }}
  ... on Individual {{ legacies {{ {SHARED} payments {{ amount {{ amount }} instalment {{ id }} }} }} }} }} }}"""
STANDING = """query ($id: ID!, $asked: [PledgeStatus!]) { customer(id: $id) {
  all: pledges { id status madeOn } asked: pledges(statuses: $asked) { id status madeOn } } }"""
TODAY = date(2026, 11, 22)


async def read(ask: Ask, promised: Promised, document: str = WHOLE, **asked: Any) -> Any:
    answer = await ask(document, **{"by": "femi", "id": f"{promised.who.number}", **asked})
    return answer.ok["customer"]


def amounts(row: dict[str, Any], *names: str) -> list[str]:
    return [row[name]["amount"] for name in names]


async def partly_paid(database: Database) -> Promised:
    """Three instalments, of which a donation pays one and a half; another came, and was given back."""
    ada = Promised(date(2026, 10, 1), date(2026, 12, 1), date(2027, 3, 1), note="Met at the gala.")
    ada.gives((1, 4000), (2, 1000), made_on=date(2026, 10, 2))
    ada.gives((2, 3000), made_on=date(2026, 10, 3), state="RETURNED")
    ada.rows += [
        raise_.pledge_event(ada.pledge),
        raise_.pledge_event(ada.pledge, "AMENDED", at=datetime(2026, 10, 5, 9, tzinfo=UTC), note="More."),
    ]
    await database.save(*ada.rows)
    return ada


@pytest.mark.rule("PLG-02", "PLG-04", "PLG-05")
async def test_a_pledge_tells_what_was_promised_and_given_and_for_what(ask: Ask, database: Database) -> None:
    ada = await partly_paid(database)

    [found] = (await read(ask, ada))["pledges"]

    for rows in ("instalments", "payments", "history"):
        found.pop(rows)
    stage = {"name": ada.stage.name}
    assert found == {
        "id": ids.encode("plg", ada.pledge.id),
        "__typename": "Pledge",
        "amount": {"amount": "120.00", "currency": "GBP"},
        "given": {"amount": "50.00"},
        "outstanding": {"amount": "70.00"},
        "overpaidBy": {"amount": "0.00"},
        "status": "PARTLY_PAID",
        "fund": {"name": ada.fund.name},
        "campaign": {"name": ada.campaign.name},
        "opportunity": {"id": ids.encode("opp", ada.opportunity.id), "stage": stage},
        "stage": stage,
        "note": "Met at the gala.",
        **dict.fromkeys(("cancelledAt", "cancelReason", "writtenOffAt")),
        "version": 1,
        "customer": {"id": ids.encode("cus", ada.who.id)},
        "madeOn": "2026-10-01",
    }


@pytest.mark.rule("PLG-11", "PLG-12", "PLG-14")
async def test_instalments_tell_what_was_given_to_each_and_when_they_are_due(
    ask: Ask, database: Database
) -> None:
    [found] = (await read(ask, await partly_paid(database)))["pledges"]

    assert [
        (part["number"], part["dueOn"], *amounts(part, "amount", "given", "outstanding"), part["status"])
        for part in found["instalments"]
    ] == [
        (1, "2026-10-01", "40.00", "40.00", "0.00", "PAID"),
        (2, "2026-12-01", "40.00", "10.00", "30.00", "PART_PAID"),
        (3, "2027-03-01", "40.00", "0.00", "40.00", "SCHEDULED"),
    ]


@pytest.mark.rule("PLG-03", "PLG-C01")
async def test_what_was_given_is_the_donations_that_were_not_given_back_and_none_is_ever_lost(
    ask: Ask, database: Database
) -> None:
    [found] = (await read(ask, await partly_paid(database)))["pledges"]

    assert [
        (each["amount"]["amount"], each["donation"]["madeOn"], each["state"], each["instalment"]["number"])
        for each in found["payments"]
    ] == [
        ("30.00", "2026-10-03", "RETURNED", 2),
        ("40.00", "2026-10-02", "SOLD", 1),
        ("10.00", "2026-10-02", "SOLD", 2),
    ]
    assert found["given"] == {"amount": "50.00"}
    common = {"user": "femi", "amount": {"amount": "120.00"}}
    assert found["history"] == [
        {**common, "kind": "AMENDED", "at": "2026-10-05T09:00:00+00:00", "note": "More."},
        {**common, "kind": "CREATED", "at": "2026-10-01T09:00:00+00:00", "note": None},
    ]


@pytest.mark.rule("PLG-P04", "PLG-13")
async def test_instalments_stand_where_the_day_puts_them(ask: Ask, database: Database) -> None:
    ada = Promised(date(2026, 11, 21), TODAY, date(2026, 12, 22), date(2026, 12, 23))
    ada.gives((1, 3999))
    await database.save(*ada.rows)

    async def standing(**asked: Any) -> list[str]:
        [found] = (await read(ask, ada, **asked))["pledges"]
        return [part["status"] for part in found["instalments"]]

    assert await standing() == ["OVERDUE", "DUE", "DUE", "SCHEDULED"]
    # Today is the civil date of the house: in London this is still the evening of 21 November.
    assert await standing(now="2026-11-21T23:59:59+00:00") == ["PART_PAID", "DUE", "SCHEDULED", "SCHEDULED"]


@pytest.mark.rule("PLG-P07", "PLG-C01")
async def test_a_cancelled_pledge_keeps_its_amount_and_what_was_given_and_nothing_is_outstanding(
    ask: Ask, database: Database
) -> None:
    at = datetime(2026, 11, 2, 9, tzinfo=UTC)
    ada = Promised(date(2026, 9, 1), date(2026, 10, 1), date(2026, 11, 1), cancelled_at=at)
    ada.instalments[1].cancelled_at = at
    ada.gives((1, 4000), (2, 500))
    await database.save(*ada.rows)

    [found] = (await read(ask, ada))["pledges"]

    assert amounts(found, "amount", "given", "outstanding") == ["120.00", "45.00", "0.00"]
    assert (found["status"], found["cancelReason"]) == ("CANCELLED", "Moved away.")
    # The third was forgotten when the pledge was cancelled, and is over with it all the same.
    assert [
        (part["status"], part["paid"], *amounts(part, "amount", "given", "outstanding"))
        for part in found["instalments"]
    ] == [
        ("PAID", True, "40.00", "40.00", "0.00"),
        ("CANCELLED", False, "40.00", "5.00", "0.00"),
        ("CANCELLED", False, "40.00", "0.00", "0.00"),
    ]


@pytest.mark.rule("PLG-P08", "PLG-P10")
async def test_a_pledge_may_be_overpaid_and_what_is_written_off_is_complete(
    ask: Ask, database: Database
) -> None:
    over = Promised(TODAY)
    over.gives((1, 4500))
    off = Promised(
        TODAY, who=over.who, written_off_at=datetime(2026, 11, 2, tzinfo=UTC), pledged_on=date(2026, 9, 1)
    )
    await database.save(*over.rows, *off.rows)

    found = (await read(ask, over))["pledges"]

    assert [each["id"] for each in found] == [ids.encode("plg", each.pledge.id) for each in (over, off)]
    assert [
        (each["status"], *amounts(each, "amount", "given", "outstanding", "overpaidBy")) for each in found
    ] == [("PAID", "40.00", "45.00", "0.00", "5.00"), ("WRITTEN_OFF", "40.00", "0.00", "0.00", "0.00")]


@pytest.mark.rule("PLG-16", "PLG-19", "NAV-P01")
async def test_legacies_of_a_person_have_neither_day_nor_instalments_and_count_with_the_pledges(
    ask: Ask, database: Database
) -> None:
    ada = Promised(TODAY)
    early, late = (raise_.legacy(ada.opportunity, ada.fund) for _ in range(2))
    early.created_at = datetime(2020, 1, 1, tzinfo=UTC)
    ada.rows += [early, late]
    ada.gives((0, 20_000), to=late)
    await database.save(*ada.rows)

    found = await read(ask, ada, LEGACIES)

    assert [each["id"] for each in found["legacies"]] == [
        ids.encode("plg", each.id) for each in (late, early)
    ]
    assert amounts(found["legacies"][0], "amount", "given", "outstanding") == ["5000.00", "200.00", "4800.00"]
    assert found["legacies"][0]["status"] == "PARTLY_PAID"
    assert found["legacies"][0]["campaign"] == {"name": ada.campaign.name}
    assert found["legacies"][0]["payments"] == [{"amount": {"amount": "200.00"}, "instalment": None}]
    assert [each["id"] for each in found["pledges"]] == [ids.encode("plg", ada.pledge.id)]
    assert {"key": "PLEDGES", "count": 3} in found["sections"]


@pytest.mark.rule("PLG-16")
@pytest.mark.parametrize(
    "field", ["... on Organisation { legacies { id } }", "... on Individual { legacies { dueOn } }"]
)
async def test_an_organisation_leaves_nothing_in_a_will_and_a_will_has_no_day(ask: Ask, field: str) -> None:
    answer = await ask(f'{{ customer(id: "I-1") {{ {field} }} }}', by="femi")

    assert answer.data is None
    assert answer.codes == ["GRAPHQL_VALIDATION_FAILED"]


@pytest.mark.rule("PLG-06", "PLG-19", "PLG-P02")
async def test_pledges_are_listed_with_whatever_status_or_with_those_that_are_asked_for(
    ask: Ask, database: Database
) -> None:
    ended = datetime(2026, 11, 2, tzinfo=UTC)
    ada = Promised(TODAY, pledged_on=date(2026, 5, 5))
    others = [
        Promised(TODAY, who=ada.who, pledged_on=date(2026, 5, day), **values)
        for day, values in ((4, {}), (3, {}), (2, {"cancelled_at": ended}), (1, {"written_off_at": ended}))
    ]
    others[0].gives((1, 3999))
    others[1].gives((1, 4000))
    await database.save(*ada.rows, *(row for each in others for row in each.rows))

    for asked in (None, [], ["PAID"], ["OPEN", "PARTLY_PAID"], ["CANCELLED", "WRITTEN_OFF"]):
        found = await read(ask, ada, STANDING, asked=asked)
        assert [each["status"] for each in found["all"]] == list(PledgeStatus)
        assert [each["madeOn"] for each in found["all"]] == [f"2026-05-0{day}" for day in (5, 4, 3, 2, 1)]
        assert found["asked"] == [each for each in found["all"] if asked is None or each["status"] in asked]


@pytest.mark.rule("NAV-P03")
async def test_pledges_instalments_and_events_have_ids_of_their_own(ask: Ask, database: Database) -> None:
    ada = Promised(TODAY)
    left, event = raise_.legacy(ada.opportunity, ada.fund), raise_.pledge_event(ada.pledge)
    ada.gives((1, 2500))
    await database.save(*ada.rows, left, event)
    words = (("plg", ada.pledge), ("plg", left), ("pli", ada.instalments[0]), ("ple", event))
    known = [ids.encode(word, row.id) for word, row in words]

    answer = await ask(
        """query ($ids: [ID!]!) { nodes(ids: $ids) { __typename id
          ... on PledgeOrLegacy { given { amount } } ... on Pledge { instalments { id } }
          ... on PledgeInstalment { status payments { amount { amount } } pledge { id } } } }""",
        by="femi",
        ids=known,
    )

    kinds = ("Pledge", "Legacy", "PledgeInstalment", "PledgeEvent")
    common = [{"__typename": kind, "id": each} for kind, each in zip(kinds, known, strict=True)]
    assert answer.ok["nodes"] == [
        {**common[0], "given": {"amount": "25.00"}, "instalments": [{"id": known[2]}]},
        {**common[1], "given": {"amount": "0.00"}},
        {
            **common[2],
            "status": "PART_PAID",
            "payments": [{"amount": {"amount": "25.00"}}],
            "pledge": {"id": known[0]},
        },
        common[3],
    ]


async def test_the_pledges_of_many_records_take_as_many_statements_as_those_of_one(
    settings: Settings, database: Database
) -> None:
    people = [Promised(TODAY, date(2027, 1, 1)) for _ in range(3)]
    for each in people:
        each.gives((1, 4000), (2, 500))
        each.rows.append(raise_.legacy(each.opportunity, each.fund))
        await database.save(*each.rows)
    document = f"""query ($ids: [ID!]!) {{ nodes(ids: $ids) {{ ... on Individual {{
      pledges {{ {SHARED} {INSTALMENTS} payments {{ instalment {{ status }} donation {{ madeOn }} }}
        history {{ kind }} }} legacies {{ {SHARED} }} }} }} }}"""
    records = [ids.encode("cus", each.who.id) for each in people]

    async with asking(settings, explain=True) as ask:
        ask.client.headers["x-explain"] = "1"
        for asked in (records[:1], records):
            answer = await ask(document, by="femi", ids=asked)
            assert [len(each["pledges"][0]["instalments"]) for each in answer.ok["nodes"]] == [2] * len(asked)
            explained = answer.extensions["explain"]
            assert explained["declined"] == {}
            assert sorted(each["tab"] for each in explained["statements"] if each["at"]) == sorted(
                [
                    *("customers", "pledges", "fund", "campaign", "customers", "pledge-instalments"),
                    *("opportunity", "opportunity-stage", "opportunity-stage"),
                    *("opportunity", "opportunity-stage", "opportunity-stage"),
                    *("pledge-payments", "pledge-instalment", "donation", "pledge-events"),
                    *("legacies", "fund", "campaign", "customers"),
                ]
            )
