from __future__ import annotations

from itertools import combinations
from uuid import UUID

import pytest

from domain.permissions import (
    GRANTS,
    INTERFACE_OF,
    Actor,
    Interface,
    Permission,
    Role,
    permissions_of,
    roles_granting,
    roles_of,
)

# ROL-P06 in the order of the book. M: may; P: with the protected-data flag; -: may not.
# What Insights & Mailings may "in lists and reports only" stands in the rows that end in report.
MATRIX = """
                          Sales Sales  Opp   Opp   Gen.  Sett. Insi. Sup-
                          User  Admin  User  Admin Admin Admin Mail. port
signed-in                  M     M     M     M     M     M     M     M
customer.read              M     M     M     M     -     -     -     M
customer.read-inactive     -     -     M     M     -     -     -     M
customer.report            -     -     -     -     -     -     M     -
customer.list-all          -     M     -     M     -     -     -     M
customer.write             M     M     M     M     -     -     -     M
protected-data             P     P     P     P     -     -     -     P
note.blue                  M     M     M     M     -     -     -     M
note.pink                  -     -     M     M     -     -     -     -
note.report                -     -     -     -     -     -     M     -
relationship.write         M     M     M     M     -     -     -     M
relationship-type.create   -     M     -     M     M     -     -     -
order.read                 M     M     M     M     -     -     -     -
order.restricted           -     M     M     M     -     -     -     -
sale                       M     M     -     -     -     -     -     -
sale.fundraising           -     -     M     M     -     -     -     -
customer.service           M     M     M     M     -     -     -     -
return.gift                M     M     -     -     -     -     -     -
order.attributes           M     M     -     -     -     -     -     -
return.purchase            M     M     M     M     -     -     -     -
fundraising                -     -     M     M     -     -     -     -
fundraising.setup          -     -     -     M     -     -     -     -
gift-aid.declare           M     M     M     M     -     -     -     -
gift-aid.claim             -     -     -     -     M     -     -     -
merge                      -     M     -     -     -     -     -     M
convert                    -     M     -     -     -     -     -     M
customer.deactivate        M     M     M     M     -     -     -     M
customer.reactivate        -     M     M     M     -     -     -     M
customer-list.build        -     M     -     -     -     -     M     M
bulk.request               -     M     -     -     -     -     -     -
bulk.perform               -     -     -     -     -     -     -     M
subject-export             -     M     -     -     -     -     -     M
agent.settings             -     M     -     -     -     -     -     -
set-up.commission          -     -     -     -     M     -     -     -
set-up.tags                -     -     -     -     M     -     -     -
set-up.definitions         -     -     -     -     -     M     -     -
set-up.unprotect           -     -     -     -     -     P     -     -
set-up.users               -     -     -     -     -     M     -     -
set-up.system              -     -     -     -     -     M     -     -
audit.read                 M     M     M     M     -     -     -     M
audit.archive              -     -     -     -     -     -     -     M
"""
COLUMNS = (
    Role.SALES_USER,
    Role.SALES_ADMINISTRATOR,
    Role.OPPORTUNITIES_USER,
    Role.OPPORTUNITIES_ADMINISTRATOR,
    Role.GENERAL_ADMINISTRATOR,
    Role.SETTINGS_ADMINISTRATOR,
    Role.INSIGHTS_MAILINGS_USER,
    Role.SUPPORT,
)
ROWS = {name: marks for name, *marks in (line.split() for line in MATRIX.strip().splitlines()[2:])}
AT_HOME = {role: INTERFACE_OF[role] for role in COLUMNS}


def marked(role: Role, marks: str) -> set[str]:
    return {name for name, row in ROWS.items() if row[COLUMNS.index(role)] in marks}


@pytest.mark.rule("ROL-P06")
@pytest.mark.parametrize("role", Role)
def test_a_role_may_exactly_what_its_column_of_the_matrix_says(role: Role) -> None:
    without = permissions_of([role], interface=AT_HOME[role], protected_data=False)
    flagged = permissions_of([role], interface=AT_HOME[role], protected_data=True)

    assert {permission.value for permission in without} == marked(role, "M")
    assert {permission.value for permission in flagged} == marked(role, "MP")


def test_the_matrix_has_a_row_for_every_permission_and_a_mark_for_every_role() -> None:
    assert list(ROWS) != []
    assert set(ROWS) == {permission.value for permission in Permission}
    assert {name: len(row) for name, row in ROWS.items()} == dict.fromkeys(ROWS, len(Role))
    assert set(COLUMNS) == set(Role)


@pytest.mark.rule("ROL-P01")
def test_there_are_eight_roles_by_these_names() -> None:
    assert [role.value for role in Role] == [
        "SALES_USER",
        "SALES_ADMINISTRATOR",
        "OPPORTUNITIES_USER",
        "OPPORTUNITIES_ADMINISTRATOR",
        "GENERAL_ADMINISTRATOR",
        "SETTINGS_ADMINISTRATOR",
        "INSIGHTS_MAILINGS_USER",
        "SUPPORT",
    ]


