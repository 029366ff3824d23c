"""What a claim tells of a donor: `domain/gift_aid_donors.py`."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.addresses import AddressFields
from domain.gift_aid import Donor
from domain.gift_aid_donors import RowFault, RowField, Told, claimed_by, told_of

HOME = AddressFields(line1="12 Harbour Row", town="Bristol", postcode="bs14aa", country_code="GB")
ADA = Donor("Ada", "Marsh", HOME)


def told(title: str | None = None, **changed: Any) -> Told:
    names = {name: changed.pop(name) for name in ("first_name", "last_name") if name in changed}
    return told_of(title, replace(ADA, **names, address=replace(HOME, **changed)))[0]


def faults(**changed: Any) -> tuple[RowFault, ...]:
    names = {name: changed.pop(name) for name in ("first_name", "last_name") if name in changed}
    return told_of(None, replace(ADA, **names, address=replace(HOME, **changed)))[1]


@pytest.mark.rule("GAD-P15")
def test_a_row_has_the_form_that_the_tax_authority_asks_for() -> None:
    assert told_of("Mrs.", replace(ADA, last_name="Marsh-Lindqvist")) == (
        Told("Mrs", "Ada", "Marsh Lindqvist", "12 Harbour Row", "BS1 4AA"),
        (),
    )


@pytest.mark.parametrize(
    ("title", "written"),
    [
        (None, ""),
        ("", ""),
        ("Prof", "Prof"),
        ("Prof.", "Prof"),
        ("Reverend", ""),
        ("2nd", ""),
        ("Dr & Mr", ""),
        ("太", ""),
    ],
)
def test_a_title_of_more_than_four_letters_is_left_out(title: str | None, written: str) -> None:
    assert told(title).title == written


def test_of_a_long_first_name_the_initial_stands_and_a_long_last_name_is_a_fault() -> None:
    assert told(first_name="A" * 35).first_name == "A" * 35
    assert told(first_name="B" * 36).first_name == "B"
    assert faults(last_name="A" * 35) == ()
    assert faults(last_name="A" * 36) == (RowFault.LAST_NAME_TOO_LONG,)


def test_letters_that_the_tax_authority_does_not_read_become_plain_ones() -> None:
    assert told(first_name="Zoë", last_name="Łukasiewicz’s").first_name == "Zoë"
    assert told(last_name="Łukasiewicz’s").last_name == "Lukasiewicz's"
    assert told(line1="Ștefan–Haus 3").house == "Stefan-Haus 3"


@pytest.mark.rule("GAD-P15")
@pytest.mark.parametrize(
    ("changed", "found"),
    [
        ({"first_name": None}, (RowFault.FIRST_NAME_MISSING,)),
        ({"first_name": "太郎"}, (RowFault.FIRST_NAME_UNREADABLE,)),
        ({"last_name": " "}, (RowFault.LAST_NAME_MISSING,)),
        ({"last_name": "Чехов"}, (RowFault.LAST_NAME_UNREADABLE,)),
        ({"line1": None}, (RowFault.HOUSE_MISSING,)),
        ({"line1": "東京"}, (RowFault.HOUSE_UNREADABLE,)),
        ({"postcode": None}, (RowFault.POSTCODE_MISSING,)),
        ({"postcode": "BS1"}, (RowFault.POSTCODE_INVALID,)),
        ({"last_name": None, "postcode": "?"}, (RowFault.LAST_NAME_MISSING, RowFault.POSTCODE_INVALID)),
    ],
)
def test_all_that_would_be_sent_back_is_found(
    changed: dict[str, str | None], found: tuple[RowFault, ...]
) -> None:
    assert faults(**changed) == found


def test_abroad_as_much_of_the_address_as_fits_stands_and_no_postcode() -> None:
    paris = AddressFields(line1="3 rue Dauphine", town="Paris", postcode="75006", country_code="FR")
    assert told_of(None, replace(ADA, address=paris)) == (
        Told("", "Ada", "Marsh", "3 rue Dauphine, Paris, 75006, FR", "", overseas=True),
        (),
    )
    long = replace(paris, line1="x" * 60)
    assert told_of(None, replace(ADA, address=long))[0].house == "x" * 40


def test_an_address_without_a_country_is_at_home_and_its_street_lines_stand() -> None:
    assert told(line1="Flat 3", line2="12 Harbour Row", country_code=None).house == "Flat 3, 12 Harbour Row"
    assert told(line1="Flat 3", line2="x" * 33).house == "Flat 3"


@pytest.mark.rule("GAD-P18")
def test_a_claim_tells_the_last_known_address_and_that_of_the_declaration_where_there_is_none() -> None:
    declared = Donor("Ada", "Byron", AddressFields(line1="9 Weir Cottages", postcode="BA2 6NX"))
    assert claimed_by(ADA, declared) == ADA
    gone = replace(ADA, address=replace(HOME, postcode=None))
    assert claimed_by(gone, declared) == Donor("Ada", "Marsh", declared.address)


def test_each_fault_is_of_one_column() -> None:
    assert {fault.field for fault in RowFault} == set(RowField)


@given(
    st.builds(
        Donor, *[st.none() | st.text(max_size=60)] * 2, st.builds(AddressFields, *[st.text(max_size=60)] * 6)
    )
)
def test_whatever_is_stored_a_row_without_faults_is_one_that_is_accepted(donor: Donor) -> None:
    row, found = told_of(donor.last_name, donor)
    read = re.compile("[ -~\xa1-\xff]*")
    assert all(read.fullmatch(each) for each in (row.first_name, row.last_name, row.house, row.postcode))
    if not found:
        assert 1 <= len(row.first_name) <= 35
        assert 1 <= len(row.last_name) <= 35
        assert "-" not in row.last_name
        assert 1 <= len(row.house) <= 40
        assert row.overseas or re.fullmatch("[A-Z0-9]{2,4} [0-9][A-Z]{2}", row.postcode)
    assert row.title == "" or re.fullmatch("[A-Za-z][A-Za-z'-]{0,3}", row.title)
