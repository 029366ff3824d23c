"""Households as clients see them: who lives under one roof, who did, and what they have bought and given."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any, Optional

import strawberry

from domain.households import Cause, household_name
from domain.permissions import Permission
from gateway.engine.declare import column, computed, identity, link, tab
from gateway.loaders.customers import CUSTOMERS, MEMBERS
from gateway.loaders.household_totals import TOTALS_AS_MEMBER_THEN, TOTALS_AS_MEMBERS_NOW
from gateway.loaders.households import (
    HOUSEHOLD,
    HOUSEHOLD_ADDRESS,
    HOUSEHOLD_HISTORY,
    HOUSEHOLD_MEMBERSHIP,
    HOUSEHOLDS_OF_CUSTOMER,
)
from gateway.schema._rows import enum_type, row_type
from gateway.schema.addresses import Address
from gateway.schema.household_totals import HouseholdTotals
from gateway.schema.nodes import Node, register

if TYPE_CHECKING:
    from gateway.schema.customers import Customer

Someone = Annotated["Customer", strawberry.lazy("gateway.schema.customers")]
READ = Permission.CUSTOMER_READ

enum_type(
    Cause,
    "Why somebody came to a household, or is not in it any more.",
    "HouseholdCause",
    RECORD_MADE="Their record was made, in a household of its own.",
    JOINED="They joined this household, or joined another one.",
    LEFT="They left to live by themselves.",
    MERGED="Their record was merged with another one.",
    CONVERTED="A record was converted: theirs became an organisation's or a person's, or was made for them then.",
)


@row_type(description="A time that somebody belonged to a household.")
class HouseholdMembership(Node):
    id: strawberry.ID = identity("hhm")
    household: Optional[Household] = link(
        HOUSEHOLD, needs=READ, parent="household_id", description="The household."
    )
    member: Optional[Someone] = link(
        CUSTOMERS, needs=READ, parent="customer_id", description="Who belonged to it."
    )
    joined_at: datetime = strawberry.field(description="From when on.")
    left_at: Optional[datetime] = strawberry.field(description="When that ended; null while it lasts.")
    joined_because: Cause = strawberry.field(description="Why it began.")
    left_because: Optional[Cause] = strawberry.field(description="Why it ended; null while it lasts.")


@row_type(
    description="People who are treated as one unit when that is wanted, such as for one mailing a home."
)
class Household(Node):
    id: strawberry.ID = identity("hhd")
    name: str = computed(
        household_name,
        "name",
        "surnames",
        description="What it is called: by the name that staff gave it, or else by its members' surnames.",
    )
    given_name: Optional[str] = column(
        "name", description="A name given by staff, which stands whoever joins; null where none was given."
    )
    primary_householder: Optional[Someone] = link(
        CUSTOMERS,
        needs=READ,
        parent="primary_id",
        description="The primary householder, whose record should hold the household's address.",
    )
    address: Optional[Address] = link(
        HOUSEHOLD_ADDRESS,
        needs=READ,
        parent="primary_id",
        description="Where the household lives: the default billing address of its primary householder.",
    )
    members: Optional[list[Someone]] = tab(
        MEMBERS, needs=READ, description="The members whom you may see, in the order of their ids."
    )
    history: Optional[list[HouseholdMembership]] = tab(
        HOUSEHOLD_HISTORY,
        needs=READ,
        description="Who belonged to it from when to when, the latest first; those whom you may see.",
    )
    totals: Optional[HouseholdTotals] = link(
        TOTALS_AS_MEMBERS_NOW,
        needs=Permission.ORDER_READ,
        parent="id",
        description="What those who are members now have bought and given, wherever they lived then.",
    )
    totals_as_member_then: Optional[HouseholdTotals] = link(
        TOTALS_AS_MEMBER_THEN,
        needs=Permission.ORDER_READ,
        parent="id",
        description="What was bought and given by whoever was a member when it was ordered.",
    )
    created_at: datetime = strawberry.field(description="When the household was made.")
    closed_at: Optional[datetime] = strawberry.field(
        description="When its last member left it; null while it has members."
    )


household_history_tab: Any = tab(
    HOUSEHOLDS_OF_CUSTOMER,
    needs=READ,
    description="The households that the person belonged to from when to when, the latest first.",
)

register("Household", HOUSEHOLD, READ)
register("HouseholdMembership", HOUSEHOLD_MEMBERSHIP, READ)
