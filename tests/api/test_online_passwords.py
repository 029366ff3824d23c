"""Setting a password by the link of a mail."""

from __future__ import annotations

import asyncio
from html import unescape

import httpx
import pytest
from sqlalchemy import select

from db.models import AuditEntry
from gateway.app import Gateway
from tests.api._activation import deactivate
from tests.api._online import (
    PASSWORD,
    hashes,
    later,
    links,
    new_token,
    refusal,
    send,
    set_password,
    sign_in,
    someone,
    tokens,
)
from tests.api._updating import change, saved
from tests.ask import Ask
from tests.database import Database

INVALID = (400, "BAD_USER_INPUT", "PASSWORD_LINK_INVALID")


@pytest.mark.rule("ACC-01", "ACC-P01")
async def test_a_customer_sets_a_password_once_and_the_audit_says_that_it_was_online(
    ask: Ask, database: Database, gateway: Gateway
) -> None:
    ada = await someone(database)
    token = await new_token(ask, database, gateway, ada)

    done = await set_password(ask.client, token)

    assert (done.status_code, done.content, done.headers["cache-control"]) == (204, b"", "no-store")
    (stored,) = await hashes(database, ada)
    assert stored.startswith("$argon2id$")
    entry = (
        await database.all(
            select(AuditEntry).where(AuditEntry.customer_id == ada.id).order_by(AuditEntry.sequence)
        )
    )[-1]
    assert (entry.event, entry.username) == ("online-account.password-set", "Web")
    assert (entry.method, entry.user_id) == ("API", None)

    before = await database.snapshot(ada.id)
    assert refusal(await set_password(ask.client, token, "another password")) == INVALID
    assert (await hashes(database, ada), await database.snapshot(ada.id)) == ([stored], before)


@pytest.mark.rule("ACC-P01")
async def test_a_link_works_until_it_is_an_hour_old(ask: Ask, database: Database, gateway: Gateway) -> None:
    ada, bob = await someone(database), await someone(database)
    of_ada, of_bob = [await new_token(ask, database, gateway, each) for each in (ada, bob)]
    before = await database.snapshot(ada.id)

    over = await set_password(ask.client, of_ada, now=later(minutes=60))
    last = await set_password(ask.client, of_bob, now=later(minutes=59, seconds=59.999))

    assert (refusal(over), last.status_code) == (INVALID, 204)
    assert (await hashes(database, ada), await database.snapshot(ada.id)) == ([], before)


@pytest.mark.rule("ACC-P01")
async def test_a_link_works_no_longer_when_a_newer_one_was_sent(
    ask: Ask, database: Database, gateway: Gateway
) -> None:
    ada = await someone(database)
    await send(ask, ada)
    await send(ask, ada)
    old, new = await tokens(database, gateway, ada)

    assert refusal(await set_password(ask.client, old)) == INVALID
    assert (await set_password(ask.client, new)).status_code == 204


@pytest.mark.rule("ACC-P01")
async def test_of_two_who_use_one_link_at_once_one_sets_the_password(
    ask: Ask, database: Database, gateway: Gateway
) -> None:
    ada = await someone(database)
    token = await new_token(ask, database, gateway, ada)
    chosen = ("the first password", "the second password")

    answers = await asyncio.gather(*(set_password(ask.client, token, each) for each in chosen))

    assert sorted(answer.status_code for answer in answers) == [204, 400]
    (winner,) = [each for each, answer in zip(chosen, answers, strict=True) if answer.status_code == 204]
    assert (await sign_in(ask, ada.email, winner)).status_code == 200
    assert (await database.events(ada.id)).count("online-account.password-set") == 1


async def test_a_link_works_no_longer_when_the_email_address_was_changed(
    ask: Ask, database: Database, gateway: Gateway
) -> None:
    ada = await someone(database)
    token = await new_token(ask, database, gateway, ada)

    saved(await change(ask, ada, phone="0117 496 0001"))
    assert [link.voided_at for link in await links(database, ada)] == [None]
    saved(await change(ask, ada, 2, email=f"new.{ada.email}"))

    assert refusal(await set_password(ask.client, token)) == INVALID


