"""From where Gift Aid declarations are reached, by whom, and in which systems."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from gateway.engine import ids
from gateway.settings import Settings
from tests import factories as make
from tests import gift_aid
from tests.ask import Ask, asking
from tests.database import Database

DECLARATIONS = "query ($id: ID!) { customer(id: $id) { giftAidDeclarations { id } } }"


def gad(row: Any) -> str:
    return ids.encode("gad", row.id)


@pytest.mark.rule("GAD-P17")
async def test_an_organisation_keeps_what_it_declared_as_an_individual_as_history(
    ask: Ask, database: Database
) -> None:
    choir = make.organisation(name=make.choir())
    declaration = gift_aid.declaration(
        choir, first_name="Ada", last_name="Byron", coverage_to=date(2026, 5, 31)
    )
    await database.save(choir, make.address(choir.id), declaration)

    fields = "snapshot { fullName } current coveredUntil claimable detailsDiffer"
    answer = await ask(
        f"query ($id: ID!) {{ customer(id: $id) {{ giftAidDeclarations {{ {fields} }} }} }}",
        id=f"{choir.number}",
    )

    assert answer.ok["customer"]["giftAidDeclarations"] == [
        {
            "snapshot": {"fullName": "Ada Byron"},
            "current": False,
            "coveredUntil": "2026-05-31",
            "claimable": True,
            "detailsDiffer": None,
        }
    ]


@pytest.mark.rule("WAL-07", "MAI-08", "GAD-07")
async def test_declarations_are_reached_from_the_wallet_and_from_the_mailings_too(
    ask: Ask, database: Database
) -> None:
    home, ada = make.individual()
    declaration = gift_aid.declaration(ada)
    await database.save(home, ada, declaration)
    document = """query ($id: ID!) { customer(id: $id) { mailings { giftAidDeclarations { id } }
      ... on Individual { wallet { giftAidDeclarations { id } } } } }"""

    record = (await ask(document, id=f"{ada.number}")).ok["customer"]

    assert record["wallet"] == {"giftAidDeclarations": [{"id": gad(declaration)}]}
    assert record["mailings"] == record["wallet"]


async def test_whoever_may_read_mailings_alone_learns_nothing_of_declarations_from_them(
    ask: Ask, database: Database
) -> None:
    home, ada = make.individual()
    await database.save(home, ada, gift_aid.declaration(ada))
    document = """query ($id: ID!) { customer(id: $id) { mailings {
      records { totalCount } giftAidDeclarations { id } } } }"""

    answer = await ask(document, id=f"{ada.number}", by="sam")

    mailings = {"records": {"totalCount": 0}, "giftAidDeclarations": None}
    assert (answer.data, answer.codes) == ({"customer": {"mailings": mailings}}, ["FORBIDDEN"])


@pytest.mark.rule("GAD-01", "NAV-03")
@pytest.mark.parametrize("changed", [{"region": "US"}, {"gift_aid": False}], ids=["abroad", "not tracked"])
async def test_where_gift_aid_is_not_tracked_declarations_are_null_and_the_error_says_why(
    settings: Settings, database: Database, changed: dict[str, Any]
) -> None:
    home, ada = make.individual()
    declaration = gift_aid.declaration(ada)
    await database.save(home, ada, declaration)
    document = """query ($id: ID!, $node: ID!) { customer(id: $id) { giftAidDeclarations { id } }
      node(id: $node) { id } }"""

    async with asking(settings, **changed) as ask:
        answer = await ask(document, id=f"{ada.number}", node=gad(declaration))

    assert answer.data == {"customer": {"giftAidDeclarations": None}, "node": None}
    [error] = answer.errors
    assert error["path"] == ["customer", "giftAidDeclarations"]
    assert error["message"] == (
        "Gift Aid exists on systems in the United Kingdom that track it; this is none of them."
    )
    assert error["extensions"]["code"] == "NOT_IN_THIS_SYSTEM"
    assert error["extensions"]["requiredRoles"] == []


async def test_support_opens_the_record_and_not_its_declarations(ask: Ask, database: Database) -> None:
    home, ada = make.individual()
    scan = gift_aid.document(ada)
    declaration = gift_aid.declaration(ada, document_id=scan.id, evidence="UPLOAD")
    cancelled = gift_aid.cancellation([declaration])
    await database.save(home, ada, scan, declaration, *cancelled)
    wanted = [
        gad(declaration),
        ids.encode("gac", cancelled[0].id),
        ids.encode("doc", scan.id),
    ]
    nodes = "query ($ids: [ID!]!) { nodes(ids: $ids) { id } }"

    denied = await ask(DECLARATIONS, id=f"{ada.number}", by="sam")

    assert (denied.data, denied.codes) == ({"customer": {"giftAidDeclarations": None}}, ["FORBIDDEN"])
    assert (await ask(nodes, ids=wanted, by="sam")).ok["nodes"] == [None] * 3
    assert (await ask(nodes, ids=wanted)).ok["nodes"] == [{"id": each} for each in wanted]


@pytest.mark.rule("ROL-P07")
async def test_declarations_of_an_inactive_customer_do_not_resolve_in_the_sales_interface(
    ask: Ask, database: Database
) -> None:
    home, ada = make.individual(active=False)
    scan = gift_aid.document(ada)
    declaration = gift_aid.declaration(ada, document_id=scan.id, evidence="UPLOAD")
    cancelled = gift_aid.cancellation([declaration])
    await database.save(home, ada, scan, declaration, *cancelled)
    wanted = [gad(declaration), ids.encode("gac", cancelled[0].id), ids.encode("doc", scan.id)]
    nodes = "query ($ids: [ID!]!) { nodes(ids: $ids) { id } }"

    assert (await ask(nodes, ids=wanted)).ok["nodes"] == [None] * 3
    assert (await ask(nodes, ids=wanted, by="femi")).ok["nodes"] == [{"id": each} for each in wanted]


async def test_five_records_take_as_many_statements_as_one(
    ask: Ask, database: Database, settings: Settings
) -> None:
    records = []
    for _ in range(5):
        home, ada = make.individual()
        scan = gift_aid.document(ada)
        declaration = gift_aid.declaration(ada, document_id=scan.id, evidence="UPLOAD")
        await database.save(home, ada, scan, declaration, *gift_aid.cancellation([declaration]))
        records.append(ids.encode("cus", ada.id))
    document = """query ($ids: [ID!]!) { nodes(ids: $ids) { ... on Customer { giftAidDeclarations {
      claimable detailsDiffer documents { name } cancellations { declarations { id } } } } } }"""

    async with asking(settings, explain=True) as told:
        told.client.headers["x-explain"] = "1"
        explained = [
            (await told(document, ids=some)).extensions["explain"] for some in (records[:1], records)
        ]

    # Signing in is read at no place of the answer.
    read = [[each["at"] for each in of["statements"] if each["at"] is not None] for of in explained]
    assert read[0] == read[1]
    assert len(read[1]) == len(set(read[1])) == 5