@pytest.mark.rule("ROL-P02")
@pytest.mark.parametrize(
    ("lower", "higher"),
    [
        (Role.SALES_USER, Role.SALES_ADMINISTRATOR),
        (Role.OPPORTUNITIES_USER, Role.OPPORTUNITIES_ADMINISTRATOR),
    ],
)
def test_an_administrator_without_the_user_role_may_all_that_the_user_may(lower: Role, higher: Role) -> None:
    assert GRANTS[lower] < GRANTS[higher]
    assert permissions_of([higher], interface=AT_HOME[higher], protected_data=False) == GRANTS[higher]


@pytest.mark.parametrize("interface", Interface)
def test_a_role_of_another_interface_counts_for_nothing(interface: Interface) -> None:
    strangers = [role for role in Role if role not in roles_of(interface)]

    assert permissions_of(strangers, interface=interface, protected_data=True) == frozenset()
    for role in roles_of(interface):
        both = permissions_of([role, *strangers], interface=interface, protected_data=False)
        assert both == GRANTS[role]


def test_the_web_is_no_interface_of_staff() -> None:
    assert [interface.value for interface in Interface] == [
        "SALES",
        "OPPORTUNITIES",
        "ADMIN",
        "INSIGHTS",
        "SUPPORT",
    ]


def test_two_roles_of_one_interface_add_up() -> None:
    pair = (Role.GENERAL_ADMINISTRATOR, Role.SETTINGS_ADMINISTRATOR)

    assert permissions_of(pair, interface=Interface.ADMIN, protected_data=False) == (
        GRANTS[Role.GENERAL_ADMINISTRATOR] | GRANTS[Role.SETTINGS_ADMINISTRATOR]
    )


def test_no_roles_may_nothing_even_with_the_protected_flag() -> None:
    for interface in Interface:
        assert permissions_of([], interface=interface, protected_data=True) == frozenset()


def test_a_record_opens_in_sales_for_the_user_or_the_administrator_and_for_nobody_else() -> None:
    for count in (1, 2):
        for roles in combinations(Role, count):
            held = permissions_of(roles, interface=Interface.SALES, protected_data=True)
            entitled = bool({Role.SALES_USER, Role.SALES_ADMINISTRATOR}.intersection(roles))

            assert (Permission.CUSTOMER_READ in held) is entitled


def test_only_a_sales_administrator_or_support_merges() -> None:
    assert roles_granting(Permission.MERGE) == (Role.SALES_ADMINISTRATOR, Role.SUPPORT)


def test_a_sales_administrator_without_the_flag_may_merge_but_not_touch_protected_data() -> None:
    roles = [Role.SALES_ADMINISTRATOR]
    without = permissions_of(roles, interface=Interface.SALES, protected_data=False)
    flagged = permissions_of(roles, interface=Interface.SALES, protected_data=True)

    assert Permission.MERGE in without
    assert flagged - without == {Permission.PROTECTED_DATA}


def test_what_the_opportunities_interface_adds_is_nothing_to_any_role_elsewhere() -> None:
    added = {Permission.PINK_NOTE, Permission.FUNDRAISING, Permission.FUNDRAISING_SALE}

    for interface in set(Interface) - {Interface.OPPORTUNITIES}:
        assert not added & permissions_of(Role, interface=interface, protected_data=True)
    assert added <= GRANTS[Role.OPPORTUNITIES_USER]


def test_a_report_shows_notes_of_both_colours_to_insights_alone() -> None:
    assert roles_granting(Permission.NOTE_REPORT) == (Role.INSIGHTS_MAILINGS_USER,)
    assert not GRANTS[Role.INSIGHTS_MAILINGS_USER] & {Permission.BLUE_NOTE, Permission.PINK_NOTE}


def test_whoever_holds_every_role_sees_inactive_customers_in_opportunities_and_not_in_sales() -> None:
    in_sales = permissions_of(Role, interface=Interface.SALES, protected_data=True)
    in_opportunities = permissions_of(Role, interface=Interface.OPPORTUNITIES, protected_data=False)

    assert Permission.CUSTOMER_READ_INACTIVE not in in_sales
    assert Permission.CUSTOMER_READ_INACTIVE in in_opportunities


def test_bulk_changes_are_asked_for_by_one_role_and_performed_by_another() -> None:
    assert roles_granting(Permission.BULK_REQUEST) == (Role.SALES_ADMINISTRATOR,)
    assert roles_granting(Permission.BULK_PERFORM) == (Role.SUPPORT,)


def test_the_roles_that_grant_a_flagged_permission_are_those_that_the_flag_adds_it_to() -> None:
    assert roles_granting(Permission.PROTECTED_DATA) == (
        Role.SALES_USER,
        Role.SALES_ADMINISTRATOR,
        Role.OPPORTUNITIES_USER,
        Role.OPPORTUNITIES_ADMINISTRATOR,
        Role.SUPPORT,
    )
    assert roles_granting(Permission.DEFINITION_UNPROTECT) == (Role.SETTINGS_ADMINISTRATOR,)


def test_an_actor_may_what_the_roles_of_its_interface_allow() -> None:
    both = [Role.SALES_USER, Role.OPPORTUNITIES_USER]
    actor = Actor.of(UUID(int=1), username="kim", name="Kim", interface=Interface.SALES, roles=both)

    assert actor.permissions == GRANTS[Role.SALES_USER]
    assert actor.roles == frozenset(both)
    assert actor.may(Permission.SALE) is True
    assert actor.may(Permission.PINK_NOTE) is False
