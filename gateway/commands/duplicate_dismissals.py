"""Saying that two records are not the same, however alike they are (MRG-P21)."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from db.duplicates import names_and_addresses
from db.models import Customer, DuplicateDismissal, DuplicatePair
from db.work import Work
from domain.audit import change, narrative_of
from domain.customers import Kind, friendly_id
from domain.errors import Problems, ReasonRequired, WrongKind
from domain.merge_refusals import SameCustomer
from domain.refusals import Refusal
from domain.texts import clean_line
from gateway.commands._records import CustomerRef, open_record

REASON_LIMIT = 200
EVENT = "duplicate.dismissed"


async def dismiss(tx: Work, first: CustomerRef, second: CustomerRef, reason: str) -> tuple[UUID, UUID]:
    """Both records, who are no longer told to be alike until the name or an address of one of them is another.

    What was dismissed already stays as it is.
    Refused: ReasonRequired, TooLong, InvalidText, SameCustomer, WrongKind, and of either record NotFound,
    CustomerMerged, CustomerInactive and MergeInProgress.
    """
    cleaned = _cleaned(reason)
    one, other = await _open_both(tx, first, second)
    if one.kind != other.kind:
        raise WrongKind("These are a person and an organisation, which are never the same.", ("secondId",))
    earlier, later = sorted((one, other), key=lambda each: each.id)
    pair = {"first_id": earlier.id, "second_id": later.id}
    looked_at = await tx.session.scalar(names_and_addresses(earlier.id, later.id))
    held = await tx.session.get(DuplicateDismissal, (earlier.id, later.id))
    if held is not None and held.looked_at == looked_at:
        tx.nothing_changed()
        return one.id, other.id
    said = {
        "reason": cleaned,
        "looked_at": looked_at,
        "dismissed_at": tx.now,
        "dismissed_by": tx.actor.username,
    }
    new = insert(DuplicateDismissal).values(**pair, **said)
    await tx.session.execute(new.on_conflict_do_update(index_elements=list(pair), set_=said))
    await tx.session.execute(sa.delete(DuplicatePair).filter_by(**pair))
    for each, another in ((one, other), (other, one)):
        changes = [change("notTheSameAs", None, _shown(another)), change("reason", None, cleaned)]
        narrative = narrative_of("Dismissed as a possible duplicate", changes)
        tx.record(EVENT, each.id, narrative=narrative, changes=changes)
    return one.id, other.id


def _cleaned(reason: str) -> str:
    problems, cleaned = Problems(), None
    with problems.at():
        cleaned = clean_line(reason, limit=REASON_LIMIT, field="reason")
        if cleaned is None:
            raise ReasonRequired("Say why these are not the same.", ("reason",))
    problems.raise_any()
    assert cleaned is not None, "it was refused otherwise"
    return cleaned


async def _open_both(tx: Work, first: CustomerRef, second: CustomerRef) -> tuple[Customer, Customer]:
    """Both records, locked in the order of their ids as all writers lock them."""
    asked = {"firstId": first, "secondId": second}
    ids = {name: await _id_of(tx, ref) for name, ref in asked.items()}
    if ids["firstId"] is not None and ids["firstId"] == ids["secondId"]:
        raise SameCustomer("Both are the same record; name two.", ("secondId",))
    opened = {}
    for name in _in_order(ids):
        try:
            opened[name] = await open_record(tx, asked[name])
        except Refusal as refused:
            refused.path = (name,)
            raise
    return opened["firstId"], opened["secondId"]


async def _id_of(tx: Work, ref: CustomerRef) -> UUID | None:
    named = Customer.number == ref if isinstance(ref, int) else Customer.id == ref
    found: UUID | None = await tx.session.scalar(sa.select(Customer.id).where(named))
    return found


def _in_order(ids: dict[str, UUID | None]) -> Iterable[str]:
    # Who is not there is asked for first, to be refused before anybody is locked.
    return sorted(ids, key=lambda name: (ids[name] is not None, str(ids[name])))


def _shown(customer: Customer) -> str:
    return friendly_id(Kind(customer.kind), customer.number)
