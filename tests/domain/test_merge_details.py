"""The first tab of a merge: whose name, contact information, birth date, picture and login stand afterwards."""

from __future__ import annotations

from datetime import date

import pytest

from domain.customers import Kind
from domain.merges import BlockerCode, FieldChoice, MergeTab, Pick, Reason, Side, TabStatus
from domain.transformations import ValueFrom
from tests.merge_facts import ada, blocker, codes, eda, line, planned, status

BORN = date(1970, 5, 4)


@pytest.mark.rule("MRG-19", "MRG-20", "MRG-21")
def test_phone_mobile_and_birth_date_are_filled_where_the_survivor_has_none() -> None:
    plan = planned(ada(), eda(phone="0117 1", mobile="07700 2", birth_date=BORN))

    merged = plan.decisions.details
    assert (merged.phone, merged.mobile, merged.birth_date) == ("0117 1", "07700 2", BORN)
    found = line(plan, "birth_date")
    assert (found.survivor, found.loser, found.result) == (None, "1970-05-04", "1970-05-04")
    assert (found.taken_from, found.reason) == (ValueFrom.LOSER, Reason.SURVIVOR_HAS_NONE)


@pytest.mark.rule("MRG-P04")
def test_what_the_survivor_has_stays_and_its_gaps_are_filled() -> None:
    plan = planned(
        ada(phone="0117 1", birth_date=BORN),
        eda(phone="0117 9", birth_date=date(1971, 1, 1), title="Dr", image="picture"),
    )

    merged = plan.decisions.details
    assert (merged.phone, merged.birth_date, merged.title) == ("0117 1", BORN, "Dr")
    assert plan.decisions.image_from is Side.LOSER
    assert line(plan, "phone").reason is Reason.SURVIVOR_HAS_IT


@pytest.mark.rule("MRG-P04", "MRG-18")
def test_names_stay_unless_the_others_are_chosen() -> None:
    survivor, loser = ada(), eda(first_name="Augusta", last_name="King")

    left = planned(survivor, loser)
    chosen = planned(survivor, loser, fields={"last_name": FieldChoice(Pick.LOSER)})

    assert (left.decisions.details.first_name, left.decisions.details.last_name) == ("Ada", "Byron")
    assert line(left, "last_name").reason is Reason.NAMES_STAY
    assert (chosen.decisions.details.first_name, chosen.decisions.details.last_name) == ("Ada", "King")
    assert line(chosen, "last_name").why == "You chose this."


@pytest.mark.rule("MRG-06", "MRG-P04")
def test_two_email_addresses_ask_for_a_choice_and_one_does_not() -> None:
    both = ada(email="ada@example.com"), eda(email="eda@example.com")

    asked = planned(*both)
    chosen = planned(*both, fields={"email": FieldChoice(Pick.LOSER)})
    only = planned(ada(), eda(email="eda@example.com"))

    assert codes(asked) == [BlockerCode.EMAIL_CHOICE_REQUIRED]
    assert line(asked, "email").choice_required
    assert status(asked, MergeTab.BASIC_DETAILS) is TabStatus.BLOCKED
    assert (codes(chosen), chosen.decisions.details.email) == ([], "eda@example.com")
    assert (codes(only), only.decisions.details.email) == ([], "eda@example.com")


@pytest.mark.rule("ACC-P03")
@pytest.mark.parametrize(
    ("pick", "login", "on"), [(Pick.SURVIVOR, Side.SURVIVOR, True), (Pick.LOSER, None, False)]
)
def test_the_login_is_that_of_the_record_whose_email_was_kept(
    pick: Pick, login: Side | None, on: bool
) -> None:
    with_login = ada(email="ada@example.com", online_account_active=True, has_password=True)

    plan = planned(with_login, eda(email="eda@example.com"), fields={"email": FieldChoice(pick)})

    assert (plan.decisions.login_from, plan.decisions.details.online_account_active) == (login, on)


@pytest.mark.rule("ACC-P03")
def test_a_login_comes_with_the_email_that_fills_a_gap() -> None:
    plan = planned(ada(), eda(email="eda@example.com", online_account_active=True, has_password=True))

    assert plan.decisions.login_from is Side.LOSER
    assert plan.decisions.details.online_account_active


@pytest.mark.rule("MRG-P05")
def test_names_and_phones_can_be_typed_and_are_cleaned_as_in_details() -> None:
    typed = FieldChoice(Pick.CUSTOM, "  Ada   Augusta ")

    plan = planned(fields={"first_name": typed, "phone": FieldChoice(Pick.CUSTOM, "0117 496 0000")})

    assert codes(plan) == []
    assert (plan.decisions.details.first_name, plan.decisions.details.phone) == (
        "Ada Augusta",
        "0117 496 0000",
    )
    assert line(plan, "first_name").taken_from is ValueFrom.CUSTOM


@pytest.mark.rule("MRG-P05")
@pytest.mark.parametrize(
    ("field", "custom"),
    [
        ("email", "new@example.com"),
        ("birth_date", "1970-01-01"),
        ("image", "x"),
        ("first_name", "  "),
        ("phone", "9" * 31),
        ("shoe_size", "42"),
    ],
)
def test_what_cannot_be_typed_is_a_blocker_with_a_next_step(field: str, custom: str) -> None:
    plan = planned(fields={field: FieldChoice(Pick.CUSTOM, custom)})

    assert codes(plan) == [BlockerCode.INVALID_CHOICE]
    assert blocker(plan, BlockerCode.INVALID_CHOICE).next_step
    assert plan.decisions.details == ada().details


@pytest.mark.rule("CPR-P05")
def test_that_somebody_died_is_not_undone_by_a_choice() -> None:
    died = date(2025, 1, 1)

    left = planned(ada(), eda(deceased_on=died))
    chosen = planned(ada(), eda(deceased_on=died), fields={"deceased_on": FieldChoice(Pick.SURVIVOR)})

    assert left.decisions.details.deceased_on == died
    assert codes(chosen) == [BlockerCode.INVALID_CHOICE]
    assert chosen.decisions.details.deceased_on == died


def test_nobody_died_before_they_were_born() -> None:
    plan = planned(ada(birth_date=BORN), eda(deceased_on=date(1960, 1, 1)))

    assert codes(plan) == [BlockerCode.INVALID_CHOICE]


@pytest.mark.rule("MRG-17")
def test_details_that_are_the_same_are_greyed() -> None:
    plan = planned(ada(phone="0117 1"), eda(phone="0117 1"))

    assert status(plan, MergeTab.BASIC_DETAILS) is TabStatus.SAME
    assert line(plan, "phone").taken_from is ValueFrom.BOTH


def test_an_organisations_primary_contact_fills_the_gap_and_its_name_stays() -> None:
    plan = planned(
        ada(kind=Kind.ORGANISATION), eda(kind=Kind.ORGANISATION, name="Harbor Choir", primary_contact="Jo")
    )

    assert (plan.decisions.details.name, plan.decisions.details.primary_contact) == ("Harbour Choir", "Jo")
    assert plan.decisions.details.first_name is None
