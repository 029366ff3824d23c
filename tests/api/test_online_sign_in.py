"""Signing in on the website, and Express Checkout without that."""

from __future__ import annotations

from typing import Any

import pytest
from argon2 import PasswordHasher
from pydantic import SecretStr
from sqlalchemy import select

from db.models import Customer, OnlinePassword
from gateway.app import create_app
from gateway.keys import KeyRefused, website_key
from gateway.settings import Settings
from tests import factories as make
from tests.api._online import AT, PASSWORD, checkout, refusal, shown_key, sign_in, someone
from tests.ask import Ask, asking
from tests.database import Database

HASH = PasswordHasher().hash(PASSWORD)
NOBODY = (401, "UNAUTHENTICATED", None)


async def with_password(database: Database, **given: Any) -> Customer:
    ada = await someone(database, **given)
    await database.save(OnlinePassword(customer_id=ada.id, hash=HASH, set_at=AT))
    return ada


async def friendly(database: Database, customer: Customer) -> str:
    return f"I-{await database.one(select(Customer.number).where(Customer.id == customer.id)):07d}"


async def test_a_customer_signs_in_with_email_and_password(ask: Ask, database: Database) -> None:
    ada = await with_password(database)
    response = await sign_in(ask, str(ada.email).upper())
    assert (response.status_code, response.json()) == (200, {"customer": await friendly(database, ada)})
    assert response.headers["cache-control"] == "no-store"


@pytest.mark.rule("ACC-02")
async def test_nobody_signs_in_whose_online_account_is_off(ask: Ask, database: Database) -> None:
    ada = await with_password(database, online_account_active=False)
    assert refusal(await sign_in(ask, ada.email)) == NOBODY


@pytest.mark.rule("ACC-02")
async def test_whoever_is_not_let_in_gets_one_and_the_same_answer(ask: Ask, database: Database) -> None:
    ada = await with_password(database)
    strangers = [
        (str(ada.email), "a wrong password"),
        (str((await with_password(database, active=False)).email), PASSWORD),
        (str((await with_password(database, online_account_active=False)).email), PASSWORD),
        (str((await someone(database)).email), PASSWORD),
        (f"{make.unique('nobody')}@example.org", PASSWORD),
        ("", ""),
    ]

    answers = [await sign_in(ask, email, password) for email, password in strangers]

    assert {refusal(answer) for answer in answers} == {NOBODY}
    assert len({answer.text for answer in answers}) == 1
    assert len({tuple(sorted(answer.headers.items())) for answer in answers}) == 1


async def test_a_password_is_checked_for_nobody_as_for_anybody(
    ask: Ask, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Time itself is a poor witness on a busy machine: what takes it is counted."""
    checked: list[str] = []
    verify = PasswordHasher.verify

    def counted(self: PasswordHasher, hash: str, password: str) -> bool:
        checked.append(hash)
        return bool(verify(self, hash, password))

    monkeypatch.setattr(PasswordHasher, "verify", counted)
    ada, off = await with_password(database), await with_password(database, online_account_active=False)
    for email in (ada.email, off.email, f"{make.unique('nobody')}@example.org"):
        assert (await sign_in(ask, email, "a wrong password")).status_code == 401

    costs = [each.rsplit("$", 2)[0] for each in checked]
    assert costs == [HASH.rsplit("$", 2)[0]] * 3
    assert [len(each) for each in checked] == [len(HASH)] * 3


@pytest.mark.rule("ACC-03")
async def test_express_checkout_finds_a_customer_by_email_whether_or_not_the_account_is_on(
    ask: Ask, database: Database
) -> None:
    ada, off = await someone(database), await someone(database, online_account_active=False)
    gone = await someone(database, active=False)

    assert await checkout(ask, str(ada.email).upper()) == await friendly(database, ada)
    assert await checkout(ask, off.email) == await friendly(database, off)
    assert refusal(await sign_in(ask, off.email)) == NOBODY
    assert await checkout(ask, gone.email) is None
    assert await checkout(ask, f"{make.unique('nobody')}@example.org") is None


@pytest.mark.parametrize("path", ["sign-in", "express-checkout"])
async def test_only_the_website_asks(ask: Ask, database: Database, path: str) -> None:
    ada = await with_password(database)
    body = {"email": ada.email, "password": PASSWORD}
    key = website_key(ask.settings)
    for shown in (None, "", "Bearer", "Bearer nonsense", f"Basic {key}", f"Bearer {ask.token('bea')}"):
        headers = {} if shown is None else {"authorization": shown}
        response = await ask.client.post(f"/online/{path}", json=body, headers=headers)
        assert refusal(response)[:2] == (403, "FORBIDDEN")
        assert "I-" not in response.text


@pytest.mark.parametrize("path", ["sign-in", "express-checkout"])
async def test_without_a_key_nobody_asks(settings: Settings, path: str) -> None:
    keys = {"jwt_key": "k" * 43, "protected_key": f"{'A' * 43}="}
    async with asking(settings, demo=False, **keys) as ask:
        for key in ("", "None"):
            headers = {"authorization": f"Bearer {key}"}
            response = await ask.client.post(f"/online/{path}", json={}, headers=headers)
            assert refusal(response)[:2] == (403, "FORBIDDEN")
    async with asking(settings, demo=False, website_key="w" * 32, **keys) as ask:
        response = await ask.client.post(
            f"/online/{path}",
            json={"email": "nobody@example.org", "password": PASSWORD},
            headers={"authorization": f"Bearer {'w' * 32}"},
        )
        assert response.status_code == (401 if path == "sign-in" else 200)


def test_a_gateway_with_a_short_key_of_the_website_does_not_start(settings: Settings) -> None:
    with pytest.raises(KeyRefused) as refused:
        create_app(settings.model_copy(update={"website_key": SecretStr("short")}))
    assert str(refused.value) == "GATEWAY_WEBSITE_KEY has 5 bytes; make it at least 32."


async def test_after_ten_attempts_an_address_has_to_wait_be_it_anybody_s_or_not(
    ask: Ask, database: Database
) -> None:
    ada, nobody = await with_password(database), f"{make.unique('nobody')}@example.org"
    for email in (str(ada.email), nobody):
        for _ in range(10):
            assert refusal(await sign_in(ask, email, "a wrong password")) == NOBODY
        waits = await sign_in(ask, email.upper())
        assert refusal(waits) == (429, "THROTTLED", None)
        assert 0 < int(waits.headers["retry-after"]) <= 900


async def test_whoever_signs_in_begins_anew(ask: Ask, database: Database) -> None:
    ada = await with_password(database)
    for _ in range(2):
        for _ in range(9):
            await sign_in(ask, ada.email, "a wrong password")
        assert (await sign_in(ask, ada.email)).status_code == 200


@pytest.mark.parametrize("redis_url", [None, "unix:///nowhere/valkey"])
async def test_signing_in_needs_no_redis(
    settings: Settings, database: Database, redis_url: str | None
) -> None:
    ada = await with_password(database)
    async with asking(settings, redis_url=redis_url) as ask:
        assert shown_key(ask.settings) == shown_key(settings)
        assert refusal(await sign_in(ask, ada.email, "a wrong password")) == NOBODY
        assert (await sign_in(ask, ada.email)).status_code == 200
