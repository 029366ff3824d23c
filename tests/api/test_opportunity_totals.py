"""What an opportunity comes to, as it changes with what is linked to it."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from db.models import Donation
from tests import box_office as sell
from tests import fundraising as raise_
from tests.api._opportunities import hoped, told
from tests.ask import Ask
from tests.database import Database


@pytest.mark.rule("OPP-07", "OPP-10", "OPP-11")
async def test_as_reserved_tickets_are_bought_reserved_falls_and_received_rises(
    ask: Ask, database: Database
) -> None:
    of, show = await hoped(database), sell.show()
    order = sell.order(of.customer, state="RESERVED", reserved_until=datetime(2026, 12, 1, tzinfo=UTC))
    first, second = (
        sell.ticket(order, show, state="RESERVED", discount_minor=500, commission_minor=150) for _ in range(2)
    )
    second.agent_commission_minor = 200
    raise_.link(of.opportunity, first, second)
    programme = sell.product()
    other = sell.order(of.customer)
    thing = sell.merchandise(other, programme, opportunity_id=of.opportunity.id)
    unlinked = sell.merchandise(other, programme)
    await database.save(*show.rows, programme, order, first, second, other, thing, unlinked)

    before = await told(ask, of)
    assert (before["received"], before["reserved"]) == ("6.00", "43.00")

    first.state = second.state = "SOLD"
    await database.save(first, second)

    after = await told(ask, of)
    assert (after["received"], after["reserved"]) == ("47.00", "0.00")
    assert (after["outstanding"], after["progress"]) == ("753.00", "4.70")

    first.state, first.returned_at = "RETURNED", order.edited_at
    second.state, second.returned_at = "EXCHANGED", order.edited_at
    await database.save(first, second)
    assert (await told(ask, of))["received"] == "6.00"


@pytest.mark.rule("OPP-10", "ORD-P06", "OPP-P04")
async def test_a_reservation_that_is_over_is_reserved_no_longer_swept_or_not(
    ask: Ask, database: Database
) -> None:
    of, show = await hoped(database), sell.show()
    until = datetime(2026, 12, 1, 18, tzinfo=UTC)
    order = sell.order(of.customer, state="RESERVED", reserved_until=until)
    [ticket] = raise_.link(of.opportunity, sell.ticket(order, show, state="RESERVED"))
    await database.save(*show.rows, order, ticket)

    assert (await told(ask, of, now="2026-12-01T17:59:59+00:00"))["reserved"] == "25.00"
    assert (await told(ask, of, now="2026-12-01T18:00:00+00:00"))["reserved"] == "0.00"


@pytest.mark.rule("OPP-08", "OPP-09", "OPP-P03")
async def test_as_donations_are_made_towards_a_pledge_pledged_falls_and_received_rises(
    ask: Ask, database: Database
) -> None:
    of, fund = await hoped(database), sell.fund()
    pledge, legacy = raise_.pledge(of.opportunity, fund), raise_.legacy(of.opportunity, fund, 30_000)
    gone = raise_.pledge(of.opportunity, fund, 7_000, cancelled_at=datetime(2026, 11, 1, tzinfo=UTC))
    lost = raise_.pledge(of.opportunity, fund, 0, written_off_at=datetime(2026, 11, 1, tzinfo=UTC))
    await database.save(fund, pledge, legacy, gone, lost)
    before = await told(ask, of)
    assert (before["received"], before["pledged"], before["outstanding"]) == ("0.00", "420.00", "380.00")

    order = sell.order(of.customer)
    item, donation = sell.donation(order, fund, 5_000, source="PLEDGE_INSTALMENT")
    raise_.link(of.opportunity, item)
    await database.save(order, item, donation, raise_.paid(pledge, donation))

    after = await told(ask, of)
    assert (after["received"], after["pledged"], after["outstanding"]) == ("50.00", "370.00", "380.00")

    # More than was promised lowers what is pledged by no more than was left of it.
    more, over = sell.donation(order, fund, 9_000, source="PLEDGE_INSTALMENT")
    raise_.link(of.opportunity, more)
    await database.save(more, over, raise_.paid(pledge, over))
    overpaid = await told(ask, of)
    assert (overpaid["received"], overpaid["pledged"]) == ("140.00", "300.00")

    item.state, item.returned_at = "RETURNED", order.edited_at
    await database.save(item)
    returned = await told(ask, of)
    assert (returned["received"], returned["pledged"]) == ("90.00", "330.00")


@pytest.mark.rule("OPP-P03", "OPP-07")
async def test_the_gift_in_a_ticket_counts_once_with_its_ticket(ask: Ask, database: Database) -> None:
    of, show, roof = await hoped(database), sell.show(), sell.fund()
    order = sell.order(of.customer)
    [ticket] = raise_.link(of.opportunity, sell.ticket(order, show))
    gift = Donation(
        order_item_id=ticket.id,
        order_id=order.id,
        fund_id=roof.id,
        source="TICKET_DONATION",
        amount_minor=300,
        made_on=date(2026, 10, 1),
    )
    item, donation = sell.donation(order, roof, 4_000, state="SOLD")
    item.commission_minor = 60
    raise_.link(of.opportunity, item)
    await database.save(*show.rows, roof, order, ticket, gift, item, donation)

    assert (await told(ask, of))["received"] == "65.00"


@pytest.mark.rule("OPP-05", "OPP-06", "OPP-P03")
async def test_without_a_target_there_is_no_progress_and_until_asked_the_target_is_weighted(
    ask: Ask, database: Database
) -> None:
    bare = await told(ask, await hoped(database, target_minor=0, asked_minor=0))
    assert (bare["progress"], bare["weighted"], bare["outstanding"]) == (None, "0.00", "0.00")
    early = await told(ask, await hoped(database, asked_minor=0))
    assert (early["progress"], early["weighted"], early["outstanding"]) == ("0.00", "200.00", "0.00")
