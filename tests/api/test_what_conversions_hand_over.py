"""What a conversion does with credit, legacies and Gift Aid over HTTP."""

from __future__ import annotations

from datetime import UTC, date, datetime
from functools import partial

import pytest
from sqlalchemy import func, select, text

from db.models import CreditEntry, CreditLot, GiftAidDeclaration, Opportunity, Transformation
from gateway.app import Gateway
from gateway.engine import ids
from tests import box_office, fundraising, gift_aid, ledgers, people, subscriptions
from tests import factories as make
from tests.api._converting import (
    CONVERT,
    convert,
    counted,
    done,
    person_of,
    preview,
    someone,
    to_individual,
    to_organisation,
)
from tests.ask import Ask
from tests.crashing import crashes_leave_all_or_nothing
from tests.database import Database

ACCOUNT = "query ($id: ID!) { customer(id: $id) { creditAccount { balance { amount } } } }"


@pytest.mark.rule("CRD-P09")
async def test_credit_goes_over_lot_by_lot_with_its_issue_and_expiry(ask: Ask, database: Database) -> None:
    one = await someone(database)
    book = ledgers.Ledger(one.ada)
    lasting = book.lot(1500, expires_on=date(2027, 6, 30))
    expired = book.lot(400, expires_on=date(2026, 1, 31))
    await database.save(*book.rows)

    chosen = to_organisation(one.type_, transferCreditTo={"person": True})
    payload = done(await convert(ask, one.ada, chosen))

    person = person_of(payload)
    assert counted(payload["moved"])["CREDIT"] == 1
    lots = await database.all(select(CreditLot).where(CreditLot.customer_id == person))
    assert {(lot.id, lot.expires_on, lot.issued_at) for lot in lots} == {
        (lot.id, lot.expires_on, lot.issued_at) for lot in (lasting, expired)
    }
    posted = await database.all(
        select(CreditEntry).where(CreditEntry.lot_id == lasting.id).order_by(CreditEntry.at, CreditEntry.id)
    )
    assert [(each.customer_id, each.kind, each.amount_minor) for each in posted] == [
        (one.ada.id, "ISSUE", 1500), (one.ada.id, "MERGE_OUT", -1500), (person, "MERGE_IN", 1500),
    ]  # fmt: skip
    balances = [
        (await ask(ACCOUNT, id=ids.encode("cus", key))).ok["customer"]["creditAccount"]["balance"]["amount"]
        for key in (one.ada.id, person)
    ]
    assert balances == ["0.00", "15.00"]
    assert await database.events(person) == ["customer.created", "credit.transferred"]


@pytest.mark.rule("CRD-P09")
async def test_credit_goes_to_another_individual_who_has_some(ask: Ask, database: Database) -> None:
    one, bob = await someone(database), await someone(database)
    for who, amount in ((one.ada, 1500), (bob.ada, 250)):
        book = ledgers.Ledger(who)
        book.lot(amount)
        await database.save(*book.rows)
    to = {"customerId": f"I-{bob.ada.number}"}
    done(await convert(ask, one.ada, to_organisation(one.type_, keepPersonRecord=False, transferCreditTo=to)))
    total = select(func.sum(CreditEntry.amount_minor))
    assert await database.one(total.where(CreditEntry.customer_id == bob.ada.id)) == 1750
    assert await database.one(total.where(CreditEntry.customer_id == one.ada.id)) == 0


@pytest.mark.rule("PLG-P11", "OPP-P06")
async def test_a_legacy_goes_with_its_opportunity_and_other_opportunities_stay(
    ask: Ask, database: Database
) -> None:
    one, bob = await someone(database), await someone(database)
    to, at, fund = fundraising.campaign(), fundraising.stage(), box_office.fund()
    will, gala = (fundraising.opportunity(one.ada, to, at) for _ in "ab")
    await database.save(to, at, fund, will, gala)
    await database.save(fundraising.legacy(will, fund), fundraising.pledge(will, fund))
    await database.save(fundraising.pledge(gala, fund))

    named = {"customerId": ids.encode("cus", bob.ada.id)}
    payload = done(await convert(ask, one.ada, to_organisation(one.type_, reassignLegaciesTo=named)))

    assert counted(payload["moved"])["LEGACIES"] == 1
    owner = select(Opportunity.customer_id)
    assert await database.one(owner.where(Opportunity.id == will.id)) == bob.ada.id
    assert await database.one(owner.where(Opportunity.id == gala.id)) == one.ada.id
    assert await database.events(bob.ada.id) == ["opportunity.transferred"]
    query = "query($id: ID!) { customer(id: $id) { audit { nodes { event changes { path } } } } }"
    for who in (one.ada, bob.ada):
        for by, told in (("bea", False), ("femi", True)):
            shown = str((await ask(query, id=ids.encode("cus", who.id), by=by)).ok)
            assert ("opportunity." in shown or "legacies" in shown) is told


DECLARED = """
query ($id: ID!) { customer(id: $id) {
  giftAidDeclarations { id coverageFrom coveredUntil snapshot { fullName } }
  donations { nodes { id giftAid { status reasons } } } } }
"""


