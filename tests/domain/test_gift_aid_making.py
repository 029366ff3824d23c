"""Making declarations, and how far anything goes back: `domain/gift_aid_making.py`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.addresses import AddressFields
from domain.customers import Kind
from domain.errors import WrongKind
from domain.gift_aid import (
    CancellationOption,
    Coverage,
    DeclarationType,
    EvidenceMethod,
    Span,
)
from domain.gift_aid_making import (
    Declarant,
    Evidence,
    cancelled_from,
    check_evidence,
    days_covered,
    home_of,
)
from domain.gift_aid_refusals import BackdateTooFar, InvalidCoverageDate
from domain.refusals import Refusal, Refusals, refusals_of
from tests.references.gift_aid import four_years_before

TODAY, DAY = date(2026, 11, 22), timedelta(days=1)
FROM_TODAY, SINCE = CancellationOption.FROM_TODAY, CancellationOption.SINCE
VERBAL, PAPER, ONLINE = DeclarationType
HOME = AddressFields(line1="12 Harbour Row", postcode="BS1 4AA", country_code="GB")
ADA = Declarant(Kind.INDIVIDUAL, "Ada", "Marsh", None, (HOME,))
# Any day of two leap centuries, and often one at the edge of a month that is not always as long.
DAYS = st.dates(date(2000, 1, 1), date(2150, 12, 31)) | st.builds(
    lambda year, days: date(year, 3, 1) + days * DAY, st.integers(2000, 2150), st.integers(-3, 2)
)


def told(act: Callable[[], object]) -> list[str]:
    """The codes of what is refused, all at once; none where it is not."""
    try:
        act()
    except (Refusal, Refusals) as refused:
        return [each.code for each in refusals_of(refused)]
    return []


@pytest.mark.rule("GAD-11", "GAD-12", "GAD-P03")
def test_from_today_has_no_end_and_today_only_is_that_day_even_on_29_february() -> None:
    assert days_covered(Coverage.FROM_TODAY, None, date(2028, 2, 29)) == Span(date(2028, 2, 29))
    leap_day = Span(date(2028, 2, 29), date(2028, 2, 29))
    assert days_covered(Coverage.TODAY_ONLY, None, date(2028, 2, 29)) == leap_day


@pytest.mark.rule("GAD-10", "GAD-25", "GAD-P02")
@pytest.mark.parametrize(
    ("today", "earliest"),
    [
        (TODAY, date(2022, 11, 22)),
        (date(2028, 2, 29), date(2024, 2, 29)),
        (date(2028, 3, 1), date(2024, 3, 1)),
        (date(2027, 2, 28), date(2023, 2, 28)),
        (date(2104, 2, 29), date(2100, 2, 28)),
        (date(2104, 3, 1), date(2100, 3, 1)),
    ],
)
def test_the_day_four_years_ago_is_allowed_and_the_day_before_it_refused(today: date, earliest: date) -> None:
    assert days_covered(Coverage.SINCE, earliest, today) == Span(earliest)
    assert cancelled_from(SINCE, earliest, today, None) == earliest
    for act in (
        lambda: days_covered(Coverage.SINCE, earliest - DAY, today),
        lambda: cancelled_from(SINCE, earliest - DAY, today, None),
    ):
        with pytest.raises(BackdateTooFar) as refused:
            act()
        assert (refused.value.earliest, refused.value.path) == (earliest, ("since",))


@pytest.mark.rule("GAD-P02", "GAD-P12", "GAD-30")
@pytest.mark.parametrize(
    ("option", "since"),
    [
        ("SINCE", None),
        ("SINCE", TODAY),
        ("SINCE", TODAY + DAY),
        ("FROM_TODAY", TODAY - DAY),
        ("FROM_TODAY", TODAY),
        ("TODAY_ONLY", TODAY - DAY),
    ],
)
def test_a_day_goes_with_the_option_that_goes_back_and_lies_before_today(
    option: str, since: date | None
) -> None:
    with pytest.raises(InvalidCoverageDate):
        days_covered(Coverage(option), since, TODAY)
    if option != "TODAY_ONLY":
        with pytest.raises(InvalidCoverageDate):
            cancelled_from(CancellationOption(option), since, TODAY, None)


def test_yesterday_is_a_day_to_go_back_to() -> None:
    assert days_covered(Coverage.SINCE, TODAY - DAY, TODAY) == Span(TODAY - DAY)
    assert cancelled_from(SINCE, TODAY - DAY, TODAY, None) == TODAY - DAY


@pytest.mark.rule("GAD-10", "GAD-25")
@given(DAYS, st.integers(-3, 3) | st.integers(0, 1500))
def test_whatever_day_it_is_exactly_the_days_since_four_years_ago_are_allowed(
    today: date, after: int
) -> None:
    since = four_years_before(today) + after * DAY
    refused = [] if since < today else ["INVALID_COVERAGE_DATE"]
    refused = refused if since >= four_years_before(today) else ["BACKDATE_TOO_FAR"]
    assert told(lambda: days_covered(Coverage.SINCE, since, today)) == refused
    assert told(lambda: cancelled_from(SINCE, since, today, None)) == refused


# What each type may be proved by (GAD-16 to GAD-21).
PROVES = {
    VERBAL: {EvidenceMethod.EMAIL, EvidenceMethod.POST, EvidenceMethod.MANUAL, EvidenceMethod.UPLOAD},
    PAPER: {EvidenceMethod.MANUAL, EvidenceMethod.UPLOAD},
    ONLINE: set[EvidenceMethod](),
}


@pytest.mark.rule("GAD-22", "GAD-29")
@pytest.mark.parametrize("kind", DeclarationType)
@pytest.mark.parametrize("method", EvidenceMethod)
@pytest.mark.parametrize("details", [None, "Said so."])
@pytest.mark.parametrize("uploaded", [False, True])
def test_evidence_is_one_of_its_type_and_no_more_than_it_says(
    kind: DeclarationType, method: EvidenceMethod, details: str | None, uploaded: bool
) -> None:
    codes = told(lambda: check_evidence(kind, Evidence(method, details, uploaded)))
    by_hand = method is EvidenceMethod.MANUAL
    wrong = ((details is not None) != by_hand) + (uploaded != (method is EvidenceMethod.UPLOAD))
    assert codes == (["EVIDENCE_INCOMPLETE"] * wrong if method in PROVES[kind] else ["EVIDENCE_NOT_ALLOWED"])


@pytest.mark.rule("GAD-P04")
def test_a_donor_declares_with_the_first_of_their_addresses_that_is_complete() -> None:
    work = AddressFields(line1="The Old Customs House", country_code="GB")
    abroad = AddressFields(line1="3 Quay Street", country_code="IE")
    assert home_of(replace(ADA, addresses=(work, abroad, HOME)), TODAY) == abroad
    assert home_of(replace(ADA, addresses=(work, HOME, abroad)), TODAY) == HOME


@pytest.mark.rule("GAD-P04")
@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"first_name": None}, "GIFT_AID_NAME_REQUIRED"),
        ({"last_name": " "}, "GIFT_AID_NAME_REQUIRED"),
        ({"addresses": ()}, "GIFT_AID_ADDRESS_REQUIRED"),
        ({"addresses": (replace(HOME, line1=None),)}, "GIFT_AID_ADDRESS_REQUIRED"),
        ({"addresses": (replace(HOME, postcode=None),)}, "GIFT_AID_ADDRESS_REQUIRED"),
        ({"deceased_on": TODAY - DAY}, "CUSTOMER_DECEASED"),
    ],
)
def test_whoever_lacks_what_a_declaration_needs_cannot_declare(changed: dict[str, Any], code: str) -> None:
    assert told(lambda: home_of(replace(ADA, **changed), TODAY)) == [code]


@pytest.mark.rule("GAD-P04")
def test_everything_that_is_lacking_is_told_at_once_and_of_an_organisation_only_that_it_is_one() -> None:
    nobody = Declarant(Kind.INDIVIDUAL, None, None, TODAY - DAY, ())
    assert told(lambda: home_of(nobody, TODAY)) == [
        "CUSTOMER_DECEASED",
        "GIFT_AID_NAME_REQUIRED",
        "GIFT_AID_ADDRESS_REQUIRED",
    ]
    with pytest.raises(WrongKind):
        home_of(replace(nobody, kind=Kind.ORGANISATION), TODAY)


@pytest.mark.rule("GAD-P04")
def test_who_died_on_the_day_itself_may_have_declared_before() -> None:
    assert home_of(replace(ADA, deceased_on=TODAY), TODAY) == HOME
