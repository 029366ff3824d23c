"""What an advanced search may ask: `domain/criteria.py`."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import pytest

from domain.criteria import AttributeIs, Criteria, Days, checked
from domain.errors import CriterionRequired, InvalidDate, Refusal, TooMany

KEY = UUID(int=1)
MAIL = Criteria(has_email=True)


def nested(depth: int) -> Criteria:
    return MAIL if depth == 1 else Criteria(any_of=(nested(depth - 1),))


@pytest.mark.rule("SRC-P05")
@pytest.mark.parametrize(
    "criteria",
    [MAIL, Criteria(has_email=False), nested(3), Criteria(tags_any=(KEY,) * 50), Criteria(birth_date=Days())],
)
def test_criteria_that_ask_something_are_taken_as_they_are(criteria: Criteria) -> None:
    assert checked(criteria) is criteria


@pytest.mark.parametrize(
    ("criteria", "refusal", "path"),
    [
        (Criteria(), CriterionRequired, ("filter",)),
        (Criteria(any_of=(MAIL, Criteria())), CriterionRequired, ("filter", "or", "1")),
        (nested(4), TooMany, ("filter", "or")),
        (Criteria(tags_any=(KEY,) * 51), TooMany, ("filter",)),
        (Criteria(any_of=(Criteria(tags_all=(KEY,) * 25, has_email=True),) * 2), TooMany, ("filter",)),
        (
            Criteria(birth_date=Days(date(2000, 1, 2), date(2000, 1, 1))),
            InvalidDate,
            ("filter", "birthDate", "to"),
        ),
        (
            Criteria(any_of=(Criteria(created=Days(date(2000, 1, 2), date(2000, 1, 1))),)),
            InvalidDate,
            ("filter", "or", "0", "created", "to"),
        ),
    ],
)
def test_criteria_for_everybody_too_many_or_never_true_are_refused(
    criteria: Criteria, refusal: type[Refusal], path: tuple[str, ...]
) -> None:
    with pytest.raises(refusal) as refused:
        checked(criteria)
    assert refused.value.path == path


def test_what_a_branch_asks_counts_as_asked() -> None:
    attribute = AttributeIs(KEY, text="x")
    criteria = Criteria(any_of=(MAIL, Criteria(active=True, attributes=(attribute,))))

    assert criteria.attributes_asked() == (attribute,)
    assert criteria.asks_active() is True
    assert nested(3).asks_active() is False
