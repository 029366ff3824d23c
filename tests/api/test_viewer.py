"""Who is asking, what they may do, and what a client must know of the system."""

from __future__ import annotations

from collections.abc import AsyncIterator

import httpx
import pytest

from db.demo.personas import PERSONAS, Persona
from domain.capabilities import Action
from domain.permissions import GRANTS, WITH_PROTECTED_DATA, Permission
from gateway.app import create_app
from gateway.engine import ids
from gateway.settings import Region, Settings
from tests import factories as make
from tests.ask import Ask
from tests.database import Database

WHO = "{ viewer { user { accountId username name } interface roles permissions } }"
CAN = """query($action: Action!, $id: ID) {
  viewer { can(action: $action, customerId: $id) { allowed reasons missingRoles } } }"""
SYSTEM = """{ system { region country currency timeZone today spelling { organisation mobile }
  limits { bodyBytes depth mutations ids cost deadlineSeconds } } }"""
UNKNOWN = {
    "allowed": False,
    "reasons": ["There is no such customer, or none that you may see."],
    "missingRoles": [],
}
ALLOWED = {"allowed": True, "reasons": [], "missingRoles": []}


@pytest.mark.rule("ROL-P01", "ROL-P03", "ROL-N01")
@pytest.mark.parametrize("persona", PERSONAS, ids=lambda persona: persona.username)
async def test_a_viewer_is_the_account_of_the_token_with_what_its_roles_allow_in_that_interface(
    ask: Ask, persona: Persona
) -> None:
    viewer = (await ask(WHO, by=persona.username)).ok["viewer"]

    granted = frozenset[Permission]().union(*(GRANTS[role] for role in persona.roles))
    if persona.protected_data:
        granted |= {added for base, added in WITH_PROTECTED_DATA.items() if base in granted}
    assert viewer["user"] == {
        "accountId": ids.encode("usr", persona.id),
        "username": persona.username,
        "name": persona.name,
    }
    assert viewer["interface"] == persona.interface.value
    assert sorted(viewer["roles"]) == sorted(role.value for role in persona.roles)
    assert sorted(viewer["permissions"]) == sorted(permission.name for permission in granted)


@pytest.mark.rule("ROL-N01", "ROL-16")
async def test_a_verdict_says_which_role_is_missing_and_whom_to_ask(ask: Ask) -> None:
    assert (await ask(CAN, by="ade", action="MERGE")).ok["viewer"]["can"] == ALLOWED
    assert (await ask(CAN, by="bea", action="MERGE")).ok["viewer"]["can"] == {
        "allowed": False,
        "reasons": [
            (
                "This needs the role Sales Administrator."
                " Ask your Settings Administrator, who grants roles to user accounts."
            )
        ],
        "missingRoles": ["SALES_ADMINISTRATOR"],
    }


@pytest.mark.rule("ROL-P07", "ROL-N01")
async def test_a_hidden_or_merged_customer_is_answered_for_like_one_that_is_not_there(
    ask: Ask, database: Database
) -> None:
    (home, ada), (away, ida) = make.individual(), make.individual(active=False)
    gone = make.organisation(merged_into=ada.id, active=False)
    await database.save(home, ada, away, ida, gone)

    async def verdict(by: str, text: str) -> object:
        return (await ask(CAN, by=by, action="EDIT_RECORD", id=text)).ok["viewer"]["can"]

    assert await verdict("bea", ids.encode("cus", ada.id)) == ALLOWED
    assert await verdict("bea", f"I-{ada.number}") == ALLOWED
    nowhere = [ids.encode("cus", home.id), "I-999999999", "nonsense"]
    for text in (ids.encode("cus", ida.id), f"I-{ida.number}", ids.encode("cus", gone.id), *nowhere):
        assert await verdict("bea", text) == UNKNOWN
    assert await verdict("femi", ids.encode("cus", ida.id)) == ALLOWED
    for text in (ids.encode("cus", gone.id), *nowhere):
        assert await verdict("femi", text) == UNKNOWN