@pytest.mark.rule("ACC-02")
async def test_a_link_does_nothing_for_an_account_that_was_turned_off_or_a_record_made_inactive(
    ask: Ask, database: Database, gateway: Gateway
) -> None:
    ada, bob = await someone(database), await someone(database)
    of_ada, of_bob = [await new_token(ask, database, gateway, each) for each in (ada, bob)]
    saved(await change(ask, ada, onlineAccountActive=False))
    await deactivate(ask, bob, account=False)

    assert refusal(await set_password(ask.client, of_ada)) == INVALID
    assert refusal(await set_password(ask.client, of_bob)) == INVALID
    assert await hashes(database, ada) == await hashes(database, bob) == []


@pytest.mark.parametrize(
    ("password", "reason"), [("x" * 11, "PASSWORD_TOO_SHORT"), ("x" * 201, "PASSWORD_TOO_LONG")]
)
async def test_a_password_has_twelve_characters_or_more_and_a_bad_one_does_not_use_the_link_up(
    ask: Ask, database: Database, gateway: Gateway, password: str, reason: str
) -> None:
    ada = await someone(database)
    token = await new_token(ask, database, gateway, ada)

    assert refusal(await set_password(ask.client, token, password)) == (400, "BAD_USER_INPUT", reason)
    assert (await set_password(ask.client, token, "x" * 12)).status_code == 204


async def test_a_password_is_the_same_on_every_keyboard(
    ask: Ask, database: Database, gateway: Gateway
) -> None:
    ada = await someone(database)
    token = await new_token(ask, database, gateway, ada)
    assert (await set_password(ask.client, token, "Cafe\u0301 au lait, chaud")).status_code == 204
    assert (await sign_in(ask, ada.email, "Caf\u00e9 au lait, chaud")).status_code == 200


async def test_a_token_that_nobody_was_sent_sets_nothing(ask: Ask) -> None:
    for token in ("", "x" * 43, "\u00fc\u0000"):
        assert refusal(await set_password(ask.client, token)) == INVALID


@pytest.mark.parametrize(
    ("request_", "status", "code"),
    [
        ({"json": {"token": "x"}}, 400, "BAD_REQUEST"),
        ({"json": {"token": 1, "password": PASSWORD}}, 400, "BAD_REQUEST"),
        ({"json": ["x"]}, 400, "BAD_REQUEST"),
        ({"content": b"{", "headers": {"content-type": "application/json"}}, 400, "BAD_REQUEST"),
        ({"data": {"token": "x", "password": PASSWORD}}, 415, "UNSUPPORTED_MEDIA_TYPE"),
        ({"json": {"token": "x" * 300_000, "password": PASSWORD}}, 413, "PAYLOAD_TOO_LARGE"),
    ],
)
async def test_a_request_that_says_too_little_is_told_what_to_send(
    client: httpx.AsyncClient, request_: dict[str, object], status: int, code: str
) -> None:
    response = await client.post("/online/password", **request_)  # type: ignore[arg-type]
    assert refusal(response)[:2] == (status, code)
    assert (await client.get("/online/password")).status_code == 405


async def test_the_page_of_the_demo_sets_a_password_by_a_form(
    ask: Ask, database: Database, gateway: Gateway
) -> None:
    ada, played = await someone(database), {"x-demo-now": later()}
    token = await new_token(ask, database, gateway, ada)

    page = await ask.client.get("/password", params={"token": f'{token}"><script>'})
    assert page.status_code == 200
    assert "form-action 'self'" in page.headers["content-security-policy"]
    assert page.headers["referrer-policy"] == "no-referrer"
    assert "<script" not in page.text
    assert f'{token}"><script>' in unescape(page.text)

    short = await ask.client.post("/password", data={"token": token, "password": "short"}, headers=played)
    assert (short.status_code, 'role="alert"' in short.text) == (400, True)
    done = await ask.client.post("/password", data={"token": token, "password": PASSWORD}, headers=played)
    assert (done.status_code, "<h1>Your password was changed</h1>" in done.text) == (200, True)
    assert (await sign_in(ask, ada.email)).status_code == 200
