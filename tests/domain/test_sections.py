"""The sections of a record: `domain/sections.py`."""

from __future__ import annotations

from uuid import UUID

import pytest

from domain.customers import Kind
from domain.house import House
from domain.permissions import INTERFACE_OF, Actor, Role
from domain.sections import Counted, Level, RecordSection, SectionKey, sections_of

# Each count is another number, so that none can stand for another.
COUNTS = {counted: 3 + place for place, counted in enumerate(Counted)}
HOUSE = House(agents=True, gift_aid=True)
FUNDRAISING = {
    SectionKey.OPPORTUNITIES,
    SectionKey.PLEDGES,
    SectionKey.TIMELINE,
    SectionKey.INVITATIONS,
}
PERSON, ORGANISATION = Kind.INDIVIDUAL, Kind.ORGANISATION


def actor(role: Role) -> Actor:
    return Actor.of(UUID(int=1), username="kim", name="Kim", interface=INTERFACE_OF[role], roles=[role])


def section(role: Role, key: SectionKey, kind: Kind = PERSON, house: House = HOUSE) -> RecordSection:
    found = sections_of(kind, COUNTS, actor(role), house)
    return next(section for section in found if section.key is key)


@pytest.mark.rule("NAV-01", "NAV-04", "NAV-05")
def test_the_sections_at_the_top_stand_in_the_order_of_the_screen_each_before_its_parts() -> None:
    found = sections_of(PERSON, COUNTS, actor(Role.SALES_USER), HOUSE)
    assert [(each.key.value, each.level.value) for each in found if each.level is not Level.LOWER] == [
        ("DETAILS", "TOP"),
        ("ADDRESSES", "PART"),
        ("CONTACT_PREFERENCES", "PART"),
        ("TAGS", "PART"),
        ("ATTRIBUTES", "PART"),
        ("NOTES", "PART"),
        ("AGENT_COMMISSION", "PART"),
        ("ORDERS", "TOP"),
        ("ALL_ORDERS", "PART"),
        ("MERCHANDISE", "PART"),
        ("RESERVATIONS", "PART"),
        ("TICKETS", "PART"),
        ("DONATIONS", "PART"),
        ("PRINT_AT_HOME", "PART"),
        ("MAILINGS", "TOP"),
        ("MAILING_RECORDS", "PART"),
        ("WALLET", "TOP"),
        ("STORED_CARDS", "PART"),
        ("SUBSCRIPTIONS", "TOP"),
        ("MEMBERSHIPS", "PART"),
        ("TICKET_SUBSCRIPTIONS", "PART"),
        ("FIXED_SERIES", "PART"),
        ("OPPORTUNITIES", "TOP"),
        ("PLEDGES", "TOP"),
        ("TIMELINE", "TOP"),
        ("INVITATIONS", "TOP"),
    ]
    assert {each.key for each in found if not each.available} == FUNDRAISING


@pytest.mark.rule("NAV-14")
def test_the_tabs_of_fundraising_are_for_the_opportunities_interface_and_invitations_for_people() -> None:
    def opened(role: Role, kind: Kind) -> set[SectionKey]:
        found = sections_of(kind, COUNTS, actor(role), HOUSE)
        return {each.key for each in found if each.available} & FUNDRAISING

    assert opened(Role.OPPORTUNITIES_USER, PERSON) == FUNDRAISING
    assert opened(Role.OPPORTUNITIES_USER, ORGANISATION) == FUNDRAISING - {SectionKey.INVITATIONS}
    for role in set(Role) - {Role.OPPORTUNITIES_USER, Role.OPPORTUNITIES_ADMINISTRATOR}:
        assert opened(role, PERSON) == set()
    closed = section(Role.SALES_USER, SectionKey.PLEDGES)
    assert (closed.count, closed.available) == (None, False)
    assert "Opportunities" in (closed.disabled_reason or "")


