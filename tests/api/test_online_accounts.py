"""Mailing a customer the link to set a password."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from hashlib import sha256

import pytest
from sqlalchemy import func, select

from db.models import AuditChange, AuditEntry, AuditValue, Customer, OutgoingMail
from domain.customers import friendly_id
from gateway.app import Gateway
from gateway.engine import ids
from gateway.settings import Settings
from tests import factories as make
from tests.api._online import AT, FIELD, SEND, later, links, mails, send, someone, tokens
from tests.ask import Ask, asking
from tests.database import Database

MAILINGS = "query ($id: ID!) { customer(id: $id) { mailings { records { totalCount } } } }"


async def state(database: Database, customer: Customer) -> tuple[object, ...]:
    """All that sending could change."""
    sent = select(func.count()).where(OutgoingMail.customer_id == customer.id)
    stored = [(link.token_hash, link.voided_at) for link in await links(database, customer)]
    return await database.snapshot(customer.id), stored, await database.one(sent)


@pytest.mark.rule("ACC-01", "ACC-P01")
async def test_a_customer_is_mailed_a_link_whose_token_is_not_kept(
    ask: Ask, database: Database, gateway: Gateway
) -> None:
    ada = await someone(database, title="Dr")

    answer = await send(ask, ada, by="bea")

    assert answer.ok[FIELD] == {"customer": {"detailsVersion": 1, "onlineAccountActive": True}, "errors": []}
    (mail,) = await mails(database, gateway, ada)
    assert (mail.to, mail.subject, mail.attachments) == (ada.email, "Change your password", ())
    assert mail.text.startswith("Dear Dr Ada Byron,\n")
    (token,) = await tokens(database, gateway, ada)
    assert f"\nhttp://gateway/password?token={token}\n" in mail.text
    (link,) = await links(database, ada)
    assert len(token) == 43
    assert link.token_hash == sha256(token.encode()).digest()
    assert (link.created_at, link.expires_at) == (AT, AT + timedelta(minutes=60))


@pytest.mark.rule("ACC-P01", "MAI-05")
async def test_the_audit_has_what_staff_did_and_the_mailings_have_nothing(
    ask: Ask, database: Database, gateway: Gateway
) -> None:
    ada = await someone(database)

    await send(ask, ada, by="bea")

    (entry,) = await database.all(select(AuditEntry).where(AuditEntry.customer_id == ada.id))
    assert (entry.event, entry.username) == ("online-account.password-mail-requested", "bea")
    assert entry.narrative == "Change Password Email requested"
    assert await database.all(select(AuditChange).where(AuditChange.entry_id == entry.id)) == []
    opened = await ask(MAILINGS, id=ids.encode("cus", ada.id), by="bea")
    assert opened.ok["customer"]["mailings"]["records"]["totalCount"] == 0


@pytest.mark.rule("ACC-P01")
async def test_a_new_request_voids_the_links_before(ask: Ask, database: Database) -> None:
    ada, bob = await someone(database), await someone(database)
    await send(ask, bob)
    await send(ask, ada)
    await send(ask, ada, now=later(minutes=1))

    first, second = await links(database, ada)
    assert (first.voided_at, second.voided_at) == (AT + timedelta(minutes=1), None)
    assert [link.voided_at for link in await links(database, bob)] == [None]


@pytest.mark.rule("ACC-P01")
async def test_the_sixth_mail_within_an_hour_is_refused_until_the_first_is_an_hour_old(
    ask: Ask, database: Database
) -> None:
    ada, bob = await someone(database), await someone(database)
    for minute in (0, 10, 20, 30, 59):
        assert (await send(ask, ada, now=later(minutes=minute))).ok[FIELD]["errors"] == []
    before = await state(database, ada)

    refused = await send(ask, ada, now=later(minutes=59, seconds=59.9))

    assert refused.ok[FIELD] == {
        "customer": None,
        "errors": [
            {"code": "PASSWORD_MAIL_LIMIT", "path": ["customerId"], "tryAgainAt": "2026-11-22T11:00:00+00:00"}
        ],
    }
    assert await state(database, ada) == before
    assert (await send(ask, bob, now=later(minutes=59))).ok[FIELD]["errors"] == []
    assert (await send(ask, ada, now=later(minutes=60))).ok[FIELD]["errors"] == []


@pytest.mark.rule("ACC-P01")
async def test_of_many_requests_at_once_five_are_granted_and_one_link_works(
    ask: Ask, database: Database
) -> None:
    ada = await someone(database)

    answers = await asyncio.gather(*(send(ask, ada) for _ in range(8)))

    codes = [error["code"] for answer in answers for error in answer.ok[FIELD]["errors"]]
    assert codes == ["PASSWORD_MAIL_LIMIT"] * 3
    sent = await links(database, ada)
    assert (len(sent), len([link for link in sent if link.voided_at is None])) == (5, 1)


@pytest.mark.rule("ACC-P01")
@pytest.mark.parametrize(
    ("given", "refused"),
    [
        ({"email": None, "online_account_active": False}, [("NO_EMAIL", "customerId")]),
        ({"active": False}, [("CUSTOMER_INACTIVE", "customerId")]),
        (
            {"active": False, "online_account_active": False},
            [("CUSTOMER_INACTIVE", "customerId"), ("ONLINE_ACCOUNT_INACTIVE", "activate")],
        ),
        (
            {"active": False, "email": None, "online_account_active": False},
            [("CUSTOMER_INACTIVE", "customerId"), ("NO_EMAIL", "customerId")],
        ),
    ],
)
async def test_who_cannot_be_mailed_is_told_why_and_nothing_changes(
    ask: Ask, database: Database, given: dict[str, object], refused: list[tuple[str, str]]
) -> None:
    ada = await someone(database, **given)
    before = await state(database, ada)

    answer = await send(ask, ada)

    assert answer.ok[FIELD]["customer"] is None
    assert [(error["code"], *error["path"]) for error in answer.ok[FIELD]["errors"]] == refused
    assert await state(database, ada) == before


@pytest.mark.rule("ACC-P01")
async def test_an_organisation_has_no_online_account(ask: Ask, database: Database) -> None:
    choir = make.organisation()
    await database.save(choir)
    before = await state(database, choir)

    answer = await send(ask, choir, activate=True)

    assert answer.ok[FIELD]["errors"] == [{"code": "ORGANISATION_NOT_ALLOWED", "path": ["customerId"]}]
    assert await state(database, choir) == before


@pytest.mark.rule("ACC-P02")
async def test_an_account_that_is_off_is_mailed_to_only_when_it_is_turned_on_with_it(
    ask: Ask, database: Database, gateway: Gateway
) -> None:
    ada = await someone(database, online_account_active=False)
    before = await state(database, ada)

    refused = await send(ask, ada, by="bea")
    assert refused.ok[FIELD]["errors"] == [{"code": "ONLINE_ACCOUNT_INACTIVE", "path": ["activate"]}]
    assert await state(database, ada) == before

    answer = await send(ask, ada, by="bea", activate=True)

    assert answer.ok[FIELD] == {"customer": {"detailsVersion": 2, "onlineAccountActive": True}, "errors": []}
    assert len(await tokens(database, gateway, ada)) == 1
    assert await database.events(ada.id) == ["customer.updated", "online-account.password-mail-requested"]
    changes = select(AuditChange.path, AuditValue.before, AuditValue.after).join(
        AuditValue,
        (AuditValue.entry_id == AuditChange.entry_id) & (AuditValue.ordinal == AuditChange.ordinal),
    )
    of_ada = changes.join(AuditEntry, AuditEntry.id == AuditChange.entry_id).where(
        AuditEntry.customer_id == ada.id
    )
    async with database.store.writes.connect() as connection:
        told = [tuple(row) for row in await connection.execute(of_ada)]
    assert told == [("online_account_active", "false", "true")]


@pytest.mark.rule("ACC-P02")
async def test_asking_to_turn_on_what_is_on_changes_no_details(ask: Ask, database: Database) -> None:
    ada = await someone(database)
    answer = await send(ask, ada, activate=True)
    assert answer.ok[FIELD]["customer"]["detailsVersion"] == 1
    assert await database.events(ada.id) == ["online-account.password-mail-requested"]


async def test_a_record_merged_away_or_unknown_or_unseen_is_mailed_nothing(
    ask: Ask, database: Database
) -> None:
    survivor, hidden = await someone(database), await someone(database, active=False)
    retired = {"active": False, "online_account_active": False, "email": None}
    loser = await someone(database, merged_into=survivor.id, **retired)

    merged = await send(ask, loser)
    assert merged.ok[FIELD]["errors"] == [{"code": "CUSTOMER_MERGED", "path": ["customerId"]}]
    for answer in (await send(ask, hidden, by="bea"), await send(ask, hidden, id="nonsense")):
        assert answer.ok[FIELD]["errors"] == [{"code": "NOT_FOUND", "path": ["customerId"]}]
    assert await links(database, loser) == await links(database, hidden) == []


async def test_who_may_not_serve_customers_sends_nothing(ask: Ask, database: Database) -> None:
    ada = await someone(database)
    before = await state(database, ada)
    for by in ("sam", "gina", "seth", "ines"):
        assert (await send(ask, ada, by=by)).codes == ["FORBIDDEN"]
    assert await state(database, ada) == before


async def test_a_request_repeated_under_its_key_sends_one_mail(
    ask: Ask, database: Database, gateway: Gateway
) -> None:
    ada, key = await someone(database), make.unique("key")
    for _ in range(2):
        answer = await send(ask, ada, id=friendly_id("I", await number(database, ada)), key=key)  # type: ignore[arg-type]
        assert answer.ok[FIELD]["errors"] == []
    assert len(await mails(database, gateway, ada)) == 1


async def number(database: Database, customer: Customer) -> int:
    found: int = await database.one(select(Customer.number).where(Customer.id == customer.id))
    return found


async def test_a_system_without_a_page_for_passwords_says_so(settings: Settings, database: Database) -> None:
    ada = await someone(database)
    async with asking(settings, password_url=None) as ask:
        answer = await ask(SEND, id=ids.encode("cus", ada.id))
    assert answer.codes == ["NOT_IN_THIS_SYSTEM"]
    assert await links(database, ada) == []
