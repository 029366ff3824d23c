"""Credit and gift vouchers on the record."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from tests import box_office as office
from tests import factories as make
from tests.ask import Ask
from tests.database import Database
from tests.ledgers import Ledger, gift_voucher

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)
BALANCE = """query ($id: ID!) { customer(id: $id) { creditAccount {
  balance { amount currency } giftVouchers { amount } accountCredit { amount } expiringSoon { amount } } } }"""
LOTS = """query ($id: ID!) { customer(id: $id) { creditAccount { lots {
  kind amount { amount } remaining { amount } issuedAt expiresOn expired voucherLastFour note
  entries { kind amount { amount } order { number } } } } } }"""
LEDGER = """query ($id: ID!, $first: Int!) { customer(id: $id) { creditAccount { ledger(first: $first) {
  totalCount pageInfo { hasNextPage }
  nodes { kind amount { amount } balanceAfter { amount } at user lot { kind } } } } } }"""


class Stage:
    """A person with a voucher's credit that never moved, and credit of three dates, one of them spent on an order."""

    def __init__(self) -> None:
        self.home, self.ada = make.individual()
        self.order = office.order(self.ada)
        self.voucher = gift_voucher(self.ada, 5000)
        self.ledger = Ledger(self.ada)
        past = self.ledger.lot(700, expires_on=date(2026, 11, 21))
        today = self.ledger.lot(1100, expires_on=date(2026, 11, 22))
        self.ledger.lot(2300, note="For the rained-off tour")
        self.ledger.lot(
            5000, kind="GIFT_VOUCHER", voucher=self.voucher, expires_on=date(2027, 1, 1), issued_at=NOON
        )
        self.ledger.post(past, "SPEND", -300, at=NOON + timedelta(days=1), order_id=self.order.id)
        self.ledger.post(today, "SPEND", -400, at=NOON + timedelta(days=1), order_id=self.order.id)
        self.ledger.post(today, "RESTORE", 100, at=NOON + timedelta(days=2), order_id=self.order.id)

    @property
    def rows(self) -> list[Any]:
        return [self.home, self.ada, self.order, self.voucher, *self.ledger.rows]


async def account(ask: Ask, document: str, stage: Stage, **more: Any) -> Any:
    answer = await ask(document, id=f"{stage.ada.number}", now="2026-11-22T10:00:00+00:00", **more)
    return answer.ok["customer"]["creditAccount"]


@pytest.mark.rule("CRD-01", "CRD-02", "CRD-P06")
async def test_the_balance_is_what_has_not_expired_by_the_end_of_yesterday_in_its_two_parts(
    ask: Ask, database: Database
) -> None:
    stage = Stage()
    await database.save(*stage.rows)

    assert await account(ask, BALANCE, stage) == {
        "balance": {
            "amount": "81.00",
            "currency": "GBP",
        },  # 8.00 of today, 23.00 for ever, 50.00 of the voucher
        "giftVouchers": {"amount": "50.00"},
        "accountCredit": {"amount": "31.00"},
        "expiringSoon": {"amount": "8.00"},
    }


@pytest.mark.rule("CRD-03", "CRD-04", "CRD-05")
async def test_each_credit_says_when_it_was_issued_when_it_expires_and_what_it_paid(
    ask: Ask, database: Database
) -> None:
    stage = Stage()
    await database.save(*stage.rows)
    number = {"number": stage.order.number}

    issued = {"kind": "ACCOUNT_CREDIT", "issuedAt": "2026-01-05T12:00:00+00:00", "voucherLastFour": None}
    assert (await account(ask, LOTS, stage))["lots"] == [
        {
            **issued,
            "amount": {"amount": "7.00"},
            "remaining": {"amount": "4.00"},
            "expiresOn": "2026-11-21",
            "expired": True,
            "note": None,
            "entries": [
                {"kind": "ISSUE", "amount": {"amount": "7.00"}, "order": None},
                {"kind": "SPEND", "amount": {"amount": "-3.00"}, "order": number},
            ],
        },
        {
            **issued,
            "amount": {"amount": "11.00"},
            "remaining": {"amount": "8.00"},
            "expiresOn": "2026-11-22",
            "expired": False,
            "note": None,
            "entries": [
                {"kind": "ISSUE", "amount": {"amount": "11.00"}, "order": None},
                {"kind": "SPEND", "amount": {"amount": "-4.00"}, "order": number},
                {"kind": "RESTORE", "amount": {"amount": "1.00"}, "order": number},
            ],
        },
        {
            "kind": "GIFT_VOUCHER",
            "issuedAt": "2026-06-01T12:00:00+00:00",
            "voucherLastFour": "7QXZ",
            "amount": {"amount": "50.00"},
            "remaining": {"amount": "50.00"},
            "expiresOn": "2027-01-01",
            "expired": False,
            "note": None,
            "entries": [{"kind": "REDEEM_VOUCHER", "amount": {"amount": "50.00"}, "order": None}],
        },
        {
            **issued,
            "amount": {"amount": "23.00"},
            "remaining": {"amount": "23.00"},
            "expiresOn": None,
            "expired": False,
            "note": "For the rained-off tour",
            "entries": [{"kind": "ISSUE", "amount": {"amount": "23.00"}, "order": None}],
        },
    ]


@pytest.mark.rule("CRD-P01")
async def test_the_ledger_tells_every_movement_with_the_balance_after_it_the_newest_first(
    ask: Ask, database: Database
) -> None:
    stage = Stage()
    await database.save(*stage.rows)

    ledger = (await account(ask, LEDGER, stage, first=3))["ledger"]

    assert (ledger["totalCount"], ledger["pageInfo"]["hasNextPage"]) == (7, True)
    assert [
        (each["kind"], each["amount"]["amount"], each["balanceAfter"]["amount"]) for each in ledger["nodes"]
    ] == [("RESTORE", "1.00", "85.00"), ("SPEND", "-4.00", "84.00"), ("SPEND", "-3.00", "88.00")]
    assert ledger["nodes"][0]["at"] == "2026-06-03T12:00:00+00:00"
    assert (ledger["nodes"][0]["user"], ledger["nodes"][0]["lot"]) == ("bea", {"kind": "ACCOUNT_CREDIT"})


async def test_a_record_without_credit_has_an_account_with_nothing_in_it(
    ask: Ask, database: Database
) -> None:
    home, ada = make.individual()
    await database.save(home, ada)

    answer = await ask(BALANCE, id=f"{ada.number}")

    nothing = {"amount": "0.00"}
    assert answer.ok["customer"]["creditAccount"] == {
        "balance": {"amount": "0.00", "currency": "GBP"},
        "giftVouchers": nothing,
        "accountCredit": nothing,
        "expiringSoon": nothing,
    }


async def test_support_may_open_the_record_and_not_its_credit(ask: Ask, database: Database) -> None:
    home, ada = make.individual()
    await database.save(home, ada)

    answer = await ask(BALANCE, id=f"{ada.number}", by="sam")

    assert answer.data == {"customer": {"creditAccount": None}}
    assert [error["extensions"]["code"] for error in answer.errors] == ["FORBIDDEN"]
