"""How much tax could be claimed on the gifts of two records, before and after they are merged (MRG-N02)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from domain.gift_aid import Cancellation, Declaration
from domain.gift_aid_claimability import GiftAidStatus, cover_of, verdict_of, worth
from domain.merge_facts import Circumstances, Giving, SideFacts


def claimable_tax(survivor: SideFacts, loser: SideFacts, here: Circumstances) -> tuple[int, int]:
    """What Gift Aid would add to gifts that no claim has taken, in minor units: before the merge, and after it.

    Afterwards the declarations of both cover the gifts of both; a cancellation goes on acting on those that it names
    and on no others (GAD-P17).
    """
    before = sum(_tax(side.gifts, side.declarations, side.cancellations, here) for side in (survivor, loser))
    after = _tax(
        (
            replace(each, gift=replace(each.gift, owner_id=survivor.id))
            for each in (*survivor.gifts, *loser.gifts)
        ),
        [replace(each, customer_id=survivor.id) for each in (*survivor.declarations, *loser.declarations)],
        (*survivor.cancellations, *loser.cancellations),
        here,
    )
    return before, after


def _tax(
    gifts: Iterable[Giving],
    declarations: Iterable[Declaration],
    cancellations: Iterable[Cancellation],
    here: Circumstances,
) -> int:
    declared, cancelled = tuple(declarations), tuple(cancellations)
    total = 0
    for each in gifts:
        gift, house = each.gift, here.house
        verdict = verdict_of(
            gift,
            cover_of(gift, declared, cancelled),
            here.today,
            uk=house.gift_aid,
            year_end=house.accounting_year_ends,
            figures=house.figures,
        )
        if verdict.status is GiftAidStatus.CLAIMABLE:
            total += each.count * worth(gift.amount_minor, gift.received_on, house.figures)
    return total
