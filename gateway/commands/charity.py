"""Who the charity is, and what donors agree to: read as they stand on a day, and changed by another version."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, TypeVar

from sqlalchemy import func, select

from db.models import CharityDetails, GiftAidStatement
from db.work import Work
from domain.audit import changes_between, narrative_of
from domain.charity import check_effective_from, clean_details, clean_statement
from domain.gift_aid_refusals import CharityDetailsMissing

V = TypeVar("V", CharityDetails, GiftAidStatement)


async def in_force(tx: Work, model: type[V], today: date) -> V:
    """The version in force on this day: of those that begin until then, the last made.

    Refused: CharityDetailsMissing.
    """
    found: V | None = await tx.session.scalar(
        select(model).where(model.effective_from <= today).order_by(model.version.desc()).limit(1)
    )
    if found is None:
        raise CharityDetailsMissing(
            "Nobody has set up the charity's details and the statement for donors yet; ask a Settings Administrator."
        )
    return found


async def change_details(tx: Work, given: Mapping[str, Any], effective_from: date, today: date) -> int:
    """The number of a new version of the charity's details. Refused: what is wrong with them, all at once."""
    values = clean_details(given)
    check_effective_from(effective_from, today)
    return await _next(
        tx, CharityDetails, values, effective_from, "charity.details-changed", "Charity details"
    )


async def change_statement(tx: Work, words: str, effective_from: date, today: date) -> int:
    """The number of a new version of what donors are told. Refused: what is wrong with the text, InvalidDate."""
    values = {"text": clean_statement(words)}
    check_effective_from(effective_from, today)
    return await _next(
        tx, GiftAidStatement, values, effective_from, "gift-aid-statement.changed", "Statement"
    )


async def _next(
    tx: Work, model: type[Any], values: Mapping[str, Any], effective_from: date, event: str, subject: str
) -> int:
    # Two who change it at once make two versions, one after the other.
    await tx.session.execute(select(func.pg_advisory_xact_lock(func.hashtext(model.__tablename__))))
    last = await tx.session.scalar(select(func.max(model.version))) or 0
    told = {**values, "effective_from": effective_from}
    tx.session.add(model(version=last + 1, created_at=tx.now, created_by=tx.actor.username, **told))
    changes = changes_between({}, told)
    tx.record(
        event,
        None,
        narrative=narrative_of(f"{subject}, version {last + 1}", changes),
        changes=changes,
        section=model.__tablename__,
        section_version=last + 1,
    )
    return last + 1
