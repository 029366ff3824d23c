"""What goes from one record to another, counted as the viewer may see it, and what orders stand in the way."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from db.models import Customer, GiftAidClaim, GiftAidClaimLine
from domain.merges import BlockerCode, Moves, WarningCode
from domain.permissions import Interface, Role
from tests import box_office as sell
from tests import factories as make
from tests import fundraising, gift_aid, people, subscriptions
from tests.database import Database
from tests.ledgers import Ledger
from tests.merge_facts import blocker, codes, warned
from tests.planning import here, planned, planned_in_work, viewer

SUPPORT = here(viewer(Role.SUPPORT, interface=Interface.SUPPORT))
FUNDRAISER = here(viewer(Role.OPPORTUNITIES_USER, interface=Interface.OPPORTUNITIES))


async def people_of(database: Database, *names: str) -> list[Customer]:
    """So many people, each in a household of their own."""
    made = [make.individual(first_name=name) for name in names]
    await database.save(*(row for pair in made for row in pair))
    return [customer for _, customer in made]


async def moves(database: Database, ada: Customer, eda: Customer, by: Any = None) -> Moves:
    """What the plan counts, for who looks and for who merges."""
    plan = await planned(database, ada, eda, by)
    assert plan == await planned_in_work(database, ada, eda, by)
    return plan.moves


@pytest.mark.rule("MRG-P02", "MRG-P11")
async def test_what_goes_is_counted_and_added_up(database: Database) -> None:
    ada, eda, kit = await people_of(database, "Ada", "Eda", "Kit")
    show, fund, friend = sell.show(), sell.fund(), subscriptions.membership_type()
    order, returned, other = sell.order(eda), sell.order(eda), sell.order(kit, facilitator_id=eda.id)
    gift, donation = sell.donation(order, fund, 4000)
    gone = sell.ticket(returned, show, state="RETURNED", returned_at=returned.placed_at)
    seat, own = sell.ticket(order, show), subscriptions.membership(eda, friend)
    await database.save(*show.rows, fund, friend, order, returned, other, seat, gone, gift, donation, own)
    ledger = Ledger(eda)
    ledger.lot(1500)
    await database.save(*ledger.rows)
    declared = gift_aid.declaration(eda)
    await database.save(
        declared, *gift_aid.cancellation([declared]), make.note(eda.id), subscriptions.card(eda)
    )

    counted = await moves(database, ada, eda)

    assert counted == Moves(
        orders=2,
        order_total=2500 + 4000,
        facilitated_orders=1,
        tickets=1,
        donations=1,
        donation_total=4000,
        memberships=1,
        credit_total=1500,
        declarations=1,
        cancellations=1,
        blue_notes=1,
        cards=1,
        # Two orders, one placed for Kit, a membership, a lot, a declaration, a cancellation, a note, a card, and the
        # household of which she is the primary householder.
        rows=10,
    )


@pytest.mark.rule("ORD-P13")
async def test_restricted_orders_are_counted_for_those_who_may_open_them(database: Database) -> None:
    ada, eda = await people_of(database, "Ada", "Eda")
    await database.save(sell.order(eda, restricted=True), sell.order(eda))

    assert (await moves(database, ada, eda)).orders == 2
    assert (await moves(database, ada, eda, SUPPORT)).orders == 1


@pytest.mark.rule("NOT-P05")
async def test_pink_notes_are_in_no_count(database: Database) -> None:
    ada, eda = await people_of(database, "Ada", "Eda")
    before = await moves(database, ada, eda)
    await database.save(make.note(eda.id, colour="PINK"))

    assert await moves(database, ada, eda) == before


@pytest.mark.rule("OPP-P06", "INV-P05")
async def test_opportunities_of_one_campaign_and_invitations_to_one_night_are_found(
    database: Database,
) -> None:
    ada, eda = await people_of(database, "Ada", "Eda")
    show, roof, stage, fund = sell.show(), fundraising.campaign(), fundraising.stage(), sell.fund()
    both = [fundraising.opportunity(each, roof, stage) for each in (ada, eda)]
    asked = [fundraising.invitation(each, show.instance) for each in (ada, eda)]
    order = sell.order(eda)
    gift, donation = sell.donation(order, fund, 4000)
    await database.save(
        *show.rows, roof, stage, fund, *both, *asked, fundraising.pledge(both[1], fund), order
    )
    await database.save(*fundraising.link(both[1], gift), donation)

    plan = await planned(database, ada, eda, FUNDRAISER)

    assert {WarningCode.SAME_CAMPAIGN_TWICE, WarningCode.INVITATION_CONFLICT} <= warned(plan)
    assert (plan.moves.opportunities, plan.moves.opportunity_total, plan.moves.pledges) == (1, 4000, 1)
    assert plan.moves.invitations == 1
    assert warned(await planned(database, ada, eda)) == {WarningCode.NOT_REVERSIBLE}


@pytest.mark.rule("MRG-N02", "GAD-P17")
async def test_the_tax_that_could_be_claimed_is_told_before_and_after(database: Database) -> None:
    ada, eda = await people_of(database, "Ada", "Eda")
    order, fund = sell.order(eda), sell.fund()
    day = {"made_on": date(2026, 9, 1)}
    gifts = [sell.donation(order, fund, 1000, **day) for _ in range(2)]
    taken = sell.donation(order, fund, 9000, **day, gift_aid_claimed_on=date(2026, 10, 30))
    await database.save(fund, order, *(row for pair in (*gifts, taken) for row in pair))
    await database.save(gift_aid.declaration(ada))

    counted = await moves(database, ada, eda)

    assert (counted.gift_aid_before, counted.gift_aid_after) == (0, 500)


@pytest.mark.rule("MRG-P16")
@pytest.mark.parametrize(("state", "blocked"), [("DRAFT", True), ("SUBMITTED", True), ("ACCEPTED", False)])
async def test_gifts_in_a_claim_that_is_not_decided_stand_in_the_way(
    database: Database, state: str, blocked: bool
) -> None:
    ada, eda = await people_of(database, "Ada", "Eda")
    order, fund, declared = sell.order(eda), sell.fund(), gift_aid.declaration(eda)
    gift, donation = sell.donation(order, fund, 1000)
    await database.save(fund, order, gift, donation, declared)
    day = date(2026, 10, 30)
    claim = GiftAidClaim(
        period_from=day,
        period_to=day,
        status=state,
        charity_version=1,
        prepared_by="gina",
        submitted_on=None if state == "DRAFT" else day,
        decided_on=day if state == "ACCEPTED" else None,
    )
    await database.save(claim)
    await database.save(
        GiftAidClaimLine(
            claim_id=claim.id,
            donation_id=donation.id,
            declaration_id=declared.id,
            amount_minor=1000,
            tax_minor=250,
            made_on=day,
        )
    )

    plan = await planned(database, ada, eda)

    assert codes(plan) == ([BlockerCode.CLAIM_SUBMISSION_OPEN] if blocked else [])
    assert codes(await planned(database, eda, ada)) == []


@pytest.mark.rule("MRG-08", "MRG-P06", "MRG-P07")
async def test_orders_on_behalf_and_who_may_take_them_over_are_read(database: Database) -> None:
    ada, eda, kit, may = await people_of(database, "Ada", "Eda", "Kit", "May")
    choir, type_, ended = make.organisation(), people.membership_of_choir(), date(2026, 1, 1)
    theirs = people.relationship(type_, eda, choir, ends=ended)
    order = sell.order(choir, facilitator_id=eda.id)
    await database.save(choir, type_, theirs, people.relationship(type_, kit, choir), order)
    await database.save(people.relationship(type_, may, choir, ends=ended))

    left = await planned(database, ada, eda)
    by_kit = await planned_in_work(database, ada, eda, facilitator=kit.id)
    by_may = await planned(database, ada, eda, facilitator=may.id)

    found = blocker(left, BlockerCode.RELATIONSHIP_HAS_TRANSACTIONS)
    assert (found.relationship_ids, found.order_ids) == ((theirs.id,), (order.id,))
    assert found.transactions_as == "FACILITATOR"
    assert (codes(by_kit), by_kit.decisions.facilitators) == ([], {order.id: kit.id})
    assert codes(by_may) == [BlockerCode.RELATIONSHIP_HAS_TRANSACTIONS]


@pytest.mark.rule("MRG-P06")
async def test_an_order_that_the_other_party_placed_is_found_from_the_owners_side(database: Database) -> None:
    ada, eda, kit = await people_of(database, "Ada", "Eda", "Kit")
    type_ = people.relationship_type()
    theirs, order = people.relationship(type_, kit, eda), sell.order(eda, facilitator_id=kit.id)
    await database.save(type_, theirs, order)

    found = blocker(await planned(database, ada, eda), BlockerCode.RELATIONSHIP_HAS_TRANSACTIONS)

    assert (found.transactions_as, found.order_ids) == ("OWNER", (order.id,))
