from __future__ import annotations

import json
from base64 import urlsafe_b64encode
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import jwt
import pytest
from pydantic import SecretStr

from db.store import Pool
from domain.permissions import GRANTS, Actor, Interface, Permission, Role
from gateway.auth import Authenticator, Forbidden, Unauthenticated, issue_token
from gateway.settings import Settings

NOW = datetime(2026, 3, 14, 12, 0, 0, 250_000, tzinfo=UTC)
HOUR = timedelta(hours=1)
KEY = "the shared key of the tests, of 40 bytes"
SETTINGS = Settings(jwt_key=SecretStr(KEY), jwt_audience="gateway", jwt_issuer="https://sign-in.example")
ALIKE = "You are not signed in, or your token is not good; sign in again and send the new token."


@pytest.fixture(scope="module")
async def authenticator() -> AsyncIterator[Authenticator]:
    made = Authenticator(SETTINGS)
    yield made
    await made.aclose()


async def hire(
    primary: Pool,
    *roles: Role,
    active: bool = True,
    protected_data: bool = False,
    tokens_valid_from: datetime | None = None,
) -> UUID:
    """A user account with these roles."""
    user_id = uuid4()
    await primary.execute(
        "insert into user_account (id, username, email, name, active, protected_data, tokens_valid_from)"
        " values ($1, $2, $3, 'Kim Lee', $4, $5, $6)",
        user_id,
        f"kim.{user_id}",
        f"{user_id}@example.org",
        active,
        protected_data,
        tokens_valid_from,
    )
    await primary.executemany(
        "insert into user_role (user_id, role) values ($1, $2)", [(user_id, role.value) for role in roles]
    )
    return user_id


def bearer(user_id: UUID, interface: Interface = Interface.SALES, *, now: datetime = NOW) -> str:
    return f"Bearer {issue_token(SETTINGS, user_id, interface, HOUR, now)}"


def payload(user_id: UUID, **changes: Any) -> dict[str, Any]:
    """The claims of a good token, and changes to them; a change to None leaves the claim out."""
    moment = int(NOW.timestamp())
    good = {
        "sub": str(user_id),
        "interface": "SALES",
        "iat": moment,
        "exp": moment + 3600,
        "aud": "gateway",
        "iss": "https://sign-in.example",
    }
    return {name: value for name, value in (good | changes).items() if value is not None}


def signed(user_id: UUID, key: str = KEY, algorithm: str = "HS256", **changes: Any) -> str:
    return f"Bearer {jwt.encode(payload(user_id, **changes), key, algorithm)}"


def tampered(user_id: UUID) -> str:
    """A good signature over other claims than those that are shown."""
    head, _, signature = signed(user_id).split(".")
    body = urlsafe_b64encode(json.dumps(payload(user_id, interface="SUPPORT")).encode()).decode().rstrip("=")
    return f"{head}.{body}.{signature}"


async def test_a_token_signs_its_user_in(authenticator: Authenticator, primary: Pool) -> None:
    kim = await hire(primary, Role.SALES_USER, Role.OPPORTUNITIES_USER, protected_data=True)

    actor = await authenticator.sign_in(bearer(kim), primary, NOW)

    assert actor == Actor(
        user_id=kim,
        username=f"kim.{kim}",
        name="Kim Lee",
        interface=Interface.SALES,
        roles=frozenset({Role.SALES_USER, Role.OPPORTUNITIES_USER}),
        permissions=GRANTS[Role.SALES_USER] | {Permission.PROTECTED_DATA},
    )
    assert await authenticator.sign_in(signed(kim), primary, NOW) == actor
    assert await authenticator.sign_in(bearer(kim).replace("Bearer", "bearer "), primary, NOW) == actor


