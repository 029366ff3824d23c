"""The wallet on the record: which cards are shown and how, what renews by them, and what is never told of them."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from db.models import Customer
from gateway.engine import ids
from gateway.loaders.wallet_cards import STORED_CARD, STORED_CARDS
from gateway.schema import build
from gateway.settings import Limits
from tests import factories as make
from tests import subscriptions as hold
from tests.ask import Ask
from tests.database import Database

SCHEMA = build(Limits()).graphql
WALLET = """query ($id: ID!) { customer(id: $id) { ... on Individual { wallet { storedCards {
  id brand lastFour maskedNumber expiryMonth expiryYear goodUntil expired expiringSoon holderName provider preferred
  continuousAuthority addedAt addedBy lastUsedAt renews { name nextAttemptDate }
} } } } }"""
SHORT = """query ($id: ID!) { customer(id: $id) { ... on Individual { wallet { storedCards {
  lastFour preferred expired expiringSoon renews { status } } } } } }"""
RENEWAL = """query ($id: ID!) { customer(id: $id) { memberships { autoRenew renewalDate nextAttemptDate
  autoRenewEligibility { eligible lacks { reason } } notices { kind on } card { lastFour } } } }"""


async def person(database: Database, **given: Any) -> Customer:
    home, ada = make.individual(**given)
    await database.save(home, ada)
    return ada


async def cards(ask: Ask, of: Customer, document: str = SHORT, **asked: Any) -> Any:
    return (await ask(document, id=f"{of.number}", **asked)).ok["customer"]["wallet"]["storedCards"]


@pytest.mark.rule("WAL-01", "WAL-06", "NAV-18")
async def test_a_stored_card_is_shown_with_all_that_tells_it_apart(ask: Ask, database: Database) -> None:
    ada = await person(database)
    card = hold.card(ada, preferred=True, added_at=datetime(2026, 3, 1, 9, tzinfo=UTC))
    friends = hold.membership_type()
    made = hold.membership(ada, friends, auto_renew=True, card_id=card.id)
    await database.save(card, friends, made, hold.term(made, date(2026, 1, 1), date(2026, 12, 31)))

    assert await cards(ask, ada, WALLET) == [
        {
            "id": ids.encode("crd", card.id),
            "brand": "Visa",
            "lastFour": "4242",
            "maskedNumber": "•••• 4242",
            "expiryMonth": 12,
            "expiryYear": 2029,
            "goodUntil": "2029-12-31",
            "expired": False,
            "expiringSoon": False,
            "holderName": "A Byron",
            "provider": "Adyen",
            "preferred": True,
            "continuousAuthority": True,
            "addedAt": "2026-03-01T09:00:00+00:00",
            "addedBy": "bea",
            "lastUsedAt": None,
            "renews": [{"name": friends.name, "nextAttemptDate": "2026-12-30"}],
        }
    ]


@pytest.mark.rule("WAL-05", "WAL-P04")
async def test_the_preferred_card_comes_first_expired_ones_are_marked_and_removed_ones_are_gone(
    ask: Ask, database: Database
) -> None:
    ada = await person(database)
    removed = hold.card(ada, last_four="0001", removed_at=datetime(2026, 11, 1, tzinfo=UTC))
    await database.save(
        removed,
        hold.card(ada, last_four="0002", added_at=datetime(2026, 1, 2, tzinfo=UTC), preferred=True),
        hold.card(ada, last_four="0003", added_at=datetime(2026, 1, 1, tzinfo=UTC)),
        hold.card(
            ada,
            last_four="0004",
            added_at=datetime(2026, 1, 3, tzinfo=UTC),
            expiry_month=10,
            expiry_year=2026,
        ),
        hold.card(
            ada,
            last_four="0005",
            added_at=datetime(2026, 1, 4, tzinfo=UTC),
            expiry_month=11,
            expiry_year=2026,
        ),
    )

    found = await cards(ask, ada)

    assert [(each["lastFour"], each["preferred"], each["expired"]) for each in found] == [
        ("0002", True, False),
        ("0005", False, False),
        ("0004", False, True),
        ("0003", False, False),
    ]
    # No membership renews by the one that is good for another week.
    assert [each["expiringSoon"] for each in found] == [False] * 4
    node = "query ($id: ID!) { node(id: $id) { id } }"
    assert (await ask(node, id=ids.encode("crd", removed.id))).ok == {"node": None}


@pytest.mark.rule("WAL-P04")
async def test_a_card_expires_soon_where_a_current_membership_renews_by_it(
    ask: Ask, database: Database
) -> None:
    ada = await person(database)
    friends = hold.membership_type()
    current, over = (date(2026, 1, 1), date(2026, 12, 31)), (date(2025, 1, 1), date(2025, 12, 31))
    cases = {"1111": (current, True), "2222": (current, False), "3333": (over, True)}
    await database.save(friends)
    for last_four, (days, on) in cases.items():
        card = hold.card(ada, last_four=last_four, expiry_month=1, expiry_year=2027)
        made = hold.membership(ada, friends, auto_renew=on, card_id=card.id)
        await database.save(card, made, hold.term(made, *days))

    async def soon(now: str) -> set[str]:
        found = await cards(ask, ada, now=f"{now}T12:00:00+00:00")
        return {each["lastFour"] for each in found if each["expiringSoon"]}

    # Sixty days before 31 January is 2 December.
    assert await soon("2026-12-01") == set()
    assert await soon("2026-12-02") == {"1111"}
    assert {each["lastFour"]: each["renews"] for each in await cards(ask, ada)} == {
        "1111": [{"status": "ACTIVE"}],
        "2222": [],
        "3333": [],
    }


@pytest.mark.rule("MEM-05", "MEM-P07")
async def test_auto_renew_tells_its_card_its_next_attempt_its_notices_and_what_it_lacks(
    ask: Ask, database: Database
) -> None:
    ada = await person(database)
    good = hold.card(ada)
    lapsed = hold.card(ada, last_four="0002", expiry_year=2025, continuous_authority=False)
    gone = hold.card(ada, last_four="0003", removed_at=datetime(2026, 11, 1, tzinfo=UTC))
    await database.save(good, lapsed, gone)
    chosen = {
        "good": (good, {}),
        "lapsed": (lapsed, {}),
        "gone": (gone, {}),
        "by hand": (None, {"auto_renew": False}),
    }
    for month, (card, values) in enumerate(chosen.values(), start=1):
        type_ = hold.membership_type(auto_renew_allowed=card is not None)
        made = hold.membership(ada, type_, **{"auto_renew": True, "card_id": card and card.id, **values})
        await database.save(type_, made, hold.term(made, date(2026, 1, month), date(2026, 12, 32 - month)))

    found = (await ask(RENEWAL, id=f"{ada.number}")).ok["customer"]["memberships"]

    assert [each["autoRenewEligibility"] for each in found] == [
        {"eligible": True, "lacks": []},
        {"eligible": False, "lacks": [{"reason": "CARD_EXPIRED"}, {"reason": "NO_CONTINUOUS_AUTHORITY"}]},
        {"eligible": False, "lacks": [{"reason": "NO_CARD"}]},
        {"eligible": False, "lacks": [{"reason": "TYPE_DOES_NOT_ALLOW"}, {"reason": "NO_CARD"}]},
    ]
    assert [each["card"] and each["card"]["lastFour"] for each in found] == ["4242", "0002", None, None]
    assert [(each["nextAttemptDate"], each["renewalDate"]) for each in found] == [
        ("2026-12-30", "2026-12-30"),
        ("2026-12-29", "2026-12-29"),
        ("2026-12-28", "2026-12-28"),
        (None, "2026-10-29"),
    ]
    assert [[(note["kind"], note["on"]) for note in each["notices"]] for each in found] == [
        [("UPCOMING", "2026-12-01"), ("UPCOMING", "2026-12-24")],
        [("CARD_MISSING", "2026-11-30"), ("CARD_MISSING", "2026-12-23")],
        [("CARD_MISSING", "2026-11-29"), ("CARD_MISSING", "2026-12-22")],
        [],
    ]


@pytest.mark.rule("WAL-P05")
def test_only_people_have_a_wallet() -> None:
    fields = {name: SCHEMA.type_map[name].fields for name in ("Customer", "Individual", "Organisation")}  # type: ignore[attr-defined]

    assert {name: "wallet" in of for name, of in fields.items()} == {
        "Customer": False,
        "Individual": True,
        "Organisation": False,
    }


@pytest.mark.rule("WAL-P01")
async def test_what_charges_a_card_is_neither_in_the_schema_nor_in_anything_that_is_read(
    ask: Ask, database: Database
) -> None:
    ada = await person(database)
    card = hold.card(ada)
    await database.save(card)
    every = " ".join(
        name
        for name, field in SCHEMA.type_map["StoredCard"].fields.items()  # type: ignore[attr-defined]
        if name != "renews"
    )
    document = f"query ($id: ID!) {{ node(id: $id) {{ ... on StoredCard {{ {every} }} }} }}"

    answer = (await ask(document, id=ids.encode("crd", card.id))).ok["node"]

    assert answer["lastFour"] == "4242"
    assert card.token not in f"{answer}"
    assert card.fingerprint not in f"{answer}"
    read = {column.name for tab in (STORED_CARD, STORED_CARDS) for column in tab.source.c}
    assert read & {"token", "fingerprint"} == set()
    named = {name.lower() for type_ in SCHEMA.type_map.values() for name in getattr(type_, "fields", ())}
    assert [
        name for name in named if "fingerprint" in name or "cardtoken" in name or name in ("pan", "cvv")
    ] == []


@pytest.mark.rule("ROL-P06", "ROL-P04")
async def test_the_wallet_is_for_who_serves_customers(ask: Ask, database: Database) -> None:
    ada = await person(database)
    card = hold.card(ada)
    await database.save(card)
    document = """query ($id: ID!, $card: ID!) {
      customer(id: $id) { id ... on Individual { wallet { storedCards { id } } } } node(id: $card) { id } }"""

    answers = {
        by: await ask(document, by=by, id=ids.encode("cus", ada.id), card=ids.encode("crd", card.id))
        for by in ("bea", "femi", "sam")
    }

    there = {"storedCards": [{"id": ids.encode("crd", card.id)}]}
    assert {by: answer.data["customer"]["wallet"] for by, answer in answers.items()} == {
        "bea": there,
        "femi": there,
        "sam": None,
    }
    assert {by: answer.codes for by, answer in answers.items()} == {
        "bea": [],
        "femi": [],
        "sam": ["FORBIDDEN"],
    }
    assert answers["sam"].data["node"] is None


@pytest.mark.rule("ROL-P07")
async def test_a_card_of_an_inactive_customer_is_not_there_for_the_box_office(
    ask: Ask, database: Database
) -> None:
    card = hold.card(await person(database, active=False))
    await database.save(card)
    node = "query ($id: ID!) { node(id: $id) { __typename } }"

    found = {by: (await ask(node, by=by, id=ids.encode("crd", card.id))).ok["node"] for by in ("bea", "femi")}

    assert found == {"bea": None, "femi": {"__typename": "StoredCard"}}
