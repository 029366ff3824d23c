"""Keeping the pairs of records that are alike: found anew for whoever was changed, and for all at night (MRG-P20)."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from db.duplicates import ALIKE, DISMISSED, LOOKED_FOR, any_of, as_known, not_looked_at
from db.models import DuplicateKey, DuplicateLook, DuplicatePair
from db.work import Work
from domain.duplicate_keys import EDITION, keys_of
from domain.duplicates import Body, Match, Person, Thresholds, score

LOOKED_AT_ONCE = 500
# All who keep pairs take turns: two that store the same pairs in another order would wait for each other for ever.
_TURNS = 7_003
_UNSEEN = {"synchronize_session": False}

Pair = tuple[UUID, UUID]


@dataclass(frozen=True, slots=True)
class Looked:
    """What looking through the store came to: how many records were looked at, and for how many pairs came or went."""

    records: int
    changed: int


async def look_again(tx: Work, customers: Collection[UUID], thresholds: Thresholds) -> frozenset[UUID]:
    """Find the pairs of these records anew; all records of the pairs that came or went.

    A pair has two active records of one kind that are worth a look, and that nobody dismissed as they are now. Records
    that are no longer in use leave all theirs. Nothing of it stands in the audit, for it changes no record.
    """
    await _take_turns(tx)
    ids = sorted(customers)
    rows = await _looked_for(tx, ids)
    who = {row["id"]: as_known(row) for row in rows if row["in_use"]}
    await _store_keys(tx, ids, who)
    pairs = {_ordered(one, other) for one, other in await tx.session.execute(ALIKE, {"customers": ids})}
    found = await _worth_a_look(tx, ids, pairs, who, thresholds)
    changed = await _store_pairs(tx, ids, found)
    await _store_looks(tx, {row["id"]: row["updated_at"] for row in rows}, _rules(thresholds))
    return frozenset(each for pair in changed for each in pair)


async def look_through(
    begin: Callable[[], AbstractAsyncContextManager[Work]],
    thresholds: Thresholds,
    *,
    at_once: int = LOOKED_AT_ONCE,
) -> Looked:
    """Find the pairs of every record that was changed since, `at_once` in a work of its own each.

    It may be broken off and begun again: what was looked at already is passed over. The first time, and after a change
    of the rules or the thresholds, that is the whole store.
    """
    records = changed = 0
    last: UUID | None = None
    while True:
        async with begin() as tx:
            await _take_turns(tx)
            page = list(await tx.session.scalars(not_looked_at(last, _rules(thresholds), at_once)))
            changed += len(await look_again(tx, page, thresholds)) if page else 0
            tx.nothing_changed()
        records += len(page)
        if len(page) < at_once:
            return Looked(records, changed)
        last = page[-1]


async def _take_turns(tx: Work) -> None:
    await tx.session.execute(sa.select(sa.func.pg_advisory_xact_lock(_TURNS)))


async def _looked_for(tx: Work, ids: Sequence[UUID]) -> Sequence[Any]:
    return (await tx.session.execute(LOOKED_FOR, {"customers": ids})).mappings().all()


def _rules(thresholds: Thresholds) -> str:
    return f"{EDITION}:{thresholds.possible}:{thresholds.likely}"


def _ordered(one: UUID, other: UUID) -> Pair:
    return (one, other) if one < other else (other, one)


async def _store_keys(tx: Work, ids: Sequence[UUID], who: Mapping[UUID, Person | Body]) -> None:
    keys = [(key, each) for each, known in who.items() for key in sorted(keys_of(known))]
    given = _rows(
        key=sa.literal([key for key, _ in keys], sa.ARRAY(sa.BigInteger)),
        customer_id=sa.literal([each for _, each in keys], sa.ARRAY(sa.Uuid)),
    )
    stays = sa.exists().where(
        given.c.key == DuplicateKey.key, given.c.customer_id == DuplicateKey.customer_id
    )
    gone = sa.delete(DuplicateKey).where(DuplicateKey.customer_id == any_of(ids), ~stays)
    await tx.session.execute(gone, execution_options=_UNSEEN)
    new = insert(DuplicateKey).from_select(
        ["key", "customer_id"], sa.select(given.c.key, given.c.customer_id)
    )
    await tx.session.execute(new.on_conflict_do_nothing())


async def _store_looks(tx: Work, looked: Mapping[UUID, datetime], rules: str) -> None:
    given = _rows(
        customer_id=sa.literal(list(looked), sa.ARRAY(sa.Uuid)),
        as_of=sa.literal(list(looked.values()), sa.ARRAY(sa.DateTime(timezone=True))),
    )
    rows = sa.select(given.c.customer_id, given.c.as_of, sa.literal(rules, sa.Text))
    new = insert(DuplicateLook).from_select(["customer_id", "as_of", "rules"], rows)
    newer = {"as_of": new.excluded.as_of, "rules": new.excluded.rules}
    await tx.session.execute(
        new.on_conflict_do_update(index_elements=[DuplicateLook.customer_id], set_=newer)
    )


def _rows(**columns: sa.ColumnElement[Any]) -> sa.TableValuedAlias:
    return sa.func.unnest(*columns.values()).table_valued(*columns).render_derived()


async def _worth_a_look(
    tx: Work,
    ids: Sequence[UUID],
    pairs: Collection[Pair],
    who: Mapping[UUID, Person | Body],
    thresholds: Thresholds,
) -> dict[Pair, Match]:
    others = sorted({each for pair in pairs for each in pair} - set(ids))
    rows = await _looked_for(tx, others)
    known = {**who, **{row["id"]: as_known(row) for row in rows if row["in_use"]}}
    gone = {_ordered(one, other) for one, other in await tx.session.execute(DISMISSED, {"customers": ids})}
    scored = {
        (one, other): score(known[one], known[other], thresholds)
        for one, other in pairs
        if one in known and other in known and (one, other) not in gone
    }
    return {pair: match for pair, match in sorted(scored.items()) if match.worth_a_look}


async def _store_pairs(tx: Work, ids: Sequence[UUID], found: Mapping[Pair, Match]) -> Iterable[Pair]:
    """Which pairs came or went."""
    of_these = sa.or_(DuplicatePair.first_id == any_of(ids), DuplicatePair.second_id == any_of(ids))
    told = (DuplicatePair.score, DuplicatePair.likely, DuplicatePair.metric_a, DuplicatePair.reasons)
    rows = await tx.session.execute(
        sa.select(DuplicatePair.first_id, DuplicatePair.second_id, *told).where(of_these)
    )
    held = {(first, second): (*what, tuple(reasons)) for first, second, *what, reasons in rows}
    wanted = {pair: (m.score, m.likely, m.metric_a, m.reasons) for pair, m in found.items()}
    await _drop(tx, [pair for pair, what in held.items() if wanted.get(pair) != what])
    names = ("first_id", "second_id", *(column.key for column in told))
    new = [
        {**dict(zip(names, (*pair, *what), strict=True)), "found_at": tx.now}
        for pair, what in wanted.items()
        if held.get(pair) != what
    ]
    if new:
        await tx.session.execute(sa.insert(DuplicatePair), new)
    return held.keys() ^ wanted.keys()


async def _drop(tx: Work, pairs: Sequence[Pair]) -> None:
    given = _rows(
        first_id=sa.literal([first for first, _ in pairs], sa.ARRAY(sa.Uuid)),
        second_id=sa.literal([second for _, second in pairs], sa.ARRAY(sa.Uuid)),
    )
    wrong = sa.and_(DuplicatePair.first_id == given.c.first_id, DuplicatePair.second_id == given.c.second_id)
    await tx.session.execute(sa.delete(DuplicatePair).where(wrong), execution_options=_UNSEEN)