@pytest.mark.rule("ROL-P03")
async def test_the_interface_is_the_tokens_and_decides_what_the_roles_allow(
    authenticator: Authenticator, primary: Pool
) -> None:
    kim = await hire(primary, Role.SALES_ADMINISTRATOR, Role.OPPORTUNITIES_USER)

    in_sales = await authenticator.sign_in(bearer(kim, Interface.SALES), primary, NOW)
    in_opportunities = await authenticator.sign_in(bearer(kim, Interface.OPPORTUNITIES), primary, NOW)

    assert in_sales.permissions == GRANTS[Role.SALES_ADMINISTRATOR]
    assert in_opportunities.permissions == GRANTS[Role.OPPORTUNITIES_USER]
    with pytest.raises(Forbidden):
        await authenticator.sign_in(bearer(kim, Interface.ADMIN), primary, NOW)
    with pytest.raises(Unauthenticated):
        await authenticator.sign_in(signed(kim, interface=None), primary, NOW)


@pytest.mark.rule("ROL-01", "ROL-16")
async def test_who_is_neither_sales_user_nor_administrator_is_refused_in_sales_and_told_whom_to_ask(
    authenticator: Authenticator, primary: Pool
) -> None:
    either = (Role.SALES_USER, Role.SALES_ADMINISTRATOR)
    for role in either:
        actor = await authenticator.sign_in(bearer(await hire(primary, role)), primary, NOW)
        assert actor.may(Permission.CUSTOMER_READ)

    neither = await hire(primary, *(set(Role) - set(either)), protected_data=True)
    with pytest.raises(Forbidden) as forbidden:
        await authenticator.sign_in(bearer(neither), primary, NOW)

    assert forbidden.value.required_roles == either
    assert forbidden.value.message == (
        "The Sales Interface needs the role Sales User or Sales Administrator. "
        "Ask your Settings Administrator, who grants roles to user accounts."
    )


MOMENT = int(NOW.timestamp())
BAD: dict[str, Callable[[UUID], str | None]] = {
    "no header": lambda _: None,
    "an empty header": lambda _: "",
    "another scheme": lambda kim: signed(kim).replace("Bearer", "Basic"),
    "no scheme": lambda kim: signed(kim).removeprefix("Bearer "),
    "no token": lambda _: "Bearer ",
    "two tokens": lambda kim: f"{signed(kim)} {signed(kim).removeprefix('Bearer ')}",
    "two parts": lambda kim: signed(kim).rpartition(".")[0],
    "not base64": lambda kim: signed(kim).replace(".", ".!"),
    "no signature": lambda kim: signed(kim).rpartition(".")[0] + ".",
    "other claims": tampered,
    "another key": lambda kim: signed(kim, "another key that also has enough bytes"),
    "algorithm none": lambda kim: signed(kim, "", "none"),
    "another algorithm": lambda kim: signed(kim, KEY * 2, "HS512"),
    "too long": lambda kim: signed(kim, jti="x" * 9_000),
    "expired": lambda kim: signed(kim, exp=MOMENT - 10),
    "not issued yet": lambda kim: signed(kim, iat=MOMENT + 10),
    "not good yet": lambda kim: signed(kim, nbf=MOMENT + 10),
    "never ending": lambda kim: signed(kim, exp=float("inf")),
    "ending at no number": lambda kim: signed(kim, exp=float("nan")),
    "ending in words": lambda kim: signed(kim, exp="tomorrow"),
    "ending at true": lambda kim: signed(kim, exp=True),
    "ending beyond reckoning": lambda kim: signed(kim, exp=10**400),
    "issued at true": lambda kim: signed(kim, iat=True),
    "issued before time began": lambda kim: signed(kim, iat=-1),
    "no exp": lambda kim: signed(kim, exp=None),
    "no iat": lambda kim: signed(kim, iat=None),
    "no sub": lambda kim: signed(kim, sub=None),
    "no interface": lambda kim: signed(kim, interface=None),
    "the web": lambda kim: signed(kim, interface="WEB"),
    "an interface in a list": lambda kim: signed(kim, interface=["SALES"]),
    "a sub that is no id": lambda _: signed(UUID(int=0), sub="kim"),
    "a sub in other clothes": lambda kim: signed(kim, sub=f"urn:uuid:{kim}"),
    "another audience": lambda kim: signed(kim, aud="till"),
    "no audience": lambda kim: signed(kim, aud=None),
    "another issuer": lambda kim: signed(kim, iss="https://elsewhere.example"),
    "no issuer": lambda kim: signed(kim, iss=None),
    "nobody": lambda _: signed(uuid4()),
}


