"""Who is mailed a link to set a password, how often, and what a password is."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from domain.customers import Kind
from domain.errors import Refusals
from domain.online_account_refusals import OrganisationNotAllowed, PasswordMailLimit
from domain.online_accounts import (
    PasswordFault,
    PasswordRefused,
    check_frequency,
    check_password_mail,
    clean_password,
    password_mail,
)
from domain.refusals import refusals_of

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.mark.rule("ACC-P01", "ACC-P02")
@pytest.mark.parametrize("active", [True, False])
@pytest.mark.parametrize("email", ["ada@example.org", None])
@pytest.mark.parametrize("account_active", [True, False])
@pytest.mark.parametrize("activate", [True, False])
def test_whoever_is_active_with_an_address_and_an_account_is_mailed(
    active: bool, email: str | None, account_active: bool, activate: bool
) -> None:
    expected = set() if active else {"CUSTOMER_INACTIVE"}
    if email is None:
        expected.add("NO_EMAIL")
    elif not (account_active or activate):
        expected.add("ONLINE_ACCOUNT_INACTIVE")
    asked = {"active": active, "email": email, "account_active": account_active, "activate": activate}

    try:
        found, told = check_password_mail(Kind.INDIVIDUAL, **asked), set()  # type: ignore[arg-type]
    except Refusals as refused:
        found, told = "", {each.code for each in refusals_of(refused)}

    assert told == expected
    assert found == ("" if expected else email)
    with pytest.raises(OrganisationNotAllowed):
        check_password_mail(Kind.ORGANISATION, **asked)  # type: ignore[arg-type]


@pytest.mark.rule("ACC-P01")
def test_five_mails_go_within_any_hour() -> None:
    mailed = [NOON - timedelta(minutes=minutes) for minutes in (90, 60, 50, 40, 30, 20)]
    check_frequency(mailed, NOON)

    with pytest.raises(PasswordMailLimit) as refused:
        check_frequency([*mailed, NOON], NOON)
    assert refused.value.try_again_at == NOON + timedelta(minutes=10)


@pytest.mark.parametrize(
    ("password", "fault"),
    [
        ("", PasswordFault.TOO_SHORT),
        ("x" * 11, PasswordFault.TOO_SHORT),
        ("x" * 201, PasswordFault.TOO_LONG),
    ],
)
def test_a_password_is_neither_short_nor_endless(password: str, fault: PasswordFault) -> None:
    with pytest.raises(PasswordRefused) as refused:
        clean_password(password)
    assert refused.value.fault is fault


def test_a_password_is_kept_as_it_is_but_for_how_its_letters_are_put_together() -> None:
    assert clean_password(" e\u0301 twelve or more ") == " \u00e9 twelve or more "


@pytest.mark.rule("ACC-01")
def test_the_mail_says_where_and_how_long() -> None:
    subject, text = password_mail("Dr Ada Byron", "https://example.org/password?token=x")
    assert subject == "Change your password"
    assert text.splitlines()[0] == "Dear Dr Ada Byron,"
    assert "\nhttps://example.org/password?token=x\n" in text
    assert "within 60 minutes" in text
