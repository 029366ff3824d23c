"""What stands in the way of a conversion over HTTP: told by the preview, refused with its code, and nothing changed."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from db.merge_locks import take
from db.models import Agent, AttributeValue
from gateway.engine import ids
from tests import box_office, fundraising, ledgers, people
from tests import factories as make
from tests.api._converting import (
    blocked,
    convert,
    counted,
    done,
    preview,
    refused,
    refuses,
    someone,
    to_individual,
    to_organisation,
)
from tests.ask import Ask
from tests.database import Database

ORGANISATION = ("input", "toOrganisation")


@pytest.mark.rule("CNV-P06", "CRD-P09")
async def test_credit_has_to_be_taken_over_by_an_individual(ask: Ask, database: Database) -> None:
    one = await someone(database)
    choir, book = make.organisation(), ledgers.Ledger(one.ada)
    book.lot(1500)
    await database.save(choir, *book.rows)
    path = (*ORGANISATION, "transferCreditTo")

    await refuses(ask, database, one.ada, one.input, ("HAS_CREDIT_BALANCE", *path))
    for name, told in (
        (ids.encode("cus", choir.id), "WRONG_KIND"),
        (ids.encode("cus", one.ada.id), "INVALID_VALUE"),
        ("I-9999999", "NOT_FOUND"),
    ):
        named = to_organisation(one.type_, transferCreditTo={"customerId": name})
        await refuses(ask, database, one.ada, named, (told, *path))
    nobody = to_organisation(one.type_, transferCreditTo={"person": True}, keepPersonRecord=False)
    await refuses(ask, database, one.ada, nobody, ("INVALID_VALUE", *path))


@pytest.mark.rule("CNV-P06", "PLG-P11")
async def test_a_legacy_has_to_go_to_an_individual(ask: Ask, database: Database) -> None:
    one = await someone(database)
    to, at, fund = fundraising.campaign(), fundraising.stage(), box_office.fund()
    chance = fundraising.opportunity(one.ada, to, at)
    await database.save(to, at, fund, chance)
    await database.save(fundraising.legacy(chance, fund))
    told = ("HAS_LEGACIES", *ORGANISATION, "reassignLegaciesTo")
    await refuses(ask, database, one.ada, one.input, told)


@pytest.mark.rule("PLG-P11")
async def test_a_legacy_that_was_cancelled_stands_in_nobodys_way(ask: Ask, database: Database) -> None:
    one = await someone(database)
    to, at, fund = fundraising.campaign(), fundraising.stage(), box_office.fund()
    chance = fundraising.opportunity(one.ada, to, at)
    await database.save(to, at, fund, chance)
    await database.save(fundraising.legacy(chance, fund, cancelled_at=datetime(2026, 5, 1, tzinfo=UTC)))
    assert blocked(await preview(ask, one.ada, one.input)) == set()


@pytest.mark.rule("CNV-P06", "AGC-P07")
async def test_access_to_the_agency_api_has_to_be_revoked(ask: Ask, database: Database) -> None:
    one = await someone(database)
    await database.save(Agent(customer_id=one.ada.id, api_access=True))
    await refuses(ask, database, one.ada, one.input, ("HAS_AGENT_ACCESS", "customerId"))


@pytest.mark.rule("CNV-P06", "INV-P05")
async def test_without_a_record_for_the_person_invitations_are_cancelled_by_choice_alone(
    ask: Ask, database: Database
) -> None:
    one = await someone(database)
    show = box_office.show()
    gone = box_office.show(starts_at=datetime(2026, 1, 24, 19, 30, tzinfo=UTC))
    coming, past = (fundraising.invitation(one.ada, each.instance) for each in (show, gone))
    await database.save(*show.rows, *gone.rows, coming, past, fundraising.attendee(coming, "A guest"))
    alone = to_organisation(one.type_, keepPersonRecord=False)

    told = ("HAS_INVITATIONS", *ORGANISATION, "cancelInvitations")
    await refuses(ask, database, one.ada, alone, told)
    cancelled = to_organisation(one.type_, keepPersonRecord=False, cancelInvitations=True)
    payload = done(await convert(ask, one.ada, cancelled))

    assert counted(payload["removed"])["INVITATIONS"] == 1
    left = await database.all(select(type(past).id).where(type(past).invitee_id == one.ada.id))
    assert left == [past.id]


@pytest.mark.rule("CNV-P06")
async def test_without_a_record_for_the_person_orders_must_not_have_been_facilitated(
    ask: Ask, database: Database
) -> None:
    one = await someone(database)
    choir = make.organisation()
    await database.save(choir, box_office.order(choir, facilitator_id=one.ada.id))
    alone = to_organisation(one.type_, keepPersonRecord=False)
    told = ("FACILITATES_ORDERS", *ORGANISATION, "keepPersonRecord")
    await refuses(ask, database, one.ada, alone, told)


@pytest.mark.rule("CNV-02", "CNV-P06", "REL-18")
async def test_a_type_that_connects_a_person_and_an_organisation_has_to_be_chosen(
    ask: Ask, database: Database
) -> None:
    one = await someone(database)
    parent, closed = people.relationship_type(), people.membership_of_choir(active=False)
    await database.save(parent, closed)
    path = (*ORGANISATION, "relationshipTypeId")
    await refuses(ask, database, one.ada, to_organisation(None), ("REQUIRED", *path))
    for other in (parent, closed):
        await refuses(ask, database, one.ada, to_organisation(other), ("INVALID_VALUE", *path))


@pytest.mark.rule("CNV-P09", "ATR-P03")
async def test_a_protected_attribute_that_would_be_lost_is_discarded_by_those_who_may(
    ask: Ask, database: Database
) -> None:
    one = await someone(database)
    secret = make.attribute(protected=True, applies_to="INDIVIDUAL")
    await database.save(secret)
    await database.save(AttributeValue(customer_id=one.ada.id, definition_id=secret.id, ciphertext=b"sealed"))
    path = (*ORGANISATION, "discardProtected")
    await refuses(ask, database, one.ada, one.input, ("PROTECTED_ATTRIBUTE_NOT_COPIED", *path))
    discards = to_organisation(one.type_, discardProtected=[ids.encode("atd", secret.id)])
    await refuses(ask, database, one.ada, discards, ("PROTECTED_ATTRIBUTE", *path), by="sam")

    payload = done(await convert(ask, one.ada, discards))

    assert {"subject": "ATTRIBUTE", "count": 1, "name": secret.name} in payload["removed"]
    kept = select(AttributeValue).where(AttributeValue.customer_id == one.ada.id)
    assert await database.all(kept) == []


@pytest.mark.rule("CNV-P09", "ATR-P01")
async def test_attributes_of_the_other_kind_are_removed_with_a_line_in_the_audit(
    ask: Ask, database: Database
) -> None:
    one = await someone(database)
    diet, both = make.attribute(applies_to="INDIVIDUAL"), make.attribute()
    await database.save(diet, both)
    for each in (diet, both):
        await database.save(AttributeValue(customer_id=one.ada.id, definition_id=each.id, text_value="Vegan"))

    shown = await preview(ask, one.ada, one.input)
    done(await convert(ask, one.ada, one.input))

    assert [each["name"] for each in shown["removed"]] == [diet.name]
    left = select(AttributeValue.definition_id).where(AttributeValue.customer_id == one.ada.id)
    assert await database.all(left) == [both.id]
    audit = (
        "query ($id: ID!) { customer(id: $id) { audit { nodes { event changes { path before after } } } } }"
    )
    [told] = (await ask(audit, id=ids.encode("cus", one.ada.id))).ok["customer"]["audit"]["nodes"]
    assert {"path": f"attribute.{diet.name}", "before": "Vegan", "after": None} in told["changes"]


@pytest.mark.rule("CNV-P01", "ROL-P06")
async def test_only_sales_administrators_and_support_may_convert(ask: Ask, database: Database) -> None:
    one = await someone(database)
    before = await database.snapshot(one.ada.id)
    for by in ("bea", "femi", "olga", "gina", "seth", "ines"):
        assert (await convert(ask, one.ada, one.input, by=by)).codes == ["FORBIDDEN"]
    assert await database.snapshot(one.ada.id) == before
    assert done(await convert(ask, one.ada, one.input, by="sam"))["person"] is not None


@pytest.mark.rule("CNV-11", "CNV-P06")
async def test_a_record_is_not_converted_into_what_it_is(ask: Ask, database: Database) -> None:
    one, choir = await someone(database), make.organisation()
    await database.save(choir)
    await refuses(ask, database, one.ada, to_individual(), ("WRONG_KIND", "input"))
    await refuses(ask, database, choir, to_organisation(one.type_), ("WRONG_KIND", "input"))
    shown = await preview(ask, choir, to_organisation(one.type_))
    assert (shown["moved"], shown["removed"], shown["fullName"]) == ([], [], choir.name)


@pytest.mark.rule("CUS-P09", "XCT-P01")
async def test_it_asks_for_the_version_and_for_a_key(ask: Ask, database: Database) -> None:
    one = await someone(database)
    before = await database.snapshot(one.ada.id)
    assert refused(await convert(ask, one.ada, one.input, version=2)) == {
        ("STALE_VERSION", "expectedVersion")
    }
    assert (await convert(ask, one.ada, one.input, key=None)).codes == ["IDEMPOTENCY_KEY_REQUIRED"]
    assert await database.snapshot(one.ada.id) == before
    key = make.unique("key")
    first, again = [await convert(ask, one.ada, one.input, key=key) for _ in range(2)]
    assert again.ok == first.ok
    assert again.extensions["replayed"] == ["convertCustomer"]


@pytest.mark.rule("CNV-P06", "MRG-P13")
async def test_a_record_that_is_being_merged_is_not_converted_meanwhile(ask: Ask, database: Database) -> None:
    one = await someone(database)
    async with AsyncSession(database.store.writes) as session:
        assert await take(session, [one.ada.number])
        await refuses(ask, database, one.ada, one.input, ("MERGE_IN_PROGRESS", "customerId"))
        await session.rollback()
    done(await convert(ask, one.ada, one.input))


@pytest.mark.rule("CNV-P06", "ROL-P07")
async def test_records_that_cannot_be_worked_on_are_not_converted(ask: Ask, database: Database) -> None:
    survivor, one, sleeping = (
        await someone(database),
        await someone(database),
        await someone(database, active=False),
    )
    home, gone = make.individual(merged_into=survivor.ada.id, active=False)
    await database.save(home, gone)
    told = ("CUSTOMER_INACTIVE", "customerId")
    assert refused(await convert(ask, gone, one.input)) == {("CUSTOMER_MERGED", "customerId")}
    assert refused(await convert(ask, sleeping.ada, one.input)) == {("NOT_FOUND", "customerId")}
    await refuses(ask, database, sleeping.ada, one.input, told, by="sam")
    query = "query ($id: ID!) { convertPreview(customerId: $id, input: {toIndividual: {}}) { fullName } }"
    assert (await ask(query, by="ade", id=ids.encode("cus", sleeping.ada.id))).ok["convertPreview"] is None
