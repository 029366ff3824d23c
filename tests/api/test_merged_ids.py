"""The id of a record that was merged away: reads lead to the survivor, changes are refused and name it (MRG-P10)."""

from __future__ import annotations

from dataclasses import dataclass

import httpx
import pytest
from graphql import GraphQLNonNull

from db.models import Customer
from gateway.app import Gateway
from gateway.engine import ids
from tests import box_office, people
from tests import factories as make
from tests.api import test_audited_mutations as audited
from tests.ask import Ask
from tests.carrying_out import merged
from tests.database import Database

stage = audited.stage
# What each query that takes a customer is asked besides, by whom, and what it is to say.
READS: dict[str, tuple[str, str, str]] = {
    "auditIntegrity": ("bea", "", "entries"),
    "autotagExplain": ("bea", 'tagId: "{autotag}"', "matches"),
    "convertPreview": ("ade", "input: { toOrganisation: {} }", "friendlyId blockers { code }"),
    "duplicatesOf": ("bea", "", "candidates { friendlyId }"),
    "explainValue": ("bea", 'path: "phone"', "explanation"),
    "giftAidWhatIf": (
        "bea",
        "proposed: { declaration: { coverage: FROM_TODAY } }",
        "flips { gained }",
    ),
    "statement": ("bea", "", "friendlyId"),
}
CHANGES = {name: case for name, case in audited.CASES.items() if "noteId" not in case[1]}
BOTH_IDS = ("global", "friendly")


@dataclass(frozen=True, slots=True)
class Retired:
    """Somebody, and the record that was merged into theirs, by way of another that was merged before."""

    ada: Customer
    bob: Customer
    eve: Customer

    def spelt(self, how: str, who: Customer) -> str:
        return ids.encode("cus", who.id) if how == "global" else f"{who.kind}-{who.number:07d}"


@pytest.fixture
async def retired(database: Database) -> Retired:
    """Eve was merged into Bob, and Bob into Ada."""
    everybody = [make.individual(first_name=name) for name in ("Ada", "Bob", "Eve")]
    for home, each in everybody:
        await database.save(home, each)
    (_, ada), (_, bob), (_, eve) = everybody
    await merged(database, bob, eve)
    await merged(database, ada, bob)
    return Retired(ada, bob, eve)


@pytest.mark.rule("MRG-P10", "NAV-P03")
@pytest.mark.parametrize("how", BOTH_IDS)
async def test_a_chain_of_retired_ids_leads_to_the_final_survivor(
    ask: Ask, retired: Retired, how: str
) -> None:
    for who in (retired.bob, retired.eve):
        found = await ask(
            "query($id: ID!) { customer(id: $id) { friendlyId mergedFrom } }", id=retired.spelt(how, who)
        )
        assert found.ok["customer"] == {
            "friendlyId": retired.spelt("friendly", retired.ada),
            "mergedFrom": [retired.spelt("friendly", each) for each in (retired.bob, retired.eve)],
        }


@pytest.mark.rule("MRG-P10", "NAV-P03")
async def test_node_and_nodes_lead_to_the_survivor(ask: Ask, retired: Retired) -> None:
    document = """query($id: ID!, $ids: [ID!]!) {
      node(id: $id) { id } nodes(ids: $ids) { id }
    }"""
    gone = [ids.encode("cus", each.id) for each in (retired.bob, retired.eve)]

    found = await ask(document, id=gone[0], ids=gone)

    kept = {"id": ids.encode("cus", retired.ada.id)}
    assert found.ok == {"node": kept, "nodes": [kept, kept]}


@pytest.mark.rule("SRC-P03", "MRG-P10")
async def test_a_search_for_a_retired_id_finds_the_survivor_and_says_from_where(
    ask: Ask, retired: Retired
) -> None:
    document = "query($t: String!) { search(term: $t) { edges { mergedFrom node { friendlyId } } } }"
    for who in (retired.bob, retired.eve):
        number = f"{who.number:07d}"
        for term in (f"I-{number}", f"i{number}", number):
            (edge,) = (await ask(document, t=term)).ok["search"]["edges"]
            assert edge == {
                "mergedFrom": f"I-{number}",
                "node": {"friendlyId": retired.spelt("friendly", retired.ada)},
            }


def test_every_query_about_a_customer_is_asked_below(gateway: Gateway) -> None:
    query = gateway.pipeline.schema.graphql.query_type
    assert query is not None
    assert {name for name, field in query.fields.items() if "customerId" in field.args} == set(READS)


