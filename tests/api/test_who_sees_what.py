"""What of a record, and which records, one sees from an interface: inactive customers, pink notes, lone roles."""

from __future__ import annotations

from typing import Any

import pytest

from db.models import AttributeValue, Note
from domain.permissions import Role
from gateway.engine import ids
from tests import factories as make
from tests.ask import Ask
from tests.database import Database
from tests.set_up import hire

FIND = """query($id: ID!, $number: ID!, $away: ID!) {
  customer(id: $id) { id } byNumber: customer(id: $number) { id }
  node(id: $id) { id } nodes(ids: [$id, $away]) { id } }"""
HOUSEHOLD = (
    "query($id: ID!) { customer(id: $id) { ... on Individual { household { members { fullName } } } } }"
)
NOTES = """query($id: ID!, $blue: ID!, $pink: ID!) {
  customer(id: $id) { blueNotes { body } pinkNotes { body } popUpNotes { body } sections { key count } }
  blue: node(id: $blue) { id } pink: node(id: $pink) { id } }"""


async def found(ask: Ask, by: str, customer: Any, nobody: str) -> Any:
    return (
        await ask(FIND, by=by, id=ids.encode("cus", customer.id), number=f"I-{customer.number}", away=nobody)
    ).ok


@pytest.mark.rule("ROL-09", "ROL-P07")
@pytest.mark.parametrize("by", ["bea", "ade"])
async def test_an_inactive_customer_is_in_sales_like_one_that_is_not_there(
    ask: Ask, database: Database, by: str
) -> None:
    home, ada = make.individual(active=False)
    note, address = make.note(ada.id), make.address(ada.id)
    await database.save(home, ada, note, address)
    nobody = ids.encode("cus", home.id)

    assert await found(ask, by, ada, nobody) == {
        "customer": None,
        "byNumber": None,
        "node": None,
        "nodes": [None, None],
    }
    under = [ids.encode("not", note.id), ids.encode("adr", address.id)]
    nodes = "query($ids: [ID!]!) { nodes(ids: $ids) { __typename } }"
    assert (await ask(nodes, by=by, ids=under)).ok["nodes"] == [None, None]


@pytest.mark.rule("ROL-08")
@pytest.mark.parametrize("by", ["femi", "olga", "sam"])
async def test_opportunities_and_support_reach_an_inactive_customer(
    ask: Ask, database: Database, by: str
) -> None:
    home, ada = make.individual(active=False)
    await database.save(home, ada)
    ident = ids.encode("cus", ada.id)

    assert await found(ask, by, ada, ids.encode("cus", home.id)) == {
        "customer": {"id": ident},
        "byNumber": {"id": ident},
        "node": {"id": ident},
        "nodes": [{"id": ident}, None],
    }


@pytest.mark.rule("ROL-P07", "ROL-09")
async def test_an_inactive_member_is_left_out_of_the_household_in_sales_only(
    ask: Ask, database: Database
) -> None:
    home, ada = make.individual()
    _, ida = make.individual(first_name="Ida", active=False, household_id=home.id)
    await database.save(home, ada, ida)

    members = {}
    for by in ("bea", "femi"):
        answer = await ask(HOUSEHOLD, by=by, id=ids.encode("cus", ada.id))
        shown = answer.ok["customer"]["household"]["members"]
        members[by] = sorted(member["fullName"] for member in shown)
    assert members == {"bea": ["Ada Byron"], "femi": ["Ada Byron", "Ida Byron"]}


@pytest.mark.rule("ROL-05", "ROL-P04")
async def test_pink_notes_are_for_opportunities_only_and_elsewhere_null_with_an_error_never_empty(
    ask: Ask, database: Database
) -> None:
    home, ada = make.individual()
    await database.save(home, ada, blue := make.note(ada.id), pink := _pink(ada.id))
    asked: dict[str, Any] = {
        "id": ids.encode("cus", ada.id),
        "blue": ids.encode("not", blue.id),
        "pink": ids.encode("not", pink.id),
    }

    sales, fundraising = await ask(NOTES, by="ade", **asked), await ask(NOTES, by="femi", **asked)

    assert sales.data["customer"]["pinkNotes"] is None
    (error,) = sales.errors
    assert error["path"] == ["customer", "pinkNotes"]
    assert error["extensions"] == {
        "code": "FORBIDDEN",
        "requiredRoles": ["OPPORTUNITIES_USER", "OPPORTUNITIES_ADMINISTRATOR"],
        "requiredPermissions": [],
    }
    assert "Ask your Settings Administrator" in error["message"]
    assert [note["body"] for note in sales.data["customer"]["popUpNotes"]] == [blue.body]
    assert _count(sales.data["customer"]) == 1
    assert [note["body"] for note in fundraising.ok["customer"]["pinkNotes"]] == ["Likes a call."]
    assert _count(fundraising.ok["customer"]) == 2


