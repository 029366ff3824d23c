"""Rows of a file become records, once each, and a row that cannot costs no other."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import func, select

from db.models import AuditEntry, Customer, ExternalId
from domain.customers import Kind
from domain.imported_values import DateOrder
from gateway.cli.importing.command import Figures
from gateway.cli.refusals import CommandRefused
from tests import factories as make
from tests.api._form import change
from tests.ask import Ask
from tests.cli.importing.conftest import Importer, body, person
from tests.database import Database

OPEN = """
query($term: String!, $type: CustomerType!) {
  search(term: $term, type: $type) {
    nodes {
      friendlyId fullName phone { number } externalIds { system value } tags { name }
      addresses { line1 line2 town postcode country { code } source isDefaultBilling isDefaultDelivery }
      contactPreferences { name answer source }
      attributes { name value { ... on TextValue { text } } }
      ... on Individual { email birthDate onlineAccountActive household { members { fullName } } }
      ... on Organisation { name primaryContact }
      audit { nodes { event method user narrative } }
    }
  }
}
"""


async def found(ask: Ask, term: str, type: str = "INDIVIDUALS") -> list[dict[str, Any]]:
    nodes: list[dict[str, Any]] = (await ask(OPEN, term=term, type=type)).ok["search"]["nodes"]
    return nodes


async def named(database: Database, name: str) -> int:
    """How many records have this last name or name."""
    called = func.coalesce(Customer.last_name, Customer.name)
    return int(await database.one(select(func.count()).select_from(Customer).where(called == name)))


@pytest.mark.rule("ADR-P01", "CPR-P02", "AUD-P01")
async def test_a_row_becomes_a_whole_record(ask: Ask, database: Database, importing: Importer) -> None:
    group, wanted = make.tag_group(), make.preference()
    tag, attribute = make.tag(group.id), make.attribute()
    await database.save(group, tag, attribute, *wanted)
    row = {
        "first name": " Ada  Mary",
        "last name": make.unique("Byron"),
        "email": f"{make.unique('ada')}@example.org",
        "phone": "0117 496 0018",
        "birth date": "10/12/1990",
        "address": "Flat 2\n1 Ropewalk",
        "town": "Bristol",
        "postcode": "bs14rn",
        "external id": make.unique("77-"),
        "tags": tag.name,
        f"Preference: {wanted[0].name}": "yes",
        f"Attribute: {attribute.name}": "Aisle seat",
    }

    assert await importing([row], system="box") == Figures(created=1)

    (record,) = await found(ask, row["last name"])
    assert record["fullName"] == f"Ada Mary {row['last name']}"
    assert (record["email"], record["birthDate"]) == (row["email"], "1990-12-10")
    assert record["onlineAccountActive"] is False
    assert record["phone"] == {"number": "0117 496 0018"}
    assert record["externalIds"] == [{"system": "box", "value": row["external id"]}]
    assert record["tags"] == [{"name": tag.name}]
    assert record["household"] == {"members": [{"fullName": record["fullName"]}]}
    assert record["addresses"] == [
        {
            "line1": "Flat 2",
            "line2": "1 Ropewalk",
            "town": "Bristol",
            "postcode": "BS1 4RN",
            "country": {"code": "GB"},
            "source": "IMPORT",
            "isDefaultBilling": True,
            "isDefaultDelivery": True,
        }
    ]
    answered = [each for each in record["contactPreferences"] if each["answer"] != "NOT_ASKED"]
    assert answered == [{"name": wanted[0].name, "answer": "YES", "source": "IMPORT"}]
    filled = [each for each in record["attributes"] if each["value"]]
    assert filled == [{"name": attribute.name, "value": {"text": "Aisle seat"}}]
    (entry,) = record["audit"]["nodes"]
    assert (entry["event"], entry["method"], entry["user"]) == (
        "customer.created",
        "IMPORT",
        "system\\import",
    )
    assert "externalId.box" in entry["narrative"]


async def test_an_organisation_is_imported_too(ask: Ask, importing: Importer) -> None:
    row = body(primary_contact="Grace", phone="0117 496 0019")
    assert await importing([row], Kind.ORGANISATION) == Figures(created=1)
    (record,) = await found(ask, row["name"], "ORGANISATIONS")
    assert (record["name"], record["primaryContact"]) == (row["name"].strip(), "Grace")


async def test_a_second_import_of_a_file_creates_nothing(database: Database, importing: Importer) -> None:
    twin = person()
    rows = [person(), twin, twin, person(external_id=make.unique("x"))]
    assert await importing(rows) == Figures(created=4, alike=1)
    before = await database.count(AuditEntry)

    assert await importing.again() == Figures(known=4, alike=1)
    assert await importing(rows[::-1]) == Figures(known=4, alike=1)
    assert (await database.count(AuditEntry), await named(database, twin["last name"])) == (before, 2)
    assert await importing([*rows, twin]) == Figures(created=1, known=4, alike=2)


async def test_a_bad_row_is_kept_with_its_reasons_and_costs_no_other(importing: Importer) -> None:
    group = person(first_name="", email="ada", birth_date="31/2/1990", tags="nobody", postcode="BS1")
    rows = [person(), group, person()]
    assert await importing(rows) == Figures(created=2, rejected=1)

    (kept,) = importing.rejected
    assert (kept["rejected: line"], kept["last name"], kept["email"]) == ("3", group["last name"], "ada")
    assert kept["rejected: reason"].split(". ") == [
        'tags: No tag is called "nobody"',
        'birth date: "31/2/1990" is no date; write it as 1980-02-29',
        "first name: Fill in the first name",
        "email: An email address has exactly one @, as in name@example.org",
        (
            "postcode: A UK postcode looks like SW1A 1AA; this one has its letters and digits in other places, or too"
            " few or too many of them."
        ),
    ]


async def test_what_was_refused_can_be_mended_and_imported(database: Database, importing: Importer) -> None:
    bad = person(town="")
    assert await importing([person(), bad]) == Figures(created=1, rejected=1)
    (mended,) = importing.rejected
    assert await importing([{**mended, "town": "Bristol"}]) == Figures(created=1)
    assert await named(database, bad["last name"]) == 1
    assert importing.rejected == []


async def test_an_email_address_is_taken_once(database: Database, importing: Importer) -> None:
    email = f"{make.unique('ada')}@example.org"
    first, second = person(email=email), person(email=email.upper())
    assert await importing([first, second], trial=True) == Figures(created=1, rejected=1)
    assert await importing([first, second]) == Figures(created=1, rejected=1)
    assert "has this email address: correct it, leave it out, or merge" in importing.reasons[0]
    assert await named(database, second["last name"]) == 0


async def test_an_external_id_is_one_row(database: Database, importing: Importer) -> None:
    key = make.unique("k")
    row = person(external_id=key)
    held = await database.one(select(func.count()).select_from(ExternalId))
    assert await importing([row, row]) == Figures(created=1, known=1)
    changed = {**row, "first name": "Bea"}
    assert await importing([changed]) == Figures(rejected=1)
    assert "has this external id and was not imported from a row like this." in importing.reasons[0]
    assert await database.one(select(func.count()).select_from(ExternalId)) == held + 1
    # An id of another system is another id.
    assert await importing([person(external_id=key)], system="other") == Figures(created=1)


async def test_an_id_that_was_not_imported_is_known_too(database: Database, importing: Importer) -> None:
    home, ada = make.individual()
    key = make.unique("k")
    await database.save(home, ada)
    await database.save(ExternalId(system="import", value=key, customer_id=ada.id))
    assert await importing([person(external_id=key)]) == Figures(rejected=1)
    assert importing.reasons == [
        f"I-{ada.number} has this external id and was not imported from a row like this."
    ]


async def test_a_possible_duplicate_is_imported_and_listed(database: Database, importing: Importer) -> None:
    home, ada = make.individual(last_name=make.unique("Byron"))
    await database.save(home, ada, make.address(ada.id, line1="7 Ropewalk", postcode="BS1 4RN"))
    row = person(last_name=str(ada.last_name), line_1="7 Ropewalk")

    assert await importing([row]) == Figures(created=1, alike=1)
    (listed,) = importing.duplicates
    assert (listed["line"], listed["may be the same as"]) == ("2", f"I-{ada.number} (55)")
    number = await database.one(
        select(Customer.number).where(Customer.last_name == ada.last_name, Customer.id != ada.id)
    )
    assert listed["record"] == f"I-{number}"
    # It is listed again when the file is, for the first list may be lost.
    assert await importing.again() == Figures(known=1, alike=1)
    assert importing.duplicates == [listed]


async def test_a_possible_duplicate_is_refused_where_that_is_asked_for(
    database: Database, importing: Importer
) -> None:
    first = person()
    again = {**first, "first name": "A."}
    assert await importing([first, again], refuse_alike=True) == Figures(created=1, rejected=1)
    assert importing.reasons[0].startswith("This may be the same as I-")
    assert await named(database, first["last name"]) == 1


@pytest.mark.rule("ATR-P01")
async def test_a_required_attribute_stops_no_import(database: Database, importing: Importer) -> None:
    attribute = make.attribute(required=True, applies_to="ORGANISATION")
    await database.save(attribute)
    assert await importing([body()], Kind.ORGANISATION) == Figures(created=1)
    # Other tests create organisations without it.
    await change(database, attribute.id, required=False)


async def test_a_trial_says_what_would_come_and_stores_nothing(
    database: Database, importing: Importer
) -> None:
    email, key = f"{make.unique('ada')}@example.org", make.unique("k")
    first = person(email=email, external_id=key)
    apart = [person() for _ in range(120)]  # so that what follows comes in another batch
    last = [
        person(email=email),
        first,
        {**first, "first name": "Bea"},
        {**first, "external id": "", "email": ""},
    ]
    rows = [first, *apart, *last]
    counted = [Customer, AuditEntry, ExternalId]
    before = [await database.count(table) for table in counted]

    assert await importing(rows, trial=True) == Figures(created=122, known=1, rejected=2)
    assert importing.reasons == [
        "Another row of this file has this email address.",
        "Another row of this file has this external id.",
    ]
    assert [await database.count(table) for table in counted] == before


async def test_a_trial_uses_up_no_numbers(database: Database, importing: Importer) -> None:
    twin = person()
    assert await importing([twin, twin], trial=True) == Figures(created=2, alike=1)
    assert importing.duplicates == [
        {"line": "3", "record": "", "may be the same as": "another row of this file (55)"}
    ]
    assert await importing([twin]) == Figures(created=1)
    first = await database.one(select(Customer.number).where(Customer.last_name == twin["last name"]))
    assert await importing([person() for _ in range(3)], trial=True) == Figures(created=3)
    after = person()
    assert await importing([after]) == Figures(created=1)
    second = await database.one(select(Customer.number).where(Customer.last_name == after["last name"]))
    assert second == first + 1


async def test_which_comes_first_in_a_date_may_be_said(ask: Ask, importing: Importer) -> None:
    row = person(birth_date="3/4/1980")
    assert await importing([row], dates=DateOrder.MONTH_FIRST) == Figures(created=1)
    (record,) = await found(ask, row["last name"])
    assert record["birthDate"] == "1980-03-04"


@pytest.mark.parametrize(
    ("column", "message"),
    [
        ("Shoe size", '"Shoe size" is no column that is known here'),
        ("Attribute: Shoe size", 'There is no attribute "shoe size"'),
        ("Preference: Pigeon", 'There is no preference "pigeon"'),
    ],
)
async def test_a_column_that_nobody_knows_refuses_the_file(
    importing: Importer, column: str, message: str
) -> None:
    with pytest.raises(CommandRefused, match=message):
        await importing([{**person(), column: "42"}])


async def test_characters_that_no_field_holds_are_told(importing: Importer) -> None:
    assert await importing([person(first_name="A\x00da"), person(first_name="A" * 51)]) == Figures(rejected=2)
    assert importing.reasons == [
        "first name: Take the control character U+0000 out of the first name.",
        "first name: The first name has 51 characters; shorten it to 50 or fewer.",
    ]


async def test_an_external_id_that_is_too_long_is_told(importing: Importer) -> None:
    assert await importing([person(external_id="x" * 201), person()]) == Figures(created=1, rejected=1)
    assert importing.reasons == [
        "external id: The external id has 201 characters; shorten it to 200 or fewer."
    ]
