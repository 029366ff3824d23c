"""User accounts over HTTP: making and changing them, and giving and taking roles."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select, update

from db.models import AuditEntry, UserAccount, UserRole
from db.work import begin_work
from domain.permissions import INTERFACE_OF, Actor, Role
from gateway.commands.accounts import set_user_roles
from gateway.engine import ids
from tests.ask import Ask
from tests.database import Database
from tests.factories import unique
from tests.set_up import hire, rows, told, trace

ACCOUNT = """account { id username name email jobTitle active roles protectedData version tokensValidFrom }
  errors { ... on UserError { code message path } ... on StaleVersion { currentVersion changedBy } }"""
CREATE = (
    f"mutation Create($account: NewUserAccount!) {{ createUserAccount(account: $account) {{ {ACCOUNT} }} }}"
)
UPDATE = f"""mutation Update($id: ID!, $version: Int!, $account: UserAccountChanges!) {{
  updateUserAccount(accountId: $id, expectedVersion: $version, account: $account) {{ {ACCOUNT} }} }}"""
SET_ROLES = f"""mutation Grant($id: ID!, $version: Int!, $roles: [Role!]!, $protected: Boolean!) {{
  setUserRoles(accountId: $id, expectedVersion: $version, roles: $roles, protectedData: $protected) {{
    {ACCOUNT} }} }}"""
SIGN_OUT = f"mutation Out($id: ID!) {{ signOutEverywhere(accountId: $id) {{ {ACCOUNT} }} }}"
WHO = "{ viewer { user { username } roles } }"


async def change(ask: Ask, account: UserAccount, version: int, by: str = "seth", **changes: Any) -> Any:
    answer = await ask(UPDATE, by=by, id=ids.encode("usr", account.id), version=version, account=changes)
    return answer.ok["updateUserAccount"]


async def grant(
    ask: Ask, account: UserAccount, version: int, *roles: Role, by: str = "seth", protected: bool = False
) -> Any:
    answer = await ask(
        SET_ROLES,
        by=by,
        id=ids.encode("usr", account.id),
        version=version,
        roles=[role.value for role in roles],
        protected=protected,
    )
    return answer.ok["setUserRoles"]


async def stored(database: Database, account_id: UUID) -> list[Any]:
    return [
        *await rows(database, UserAccount, UserAccount.id == account_id),
        *await rows(database, UserRole, UserRole.user_id == account_id),
        *await trace(database, "usr", account_id),
    ]


def codes(answer: Any) -> list[tuple[str, list[str]]]:
    return [(error["code"], error["path"]) for error in answer["errors"]]


@pytest.fixture
async def nobody_else_administers(database: Database) -> AsyncIterator[None]:
    """Every Settings Administrator of before is inactive for the length of a test."""
    holders = select(UserRole.user_id).where(UserRole.role == Role.SETTINGS_ADMINISTRATOR.value)
    others = select(UserAccount.id).where(UserAccount.id.in_(holders), UserAccount.active)
    found = await database.all(others)
    for active in (False, True):
        async with database.store.writes.begin() as connection:
            await connection.execute(
                update(UserAccount).where(UserAccount.id.in_(found)).values(active=active)
            )
        if not active:
            yield


@pytest.mark.rule("ROL-06")
async def test_a_settings_administrator_makes_an_account_and_grants_it_roles(
    ask: Ask, database: Database
) -> None:
    username = unique("Fay.")
    account = {"username": username, "name": " Fay  Castle ", "email": f"{username}@example.org"}

    made = (
        await ask(
            CREATE, by="seth", account={**account, "roles": ["OPPORTUNITIES_USER"], "protectedData": True}
        )
    ).ok["createUserAccount"]

    assert made["errors"] == []
    assert made["account"] == {
        "id": made["account"]["id"],
        "username": username.lower(),
        "name": "Fay Castle",
        "email": f"{username}@example.org",
        "jobTitle": None,
        "active": True,
        "roles": ["OPPORTUNITIES_USER"],
        "protectedData": True,
        "version": 1,
        "tokensValidFrom": None,
    }
    account_id = ids.key_of("usr", made["account"]["id"])
    assert account_id is not None
    assert await told(database, "usr", account_id, "account.created") == {
        "username": (None, username.lower()),
        "name": (None, "Fay Castle"),
        "email": (None, f"{username}@example.org"),
        "roles": (None, "OPPORTUNITIES_USER"),
        "protected_data": ("false", "true"),
    }
    ask.introduce(username, account_id, INTERFACE_OF[Role.OPPORTUNITIES_USER])
    assert (await ask(WHO, by=username)).ok["viewer"]["roles"] == ["OPPORTUNITIES_USER"]


@pytest.mark.rule("ROL-06", "ROL-16")
@pytest.mark.parametrize("by", ["bea", "ade", "femi", "olga", "gina", "ines", "sam"])
async def test_nobody_else_makes_or_changes_an_account(ask: Ask, database: Database, by: str) -> None:
    kim = await hire(ask, database, Role.SALES_USER)
    before, entries = await stored(database, kim.id), await database.count(AuditEntry)
    ident, username = ids.encode("usr", kim.id), unique("new.")

    account = {"username": username, "name": "New", "email": f"{username}@example.org"}
    refused = [
        await ask(CREATE, by=by, account=account),
        await ask(UPDATE, by=by, id=ident, version=1, account={"name": "Other"}),
        await ask(SET_ROLES, by=by, id=ident, version=1, roles=["SUPPORT"], protected=True),
        await ask(SIGN_OUT, by=by, id=ident),
    ]

    for answer in refused:
        assert (answer.data, answer.codes) == (None, ["FORBIDDEN"])
        assert answer.errors[0]["extensions"]["requiredRoles"] == ["SETTINGS_ADMINISTRATOR"]
        assert "Ask your Settings Administrator" in answer.errors[0]["message"]
    assert await stored(database, kim.id) == before
    assert await database.all(select(UserAccount.id).where(UserAccount.username == username)) == []
    assert await database.count(AuditEntry) == entries


@pytest.mark.rule("ROL-06")
async def test_a_role_granted_or_taken_counts_for_the_very_next_request(ask: Ask, database: Database) -> None:
    kim = await hire(ask, database, Role.SALES_USER)
    merge = "{ viewer { roles can(action: MERGE) { allowed } } }"

    assert (await ask(merge, by=kim.username)).ok["viewer"]["can"] == {"allowed": False}
    granted = await grant(ask, kim, 1, Role.SALES_USER, Role.SALES_ADMINISTRATOR, protected=True)
    assert (await ask(merge, by=kim.username)).ok["viewer"]["can"] == {"allowed": True}
    taken = await grant(ask, kim, 2)
    refused = await ask(merge, by=kim.username)

    assert (granted["account"]["version"], granted["account"]["protectedData"]) == (2, True)
    assert (taken["account"]["version"], taken["account"]["roles"]) == (3, [])
    assert (refused.status, refused.codes) == (403, ["FORBIDDEN"])
    assert await told(database, "usr", kim.id, "account.changed") == {
        "roles": ("SALES_ADMINISTRATOR, SALES_USER", None),
        "protected_data": ("true", "false"),
    }


async def test_a_deactivated_account_is_nobody_at_the_next_request(ask: Ask, database: Database) -> None:
    kim = await hire(ask, database, Role.SALES_USER)
    assert (await ask(WHO, by=kim.username)).ok["viewer"]["user"] == {"username": kim.username}

    await change(ask, kim, 1, active=False)
    refused = await ask(WHO, by=kim.username)
    await change(ask, kim, 2, active=True)

    assert (refused.status, refused.codes) == (401, ["UNAUTHENTICATED"])
    assert (await ask(WHO, by=kim.username)).ok["viewer"]["user"] == {"username": kim.username}


@pytest.mark.parametrize("day", ["2021-01-01T00:00:00+00:00", "2031-01-01T00:00:00+00:00"])
async def test_signing_out_everywhere_ends_every_token_of_before_whatever_day_is_played(
    ask: Ask, database: Database, day: str
) -> None:
    kim = await hire(ask, database, Role.SALES_USER)
    assert (await ask(WHO, by=kim.username)).codes == []

    answer = await ask(SIGN_OUT, by="seth", now=day, id=ids.encode("usr", kim.id))

    assert answer.ok["signOutEverywhere"]["errors"] == []
    assert (await ask(WHO, by=kim.username)).codes == ["UNAUTHENTICATED"]
    ask.introduce(kim.username, kim.id, INTERFACE_OF[Role.SALES_USER])
    assert (await ask(WHO, by=kim.username)).codes == []
    assert [event for event, _, _ in await trace(database, "usr", kim.id)] == ["account.signed-out"]


async def test_the_username_of_an_account_never_changes_and_is_nobody_elses(
    ask: Ask, database: Database
) -> None:
    kim = await hire(ask, database, Role.SALES_USER)
    before = await stored(database, kim.id)

    renamed = await ask(
        UPDATE, by="seth", id=ids.encode("usr", kim.id), version=1, account={"username": "other"}
    )
    assert renamed.codes == ["BAD_USER_INPUT"]
    for username, path in ((kim.username.upper(), "username"), (unique("new."), "email")):
        twin = {"username": username, "name": "Kim", "email": kim.email.upper()}
        if path == "username":
            twin["email"] = f"other.{kim.email}"
        answer = await ask(CREATE, by="seth", account=twin)
        assert codes(answer.ok["createUserAccount"]) == [("NAME_TAKEN", ["account", path])]
    assert await stored(database, kim.id) == before


async def test_all_that_is_wrong_with_an_account_is_told_at_once(ask: Ask) -> None:
    account = {"username": "Web", "name": "", "email": "nowhere", "roles": ["SUPPORT"]}
    made = (await ask(CREATE, by="seth", account=account)).ok["createUserAccount"]
    assert sorted(codes(made)) == [
        ("INVALID_EMAIL", ["account", "email"]),
        ("INVALID_TEXT", ["account", "username"]),
        ("REQUIRED", ["account", "name"]),
        ("ROLE_NOT_GRANTABLE", ["account", "roles"]),
    ]


@pytest.mark.rule("ROL-P01")
async def test_support_is_neither_granted_nor_taken_away(ask: Ask, database: Database) -> None:
    kim = await hire(ask, database, Role.SALES_USER)
    sue = await hire(ask, database, Role.SUPPORT)
    before = [await stored(database, each.id) for each in (kim, sue)]

    for account, roles in ((kim, [Role.SALES_USER, Role.SUPPORT]), (sue, [Role.SALES_USER])):
        assert codes(await grant(ask, account, 1, *roles)) == [("ROLE_NOT_GRANTABLE", ["roles"])]

    assert [await stored(database, each.id) for each in (kim, sue)] == before
    assert codes(await grant(ask, sue, 1, Role.SUPPORT, Role.SALES_USER)) == []


@pytest.mark.usefixtures("nobody_else_administers")
async def test_the_last_active_settings_administrator_stays_one(ask: Ask, database: Database) -> None:
    kim = await hire(ask, database, Role.SETTINGS_ADMINISTRATOR, Role.SALES_USER)
    await hire(ask, database, Role.SETTINGS_ADMINISTRATOR, active=False)
    before = await stored(database, kim.id)

    demoted = await grant(ask, kim, 1, Role.SALES_USER, by=kim.username)
    retired = await change(ask, kim, 1, by=kim.username, active=False)

    assert codes(demoted) == [("LAST_ADMINISTRATOR", ["roles"])]
    assert codes(retired) == [("LAST_ADMINISTRATOR", ["account", "active"])]
    assert await stored(database, kim.id) == before
    lee = await hire(ask, database, Role.SETTINGS_ADMINISTRATOR)
    assert codes(await grant(ask, kim, 1, Role.SALES_USER, by=lee.username)) == []


@pytest.mark.usefixtures("nobody_else_administers")
async def test_two_administrators_who_unseat_each_other_at_once_leave_one(
    ask: Ask, database: Database
) -> None:
    kim, lee = [await hire(ask, database, Role.SETTINGS_ADMINISTRATOR) for _ in range(2)]

    async def unseat(by: UserAccount, whom: UserAccount) -> None:
        """Both are signed in already: over HTTP, the second might not get past the door."""
        interface = INTERFACE_OF[Role.SETTINGS_ADMINISTRATOR]
        roles = [Role.SETTINGS_ADMINISTRATOR]
        actor = Actor.of(by.id, username=by.username, name=by.name, interface=interface, roles=roles)
        async with begin_work(
            database.store.writes, actor=actor, now=datetime.now(UTC), correlation_id="race"
        ) as tx:
            await set_user_roles(tx, whom.id, [], protected_data=False, expected_version=1)

    outcomes = await asyncio.gather(unseat(kim, lee), unseat(lee, kim), return_exceptions=True)

    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["LastAdministrator", "NoneType"]
    left = await rows(database, UserRole, UserRole.user_id.in_([kim.id, lee.id]))
    assert [row["role"] for row in left] == ["SETTINGS_ADMINISTRATOR"]


@pytest.mark.rule("AUD-P05")
async def test_a_save_without_a_change_leaves_no_trace_and_a_stale_one_changes_nothing(
    ask: Ask, database: Database
) -> None:
    kim = await hire(ask, database, Role.SALES_USER)
    before = await stored(database, kim.id)

    assert codes(await change(ask, kim, 1, name="Kim ", active=True)) == []
    assert codes(await grant(ask, kim, 1, Role.SALES_USER)) == []
    assert await stored(database, kim.id) == before
    for answer in (await change(ask, kim, 2, name="Kai"), await grant(ask, kim, 2)):
        assert codes(answer) == [("STALE_VERSION", ["expectedVersion"])]
    assert await stored(database, kim.id) == before