@pytest.mark.rule("NAV-02")
def test_the_links_at_the_bottom_are_relationships_credit_waiting_lists_gift_aid_and_audit() -> None:
    found = sections_of(PERSON, COUNTS, actor(Role.SALES_USER), HOUSE)
    assert [(each.label, each.count) for each in found if each.level is Level.LOWER] == [
        ("Relationships", COUNTS[Counted.RELATIONSHIPS]),
        ("Credit/Vouchers", COUNTS[Counted.CREDIT]),
        ("Waiting Lists", COUNTS[Counted.WAITING_LISTS]),
        ("Gift Aid", COUNTS[Counted.GIFT_AID]),
        ("Audit", COUNTS[Counted.AUDIT]),
    ]


@pytest.mark.rule("NAV-18")
def test_mailings_wallet_and_the_lower_sections_have_the_parts_that_the_book_names() -> None:
    labels = {each.key: each.label for each in sections_of(PERSON, COUNTS, actor(Role.SALES_USER), HOUSE)}
    assert labels[SectionKey.MAILING_RECORDS] == "Mailing Records"
    assert labels[SectionKey.STORED_CARDS] == "Stored Credit Cards"


def test_what_is_a_list_has_its_count_and_what_is_none_has_not() -> None:
    found = sections_of(PERSON, COUNTS, actor(Role.OPPORTUNITIES_USER), HOUSE)
    counted = {each.key.value: each.count for each in found if each.count is not None}
    assert counted == {
        **{each.value: count for each, count in COUNTS.items() if not each.endswith("_NOTES")},
        "NOTES": COUNTS[Counted.BLUE_NOTES] + COUNTS[Counted.PINK_NOTES],
    }


def test_to_fundraisers_the_opportunities_and_what_was_pledged_are_counted() -> None:
    for key in (SectionKey.OPPORTUNITIES, SectionKey.PLEDGES):
        assert section(Role.OPPORTUNITIES_USER, key).count == COUNTS[Counted(key.value)]


@pytest.mark.rule("NAV-03", "GAD-01")
def test_gift_aid_is_there_only_where_it_is_tracked() -> None:
    assert section(Role.SALES_USER, SectionKey.GIFT_AID).available
    taken = section(Role.SALES_USER, SectionKey.GIFT_AID, house=House(gift_aid=False))
    assert (taken.available, taken.count) == (False, None)
    assert taken.disabled_reason == "Gift Aid is not tracked here; it exists in the UK only."


@pytest.mark.parametrize("key", [SectionKey.WALLET, SectionKey.STORED_CARDS, SectionKey.AGENT_COMMISSION])
def test_an_organisation_has_no_wallet_and_is_no_agent(key: SectionKey) -> None:
    taken = section(Role.SALES_USER, key, ORGANISATION)
    assert (taken.available, taken.count) == (False, None)
    assert "Only people" in (taken.disabled_reason or "")


@pytest.mark.rule("AGC-P01")
def test_the_agent_panel_is_hidden_where_no_agents_sell() -> None:
    assert not section(Role.SALES_USER, SectionKey.AGENT_COMMISSION, house=House(agents=False)).available


def test_pink_notes_are_counted_for_fundraisers_only() -> None:
    blue, pink = COUNTS[Counted.BLUE_NOTES], COUNTS[Counted.PINK_NOTES]
    assert section(Role.SALES_ADMINISTRATOR, SectionKey.NOTES).count == blue
    assert section(Role.SUPPORT, SectionKey.NOTES).count == blue
    assert section(Role.OPPORTUNITIES_USER, SectionKey.NOTES).count == blue + pink


@pytest.mark.rule("NAV-P01")
@pytest.mark.parametrize("key", [SectionKey.NOTES, SectionKey.AUDIT, SectionKey.ORDERS, SectionKey.CREDIT])
def test_a_section_that_a_role_takes_away_has_no_count_and_says_why(key: SectionKey) -> None:
    taken = section(Role.INSIGHTS_MAILINGS_USER, key)
    assert (taken.available, taken.count) == (False, None)
    assert "role" in (taken.disabled_reason or "")
