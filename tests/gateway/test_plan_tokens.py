"""Plans of merges that were looked at: `gateway/plan_tokens.py`."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from domain.errors import NotFound
from domain.merge_agreements import Agreement
from domain.merge_refusals import StalePlan
from domain.merges import AnswerChoice, BothLive, FieldChoice, MergeChoices, OtherAddresses, Pick
from gateway.plan_tokens import PlanTokens, agreement_as_json, agreement_of, choices_as_json, choices_of

NOW = datetime(2026, 11, 22, 10, tzinfo=UTC)
USER, OTHER = UUID(int=7), UUID(int=8)
CHOICES = MergeChoices(
    fields={"last_name": FieldChoice(Pick.CUSTOM, "King"), "email": FieldChoice(Pick.LOSER)},
    attributes={UUID(int=3): Pick.LOSER},
    billing=UUID(int=4),
    other_addresses=OtherAddresses.DROP,
    answers={UUID(int=5): AnswerChoice(Pick.SURVIVOR, "She asked")},
    tags=frozenset({UUID(int=6)}),
    notes={UUID(int=9): None, UUID(int=10): "Other"},
    added_note="Was two",
    facilitators={UUID(int=11): UUID(int=12)},
    recreate_relationships=frozenset({UUID(int=13)}),
    discard_protected=frozenset({UUID(int=14)}),
    memberships={UUID(int=15): BothLive.KEEP_BOTH},
)
AGREEMENT = Agreement(UUID(int=1), UUID(int=2), CHOICES, {"TAGS": "0f"})


@pytest.fixture
def tokens() -> PlanTokens:
    return PlanTokens(bytes(range(32)))


@pytest.mark.rule("MRG-P02")
def test_a_token_says_what_was_agreed_to_for_a_quarter_of_an_hour(tokens: PlanTokens) -> None:
    token = tokens.seal(AGREEMENT, USER, NOW)
    assert tokens.open(token, USER, NOW + timedelta(minutes=15)) == AGREEMENT
    with pytest.raises(StalePlan) as refused:
        tokens.open(token, USER, NOW + timedelta(minutes=15, seconds=1))
    assert refused.value.changed == ("EXPIRED",)
    assert (refused.value.survivor_id, refused.value.loser_id) == (UUID(int=1), UUID(int=2))
    assert choices_of(refused.value.choices) == CHOICES


@pytest.mark.rule("MRG-P03")
def test_a_token_of_somebody_else_or_of_another_gateway_is_none(tokens: PlanTokens) -> None:
    token = tokens.seal(AGREEMENT, USER, NOW)
    for user, door in ((OTHER, tokens), (USER, PlanTokens(bytes(32)))):
        with pytest.raises(NotFound):
            door.open(token, user, NOW)


@pytest.mark.rule("MRG-P03")
@pytest.mark.parametrize("text", ["", "A", "not base64!", "A" * 400, "ü"])
def test_what_is_no_token_is_refused(tokens: PlanTokens, text: str) -> None:
    with pytest.raises(NotFound):
        tokens.open(text, USER, NOW)


@pytest.mark.rule("MRG-P03")
def test_a_token_that_was_altered_anywhere_is_refused(tokens: PlanTokens) -> None:
    token = tokens.seal(AGREEMENT, USER, NOW)
    for place in range(0, len(token) - 1, 7):
        other = "A" if token[place] != "A" else "B"
        with pytest.raises(NotFound):
            tokens.open(token[:place] + other + token[place + 1 :], USER, NOW)


def test_a_token_tells_nothing_to_whoever_reads_it_and_never_the_same(tokens: PlanTokens) -> None:
    first, second = (tokens.seal(AGREEMENT, USER, NOW) for _ in range(2))
    assert first != second
    assert "King" not in first


def test_choices_and_agreements_come_back_from_json_as_they_were() -> None:
    assert choices_of(choices_as_json(CHOICES)) == CHOICES
    assert choices_of(choices_as_json(MergeChoices())) == MergeChoices()
    assert agreement_of(agreement_as_json(AGREEMENT)) == AGREEMENT
    none = replace(AGREEMENT, choices=MergeChoices(tags=frozenset()))
    assert agreement_of(agreement_as_json(none)).choices.tags == frozenset()
