"""The actions on a record: `domain/actions.py`."""

from __future__ import annotations

from uuid import UUID

import pytest

from domain.actions import ActionKey, actions_of
from domain.customers import Kind
from domain.permissions import INTERFACE_OF, Actor, Role

OF_ADMINISTRATORS = {
    ActionKey.MERGE,
    ActionKey.CONVERT_TO_ORGANISATION,
    ActionKey.CONVERT_TO_INDIVIDUAL,
}


def actor(role: Role) -> Actor:
    return Actor.of(UUID(int=1), username="kim", name="Kim", interface=INTERFACE_OF[role], roles=[role])


def allowed(
    role: Role,
    kind: Kind = Kind.INDIVIDUAL,
    *,
    active: bool = True,
    merged: bool = False,
    has_image: bool = False,
) -> set[ActionKey]:
    actions = actions_of(actor(role), kind, active=active, merged=merged, has_image=has_image)
    return {action.key for action in actions if action.allowed}


def test_a_fundraiser_may_do_all_that_an_active_record_allows_and_a_seller_all_but_pink_notes() -> None:
    everything = set(ActionKey) - {ActionKey.REACTIVATE} - OF_ADMINISTRATORS
    assert allowed(Role.OPPORTUNITIES_USER, has_image=True) == everything
    assert allowed(Role.SALES_USER, has_image=True) == everything - {ActionKey.ADD_PINK_NOTE}
    assert allowed(Role.SETTINGS_ADMINISTRATOR, has_image=True) == set()


@pytest.mark.rule("MRG-13", "MRG-04")
def test_sales_administrators_and_support_merge_and_nobody_else() -> None:
    merging = {role for role in Role if ActionKey.MERGE in allowed(role)}
    assert merging == {Role.SALES_ADMINISTRATOR, Role.SUPPORT}
    assert ActionKey.MERGE in allowed(Role.SUPPORT, active=False)


@pytest.mark.rule("NAV-10", "CNV-11", "NAV-09")
def test_the_conversion_on_offer_depends_on_the_kind() -> None:
    def offered(kind: Kind) -> set[ActionKey]:
        return {action.key for action in actions_of(actor(Role.SALES_USER), kind, active=True)}

    assert offered(Kind.INDIVIDUAL) ^ offered(Kind.ORGANISATION) == {
        ActionKey.CONVERT_TO_ORGANISATION,
        ActionKey.CONVERT_TO_INDIVIDUAL,
    }
    assert ActionKey.CONVERT_TO_ORGANISATION in offered(Kind.INDIVIDUAL)
    assert ActionKey.CONVERT_TO_ORGANISATION in allowed(Role.SALES_ADMINISTRATOR)
    assert ActionKey.CONVERT_TO_INDIVIDUAL in allowed(Role.SUPPORT, Kind.ORGANISATION)
    assert ActionKey.CONVERT_TO_INDIVIDUAL not in allowed(Role.SUPPORT, Kind.ORGANISATION, active=False)


def test_an_image_is_removed_only_where_there_is_one() -> None:
    assert ActionKey.REMOVE_IMAGE not in allowed(Role.SALES_USER)
    assert ActionKey.SET_IMAGE in allowed(Role.SALES_USER)


def test_an_inactive_record_is_reactivated_and_not_deactivated_again() -> None:
    of_fundraiser = allowed(Role.OPPORTUNITIES_USER, active=False)
    assert ActionKey.REACTIVATE in of_fundraiser
    assert ActionKey.DEACTIVATE not in of_fundraiser


def test_in_sales_an_inactive_record_offers_nothing_but_its_reactivation_to_an_administrator() -> None:
    assert allowed(Role.SALES_USER, active=False) == set()
    assert allowed(Role.SALES_ADMINISTRATOR, active=False) == {ActionKey.REACTIVATE}


@pytest.mark.parametrize("role", Role)
def test_nothing_is_done_with_a_record_that_was_merged_into_another(role: Role) -> None:
    assert allowed(role, active=False, merged=True, has_image=True) == set()


def test_what_is_not_allowed_says_why_and_which_role_would_help() -> None:
    for action in actions_of(actor(Role.SALES_USER), Kind.INDIVIDUAL, active=True):
        assert (action.reason is None) is action.allowed
        if action.key is ActionKey.ADD_PINK_NOTE:
            assert action.missing_roles == (Role.OPPORTUNITIES_USER, Role.OPPORTUNITIES_ADMINISTRATOR)
