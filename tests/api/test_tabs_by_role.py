"""Which tabs of a record open to whom: the matrix of roles row by row, and the sections that say so beforehand."""

from __future__ import annotations

import pytest
from graphql import get_named_type, is_leaf_type

from gateway.engine.declared import TabField
from gateway.engine.leaves import declaration
from gateway.schema import build
from gateway.settings import Limits, Settings
from tests import factories as make
from tests.ask import asking
from tests.database import Database

FIELDS = build(Limits()).graphql.type_map["Individual"].fields  # type: ignore[attr-defined]
# Those who may open records at all; Sam is of the support team.
EVERYBODY = {"bea", "ade", "femi", "olga", "sam"}
FRONT = EVERYBODY - {"sam"}
# The rows of ROL-P06 that are about reading, with the tabs that each opens.
ROWS = {
    "Search/read active customer": (
        """agent addresses attributes contactPreferenceHistory contactPreferences externalIds facilitators household
        householdHistory mailings mayActFor mergeable relatedAddresses relationships tags""",
        EVERYBODY,
    ),
    "Blue note read/write": ("blueNotes popUpNotes primaryBlueNote", EVERYBODY),
    "Pink note read/write": ("pinkNotes", {"femi", "olga"}),
    "Orders read": ("donations merchandise orders printAtHome reservations tickets", FRONT),
    "Wallet, vouchers, membership renewal, waiting lists, series": (
        "creditAccount fixedSeries memberships ticketSubscriptions waitingLists wallet",
        FRONT,
    ),
    "Opportunities, pledges, legacies, timeline, invitations, donor profile": (
        "activities invitations legacies opportunities pledges timeline",
        {"femi", "olga"},
    ),
    "Gift Aid declare/cancel": ("giftAidDeclarations", FRONT),
    "Audit read": ("audit merges", EVERYBODY),
}
OPENED_TO = {tab: people for tabs, people in ROWS.values() for tab in tabs.split()}
SECTIONS = {
    "ADDRESSES": "addresses",
    "AGENT_COMMISSION": "agent",
    "ALL_ORDERS": "orders",
    "ATTRIBUTES": "attributes",
    "AUDIT": "audit",
    "CONTACT_PREFERENCES": "contactPreferences",
    "CREDIT": "creditAccount",
    "DONATIONS": "donations",
    "FIXED_SERIES": "fixedSeries",
    "GIFT_AID": "giftAidDeclarations",
    "INVITATIONS": "invitations",
    "MAILING_RECORDS": "mailings",
    "MEMBERSHIPS": "memberships",
    "MERCHANDISE": "merchandise",
    "NOTES": "blueNotes",
    "OPPORTUNITIES": "opportunities",
    "PLEDGES": "pledges",
    "PRINT_AT_HOME": "printAtHome",
    "RELATIONSHIPS": "relationships",
    "RESERVATIONS": "reservations",
    "STORED_CARDS": "wallet",
    "TAGS": "tags",
    "TICKETS": "tickets",
    "TICKET_SUBSCRIPTIONS": "ticketSubscriptions",
    "TIMELINE": "timeline",
    "WAITING_LISTS": "waitingLists",
}


def test_every_tab_of_a_record_stands_in_one_row() -> None:
    tabs = {
        name
        for name, field in FIELDS.items()
        if isinstance(declaration(field), TabField) and not is_leaf_type(get_named_type(field.type))
    }
    assert tabs == set(OPENED_TO)
    assert sum(len(tabs.split()) for tabs, _ in ROWS.values()) == len(OPENED_TO)


@pytest.mark.rule("ROL-P06", "ROL-P04", "NAV-P01")
async def test_each_tab_opens_to_the_roles_of_its_row_as_its_section_says(
    settings: Settings, database: Database
) -> None:
    home, ada = make.individual()
    await database.save(home, ada)
    tabs = " ".join(f"{tab} {{ __typename }}" for tab in OPENED_TO)
    document = f"""query ($id: ID!) {{ customer(id: $id) {{
      sections {{ key available }} ... on Individual {{ {tabs} }} }} }}"""

    async with asking(settings, agents=True) as ask:
        for by in sorted(EVERYBODY):
            answer = await ask(document, by=by, id=f"{ada.number}")

            denied = {tab for tab, people in OPENED_TO.items() if by not in people}
            assert set(answer.codes) <= {"FORBIDDEN"}
            assert {error["path"][-1] for error in answer.errors} == denied
            assert {tab: answer.data["customer"][tab] for tab in denied} == dict.fromkeys(denied)
            said = {each["key"]: each["available"] for each in answer.data["customer"]["sections"]}
            assert {key: said[key] for key in SECTIONS} == {
                key: tab not in denied for key, tab in SECTIONS.items()
            }