@pytest.mark.rule("ROL-P07")
async def test_a_sales_administrator_reactivates_by_id_what_a_sales_user_learns_nothing_of(
    ask: Ask, database: Database
) -> None:
    away, ida = make.individual(active=False)
    await database.save(away, ida)
    inactive, unknown = ids.encode("cus", ida.id), ids.encode("cus", away.id)

    assert (await ask(CAN, by="ade", action="REACTIVATE", id=inactive)).ok["viewer"]["can"] == ALLOWED
    assert (await ask(CAN, by="ade", action="REACTIVATE", id=unknown)).ok["viewer"]["can"] == UNKNOWN
    for action in Action:
        if action is not Action.REACTIVATE:
            answers = [
                (await ask(CAN, by="ade", action=action.name, id=text)).ok for text in (inactive, unknown)
            ]
            assert answers[0] == answers[1]
    told = [(await ask(CAN, by="bea", action="REACTIVATE", id=text)).ok for text in (inactive, unknown)]
    assert told[0] == told[1]


@pytest.mark.rule("ROL-N01")
async def test_every_action_and_permission_is_described_in_the_schema(ask: Ask) -> None:
    described = """{ action: __type(name: "Action") { enumValues { name description } }
      permission: __type(name: "Permission") { enumValues { name description } } }"""
    found = (await ask(described)).ok

    assert {each["name"]: each["description"] for each in found["action"]["enumValues"]} == {
        action.name: action.value for action in Action
    }
    permissions = {each["name"]: each["description"] for each in found["permission"]["enumValues"]}
    assert set(permissions) == {permission.name for permission in Permission}
    assert permissions["MERGE"] == Action.MERGE.value


async def test_the_system_says_where_it_is_what_day_it_is_there_and_how_much_one_may_ask(
    ask: Ask, settings: Settings
) -> None:
    summer_night = "2026-06-30T23:30:00+00:00"  # half an hour into July in London

    assert (await ask(SYSTEM, by="ines", now=summer_night)).ok["system"] == {
        "region": "UK",
        "country": "GB",
        "currency": "GBP",
        "timeZone": "Europe/London",
        "today": "2026-07-01",
        "spelling": {"organisation": "Organisation", "mobile": "Mobile"},
        "limits": {
            "bodyBytes": 256_000,
            "depth": 20,
            "mutations": 4,
            "ids": 100,
            "cost": settings.limits.cost,
            "deadlineSeconds": 10.0,
        },
    }


@pytest.fixture
async def american(settings: Settings, database: Database) -> AsyncIterator[Ask]:
    """The same store, served to an organisation in the United States."""
    there = Settings(
        **{
            **settings.model_dump(),
            "region": Region.US,
            "currency": "USD",
            "time_zone": "America/New_York",
            "limits": settings.limits,
        }
    )
    app = create_app(there)
    async with app.router.lifespan_context(app):
        transport = httpx.ASGITransport(app=app)
        async with httpx.AsyncClient(transport=transport, base_url="http://gateway") as client:
            yield Ask(client, there)


@pytest.mark.rule("CUS-31")
async def test_in_the_united_states_words_are_spelt_as_there(american: Ask) -> None:
    system = (await american(SYSTEM, now="2026-07-01T03:30:00+00:00")).ok["system"]

    assert (system["region"], system["country"], system["currency"]) == ("US", "US", "USD")
    assert system["today"] == "2026-06-30"
    assert system["spelling"] == {"organisation": "Organization", "mobile": "Cell"}


@pytest.mark.rule("CUS-06")
async def test_the_titles_to_offer_stand_in_their_order(ask: Ask) -> None:
    titles = (await ask("{ titles { name position } }", by="seth")).ok["titles"]
    assert [title["name"] for title in titles[:3]] == ["Mr", "Mrs", "Miss"]
    assert [title["position"] for title in titles] == list(range(len(titles)))
