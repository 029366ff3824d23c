"""Contact preferences: `domain/preferences.py`."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

import pytest

from domain.errors import ReasonRequired, TooLong
from domain.preferences import (
    Answer,
    Channel,
    Preference,
    Source,
    can_contact,
    check_answer_change,
    clean_evidence,
)

NEWS = Preference(UUID(int=1), Channel.EMAIL, Answer.YES)
OFFERS = Preference(UUID(int=2), Channel.EMAIL, Answer.NO)


def may(channel: Channel, *preferences: Preference, preference_id: UUID | None = None) -> bool:
    return can_contact(
        channel, preferences, active=True, deceased=False, suppressed=False, preference_id=preference_id
    )


@pytest.mark.rule("CPR-01")
def test_there_are_three_answers() -> None:
    assert [answer.value for answer in Answer] == ["YES", "NO", "NOT_ASKED"]


@pytest.mark.parametrize("new", [Answer.YES, Answer.NO])
@pytest.mark.parametrize("source", list(Source))
def test_an_answer_is_given_or_changed_without_a_reason(new: Answer, source: Source) -> None:
    for current in Answer:
        check_answer_change(current, new, source, None)


@pytest.mark.parametrize("current", [Answer.YES, Answer.NO])
@pytest.mark.rule("CPR-P03")
def test_going_back_to_not_asked_needs_a_reason_from_staff(current: Answer) -> None:
    check_answer_change(current, Answer.NOT_ASKED, Source.STAFF, "Ticked for the wrong customer")
    for reason in (None, "", " \t "):
        with pytest.raises(ReasonRequired) as refused:
            check_answer_change(current, Answer.NOT_ASKED, Source.STAFF, reason)
        assert refused.value.path == ("reason",)


@pytest.mark.parametrize("source", [Source.WEB, Source.IMPORT, Source.MERGE, Source.API])
@pytest.mark.rule("CPR-P03")
def test_nobody_but_staff_goes_back_to_not_asked(source: Source) -> None:
    with pytest.raises(ReasonRequired, match="Only staff"):
        check_answer_change(Answer.YES, Answer.NOT_ASKED, source, "Asked by phone")
    check_answer_change(Answer.NOT_ASKED, Answer.NOT_ASKED, source, None)


def test_a_reason_is_at_most_200_characters() -> None:
    with pytest.raises(TooLong):
        check_answer_change(Answer.YES, Answer.NOT_ASKED, Source.STAFF, "x" * 201)


def test_evidence_keeps_its_lines_and_is_at_most_1000_characters() -> None:
    assert clean_evidence(" Form A,\r\nsigned ") == "Form A,\nsigned"
    with pytest.raises(TooLong):
        clean_evidence("x" * 1001)


@pytest.mark.rule("CPR-P04")
def test_one_yes_of_the_channel_is_enough_and_is_needed() -> None:
    assert may(Channel.EMAIL, NEWS, OFFERS) is True
    assert may(Channel.EMAIL, OFFERS) is False
    assert may(Channel.EMAIL, replace(NEWS, answer=Answer.NOT_ASKED)) is False
    assert may(Channel.EMAIL) is False


@pytest.mark.rule("CPR-P04")
def test_a_yes_to_another_channel_or_an_inactive_preference_allows_nothing() -> None:
    for channel in Channel:
        assert may(channel, NEWS) is (channel is Channel.EMAIL)
    assert may(Channel.EMAIL, replace(NEWS, active=False)) is False


@pytest.mark.rule("CPR-06", "CPR-P04")
def test_a_yes_to_a_partners_mail_never_lets_the_organisation_write() -> None:
    assert may(Channel.EMAIL, replace(NEWS, partner_name="Acme Tours")) is False
    third_party = replace(NEWS, channel=Channel.THIRD_PARTY)
    assert may(Channel.THIRD_PARTY, third_party) is False
    assert may(Channel.EMAIL, third_party) is False


@pytest.mark.rule("CPR-P04")
def test_a_named_preference_is_the_only_one_that_counts() -> None:
    assert may(Channel.EMAIL, NEWS, OFFERS, preference_id=NEWS.id) is True
    assert may(Channel.EMAIL, NEWS, OFFERS, preference_id=OFFERS.id) is False
    assert may(Channel.EMAIL, NEWS, preference_id=UUID(int=9)) is False
    assert may(Channel.SMS, NEWS, preference_id=NEWS.id) is False


@pytest.mark.parametrize(
    ("active", "deceased", "suppressed", "allowed"),
    [
        (True, False, False, True),
        (False, False, False, False),
        (True, True, False, False),
        (True, False, True, False),
    ],
)
@pytest.mark.rule("CPR-P04")
def test_no_yes_reaches_somebody_inactive_deceased_or_suppressed(
    active: bool, deceased: bool, suppressed: bool, allowed: bool
) -> None:
    asked = can_contact(Channel.EMAIL, [NEWS], active=active, deceased=deceased, suppressed=suppressed)
    assert asked is allowed
