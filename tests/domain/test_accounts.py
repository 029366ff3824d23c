from __future__ import annotations

import pytest

from domain.accounts import check_administrator_stays, check_roles, clean_username
from domain.errors import InvalidText, LastAdministrator, Required, RoleNotGrantable, TooLong
from domain.permissions import Role


@pytest.mark.parametrize(
    ("typed", "stored"),
    [("bea", "bea"), (" Bea.Okonjo ", "bea.okonjo"), ("7of9", "7of9"), ("web-master", "web-master")],
)
def test_a_username_is_stored_in_lower_case(typed: str, stored: str) -> None:
    assert clean_username(typed) == stored


@pytest.mark.parametrize(
    ("typed", "refusal"),
    [
        ("", Required),
        (None, Required),
        ("x" * 51, TooLong),
        ("two words", InvalidText),
        (".bea", InvalidText),
        ("béa", InvalidText),
        ("system\\jobs", InvalidText),
        ("Web", InvalidText),
        ("SYSTEM", InvalidText),
    ],
)
def test_a_username_is_plain_and_none_that_the_audit_uses_for_itself(
    typed: str | None, refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        clean_username(typed)


@pytest.mark.rule("ROL-P01")
def test_support_stays_as_it_is_and_every_other_role_is_free() -> None:
    for role in set(Role) - {Role.SUPPORT}:
        check_roles((), (role,))
        check_roles((role,), ())
        check_roles((Role.SUPPORT,), (Role.SUPPORT, role))
        for held, wanted in (((role,), (role, Role.SUPPORT)), ((Role.SUPPORT,), (role,))):
            with pytest.raises(RoleNotGrantable):
                check_roles(held, wanted)


def test_somebody_must_be_left_who_grants_roles() -> None:
    check_administrator_stays(1, "roles")
    with pytest.raises(LastAdministrator) as refused:
        check_administrator_stays(0, "account", "active")
    assert refused.value.path == ("account", "active")