@pytest.mark.rule("GAD-P17")
async def test_declarations_stay_readable_and_cover_until_the_day_before(
    ask: Ask, database: Database
) -> None:
    one = await someone(database)
    declared, fund = gift_aid.declaration(one.ada), box_office.fund()
    await database.save(declared, fund)
    for day in (20, 22):
        order = box_office.order(one.ada, placed_at=datetime(2026, 11, day, 9, tzinfo=UTC))
        await database.save(order)
        await database.save(*box_office.donation(order, fund))

    shown = await preview(ask, one.ada, one.input)
    payload = done(await convert(ask, one.ada, one.input))

    assert [each["code"] for each in shown["warnings"]] == ["GIFT_AID_ENDS"]
    assert counted(payload["removed"]) == {"GIFT_AID_COVERAGE": 1}
    record = (await ask(DECLARED, id=ids.encode("cus", one.ada.id))).ok["customer"]
    [only] = record["giftAidDeclarations"]
    assert (only["id"], only["coverageFrom"]) == (ids.encode("gad", declared.id), "2026-01-01")
    assert (only["coveredUntil"], only["snapshot"]["fullName"]) == ("2026-11-21", "Ada Byron")
    after, before = [each["giftAid"] for each in record["donations"]["nodes"]]
    assert before["status"] == "CLAIMABLE"
    assert after["status"] == "NOT_CLAIMABLE"
    assert after["reasons"] == [
        "Only people can give with Gift Aid; an Organisation gave this.",
        "The declaration that covered the day of the gift was cancelled.",
    ]
    owner = select(GiftAidDeclaration.customer_id).where(GiftAidDeclaration.id == declared.id)
    assert await database.one(owner) == one.ada.id


@pytest.mark.rule("GAD-P17")
async def test_whoever_is_converted_back_declares_anew(ask: Ask, database: Database) -> None:
    one = await someone(database)
    await database.save(gift_aid.declaration(one.ada))
    done(await convert(ask, one.ada, to_organisation(one.type_, keepPersonRecord=False)))
    done(await convert(ask, one.ada, to_individual(), version=2, now="2026-11-25T10:00:00+00:00"))
    record = (await ask(DECLARED, id=ids.encode("cus", one.ada.id))).ok["customer"]
    assert [each["coveredUntil"] for each in record["giftAidDeclarations"]] == ["2026-11-21"]


_STORED = """
select jsonb_build_array(
  (select jsonb_agg(c order by c.id) from customer c where c.id = :key or c.email = :email),
  (select jsonb_agg(a order by a.id) from address a join customer c on c.id = a.customer_id
     where c.id = :key or c.email = :email),
  (select jsonb_agg(w order by w.id) from wallet_card w where w.id = :card),
  (select jsonb_agg(e order by e.id) from credit_entry e where e.lot_id = :lot),
  (select jsonb_agg(h order by h.id) from household h where h.id = :home),
  (select jsonb_agg(m order by m.id) from household_membership m where m.household_id = :home),
  (select jsonb_agg(r order by r.id) from relationship r where r.type_id = :type),
  (select count(*) from transformation t where t.customer_id = :key),
  (select count(*) from outbox_event o where o.customer_id = :key),
  (select count(*) from audit_entry a where a.customer_id = :key)
)::text
"""


@pytest.mark.rule("CNV-P07", "MRG-P13")
async def test_a_conversion_that_dies_in_its_midst_leaves_nothing(
    ask: Ask, database: Database, gateway: Gateway
) -> None:
    one = await someone(database)
    card, book = subscriptions.card(one.ada), ledgers.Ledger(one.ada)
    lot = book.lot(1500)
    await database.save(card, *book.rows, gift_aid.declaration(one.ada))
    asked = {"key": one.ada.id, "email": one.ada.email, "card": card.id, "lot": lot.id}
    asked |= {"home": one.home.id, "type": one.type_.id}
    chosen = to_organisation(one.type_, transferCreditTo={"person": True})

    async def stored() -> str:
        async with database.store.writes.connect() as connection:
            return str(await connection.scalar(text(_STORED), asked))

    write = partial(
        ask, CONVERT, by="ade", key=make.unique("key"),
        id=ids.encode("cus", one.ada.id), version=1, input=chosen,
    )  # fmt: skip
    assert await crashes_leave_all_or_nothing(gateway.store.writes, write, stored, one_in=3) > 10
    done_once = select(Transformation.kind).where(Transformation.customer_id == one.ada.id)
    assert await database.all(done_once) == ["CONVERSION"]


@pytest.mark.rule("HHD-P03", "HHD-P10")
async def test_whoever_leaves_a_household_alone_closes_it(ask: Ask, database: Database) -> None:
    one = await someone(database)
    done(await convert(ask, one.ada, to_organisation(one.type_, keepPersonRecord=False)))
    home = await database.one(select(type(one.home)).where(type(one.home).id == one.home.id))
    assert home.closed_at == datetime(2026, 11, 22, 10, tzinfo=UTC)


@pytest.mark.rule("HHD-P10")
async def test_a_member_who_is_not_primary_leaves_the_household_as_it_is(
    ask: Ask, database: Database
) -> None:
    home, ada, [bob] = await people.family(database, {"first_name": "Bob"})
    type_ = people.membership_of_choir()
    await database.save(type_)
    done(await convert(ask, bob, to_organisation(type_, keepPersonRecord=False)))
    left = await database.one(select(type(home)).where(type(home).id == home.id))
    assert (left.primary_id, left.closed_at) == (ada.id, None)
