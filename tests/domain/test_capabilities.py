from __future__ import annotations

from uuid import UUID

import pytest

from domain.capabilities import ALLOWED, NEEDS, UNKNOWN_CUSTOMER, Action, Standing, Verdict, can
from domain.denials import Denial, denial, no_entry
from domain.permissions import INTERFACE_OF, Actor, Interface, Permission, Role

WHOM_TO_ASK = "Ask your Settings Administrator, who grants roles to user accounts."


def actor(*roles: Role, interface: Interface | None = None, protected_data: bool = False) -> Actor:
    return Actor.of(
        UUID(int=1),
        username="kim",
        name="Kim",
        interface=interface or INTERFACE_OF[roles[0]],
        roles=roles,
        protected_data=protected_data,
    )


def test_every_operation_but_the_changing_of_autotags_needs_one_permission() -> None:
    assert set(Action) - set(NEEDS) == {Action.EDIT_AUTOTAGS}
    assert set(Permission) - set(NEEDS.values()) == {Permission.SIGNED_IN}


def test_every_operation_is_described_in_one_sentence() -> None:
    for action in Action:
        assert action.value[0].isupper()
        assert action.value.endswith(".")
        assert 15 < len(action.value) < 100


@pytest.mark.parametrize("role", Role)
def test_without_a_record_in_question_the_verdict_is_that_of_the_permission(role: Role) -> None:
    for flagged in (True, False):
        asker = actor(role, protected_data=flagged)
        for action, needs in NEEDS.items():
            assert can(asker, action).allowed is asker.may(needs)


def test_nobody_may_change_autotags_by_hand() -> None:
    for role in Role:
        assert can(actor(role, protected_data=True), Action.EDIT_AUTOTAGS) == Verdict(
            False, ("Set or remove an autotag by hand: nobody may, since it comes and goes by its criteria.",)
        )


@pytest.mark.rule("ROL-16")
@pytest.mark.parametrize(
    ("asker", "action", "reason", "missing"),
    [
        (
            actor(Role.SALES_USER),
            Action.MERGE,
            f"This needs the role Sales Administrator. {WHOM_TO_ASK}",
            (Role.SALES_ADMINISTRATOR,),
        ),
        (
            actor(Role.SALES_USER),
            Action.USE_PINK_NOTES,
            f"This needs the role Opportunities User or Opportunities Administrator. {WHOM_TO_ASK}",
            (Role.OPPORTUNITIES_USER, Role.OPPORTUNITIES_ADMINISTRATOR),
        ),
        (
            actor(Role.OPPORTUNITIES_USER),
            Action.CREATE_RELATIONSHIP_TYPE,
            f"This needs the role Opportunities Administrator. {WHOM_TO_ASK}",
            (Role.OPPORTUNITIES_ADMINISTRATOR,),
        ),
        (
            actor(Role.GENERAL_ADMINISTRATOR),
            Action.REPORT_NOTES,
            f"This needs the role Insights & Mailings User. {WHOM_TO_ASK}",
            (Role.INSIGHTS_MAILINGS_USER,),
        ),
        (
            actor(Role.SALES_ADMINISTRATOR),
            Action.USE_PROTECTED_DATA,
            f'This needs the permission "Can view and edit protected data". {WHOM_TO_ASK}',
            (),
        ),
        (
            actor(Role.SALES_ADMINISTRATOR),
            Action.PERFORM_BULK_CHANGE,
            "The support team does this; ask your Sales Administrator to request it.",
            (Role.SUPPORT,),
        ),
    ],
)
def test_a_refusal_says_what_is_missing_and_whom_to_ask(
    asker: Actor, action: Action, reason: str, missing: tuple[Role, ...]
) -> None:
    assert can(asker, action, customer=Standing.ACTIVE) == Verdict(False, (reason,), missing)


def test_a_role_held_for_another_interface_is_not_missing_but_used_in_the_wrong_place() -> None:
    both = actor(Role.SALES_ADMINISTRATOR, Role.OPPORTUNITIES_USER)

    assert can(both, Action.USE_PINK_NOTES) == Verdict(
        False, ("Your role allows this in the Opportunities Interface only; sign in there.",)
    )


@pytest.mark.parametrize("action", list(Action))
def test_in_sales_a_hidden_record_is_judged_as_one_that_does_not_exist(action: Action) -> None:
    for asker in (actor(Role.SALES_USER), actor(Role.SALES_ADMINISTRATOR, protected_data=True)):
        hidden = can(asker, action, customer=Standing.INACTIVE)
        none = can(asker, action, customer=Standing.UNKNOWN)

        if action is Action.REACTIVATE and asker.may(Permission.CUSTOMER_REACTIVATE):
            assert (hidden, none) == (ALLOWED, UNKNOWN_CUSTOMER)
        else:
            assert hidden == none


@pytest.mark.parametrize("role", [Role.GENERAL_ADMINISTRATOR, Role.SETTINGS_ADMINISTRATOR])
def test_who_may_not_open_records_learns_nothing_about_one(role: Role) -> None:
    for action in Action:
        verdicts = {can(actor(role), action, customer=standing) for standing in Standing}

        assert len(verdicts) == 1


def test_fundraisers_work_on_inactive_records_but_for_what_needs_an_active_one() -> None:
    fundraiser = actor(Role.OPPORTUNITIES_USER)
    inactive = Verdict(False, ("The record is inactive; reactivate it first.",))

    assert can(fundraiser, Action.OPEN_RECORD, customer=Standing.INACTIVE) == ALLOWED
    assert can(fundraiser, Action.USE_PINK_NOTES, customer=Standing.INACTIVE) == ALLOWED
    assert can(fundraiser, Action.REACTIVATE, customer=Standing.INACTIVE) == ALLOWED
    for action in (Action.DEACTIVATE, Action.JOIN_HOUSEHOLD, Action.REDEEM_VOUCHER, Action.MAIL_PASSWORD):
        assert can(fundraiser, action, customer=Standing.INACTIVE) == inactive
        assert can(fundraiser, action, customer=Standing.ACTIVE) == ALLOWED
    assert can(fundraiser, Action.REACTIVATE, customer=Standing.ACTIVE) == Verdict(
        False, ("The record is active already.",)
    )


def test_what_concerns_no_record_does_not_depend_on_one() -> None:
    for standing in Standing:
        assert can(actor(Role.SALES_USER), Action.CREATE_CUSTOMER, customer=standing) == ALLOWED


def test_a_denial_names_the_permission_when_the_role_is_not_what_is_missing() -> None:
    flag = ("CAN_VIEW_AND_EDIT_PROTECTED_DATA",)
    administrator = denial(actor(Role.SETTINGS_ADMINISTRATOR), Permission.DEFINITION_UNPROTECT)
    stranger = denial(actor(Role.GENERAL_ADMINISTRATOR), Permission.DEFINITION_UNPROTECT)

    assert (administrator.required_roles, administrator.required_permissions) == ((), flag)
    assert (stranger.required_roles, stranger.required_permissions) == ((Role.SETTINGS_ADMINISTRATOR,), flag)


def test_an_account_without_a_role_of_the_interface_is_told_which_it_needs() -> None:
    assert no_entry(Interface.SALES) == Denial(
        f"The Sales Interface needs the role Sales User or Sales Administrator. {WHOM_TO_ASK}",
        (Role.SALES_USER, Role.SALES_ADMINISTRATOR),
    )
