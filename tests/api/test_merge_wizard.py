"""The steps of the merge wizard over HTTP: what is chosen on each tab is what the merged record has."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from db.models import AttributeValue, Customer
from gateway.engine import ids
from tests import box_office
from tests import factories as make
from tests.api._activation import deactivate, done, reactivate
from tests.api._merging import both, cus, line, looked, merged, tab, two
from tests.api.test_preferences import prf
from tests.ask import Ask
from tests.database import Database
from tests.people import relationship, relationship_type

RECORD = """query($id: ID!) { customer(id: $id) {
  phone { number } mobile { number } ... on Individual { email birthDate }
  attributes { name value { ... on TextValue { text } } } contactPreferences { definitionId answer source answeredBy }
  relationships { nodes { id other { id } } } } }"""


async def confirmed(
    ask: Ask, survivor: Customer, loser: Customer, choices: dict[str, Any] | None = None
) -> Any:
    """The merged record as it is read afterwards."""
    token = (await looked(ask, survivor, loser, choices))["planToken"]
    assert (await merged(ask, token))["errors"] == []
    return (await ask(RECORD, by="ade", id=cus(survivor))).ok["customer"]


@pytest.mark.rule("MRG-19", "MRG-20", "MRG-21")
async def test_phone_mobile_and_date_of_birth_are_filled_from_the_other_and_never_overwritten(
    ask: Ask, database: Database
) -> None:
    theirs = {"phone": "020 7946 0001", "mobile": "07700 900001", "birth_date": date(1990, 5, 1)}
    ours = {"phone": "020 7946 0002", "mobile": "07700 900002", "birth_date": date(1990, 5, 1)}
    empty, full = await two(database, theirs), await two(database, theirs, **ours)

    filled, kept = await confirmed(ask, *empty), await confirmed(ask, *full)

    assert (filled["phone"]["number"], filled["mobile"]["number"]) == ("020 7946 0001", "07700 900001")
    assert filled["birthDate"] == "1990-05-01"
    assert (kept["phone"]["number"], kept["mobile"]["number"]) == ("020 7946 0002", "07700 900002")


@pytest.mark.rule("MRG-06", "MRG-P04", "MRG-P05")
async def test_of_two_email_addresses_only_the_one_that_was_chosen_survives(
    ask: Ask, database: Database
) -> None:
    ours, theirs = (f"{make.unique('wizard')}@example.org" for _ in range(2))
    ada, twin = await two(database, {"email": theirs}, email=ours)
    before = await both(database, ada, twin)

    shown = await looked(ask, ada, twin)
    assert [each["code"] for each in shown["blockers"]] == ["EMAIL_CHOICE_REQUIRED"]
    assert (shown["planToken"], line(shown, "email")["choiceRequired"]) == (None, True)
    typed = {"fields": [{"field": "EMAIL", "pick": "CUSTOM", "custom": "new@example.org"}]}
    refused = await looked(ask, ada, twin, typed)
    assert (refused["planToken"], len(refused["blockers"])) == (None, 2)
    assert await both(database, ada, twin) == before

    record = await confirmed(ask, ada, twin, {"fields": [{"field": "EMAIL", "pick": "LOSER"}]})

    assert record["email"] == theirs
    stored = select(Customer.id).where(Customer.email.in_((ours, theirs)))
    assert await database.all(stored) == [ada.id]


@pytest.mark.rule("ATR-05", "MRG-18")
async def test_ordinary_attributes_are_chosen_among_the_basic_details(ask: Ask, database: Database) -> None:
    ada, twin = await two(database)
    chosen, left, filled = (make.attribute() for _ in range(3))
    await database.save(chosen, left, filled)
    await database.save(
        *(
            AttributeValue(customer_id=who.id, definition_id=each.id, text_value=text)
            for who, text, those in ((ada, "Ours", (chosen, left)), (twin, "Theirs", (chosen, left, filled)))
            for each in those
        )
    )
    choices = {"attributes": [{"definitionId": ids.encode("atd", chosen.id), "pick": "LOSER"}]}

    shown = await looked(ask, ada, twin, choices)
    record = await confirmed(ask, ada, twin, choices)

    results = {f"attribute.{chosen.name}": "Theirs", f"attribute.{left.name}": "Ours"}
    results |= {f"attribute.{filled.name}": "Theirs"}
    lines = tab(shown, "BASIC_DETAILS")["lines"]
    assert {each["path"]: each["result"] for each in lines if each["path"][:9] == "attribute"} == results
    stored = {f"attribute.{each['name']}": each["value"] for each in record["attributes"]}
    assert {path: stored[path] for path in results} == {
        path: {"text": text} for path, text in results.items()
    }


@pytest.mark.rule("CPR-08", "MRG-23")
async def test_the_step_of_contact_preferences_carries_over_the_answers_that_were_chosen(
    ask: Ask, database: Database
) -> None:
    ada, twin = await two(database)
    (chosen, one), (left, other) = make.preference(), make.preference()
    await database.save(chosen, left, one, other)
    await database.save(
        *(
            make.answer(who.id, each.id, answer=answer)
            for who, answer in ((ada, "YES"), (twin, "NO"))
            for each in (chosen, left)
        )
    )
    pick = {"definitionId": prf(chosen), "pick": "SURVIVOR", "reason": "She rang and said so."}
    choices = {"preferences": [pick]}

    shown = await looked(ask, ada, twin, choices)
    record = await confirmed(ask, ada, twin, choices)

    step = tab(shown, "CONTACT_PREFERENCES")
    assert (step["status"], step["greyed"]) == ("ACTION_NEEDED", False)
    assert {each["path"]: each["result"] for each in step["lines"]} == {
        f"preference.{chosen.name}": "YES",
        f"preference.{left.name}": "NO",
    }
    answers = {each["definitionId"]: each for each in record["contactPreferences"]}
    assert (answers[prf(chosen)]["answer"], answers[prf(left)]["answer"]) == ("YES", "NO")
    assert (answers[prf(chosen)]["source"], answers[prf(chosen)]["answeredBy"]) == ("MERGE", "ade")


@pytest.mark.rule("REL-17", "MRG-26", "MRG-28")
async def test_relationships_are_not_merged_but_deleted_and_added_again_where_asked(
    ask: Ask, database: Database
) -> None:
    ada, twin = await two(database)
    (cara_home, cara), (dan_home, dan) = (make.individual(first_name=name) for name in ("Cara", "Dan"))
    type_ = relationship_type()
    await database.save(cara_home, cara, dan_home, dan, type_)
    again, gone = relationship(type_, twin, cara), relationship(type_, twin, dan)
    await database.save(again, gone)

    step = tab(await looked(ask, ada, twin), "RELATIONSHIPS")
    record = await confirmed(ask, ada, twin, {"recreateRelationshipIds": [ids.encode("rla", again.id)]})

    assert step["greyed"]
    (added,) = record["relationships"]["nodes"]
    assert added["other"]["id"] == cus(cara)
    # A relationship of its own: that of the other record is gone.
    assert added["id"] not in {ids.encode("rla", each.id) for each in (again, gone)}
    left = (await ask(RECORD, by="ade", id=cus(dan))).ok["customer"]["relationships"]["nodes"]
    assert left == []


@pytest.mark.rule("MRG-08", "MRG-09", "MRG-P06")
async def test_where_a_relationship_has_transactions_the_way_out_is_told_and_it_keeps_all_data(
    ask: Ask, database: Database
) -> None:
    ada, twin = await two(database, {"phone": "020 7946 0001"})
    home, cara = make.individual(first_name="Cara")
    type_ = relationship_type(a_may_facilitate_for_b=True)
    await database.save(home, cara, type_)
    books, order = relationship(type_, cara, twin), box_office.order(twin, facilitator_id=cara.id)
    await database.save(books, order)

    shown = await looked(ask, ada, twin)

    (blocker,) = shown["blockers"]
    assert (blocker["code"], blocker["side"]) == ("RELATIONSHIP_HAS_TRANSACTIONS", "LOSER")
    assert (blocker["transactionsAs"], blocker["suggestion"]) == ("OWNER", "CREATE_NEW_AND_DEACTIVATE")
    assert blocker["relationshipIds"] == [ids.encode("rla", books.id)]
    assert blocker["orderIds"] == [ids.encode("ord", order.id)]
    assert shown["planToken"] is None
    for each in (ada, twin):
        done(await deactivate(ask, each, by="ade"), "deactivateCustomer")
    back = done(await reactivate(ask, twin, by="ade"), "reactivateCustomer")["customer"]
    assert (back["id"], back["active"]) == (cus(twin), True)
    record = (await ask(RECORD, by="ade", id=cus(twin))).ok["customer"]
    assert record["phone"]["number"] == "020 7946 0001"
    assert [each["other"]["id"] for each in record["relationships"]["nodes"]] == [cus(cara)]
