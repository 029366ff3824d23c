"""What fundraisers keep of somebody, as the small demo of the matrix has it with nobody: one of everything."""

from __future__ import annotations

from sqlalchemy import select

from db.models import Campaign, Customer, Donation, Fund, Instance, Order, OrderItem
from tests import fundraising as raise_
from tests.database import Database


async def promise(database: Database, *numbers: int) -> None:
    """An opportunity with a pledge, a legacy, an activity and an invitation for each of these customers."""
    campaign = (await database.all(select(Campaign).limit(1)))[0]
    fund = (await database.all(select(Fund).limit(1)))[0]
    instance = (await database.all(select(Instance).limit(1)))[0]
    stage, question, call = raise_.stage(), raise_.opportunity_attribute(), raise_.activity_type()
    await database.save(stage, question, call)
    for number in numbers:
        customer = await database.one(select(Customer).where(Customer.number == number))
        opportunity = raise_.opportunity(customer, campaign, stage)
        pledge, legacy = raise_.pledge(opportunity, fund), raise_.legacy(opportunity, fund)
        instalment, invited = raise_.instalment(pledge), raise_.invitation(customer, instance)
        rows = [
            opportunity,
            raise_.stage_change(opportunity, stage),
            raise_.answered(opportunity, question, "A friend"),
            pledge,
            legacy,
            instalment,
            raise_.pledge_event(pledge),
            raise_.activity(customer, call, opportunity_id=opportunity.id),
            invited,
            raise_.attendee(invited, customer),
            raise_.attendee(invited, "A guest"),
        ]
        given = select(Donation).join(OrderItem, OrderItem.id == Donation.order_item_id)
        theirs = given.join(Order, Order.id == OrderItem.order_id).where(Order.owner_id == customer.id)
        gifts = await database.all(theirs.limit(1))
        await database.save(*rows, *(raise_.paid(pledge, each, instalment) for each in gifts))


# Everything that these customers bought counts towards what is hoped of them.
LINK = """
update order_item i set opportunity_id = o.id
from opportunity o join customer_order c on c.owner_id = o.customer_id where i.order_id = c.id
"""
