"""Email addresses: `domain/emails.py`."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.emails import clean_email, email_key
from domain.errors import InvalidEmail, InvalidText


@pytest.mark.parametrize(
    "address",
    [
        "ada@example.org",
        "ada.lovelace+news@mail.example.co.uk",
        "o'brien@example.org",
        "ada@bücher.example",
        "ada@xn--bcher-kva.example",
        "josé@example.org",
        "用户@例子.广告",
        "ada@theatre.test",
        "a@b.co",
        "x" * 64 + "@example.org",
    ],
)
@pytest.mark.rule("CUS-P04")
def test_an_address_with_one_at_and_a_dotted_domain_is_kept_as_typed(address: str) -> None:
    assert clean_email(address) == address


@pytest.mark.parametrize(
    ("address", "what_to_change"),
    [
        ("ada", "exactly one @"),
        ("ada@lovelace@example.org", "exactly one @"),
        ("Ada <ada@example.org", "cannot be an email address"),
        ('"ada lovelace"@example.org', "without quotation marks"),
        ("ada@example", "needs a dot"),
        ("ada@example.", "needs a dot"),
        ("ada@.org", "needs a dot"),
        ("@example.org", "cannot be an email address"),
        ("ada@", "needs a dot"),
        ("ada lovelace@example.org", "cannot be an email address"),
        ("ada..l@example.org", "cannot be an email address"),
        (".ada@example.org", "cannot be an email address"),
        ("ada@exa_mple.org", "cannot be an email address"),
        ("ada@-example.org", "cannot be an email address"),
        ("ada@[127.0.0.1]", "cannot be an email address"),
        ("ada@192.168.1.1", "cannot be an email address"),
        ("ada@printer.local", "cannot be an email address"),
        ("a" * 60 + "@" + ("b" * 62 + ".") * 3 + "example.org", "254 or fewer"),
    ],
)
@pytest.mark.rule("CUS-P04")
def test_what_is_no_address_is_refused_with_what_to_change(address: str, what_to_change: str) -> None:
    with pytest.raises(InvalidEmail) as refused:
        clean_email(address)
    assert what_to_change in refused.value.message
    assert refused.value.path == ("email",)
    assert refused.value.code == "INVALID_EMAIL"


def test_spaces_around_an_address_are_not_part_of_it() -> None:
    assert clean_email("\u00a0 Ada@Example.org \t") == "Ada@Example.org"


def test_an_empty_address_is_no_address() -> None:
    assert clean_email("  ") is None
    assert clean_email(None) is None


def test_a_control_character_is_refused_as_in_any_text() -> None:
    with pytest.raises(InvalidText):
        clean_email("ada\x00@example.org")


@pytest.mark.rule("CUS-P04", "CUS-C01")
def test_case_and_padding_do_not_make_another_address() -> None:
    assert email_key("  ADA@Example.ORG ") == email_key("ada@example.org") == "ada@example.org"
    assert email_key("JOSE\u0301@example.org") == email_key("jos\u00e9@example.org")


def test_accents_and_tags_do_make_another_address() -> None:
    assert email_key("jose@example.org") != email_key("josé@example.org")
    assert email_key("ada+news@example.org") != email_key("ada@example.org")


@given(st.text(max_size=40))
def test_the_key_of_a_key_is_the_key(text: str) -> None:
    assert email_key(email_key(text)) == email_key(text)


@given(st.emails())
def test_any_address_of_the_standard_shape_is_taken(address: str) -> None:
    assert clean_email(address) == address