@pytest.mark.parametrize("what", BAD)
async def test_whatever_is_wrong_with_a_token_the_refusal_is_the_same(
    authenticator: Authenticator, primary: Pool, what: str
) -> None:
    kim = await hire(primary, Role.SALES_USER)

    with pytest.raises(Unauthenticated) as refused:
        await authenticator.sign_in(BAD[what](kim), primary, NOW)

    assert str(refused.value) == refused.value.message == ALIKE
    assert refused.value.__cause__ is None


async def test_an_inactive_account_is_refused_like_an_unknown_one(
    authenticator: Authenticator, primary: Pool
) -> None:
    closed = await hire(primary, Role.SALES_USER, active=False)
    without_role = await hire(primary, active=False)

    for user_id in (closed, without_role, uuid4()):
        with pytest.raises(Unauthenticated) as refused:
            await authenticator.sign_in(bearer(user_id), primary, NOW)
        assert str(refused.value) == ALIKE


async def test_a_change_committed_before_a_request_counts_for_it(
    authenticator: Authenticator, primary: Pool
) -> None:
    kim = await hire(primary, Role.SALES_USER, Role.SALES_ADMINISTRATOR)
    token = bearer(kim)

    assert (await authenticator.sign_in(token, primary, NOW)).may(Permission.MERGE) is True
    await primary.execute("delete from user_role where user_id = $1 and role = 'SALES_ADMINISTRATOR'", kim)
    assert (await authenticator.sign_in(token, primary, NOW)).may(Permission.MERGE) is False
    await primary.execute("update user_account set protected_data = true where id = $1", kim)
    assert (await authenticator.sign_in(token, primary, NOW)).may(Permission.PROTECTED_DATA) is True
    await primary.execute("delete from user_role where user_id = $1", kim)
    with pytest.raises(Forbidden):
        await authenticator.sign_in(token, primary, NOW)
    await primary.execute("update user_account set active = false where id = $1", kim)
    with pytest.raises(Unauthenticated):
        await authenticator.sign_in(token, primary, NOW)


async def test_signing_in_takes_one_statement_however_many_roles_there_are(
    authenticator: Authenticator, primary: Pool
) -> None:
    kim = await hire(primary, *Role)
    statements: list[str] = []

    def note(query: Any) -> None:
        statements.append(query.query)

    # The pool hands out next the connection that was given back last.
    async with primary.acquire() as connection:
        connection.add_query_logger(note)
    await authenticator.sign_in(bearer(kim), primary, NOW)
    async with primary.acquire() as connection:
        connection.remove_query_logger(note)

    assert [statement.split()[0] for statement in statements] == ["SELECT"]


async def test_signing_out_everywhere_ends_the_tokens_issued_before_it_and_no_later_one(
    authenticator: Authenticator, primary: Pool
) -> None:
    kim = await hire(primary, Role.SALES_USER)
    before, at, after = (bearer(kim, now=NOW + timedelta(milliseconds=shift)) for shift in (-1, 0, 1))
    await authenticator.sign_in(before, primary, NOW)
    await primary.execute("update user_account set tokens_valid_from = $2 where id = $1", kim, NOW)

    with pytest.raises(Unauthenticated):
        await authenticator.sign_in(before, primary, NOW)
    for token in (at, after):
        assert (await authenticator.sign_in(token, primary, NOW)).user_id == kim


async def test_a_token_is_good_from_its_issue_to_its_end_give_or_take_five_seconds(
    authenticator: Authenticator, primary: Pool
) -> None:
    kim = await hire(primary, Role.SALES_USER)
    token = bearer(kim)
    moments = {-6: False, -5: True, 0: True, 3600: True, 3604: True, 3605: False, 3606: False, 0.5: True}

    for second, good in moments.items():
        now = NOW + timedelta(seconds=second)
        if good:
            assert (await authenticator.sign_in(token, primary, now)).user_id == kim
        else:
            with pytest.raises(Unauthenticated):
                await authenticator.sign_in(token, primary, now)
