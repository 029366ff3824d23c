"""Attributes in a merge: ordinary ones are chosen, protected ones never move."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from domain.customers import Details
from domain.merge_facts import HeldValue
from domain.merges import BlockerCode, Pick, Reason, Side, TabStatus
from domain.transformations import ValueFrom
from tests.merge_facts import HERE, ada, blocker, codes, eda, key, line, planned, value

WITHOUT = replace(HERE, opens_protected=False)


@pytest.mark.rule("MRG-P04", "MRG-18")
def test_ordinary_attributes_fill_gaps_and_are_chosen_one_by_one() -> None:
    survivor = ada(values=(value(1, "Vegan"), value(2, "Aisle")))
    loser = eda(values=(value(1, "Vegetarian"), value(2, "Box"), value(3, "Loop")))

    plan = planned(survivor, loser, attributes={key(2): Pick.LOSER})

    assert set(plan.decisions.attributes_from_loser) == {key(2), key(3)}
    assert [line(plan, f"attribute.Attribute {each}").result for each in (1, 2, 3)] == [
        "Vegan",
        "Box",
        "Loop",
    ]


@pytest.mark.rule("MRG-05", "ROL-03")
@pytest.mark.parametrize("side", list(Side))
def test_protected_attributes_on_either_record_ask_for_the_permission(side: Side) -> None:
    held = (value(1, None, protected=True),)
    sides = (ada(values=held), eda()) if side is Side.SURVIVOR else (ada(), eda(values=held))

    refused = planned(*sides, here=WITHOUT)

    assert codes(refused) == [BlockerCode.PROTECTED_DATA_PERMISSION]
    assert blocker(refused, BlockerCode.PROTECTED_DATA_PERMISSION).side is side
    assert BlockerCode.PROTECTED_DATA_PERMISSION not in codes(planned(*sides))


@pytest.mark.rule("MRG-07", "MRG-P09", "ATR-04")
@pytest.mark.parametrize("ours", [(), (value(1, "Nuts", protected=True),)])
def test_a_protected_value_that_the_survivor_has_not_stands_in_the_way(ours: tuple[HeldValue, ...]) -> None:
    loser = eda(values=(value(1, "Asthma", protected=True),))

    left = planned(ada(values=ours), loser)
    given_up = planned(ada(values=ours), loser, discard_protected=frozenset({key(1)}))

    assert codes(left) == [BlockerCode.PROTECTED_ATTRIBUTE_NOT_COPIED]
    assert "Attribute 1" in blocker(left, BlockerCode.PROTECTED_ATTRIBUTE_NOT_COPIED).message
    assert (codes(given_up), given_up.decisions.protected_discarded) == ([], (key(1),))
    assert given_up.decisions.attributes_from_loser == ()


@pytest.mark.rule("MRG-P09")
def test_a_protected_value_that_was_copied_by_hand_is_in_nobodys_way() -> None:
    same = (value(1, "Asthma", protected=True),)

    assert codes(planned(ada(values=same), eda(values=same))) == []


def test_values_that_stay_sealed_are_never_taken_for_the_same() -> None:
    sealed = (value(1, None, protected=True),)

    assert codes(planned(ada(values=sealed), eda(values=sealed))) == [
        BlockerCode.PROTECTED_ATTRIBUTE_NOT_COPIED
    ]


@pytest.mark.rule("ATR-P03")
def test_no_line_of_a_plan_has_a_protected_value() -> None:
    plan = planned(
        ada(values=(value(1, "Nuts", protected=True),)), eda(values=(value(1, "Asthma", protected=True),))
    )

    found = line(plan, "attribute.Attribute 1")
    assert (found.survivor, found.loser, found.result) == (None, None, None)
    assert (found.protected, found.reason, found.taken_from) == (True, Reason.NEVER_MOVES, ValueFrom.SURVIVOR)
    assert "Asthma" not in repr(plan)
    assert "Nuts" not in repr(plan)


@pytest.mark.parametrize(
    "choices",
    [
        {"attributes": {key(99): Pick.LOSER}},
        {"attributes": {key(1): Pick.CUSTOM}},
        {"attributes": {key(1): Pick.LOSER}},
        {"attributes": {key(2): Pick.LOSER}},
        {"discard_protected": frozenset({key(1)})},
    ],
)
def test_a_choice_that_cannot_be_made_is_a_blocker(choices: dict[str, Any]) -> None:
    survivor = ada(values=(value(1, "Vegan"), value(2, "Nuts", protected=True)))
    loser = eda(values=(value(2, "Nuts", protected=True),))

    plan = planned(survivor, loser, **choices)

    assert codes(plan) == [BlockerCode.INVALID_CHOICE]
    assert plan.decisions.attributes_from_loser == plan.decisions.protected_discarded == ()


@pytest.mark.rule("MRG-16", "MRG-17")
def test_protected_values_that_ask_for_nothing_leave_the_tab_greyed() -> None:
    held, other = ((value(1, shown, protected=True),) for shown in ("Asthma", "Nuts"))
    plain = {"details": Details(first_name="Ada", last_name="Byron")}

    def status(ours: tuple[HeldValue, ...], theirs: tuple[HeldValue, ...]) -> TabStatus:
        given_up = frozenset({key(1)}) if theirs else frozenset()
        return (
            planned(ada(values=ours, **plain), eda(values=theirs, **plain), discard_protected=given_up)
            .tabs[0]
            .status
        )

    assert status(held, ()) is status(held, held) is TabStatus.SAME
    assert status(held, other) is status((), held) is TabStatus.ACTION_NEEDED
