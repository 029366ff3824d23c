"""A new record that may exist already: refused until whoever creates it has seen the others (SRC-05, SRC-P08)."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection

import sqlalchemy as sa

from db.work import Work
from domain.customers import parse_friendly_id
from domain.duplicates import Body, Person
from domain.errors import DuplicateCandidate, PossibleDuplicate
from domain.searching import name_key
from gateway.commands._records import CustomerRef

# How records alike to somebody are found, the most alike first.
FindAlike = Callable[[Work, Person | Body], Awaitable[tuple[DuplicateCandidate, ...]]]


async def check_alike(
    tx: Work, who: Person | Body, acknowledged: Collection[CustomerRef], find: FindAlike
) -> None:
    """Raises PossibleDuplicate with every record alike to `who` that is not among the acknowledged ones."""
    await _take_turns(tx, who)
    unseen = tuple(
        found
        for found in await find(tx, who)
        if found.customer_id not in acknowledged and parse_friendly_id(found.friendly_id) not in acknowledged
    )
    if unseen:
        raise PossibleDuplicate(
            "This may be a record that exists already: open the ones listed. If it is none of them, name them in"
            " acknowledgedDuplicates and create the new one.",
            ("acknowledgedDuplicates",),
            candidates=unseen,
        )


async def _take_turns(tx: Work, who: Person | Body) -> None:
    """Hold back others who create a record of this name, so that of two at once the second sees the first.

    From here on statements are planned for any values, since to plan the look for who is alike takes longer than to
    look; and they go by indexes, also in a small store: the planner does not see that some lists are long.
    """
    name = f"{who.last_name}, {who.first_name[:1]}" if isinstance(who, Person) else who.name
    key = sa.func.hashtextextended(f"customer.create {name_key(name)}", 0)
    planning = (
        sa.func.set_config("plan_cache_mode", "force_generic_plan", True),
        sa.func.set_config("enable_seqscan", "off", True),
    )
    await tx.session.execute(sa.select(*planning, sa.func.pg_advisory_xact_lock(key)))
