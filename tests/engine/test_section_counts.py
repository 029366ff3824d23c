"""What `sections` counts is what the tabs then show: on demo data, for people of every interface."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import Customer
from gateway.engine import ids
from tests.engine.conftest import Referee

# section -> what a client asks to see it; a list is counted by its length, a page by its total.
TABS = {
    "ADDRESSES": "addresses { id }",
    "CONTACT_PREFERENCES": "contactPreferences { name }",
    "TAGS": "tags { id }",
    "ALL_ORDERS": "orders { totalCount }",
    "MERCHANDISE": "merchandise { totalCount }",
    "RESERVATIONS": "reservations { totalCount }",
    "TICKETS": "tickets { totalCount }",
    "DONATIONS": "donations { totalCount }",
    "PRINT_AT_HOME": "printAtHome { totalCount }",
    "MAILING_RECORDS": "mailings { records { totalCount } }",
    "MEMBERSHIPS": "memberships { id }",
    "TICKET_SUBSCRIPTIONS": "ticketSubscriptions { id }",
    "FIXED_SERIES": "fixedSeries { id }",
    "RELATIONSHIPS": "relationships { totalCount }",
    "CREDIT": "creditAccount { lots { id } }",
    "WAITING_LISTS": "waitingLists { totalCount }",
    "GIFT_AID": "giftAidDeclarations { id }",
    "AUDIT": "audit { totalCount }",
    "OPPORTUNITIES": "opportunities { totalCount }",
}
OF_PEOPLE = {
    "STORED_CARDS": "wallet { storedCards { id } }",
    "INVITATIONS": "invitations { totalCount }",
}
OF_FUNDRAISERS = {"OPPORTUNITIES", "INVITATIONS"}


def _selected(tabs: dict[str, str]) -> str:
    return " ".join(f"{section}: {selected}" for section, selected in tabs.items())


DOCUMENT = f"""query ($ids: [ID!]!) {{ nodes(ids: $ids) {{ ... on Customer {{
  sections {{ key available count }} {_selected(TABS)} ... on Individual {{ {_selected(OF_PEOPLE)} }}
}} }} }}"""


def _size(shown: Any) -> int:
    """How much a tab shows, whatever is around it."""
    if isinstance(shown, list):
        return len(shown)
    (inner,) = shown.values()
    return int(inner) if isinstance(inner, int) else _size(inner)


@pytest.mark.rule("NAV-P01")
@pytest.mark.parametrize("by", ["bea", "ade", "femi"])
async def test_a_section_counts_what_its_tab_shows(referee: Referee, by: str) -> None:
    async with AsyncSession(referee.store.writes) as session:
        found = await session.scalars(select(Customer.id).order_by(Customer.number).limit(60))
    answer = (await referee.agree(DOCUMENT, by, ids=[ids.encode("cus", key) for key in found]))[0]

    told: dict[str, int] = {}
    for record in filter(None, answer["nodes"]):
        for section in record["sections"]:
            shown = record.get(section["key"])
            if shown is not None:
                assert (section["key"], section["count"]) == (section["key"], _size(shown))
                told[section["key"]] = max(told.get(section["key"], 0), section["count"])
    # Nothing here is proved by records that have nothing.
    unseen = {key for key in (*TABS, *OF_PEOPLE) if not told.get(key)}
    assert unseen == (set() if by == "femi" else OF_FUNDRAISERS)
