"""The agent panel of the record, and what agents may be given to earn."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest
from uuid_utils.compat import uuid7

from db.models import Agent, CommissionRule, Customer, PriceBand, TicketType
from gateway.engine import ids
from gateway.settings import Settings
from tests import factories as make
from tests import people
from tests.api._searching import SEARCH, names, surname
from tests.ask import Ask, asking
from tests.database import Database

COMMISSION = "commission { kind amount { amount currency } percent }"
OPEN = f"""
query ($id: ID!) {{ customer(id: $id) {{ ... on Individual {{ agent {{
  apiAccess hasApiKey apiKeyMadeAt since
  commissionStructure {{
    id name description active {COMMISSION} rules {{ ticketType {{ id }} priceBand {{ id }} {COMMISSION} }}
  }}
}} }} }} }}
"""
LISTED = "query ($all: Boolean!) { commissionStructures(includeInactive: $all) { id } }"
SINCE = "2026-03-14T09:00:00+00:00"


def cus(customer: Customer) -> str:
    return ids.encode("cus", customer.id)


def cst(structure: Any) -> str:
    return ids.encode("cst", structure.id)


@pytest.fixture
async def ask(settings: Settings) -> AsyncIterator[Ask]:
    """A system in which customers can be agents."""
    async with asking(settings, agents=True) as opened:
        yield opened


async def agent(database: Database, **given: Any) -> Customer:
    home, ada = make.individual()
    await database.save(home, ada, Agent(customer_id=ada.id, since=people.SOME_DAY, **given))
    return ada


async def panel(ask: Ask, of: Customer) -> Any:
    return (await ask(OPEN, id=cus(of))).ok["customer"]["agent"]


@pytest.mark.rule("AGC-01", "AGC-P02", "NAV-07")
async def test_the_record_of_an_agent_shows_what_the_agent_earns(ask: Ask, database: Database) -> None:
    earns = people.structure(description="For the hotels.", value=1250)
    types = [TicketType(id=uuid7(), name=make.unique("Type"), position=place) for place in (2, 1)]
    band = PriceBand(id=uuid7(), name=make.unique("Band"))
    # Of the second type, which is listed first, 1.50 a ticket; of the first a twentieth of a percent.
    rules = [
        CommissionRule(
            structure_id=earns.id, ticket_type_id=of.id, price_band_id=band.id, kind=kind, value=value
        )
        for of, kind, value in zip(types, ("PERCENT", "VALUE"), (5, 150), strict=True)
    ]
    await database.save(earns, *types, band, *rules)
    ada = await agent(database, structure_id=earns.id)

    assert await panel(ask, ada) == {
        "apiAccess": False,
        "hasApiKey": False,
        "apiKeyMadeAt": None,
        "since": SINCE,
        "commissionStructure": {
            "id": cst(earns),
            "name": earns.name,
            "description": "For the hotels.",
            "active": True,
            "commission": {"kind": "PERCENT", "amount": None, "percent": "12.50"},
            "rules": [
                {
                    "ticketType": {"id": ids.encode("tty", types[1].id)},
                    "priceBand": {"id": ids.encode("pbd", band.id)},
                    "commission": {
                        "kind": "VALUE",
                        "amount": {"amount": "1.50", "currency": "GBP"},
                        "percent": None,
                    },
                },
                {
                    "ticketType": {"id": ids.encode("tty", types[0].id)},
                    "priceBand": {"id": ids.encode("pbd", band.id)},
                    "commission": {"kind": "PERCENT", "amount": None, "percent": "0.05"},
                },
            ],
        },
    }


@pytest.mark.rule("AGC-02", "NAV-07")
async def test_the_record_shows_access_to_the_agency_api_and_never_the_key(
    ask: Ask, database: Database
) -> None:
    with_key = await agent(
        database, api_access=True, api_key_hash="$argon2id$secret", api_key_made_at=people.SOME_DAY
    )
    without = await agent(database, api_access=True)
    home, nobody = make.individual()
    await database.save(home, nobody)

    assert await panel(ask, with_key) == {
        "apiAccess": True,
        "hasApiKey": True,
        "apiKeyMadeAt": SINCE,
        "since": SINCE,
        "commissionStructure": None,
    }
    assert (await panel(ask, without))["hasApiKey"] is False
    assert await panel(ask, nobody) is None


@pytest.mark.rule("AGC-P01")
async def test_nothing_of_agents_is_shown_where_customers_cannot_be_agents(
    ask: Ask, settings: Settings, database: Database
) -> None:
    earns = people.structure()
    await database.save(earns)
    ada = await agent(database, structure_id=earns.id)
    node = "query ($id: ID!) { node(id: $id) { id } }"
    assert await panel(ask, ada) is not None
    assert (await ask(node, id=cst(earns))).ok == {"node": {"id": cst(earns)}}
    assert cst(earns) in [each["id"] for each in (await ask(LISTED, all=False)).ok["commissionStructures"]]

    async with asking(settings, agents=False) as without:
        assert await panel(without, ada) is None
        assert (await without(node, id=cst(earns))).ok == {"node": None}
        assert (await without(LISTED, all=True)).ok == {"commissionStructures": []}


@pytest.mark.rule("AGC-P01")
async def test_only_a_person_can_be_an_agent(ask: Ask) -> None:
    document = '{ __type(name: "%s") { fields { name } } }'

    async def fields(type_: str) -> set[str]:
        return {each["name"] for each in (await ask(document % type_)).ok["__type"]["fields"]}

    assert "agent" in await fields("Individual")
    assert "agent" not in await fields("Organisation") | await fields("Customer")


@pytest.mark.rule("AGC-P02")
async def test_structures_that_are_not_given_any_more_are_listed_when_asked_for(
    ask: Ask, database: Database
) -> None:
    live, old = people.structure(), people.structure(active=False)
    await database.save(live, old)
    ours = {cst(live), cst(old)}

    async def listed(all: bool) -> set[str]:
        return ours & {each["id"] for each in (await ask(LISTED, all=all)).ok["commissionStructures"]}

    assert await listed(False) == {cst(live)}
    assert await listed(True) == ours
    default = (await ask("{ commissionStructures { active } }")).ok["commissionStructures"]
    assert {each["active"] for each in default} == {True}


@pytest.mark.rule("SRC-P05", "AGC-P01")
async def test_agents_are_found_by_being_agents(ask: Ask, settings: Settings, database: Database) -> None:
    last = surname()
    people_ = [make.individual(last_name=last, first_name=name) for name in ("Ada", "Ben")]
    await database.save(*(row for pair in people_ for row in pair))
    await database.save(Agent(customer_id=people_[0][1].id, api_access=True))

    async def found(by: Ask, agent: bool) -> list[str]:
        return names(await by(SEARCH, term=last, filter={"agent": agent}))

    assert await found(ask, True) == [f"Ada {last}"]
    assert await found(ask, False) == [f"Ben {last}"]
    async with asking(settings, agents=False) as without:
        assert await found(without, True) == []


async def test_the_panels_of_many_take_no_more_statements_than_that_of_one(
    settings: Settings, database: Database
) -> None:
    earns = people.structure()
    await database.save(earns)
    everybody = [await agent(database, structure_id=earns.id) for _ in range(3)]
    document = """query ($ids: [ID!]!) { nodes(ids: $ids) { ... on Individual { agent {
      apiAccess commissionStructure { name rules { commission { kind } } } } } } }"""
    on = settings.model_copy(update={"agents": True})

    one = await people.statements(on, document, ids=[cus(everybody[0])])
    all_three = await people.statements(on, document, ids=[cus(each) for each in everybody])

    assert (one, all_three) == (4, 4)
