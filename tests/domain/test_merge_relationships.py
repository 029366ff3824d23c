"""Relationships in a merge: never merged, in the way where orders were made through them, and added again by choice."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from domain.merges import BlockerCode, MergePlan, MergeTab, Reason, Side, TabStatus, WarningCode
from tests.merge_facts import ADA, EDA, ada, blocker, codes, eda, key, line, planned, related, status, warned

CHOIR, KIT, MAY = key(51), key(52), key(53)
ORDER, SECOND = key(61), key(62)
TRANSACTIONS = BlockerCode.RELATIONSHIP_HAS_TRANSACTIONS
PLACED = related(71, 51, facilitated=(ORDER, SECOND), may_facilitate=True, ends=date(2026, 1, 1))
AROUND = {"owners": {ORDER: CHOIR, SECOND: CHOIR}, "facilitators": {CHOIR: frozenset({KIT})}}


def of_facilitator(**choices: Any) -> MergePlan:
    """The loser placed two orders for the choir, for which Kit may book as well."""
    return planned(ada(), eda(related=(PLACED,)), around=AROUND, **choices)


@pytest.mark.rule("MRG-26", "MRG-16")
@pytest.mark.parametrize("loser", [eda(), eda(related=(related(71, 51),))])
def test_the_tab_is_always_greyed(loser: Any) -> None:
    plan = planned(ada(), loser)

    [tab] = [each for each in plan.tabs if each.key is MergeTab.RELATIONSHIPS]
    assert tab.greyed
    assert codes(plan) == []


@pytest.mark.rule("MRG-28", "MRG-P08")
def test_the_losers_relationships_are_deleted_and_the_survivors_stay() -> None:
    plan = planned(ada(related=(related(72, 52),)), eda(related=(related(71, 51),)))

    gone, kept = line(plan, f"relationship.{key(71)}"), line(plan, f"relationship.{key(72)}")
    assert (gone.loser, gone.result, gone.reason) == ("Parent of Kit", None, Reason.NEVER_MERGED)
    assert (kept.survivor, kept.result) == ("Parent of Kit", "Parent of Kit")
    assert WarningCode.RELATIONSHIPS_DELETED in warned(plan)


@pytest.mark.rule("MRG-28", "MRG-P08")
def test_relationships_are_added_again_but_for_doubles_and_to_oneself() -> None:
    ours = related(72, 52)
    other, double, self_ = related(73, 51), related(74, 52), related(75, 1)
    before = related(76, 52, ends=date(2020, 1, 1))
    asked = frozenset({key(73), key(74), key(75)})

    plan = planned(ada(related=(ours,)), eda(related=(other, double, self_)), recreate_relationships=asked)
    apart = planned(
        ada(related=(related(72, 52, starts=date(2021, 1, 1)),)),
        eda(related=(before,)),
        recreate_relationships=frozenset({key(76)}),
    )

    assert plan.decisions.relationships_recreated == (key(73),)
    assert apart.decisions.relationships_recreated == (key(76),)
    assert line(plan, f"relationship.{key(73)}").result == "Parent of Kit"


@pytest.mark.rule("MRG-08", "MRG-09", "MRG-P06")
@pytest.mark.parametrize("side", list(Side))
def test_orders_that_somebody_placed_for_the_record_cannot_be_cured(side: Side) -> None:
    record = {"related": (related(71, 52, owned=(ORDER,), ends=date(2020, 1, 1)),)}
    sides = (ada(**record), eda()) if side is Side.SURVIVOR else (ada(), eda(**record))

    plan = planned(*sides, facilitator=KIT, facilitators={})

    found = blocker(plan, TRANSACTIONS)
    assert (found.side, found.transactions_as, found.suggestion) == (
        side,
        "OWNER",
        "CREATE_NEW_AND_DEACTIVATE",
    )
    assert (found.relationship_ids, found.order_ids) == ((key(71),), (ORDER,))
    assert status(plan, MergeTab.RELATIONSHIPS) is TabStatus.BLOCKED


@pytest.mark.rule("MRG-27", "MRG-P06", "MRG-P07")
def test_orders_that_the_record_placed_need_another_facilitator_each() -> None:
    nobody, some, default = (
        of_facilitator(),
        of_facilitator(facilitators={ORDER: KIT}),
        of_facilitator(facilitator=KIT),
    )

    assert blocker(nobody, TRANSACTIONS).order_ids == (ORDER, SECOND)
    assert (blocker(nobody, TRANSACTIONS).transactions_as, blocker(nobody, TRANSACTIONS).suggestion) == (
        "FACILITATOR",
        None,
    )
    assert blocker(some, TRANSACTIONS).order_ids == (SECOND,)
    assert (codes(default), default.decisions.facilitators) == ([], {ORDER: KIT, SECOND: KIT})


@pytest.mark.rule("MRG-P07", "REL-P04")
@pytest.mark.parametrize("named", [MAY, EDA, ADA, CHOIR])
def test_who_may_not_book_for_the_owner_replaces_nobody(named: Any) -> None:
    plan = of_facilitator(facilitator=named)

    assert codes(plan) == [TRANSACTIONS]
    assert plan.decisions.facilitators == {}


@pytest.mark.rule("MRG-P07")
def test_the_survivor_replaces_the_loser_where_a_relationship_is_added_again() -> None:
    now = related(71, 51, facilitated=(ORDER, SECOND), may_facilitate=True)

    plan = planned(
        ada(),
        eda(related=(now,)),
        around=AROUND,
        facilitator=ADA,
        recreate_relationships=frozenset({key(71)}),
    )
    ended = of_facilitator(facilitator=ADA, recreate_relationships=frozenset({key(71)}))

    assert (codes(plan), plan.decisions.facilitators) == ([], {ORDER: ADA, SECOND: ADA})
    assert codes(ended) == [TRANSACTIONS]


@pytest.mark.rule("MRG-P07")
def test_naming_the_survivor_confirms_the_orders_that_it_placed() -> None:
    left = planned(ada(related=(PLACED,)), eda(), around=AROUND)
    confirmed = planned(ada(related=(PLACED,)), eda(), around=AROUND, facilitator=ADA)

    assert blocker(left, TRANSACTIONS).side is Side.SURVIVOR
    assert (codes(confirmed), confirmed.decisions.facilitators) == ([], {})


def test_what_is_of_neither_record_is_refused() -> None:
    assert codes(planned(facilitators={ORDER: KIT})) == [BlockerCode.INVALID_CHOICE]
    assert codes(planned(recreate_relationships=frozenset({key(71)}))) == [BlockerCode.INVALID_CHOICE]
    ours = planned(ada(related=(related(72, 52),)), recreate_relationships=frozenset({key(72)}))
    assert codes(ours) == [BlockerCode.INVALID_CHOICE]


@pytest.mark.rule("ROL-P07")
def test_whom_the_viewer_may_not_see_is_not_named() -> None:
    plan = planned(ada(), eda(related=(related(71, 51, other_name=None),)))

    assert line(plan, f"relationship.{key(71)}").loser == "Parent of a record that you may not see"