@pytest.mark.rule("ROL-C01", "ROL-05")
async def test_the_permission_is_that_of_the_row_and_not_of_the_field_that_reaches_it(
    ask: Ask, database: Database
) -> None:
    home, ada = make.individual()
    await database.save(home, ada, blue := make.note(ada.id), pink := _pink(ada.id))
    both = [ids.encode("not", note.id) for note in (blue, pink)]
    nodes = "query($ids: [ID!]!) { nodes(ids: $ids) { id } }"

    assert (await ask(nodes, by="bea", ids=both)).ok["nodes"] == [{"id": both[0]}, None]
    assert (await ask(nodes, by="femi", ids=both)).ok["nodes"] == [{"id": both[0]}, {"id": both[1]}]
    assert (await ask(nodes, by="ines", ids=both)).ok["nodes"] == [None, None]


@pytest.mark.rule("ROL-P05", "ROL-03")
async def test_a_protected_attribute_is_shown_as_held_and_its_value_to_holders_of_the_permission_only(
    ask: Ask, database: Database, gateway: Any
) -> None:
    medical = make.attribute(protected=True)
    home, ada = make.individual()
    await database.save(medical, home, ada)
    sealed = gateway.vault.seal('"Asthma"', ada.id, medical.id)
    await database.save(AttributeValue(customer_id=ada.id, definition_id=medical.id, ciphertext=sealed))
    values = """query($id: ID!) { customer(id: $id) { attributes {
      name isProtected hasValue redacted value { ... on TextValue { text } } } } }"""

    shown = {}
    for by in ("bea", "ade"):
        attributes = (await ask(values, by=by, id=ids.encode("cus", ada.id))).ok["customer"]["attributes"]
        (shown[by],) = [each for each in attributes if each.pop("name") == medical.name]
    assert shown == {
        "bea": {"isProtected": True, "hasValue": True, "redacted": True, "value": None},
        "ade": {"isProtected": True, "hasValue": True, "redacted": False, "value": {"text": "Asthma"}},
    }


@pytest.mark.rule("ROL-01", "ROL-P02")
@pytest.mark.parametrize("role", [Role.SALES_USER, Role.SALES_ADMINISTRATOR])
async def test_either_sales_role_alone_opens_a_record(ask: Ask, database: Database, role: Role) -> None:
    kim = await hire(ask, database, role)
    home, ada = make.individual()
    await database.save(home, ada)
    one = "query($id: ID!) { customer(id: $id) { fullName } }"

    assert (await ask(one, by=kim.username, id=ids.encode("cus", ada.id))).ok == {
        "customer": {"fullName": "Ada Byron"}
    }


@pytest.mark.rule("ROL-01", "ROL-P04")
@pytest.mark.parametrize("by", ["gina", "seth", "ines"])
async def test_a_record_is_null_with_a_typed_refusal_for_those_without_a_role_for_records(
    ask: Ask, database: Database, by: str
) -> None:
    home, ada = make.individual()
    await database.save(home, ada)

    refused = await ask(
        "query($id: ID!) { customer(id: $id) { fullName } }", by=by, id=ids.encode("cus", ada.id)
    )

    assert refused.data == {"customer": None}
    (error,) = refused.errors
    assert (error["path"], error["extensions"]["code"]) == (["customer"], "FORBIDDEN")
    assert "SALES_USER" in error["extensions"]["requiredRoles"]


def _pink(customer_id: Any) -> Note:
    return make.note(customer_id, colour="PINK", body="Likes a call.")


def _count(customer: Any) -> int:
    (count,) = [section["count"] for section in customer["sections"] if section["key"] == "NOTES"]
    assert isinstance(count, int)
    return count
