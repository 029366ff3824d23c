"""The addresses of a merged record: which are the defaults, which stay, and which go."""

from __future__ import annotations

import pytest

from domain.merges import BlockerCode, MergeTab, OtherAddresses, Reason, TabStatus
from domain.transformations import ValueFrom
from tests.merge_facts import ada, address, codes, eda, key, line, planned, status

OURS = address(11, "1 High Street", billing=True, delivery=True)
THEIRS = address(21, "2 Low Road", billing=True)
FURTHER = address(22, "3 Mill Lane", delivery=True)


@pytest.mark.rule("MRG-22", "MRG-P18")
def test_the_survivors_defaults_stay_unless_others_are_chosen() -> None:
    sides = ada(addresses=(OURS,)), eda(addresses=(THEIRS, FURTHER))

    left = planned(*sides)
    chosen = planned(*sides, billing=THEIRS.id, delivery=FURTHER.id)

    assert (left.decisions.billing, left.decisions.delivery) == (OURS.id, OURS.id)
    assert (chosen.decisions.billing, chosen.decisions.delivery) == (THEIRS.id, FURTHER.id)
    assert left.decisions.addresses_dropped == chosen.decisions.addresses_dropped == ()
    found = line(chosen, "address.default_billing")
    assert (found.survivor, found.loser, found.result) == ("1 High Street", "2 Low Road", "2 Low Road")
    assert (found.taken_from, found.reason) == (ValueFrom.LOSER, Reason.CHOSEN)


@pytest.mark.rule("MRG-22")
def test_the_losers_defaults_fill_the_place_of_none() -> None:
    plan = planned(ada(), eda(addresses=(THEIRS, FURTHER)))

    assert (plan.decisions.billing, plan.decisions.delivery) == (THEIRS.id, FURTHER.id)


@pytest.mark.rule("MRG-P18")
def test_an_address_of_both_is_kept_once_as_the_survivors() -> None:
    double = address(23, "1 HIGH STREET", billing=True)

    plan = planned(ada(addresses=(OURS,)), eda(addresses=(double, FURTHER)), billing=double.id)

    assert plan.decisions.billing == OURS.id
    assert plan.decisions.addresses_dropped == (double.id,)


@pytest.mark.rule("MRG-P18")
def test_the_other_addresses_of_both_can_be_dropped() -> None:
    spare = address(12, "4 Old Mews")

    plan = planned(
        ada(addresses=(OURS, spare)),
        eda(addresses=(THEIRS, FURTHER)),
        delivery=FURTHER.id,
        other_addresses=OtherAddresses.DROP,
    )

    assert plan.decisions.addresses_dropped == (spare.id, THEIRS.id)
    assert line(plan, f"address.{spare.id}").result is None


@pytest.mark.rule("MRG-16", "MRG-17")
def test_addresses_are_greyed_where_there_are_none_or_the_same() -> None:
    same = address(24, "1 high street", billing=True, delivery=True)

    assert status(planned(), MergeTab.ADDRESSES) is TabStatus.EMPTY
    assert status(planned(ada(addresses=(OURS,)), eda()), MergeTab.ADDRESSES) is TabStatus.EMPTY
    assert (
        status(planned(ada(addresses=(OURS,)), eda(addresses=(same,))), MergeTab.ADDRESSES) is TabStatus.SAME
    )
    moved = planned(ada(addresses=(OURS,)), eda(addresses=(THEIRS,)))
    assert status(moved, MergeTab.ADDRESSES) is TabStatus.ACTION_NEEDED


def test_an_address_of_neither_record_is_refused() -> None:
    plan = planned(ada(addresses=(OURS,)), eda(), billing=key(99))

    assert codes(plan) == [BlockerCode.INVALID_CHOICE]
    assert status(plan, MergeTab.ADDRESSES) is TabStatus.BLOCKED
    assert plan.decisions.billing == OURS.id
