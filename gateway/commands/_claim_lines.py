"""The lines of claims: one a gift, made, released and removed by whole sets (GAD-P15)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from db.models import Donation, GiftAidClaimLine
from db.work import Work
from domain.gift_aid_claimability import worth
from domain.house import House
from gateway.commands._claim_gifts import Judged

_Line = GiftAidClaimLine


async def add_lines(tx: Work, claim_id: UUID, gifts: Collection[Judged], house: House) -> None:
    """One line a gift. A gift that another claim took in the meantime stays with that one."""
    if not gifts:
        return
    given = unnested(
        (
            (
                each.donation_id,
                each.verdict.declaration_id,
                each.gift.amount_minor,
                worth(each.gift.amount_minor, each.gift.received_on, house.figures),
                each.gift.received_on,
            )
            for each in gifts
        ),
        {
            "donation_id": sa.Uuid,
            "declaration_id": sa.Uuid,
            "amount_minor": sa.BigInteger,
            "tax_minor": sa.BigInteger,
            "made_on": sa.Date,
        },
    )
    # In one order, so that two claims that are prepared at once wait for each other and not in a circle.
    lines = sa.select(sa.literal(claim_id, sa.Uuid), *given.c).order_by(given.c.donation_id)
    await tx.session.execute(
        insert(_Line)
        .from_select(["claim_id", *(column.name for column in given.c)], lines)
        .on_conflict_do_nothing(index_elements=["donation_id"], index_where=sa.text("live"))
    )


async def size(tx: Work, claim_id: UUID) -> int:
    """How many gifts a claim has."""
    count = sa.select(sa.func.count()).select_from(_Line).where(_Line.claim_id == claim_id)
    return await tx.session.scalar(count) or 0


async def remove(tx: Work, claim_id: UUID, donation_ids: Collection[UUID]) -> None:
    """Leave these gifts out of a claim that was not submitted."""
    if donation_ids:
        gone = sa.cast(list(donation_ids), sa.ARRAY(sa.Uuid))
        await tx.session.execute(
            sa.delete(_Line).where(_Line.claim_id == claim_id, _Line.donation_id == sa.func.any(gone))
        )


async def release(tx: Work, claim_id: UUID, rows: Mapping[int, str | None]) -> None:
    """Let go of the gifts of these rows, with what was said of each: they are claimed for no more."""
    said = unnested(rows.items(), {"row": sa.Integer, "rejection": sa.Text})
    of_rows = sa.and_(_Line.claim_id == claim_id, _Line.schedule_row == said.c.row)
    await mark(tx, Donation.id.in_(sa.select(_Line.donation_id).where(of_rows)), None)
    await tx.session.execute(
        sa.update(_Line)
        .where(of_rows)
        .values(live=False, rejection=sa.func.coalesce(said.c.rejection, "Rejected"))
        .execution_options(synchronize_session=False)
    )


async def mark(tx: Work, which: sa.ColumnElement[bool], claimed_on: date | None) -> None:
    """Say of these donations when they were claimed for; None where they are not."""
    await tx.session.execute(
        sa.update(Donation)
        .where(which)
        .values(gift_aid_claimed_on=claimed_on)
        .execution_options(synchronize_session=False)
    )


def unnested(
    rows: Iterable[Sequence[object]], columns: Mapping[str, type[sa.types.TypeEngine[Any]]]
) -> sa.Subquery:
    """Rows of values as a table to select from: one array a column, however many rows there are."""
    by_column = list(zip(*rows, strict=True)) or [() for _ in columns]
    return sa.select(
        *(
            sa.func.unnest(sa.cast(list(values), sa.ARRAY(kind))).label(name)
            for (name, kind), values in zip(columns.items(), by_column, strict=True)
        )
    ).subquery("given")
