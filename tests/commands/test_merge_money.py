"""Orders, memberships, credit and Gift Aid of both records are the survivor's, and not a penny is lost."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
import sqlalchemy as sa

from db.models import (
    CancelledDeclaration,
    CreditEntry,
    CreditLot,
    Customer,
    GiftAidCancellation,
    GiftAidDeclaration,
    Membership,
    Opportunity,
    Order,
    Pledge,
    SubscriptionVouchers,
    TicketSubscription,
    TransformationRow,
)
from gateway.commands._merge_totals import Unbalanced, check_balance, totals_of
from tests import box_office, fundraising, gift_aid, orders, subscriptions
from tests import factories as make
from tests.carrying_out import NOW, TODAY, merged, working
from tests.database import Database
from tests.ledgers import Ledger
from tests.whole_records import Surroundings, everything, record


async def pair(database: Database) -> tuple[Customer, Customer]:
    """Two people who live alone."""
    (home, ada), (other, bob) = make.individual(), make.individual()
    await database.save(home, ada, other, bob)
    return ada, bob


async def own(database: Database, column: Any, who: Customer) -> set[Any]:
    """The keys of the rows of that customer."""
    return set(await database.all(sa.select(column.class_.id).where(column == who.id)))


@pytest.mark.rule("MRG-30", "MRG-31", "MRG-33")
async def test_the_survivor_has_the_orders_memberships_and_declarations_of_both(database: Database) -> None:
    around = Surroundings()
    (home, ada), (other, bob) = record(around), record(around)
    await database.save(*around.rows, home, ada, other, bob)
    await database.save(*everything(around, home, ada, agent=False))
    await database.save(*everything(around, other, bob, agent=False))
    columns = (Order.owner_id, Order.facilitator_id, Membership.customer_id, GiftAidDeclaration.customer_id)
    both = [await own(database, column, ada) | await own(database, column, bob) for column in columns]

    await merged(database, ada, bob)

    assert [await own(database, column, ada) for column in columns] == both
    assert [len(found) for found in both] == [2, 2, 2, 2]


@pytest.mark.rule("MRG-32", "CRD-P09", "CRD-07")
async def test_credit_moves_lot_by_lot_with_its_issue_and_expiry(database: Database) -> None:
    ada, bob = await pair(database)
    theirs, ours = Ledger(bob), Ledger(ada)
    ours.lot(1000)
    issued = datetime(2026, 2, 1, 12, tzinfo=UTC)
    lot = theirs.lot(2500, issued_at=issued, expires_on=date(2027, 1, 31))
    theirs.post(lot, "SPEND", -500, at=datetime(2026, 3, 1, tzinfo=UTC))
    used = theirs.lot(300)
    theirs.post(used, "SPEND", -300, at=datetime(2026, 3, 2, tzinfo=UTC))
    await database.save(*ours.rows, *theirs.rows)

    await merged(database, ada, bob)

    moved = await database.one(sa.select(CreditLot).where(CreditLot.id == lot.id))
    assert (moved.customer_id, moved.issued_at, moved.expires_on, moved.amount_minor) == (
        ada.id,
        issued,
        date(2027, 1, 31),
        2500,
    )
    posted = await database.all(
        sa.select(CreditEntry)
        .where(CreditEntry.at == NOW, CreditEntry.lot_id == lot.id)
        .order_by(CreditEntry.kind)
    )
    assert [
        (each.kind, each.customer_id, each.amount_minor, each.balance_after_minor) for each in posted
    ] == [("MERGE_IN", ada.id, 2000, 3000), ("MERGE_OUT", bob.id, -2000, 0)]
    assert await own(database, CreditLot.customer_id, bob) == set()
    assert used.id in await own(database, CreditLot.customer_id, ada)


@pytest.mark.rule("CRD-P09")
async def test_what_has_expired_is_posted_so_and_is_no_difference(database: Database) -> None:
    ada, bob = await pair(database)
    theirs = Ledger(bob)
    over = theirs.lot(700, expires_on=date(2026, 10, 31))
    theirs.lot(800)
    await database.save(*theirs.rows)

    await merged(database, ada, bob)

    kinds = await database.all(
        sa.select(CreditEntry.kind).where(CreditEntry.lot_id == over.id).order_by(CreditEntry.id)
    )
    assert kinds == ["ISSUE", "EXPIRE"]
    async with working(database) as tx:
        tx.nothing_changed()
        assert (await totals_of(tx, [ada.id], TODAY)).credit == 800


@pytest.mark.rule("MRG-P12")
async def test_a_merge_that_would_lose_money_is_a_bug_and_is_rolled_back(database: Database) -> None:
    ada, bob = await pair(database)
    order = box_office.order(bob)
    await database.save(order, orders.payment(order, "PAYMENT", 2500))
    async with working(database) as tx:
        tx.nothing_changed()
        before = await totals_of(tx, [ada.id, bob.id], TODAY)
    assert (before.orders, before.paid) == (1, 2500)

    check_balance(before, before)
    for name in ("credit", "orders", "ordered", "paid", "opportunities", "linked", "pledged"):
        with pytest.raises(Unbalanced):
            check_balance(before, replace(before, **{name: getattr(before, name) - 1}))


@pytest.mark.rule("GAD-27", "GAD-P17")
async def test_a_cancellation_goes_on_acting_on_the_declarations_that_it_names(database: Database) -> None:
    ada, bob = await pair(database)
    ours, theirs = gift_aid.declaration(ada), gift_aid.declaration(bob, first_name="Robert")
    cancelled, *named = gift_aid.cancellation([theirs])
    await database.save(ours, theirs, cancelled, *named)

    await merged(database, ada, bob)

    declared = await database.all(
        sa.select(GiftAidDeclaration).where(GiftAidDeclaration.customer_id == ada.id)
    )
    assert {(each.id, each.first_name) for each in declared} == {(ours.id, "Ada"), (theirs.id, "Robert")}
    acted_on = await database.all(
        sa.select(CancelledDeclaration.declaration_id)
        .join(GiftAidCancellation, GiftAidCancellation.id == CancelledDeclaration.cancellation_id)
        .where(GiftAidCancellation.customer_id == ada.id)
    )
    assert acted_on == [theirs.id]


@pytest.mark.rule("OPP-P06", "PLG-P11")
async def test_opportunities_move_with_their_pledges_even_twice_of_one_campaign(database: Database) -> None:
    ada, bob = await pair(database)
    campaign, stage, fund = fundraising.campaign(), fundraising.stage(), box_office.fund()
    ours, theirs = (fundraising.opportunity(who, campaign, stage) for who in (ada, bob))
    pledge, legacy = fundraising.pledge(theirs, fund), fundraising.legacy(theirs, fund)
    await database.save(campaign, stage, fund, ours, theirs, pledge, legacy)

    await merged(database, ada, bob)

    assert await own(database, Opportunity.customer_id, ada) == {ours.id, theirs.id}
    promised = sa.select(Pledge.id).where(Pledge.opportunity_id == theirs.id)
    assert set(await database.all(promised)) == {pledge.id, legacy.id}


@pytest.mark.rule("TSB-P05")
async def test_ticket_subscriptions_move_untouched(database: Database) -> None:
    ada, bob = await pair(database)
    show = box_office.show()
    season = subscriptions.structure(show)
    held = subscriptions.ticket_subscription(bob, season)
    vouchers = subscriptions.vouchers(held, season.plays, redeemed=1)
    await database.save(*show.rows, *season.rows, held, vouchers)

    await merged(database, ada, bob)

    assert await own(database, TicketSubscription.customer_id, ada) == {held.id}
    of_it = SubscriptionVouchers.ticket_subscription_id == held.id
    kept = await database.one(sa.select(SubscriptionVouchers).where(of_it))
    assert (kept.issued, kept.redeemed) == (vouchers.issued, 1)
    rows = await database.all(sa.select(TransformationRow).where(TransformationRow.row_id == held.id))
    assert [(row.action, row.before) for row in rows] == [("MOVED", None)]
