"""Carrying out a merge: one record takes over all that another has, and the other becomes a tombstone (MRG-29)."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from uuid_utils.compat import uuid7

from db.models import Customer, DuplicatePair, Transformation
from db.transformations import Ledger
from db.work import Work
from domain.autotags import Flip
from domain.merges import MergePlan
from domain.transformations import TransformationKind
from gateway.commands._merge_addresses import merge_addresses
from gateway.commands._merge_attributes import merge_attributes
from gateway.commands._merge_cards import merge_cards
from gateway.commands._merge_credit import merge_credit
from gateway.commands._merge_details import merge_details
from gateway.commands._merge_households import merge_households
from gateway.commands._merge_invitations import merge_invitations
from gateway.commands._merge_locks import hold as hold
from gateway.commands._merge_mailings import merge_mailings
from gateway.commands._merge_memberships import merge_memberships
from gateway.commands._merge_relationships import delete_relationships, replace_facilitators
from gateway.commands._merge_tabs import merge_answers, merge_notes, merge_tags
from gateway.commands._merge_told import MERGED, keep_values, tell
from gateway.commands._merge_totals import check_balance, totals_of
from gateway.commands._merge_waiting import merge_waiting
from gateway.commands._merge_walk import tables_of, walk
from gateway.commands._merging import Circumstances, Merge
from gateway.commands.autotags import evaluate

_pair = DuplicatePair.__table__


@dataclass(frozen=True, slots=True)
class Merged:
    """The merge as it was carried out, and the autotags that then came onto the survivor or fell away (TAG-P07)."""

    transformation_id: UUID
    number: int
    survivor_id: UUID
    loser_id: UUID
    autotags_came: tuple[UUID, ...] = ()
    autotags_went: tuple[UUID, ...] = ()


async def carry_out(tx: Work, plan: MergePlan, here: Circumstances, choices: Mapping[str, Any]) -> Merged:
    """The merge of two records that `hold` has locked, by a plan that was made since and has no blockers.

    `choices` are what the user chose, as JSON, for whoever asks later. Everything happens in the transaction of `tx`,
    or nothing; Unbalanced, a bug, is raised where money or orders would be lost (MRG-P12).
    """
    assert not plan.blockers, "a plan that something stands in the way of is not carried out"
    survivor = await tx.session.get_one(Customer, plan.survivor_id)
    loser = await tx.session.get_one(Customer, plan.loser_id)
    both = (survivor.id, loser.id)
    before = await totals_of(tx, both, here.today)
    transformation = await _begin(tx, plan, choices)
    held = await tables_of(tx, loser.id)
    merge = Merge(tx, Ledger(tx.session, transformation.id), plan, survivor, loser, here, held)
    keep_values(merge)
    await _combine(merge)
    successor = await merge_households(merge)
    kept, gone = await merge_details(merge)
    await walk(merge)
    await tx.session.refresh(survivor)
    await tx.session.refresh(loser)
    check_balance(before, await totals_of(tx, [survivor.id], here.today))
    tell(merge, transformation, kept, gone)
    concerned = [*both, *([] if successor is None else [successor])]
    flips = await evaluate(tx, concerned, zone=here.zone, cause=MERGED)
    own = next((flip for flip in flips if flip.customer_id == survivor.id), Flip(survivor.id, (), ()))
    return Merged(transformation.id, transformation.number, *both, own.came, own.went)


async def _begin(tx: Work, plan: MergePlan, choices: Mapping[str, Any]) -> Transformation:
    """The head of the ledger, stored, so that it has its number."""
    made = Transformation(
        id=uuid7(),
        kind=TransformationKind.MERGE.value,
        customer_id=plan.survivor_id,
        other_id=plan.loser_id,
        at=tx.now,
        user_id=tx.actor.user_id,
        username=tx.actor.username,
        choices=dict(choices),
        reversible_until=plan.reversible_until,
    )
    tx.session.add(made)
    await tx.session.flush()
    await tx.session.refresh(made, ["number"])
    return made


async def _combine(merge: Merge) -> None:
    """Everything that is more than a change of whose it is, before the rest moves."""
    for tables, step in _STEPS:
        if not tables or not merge.held.isdisjoint(tables):
            await step(merge)


async def _drop_pairs(merge: Merge) -> None:
    pairs = sa.or_(merge.of_loser(_pair.c.first_id), merge.of_loser(_pair.c.second_id))
    await merge.ledger.drop(_pair, pairs, reason="A record that was merged away is nobody's duplicate.")


# What is done where the loser has anything in one of those tables; without any, what the plan decides alone.
_STEPS: tuple[tuple[tuple[str, ...], Callable[[Merge], Awaitable[None]]], ...] = (
    (("duplicate_pair",), _drop_pairs),
    ((), replace_facilitators),
    (("relationship",), delete_relationships),
    ((), merge_attributes),
    ((), merge_addresses),
    ((), merge_answers),
    ((), merge_tags),
    ((), merge_notes),
    (("membership",), merge_memberships),
    (("wallet_card",), merge_cards),
    (("waiting_list_entry",), merge_waiting),
    (("invitation", "invitation_attendee"), merge_invitations),
    (("mailing_record",), merge_mailings),
    (("credit_lot",), merge_credit),
)
