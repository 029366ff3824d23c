"""Who can declare and who takes declarations, what the audit tells of it, and what is refused to whom."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from sqlalchemy import select
from uuid_utils.compat import uuid7

from db.models import AuditChange, AuditEntry, OutgoingMail
from gateway.engine import ids
from tests import factories as make
from tests.api._declaring import CANCEL, DECLARE, FROM_TODAY, cus, desk
from tests.ask import Ask, asking
from tests.database import Database


@pytest.mark.rule("GAD-P04")
async def test_an_organisation_cannot_declare(ask: Ask, database: Database) -> None:
    choir = make.organisation(name=make.choir())
    await database.save(choir, make.address(choir.id))
    told = (await ask(DECLARE, id=cus(choir), declaration=FROM_TODAY)).ok["declareGiftAid"]
    assert told == {
        "declaration": None,
        "errors": [{"__typename": "WrongKind", "code": "WRONG_KIND", "path": ["customerId"]}],
    }
    assert await database.events(choir.id) == []


@pytest.mark.rule("GAD-P04")
@pytest.mark.parametrize(
    ("given", "lives", "code"),
    [
        ({"deceased_on": date(2026, 11, 21)}, {}, "CUSTOMER_DECEASED"),
        ({"first_name": ""}, {}, "GIFT_AID_NAME_REQUIRED"),
        ({}, {"postcode": None}, "GIFT_AID_ADDRESS_REQUIRED"),
        ({"active": False}, {}, "NOT_FOUND"),
    ],
    ids=["died yesterday", "no first name", "no postcode", "an inactive record"],
)
async def test_somebody_who_lacks_what_a_declaration_needs_is_refused(
    ask: Ask, database: Database, given: dict[str, Any], lives: dict[str, Any], code: str
) -> None:
    counter = await desk(ask, database, lives, **given)
    assert [error["code"] for error in await counter.refused()] == [code]


@pytest.mark.rule("GAD-P04")
async def test_another_complete_address_of_the_record_will_do(ask: Ask, database: Database) -> None:
    counter = await desk(ask, database, {"postcode": None})
    other = {"default_billing": False, "default_delivery": False}
    await database.save(make.address(counter.donor.id, line1="4 Weir Cottages", postcode="BA2 6NX", **other))
    made = await counter.declared()
    assert (made["snapshot"]["addressLine1"], made["snapshot"]["postcode"]) == ("4 Weir Cottages", "BA2 6NX")


@pytest.mark.rule("GAD-P04")
async def test_an_address_abroad_needs_no_postcode(ask: Ask, database: Database) -> None:
    counter = await desk(ask, database, {"postcode": None, "country_code": "IE", "line1": "2 Quay Street"})
    assert (await counter.declared())["snapshot"]["countryCode"] == "IE"


@pytest.mark.rule("GAD-P04")
async def test_who_died_today_may_have_declared_before(ask: Ask, database: Database) -> None:
    counter = await desk(ask, database, deceased_on=date(2026, 11, 22))
    assert (await counter.declared())["claimable"] is True


@pytest.mark.rule("GAD-08", "GAD-26", "GAD-13")
async def test_a_declaration_is_made_on_the_record_without_any_donation_and_audited(
    ask: Ask, database: Database
) -> None:
    counter = await desk(ask, database)
    await counter.declared(coverage="SINCE", since="2025-01-01")

    assert await database.events(counter.donor.id) == ["gift-aid.declared"]
    told = await database.all(
        select(AuditChange.path)
        .join(AuditEntry, AuditEntry.id == AuditChange.entry_id)
        .where(AuditEntry.customer_id == counter.donor.id)
        .order_by(AuditChange.ordinal)
    )
    assert told == [
        f"giftAid.{name}" for name in ("coverage", "coverage_from", "type", "evidence", "statement_version")
    ]
    assert await database.all(select(OutgoingMail).where(OutgoingMail.customer_id == counter.donor.id)) == []


@pytest.mark.rule("GAD-01")
async def test_nobody_declares_or_cancels_outside_the_united_kingdom(ask: Ask, database: Database) -> None:
    counter = await desk(ask, database)
    async with asking(ask.settings, region="IE") as abroad:
        declared = await abroad(DECLARE, id=cus(counter.donor), declaration=FROM_TODAY)
        cancelled = await abroad(CANCEL, id=cus(counter.donor), cancellation={"option": "FROM_TODAY"})
    assert declared.codes == cancelled.codes == ["NOT_IN_THIS_SYSTEM"]
    assert await database.events(counter.donor.id) == []


@pytest.mark.parametrize("by", ["gina", "sam", "seth"])
async def test_only_those_at_the_front_take_declarations(ask: Ask, database: Database, by: str) -> None:
    counter = await desk(ask, database)
    assert (await counter.declare(by=by)).codes == ["FORBIDDEN"]
    assert (await counter.cancel(by=by)).codes == ["FORBIDDEN"]
    assert (await counter.upload(by=by)).status_code == 403
    assert await database.events(counter.donor.id) == []


async def test_a_record_that_is_unknown_or_merged_is_named_in_the_refusal(
    ask: Ask, database: Database
) -> None:
    counter = await desk(ask, database)
    household, gone = make.individual(active=False, merged_into=counter.donor.id)
    await database.save(household, gone)
    for who, code in (
        (cus(gone), "CUSTOMER_MERGED"),
        (ids.encode("cus", uuid7()), "NOT_FOUND"),
        ("x", "NOT_FOUND"),
    ):
        told = (await ask(DECLARE, id=who, declaration=FROM_TODAY)).ok["declareGiftAid"]
        assert [error["code"] for error in told["errors"]] == [code]


async def test_the_same_key_makes_one_declaration(ask: Ask, database: Database) -> None:
    counter = await desk(ask, database)
    key = make.unique("key")
    first = (await counter.declare(key=key)).ok["declareGiftAid"]
    again = await counter.declare(key=key)
    assert again.ok["declareGiftAid"] == first
    assert again.extensions["replayed"] == ["declareGiftAid"]
    assert len(await counter.rows()) == 1
