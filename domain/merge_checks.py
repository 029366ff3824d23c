"""What stands in the way of a merge whatever is chosen, and what somebody should look at first (MRG-P16, MRG-P17)."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from domain.duplicates import name_forms
from domain.gift_aid import days_of, in_order
from domain.merge_facts import Circumstances, MergeFacts, SideFacts
from domain.merges import Blocker, BlockerCode, MergeWarning, Side, WarningCode

_SIDES = (Side.SURVIVOR, Side.LOSER)


def unplannable(facts: MergeFacts, here: Circumstances) -> tuple[Blocker, ...]:
    """Why there is nothing to plan for these two; empty where there is (MRG-02, MRG-03, MRG-P01, MRG-P19)."""
    survivor, loser = facts.survivor, facts.loser
    if survivor.id == loser.id:
        return (
            Blocker(
                BlockerCode.SAME_CUSTOMER,
                "Both are the same record.",
                "Choose another record to merge with it.",
            ),
        )
    return tuple(
        found
        for side, record in zip(_SIDES, (survivor, loser), strict=True)
        for found in _gone(side, record, here)
    ) or tuple(_kinds(survivor, loser))


def _gone(side: Side, record: SideFacts, here: Circumstances) -> Iterator[Blocker]:
    if record.merged_into is not None:
        yield Blocker(
            BlockerCode.CUSTOMER_MERGED,
            f"{record.friendly_id} was merged into another record already.",
            "Choose the record that it was merged into.",
            side,
        )
    elif not record.active and (side is Side.SURVIVOR or not here.sees_inactive):
        yield Blocker(
            BlockerCode.CUSTOMER_INACTIVE,
            f"{record.friendly_id} is inactive.",
            "Reactivate it first, or merge it into an active record with the help of Support.",
            side,
        )


def _kinds(survivor: SideFacts, loser: SideFacts) -> Iterator[Blocker]:
    if survivor.kind is not loser.kind:
        yield Blocker(
            BlockerCode.WRONG_KIND,
            "One is an Individual and the other an Organisation; only records of one kind are merged.",
            "Convert one of them first.",
        )


def blockers_of(facts: MergeFacts) -> Iterator[Blocker]:
    """What else stands in the way, on no tab of its own (MRG-P16, AGC-P07)."""
    survivor, loser = facts.survivor, facts.loser
    for side, record in zip(_SIDES, (survivor, loser), strict=True):
        if record.in_progress:
            yield Blocker(
                BlockerCode.MERGE_IN_PROGRESS,
                f"{record.friendly_id} is being merged or converted just now.",
                "Try again in a moment.",
                side,
            )
    if loser.in_open_claim:
        yield Blocker(
            BlockerCode.CLAIM_SUBMISSION_OPEN,
            f"Gifts of {loser.friendly_id} are in a Gift Aid claim that has not been decided.",
            "Wait for the outcome of the claim, or abandon its draft.",
            Side.LOSER,
        )
    if survivor.is_agent and loser.is_agent:
        yield Blocker(
            BlockerCode.BOTH_ARE_AGENTS,
            "Both records are agents, and a record has one commission structure and one key.",
            "Take the agent's settings off one of them first.",
        )


def warnings_of(
    facts: MergeFacts, here: Circumstances, conflicts: Collection[str], deleted: int
) -> Iterator[MergeWarning]:
    """What to look at: `conflicts` are preferences answered Yes and No, `deleted` relationships go (MRG-P17)."""
    survivor, loser = facts.survivor, facts.loser
    if here.reversible_until is None:
        yield MergeWarning(WarningCode.NOT_REVERSIBLE, "Once it is done, this merge cannot be turned back.")
    yield from _of_persons(survivor, loser)
    if conflicts:
        yield MergeWarning(
            WarningCode.PREFERENCE_CONFLICT,
            f"One record said Yes and the other No: {', '.join(conflicts)}.",
        )
    if loser.household_id != survivor.household_id and loser.housemates:
        yield MergeWarning(
            WarningCode.DIFFERENT_HOUSEHOLD,
            f"{loser.friendly_id} lives in another household with others, who stay there.",
        )
    if here.house.gift_aid and _cancelled_across(survivor, loser, here):
        yield MergeWarning(
            WarningCode.GIFT_AID_CANCELLED_ON_OTHER_RECORD,
            "Gift Aid was cancelled on one record after it was declared on the other, where the declaration still"
            " covers gifts. Ask the donor which is meant.",
        )
    if here.sees_fundraising:
        yield from _of_fundraising(survivor, loser)
    if deleted:
        told = "1 relationship is" if deleted == 1 else f"{deleted} relationships are"
        yield MergeWarning(
            WarningCode.RELATIONSHIPS_DELETED,
            f"{told} deleted; choose those to add to the record that stays.",
        )


def _of_persons(survivor: SideFacts, loser: SideFacts) -> Iterator[MergeWarning]:
    ours, theirs = survivor.details, loser.details
    if ours.birth_date and theirs.birth_date and ours.birth_date != theirs.birth_date:
        yield MergeWarning(
            WarningCode.DIFFERENT_BIRTH_DATE, "The dates of birth differ: these may be two people."
        )
    places = {each.key for each in survivor.addresses}
    if _names(survivor).isdisjoint(_names(loser)) and places.isdisjoint(each.key for each in loser.addresses):
        yield MergeWarning(
            WarningCode.DIFFERENT_NAME_AND_ADDRESS,
            "Neither the name nor any address is the same: these may be two customers.",
        )
    if ours.deceased_on or theirs.deceased_on:
        yield MergeWarning(WarningCode.DECEASED, "One of the records says that the person has died.")


def _names(record: SideFacts) -> frozenset[str]:
    """The ways to write the surname, or the organisation's name."""
    return name_forms(record.details.last_name or record.details.name or "")


def _cancelled_across(survivor: SideFacts, loser: SideFacts, here: Circumstances) -> bool:
    """Whether one side cancelled after a declaration of the other that covers today all the same (GAD-P17)."""
    return any(
        in_order(cancelled) > in_order(declared)
        and (left := days_of(declared, other.cancellations)) is not None
        and here.today in left
        for one, other in ((survivor, loser), (loser, survivor))
        for cancelled in one.cancellations
        for declared in other.declarations
    )


def _of_fundraising(survivor: SideFacts, loser: SideFacts) -> Iterator[MergeWarning]:
    """Two opportunities of one campaign (OPP-P06), and two answers to one invitation (INV-P05)."""
    twice = sorted({name for key, name in survivor.campaigns.items() if key in loser.campaigns})
    if twice:
        yield MergeWarning(
            WarningCode.SAME_CAMPAIGN_TWICE,
            f"Both records have an opportunity of one campaign: {', '.join(twice)}.",
        )
    replies = {each.instance_id: each for each in survivor.invitations}
    events = [
        f"{each.event} ({replies[each.instance_id].reply.label} and {each.reply.label})"
        for each in loser.invitations
        if each.instance_id in replies
    ]
    if events:
        yield MergeWarning(
            WarningCode.INVITATION_CONFLICT,
            f"Both records are invited to the same: {', '.join(sorted(events))}. One invitation"
            " stays, with all who come and the latest answer.",
        )