@pytest.mark.rule("MRG-P10")
@pytest.mark.parametrize("how", BOTH_IDS)
@pytest.mark.parametrize("name", READS)
async def test_a_query_about_a_retired_id_is_answered_of_the_survivor(
    ask: Ask, database: Database, retired: Retired, name: str, how: str
) -> None:
    by, besides, said = READS[name]
    group = make.tag_group()
    autotag = make.tag(group.id, is_autotag=True)
    await database.save(group, autotag)
    besides = besides.replace("{autotag}", ids.encode("tag", autotag.id))
    document = f"query($id: ID!) {{ {name}(customerId: $id {besides}) {{ {said} }} }}"

    of_retired = await ask(document, by=by, id=retired.spelt(how, retired.eve))
    of_survivor = await ask(document, by=by, id=retired.spelt(how, retired.ada))

    assert of_retired.errors == of_survivor.errors
    assert of_retired.data == of_survivor.data


def test_every_change_of_a_customer_is_tried_below(gateway: Gateway) -> None:
    asked = {
        name
        for name, field in audited.concerning_customers(gateway).items()
        if isinstance(field.args.get("customerId", field).type, GraphQLNonNull) and "customerId" in field.args
    }
    elsewhere = {"reevaluateAutotags", "downloadPrintAtHomeTickets", "sendPrintAtHomeEmail"}
    assert asked - elsewhere <= set(CHANGES)


@pytest.mark.rule("MRG-P10")
@pytest.mark.parametrize("name", CHANGES)
async def test_a_change_of_a_retired_id_is_refused_and_names_the_survivor(
    ask: Ask,
    client: httpx.AsyncClient,
    database: Database,
    gateway: Gateway,
    stage: audited.Stage,
    retired: Retired,
    name: str,
) -> None:
    by, asked, _ = CHANGES[name]
    field = audited.concerning_customers(gateway)[name]
    if name == "setCustomerImage":
        stage.known["{image}"] = await audited.upload(client, ask)
    given = stage.filled({**asked, "customerId": ids.encode("cus", retired.eve.id)})
    given = {argument: value for argument, value in given.items() if argument in field.args}
    before = await database.snapshot(retired.ada.id), await database.snapshot(retired.eve.id)
    declared = ", ".join(f"${argument}: {field.args[argument].type}" for argument in given)
    passed = ", ".join(f"{argument}: ${argument}" for argument in given)
    told = "... on UserError { code } ... on CustomerMerged { survivor { friendlyId } }"

    answer = await ask(
        f"mutation({declared}) {{ {name}({passed}) {{ errors {{ {told} }} }} }}",
        by=by,
        key=make.unique("key"),
        **given,
    )

    kept = retired.spelt("friendly", retired.ada)
    assert answer.ok[name]["errors"] == [{"code": "CUSTOMER_MERGED", "survivor": {"friendlyId": kept}}]
    assert (await database.snapshot(retired.ada.id), await database.snapshot(retired.eve.id)) == before


@pytest.mark.rule("MRG-P10")
@pytest.mark.parametrize("by", ["bea", "femi", "sam"])
async def test_a_tombstone_is_found_by_no_name_and_lives_in_no_household(
    ask: Ask, database: Database, by: str
) -> None:
    last = make.unique("Tombstone")
    (home, ada), (other, bob) = make.individual(), make.individual(last_name=last)
    await database.save(home, ada, other, bob)
    await merged(database, ada, bob)

    found = await ask(
        "query($home: ID!, $name: String!) {"
        " node(id: $home) { ... on Household { members { friendlyId } } }"
        " search(term: $name) { nodes { friendlyId } } }",
        by=by,
        home=ids.encode("hhd", other.id),
        name=last,
    )

    assert found.ok["search"] == {"nodes": []}
    assert found.ok["node"] in (None, {"members": []})


@pytest.mark.rule("MRG-P10", "MRG-30")
async def test_orders_and_relationships_that_named_it_name_the_survivor(ask: Ask, database: Database) -> None:
    everybody = [make.individual(first_name=name) for name in ("Ada", "Bob", "Cara")]
    for home, each in everybody:
        await database.save(home, each)
    (_, ada), (_, bob), (_, cara) = everybody
    order, kind = box_office.order(bob), people.relationship_type()
    await database.save(order, kind, people.relationship(kind, bob, cara))
    await merged(database, ada, bob)

    found = await ask(
        "query($id: ID!, $cara: ID!) {"
        " node(id: $id) { ... on Order { owner { friendlyId } } }"
        " customer(id: $cara) { relationships { totalCount } } }",
        id=ids.encode("ord", order.id),
        cara=ids.encode("cus", cara.id),
    )

    assert found.ok["node"] == {"owner": {"friendlyId": f"I-{ada.number:07d}"}}
    assert found.ok["customer"] == {"relationships": {"totalCount": 0}}
