"""Addresses of a merged record: those of both, each once, with one default of a kind (MRG-P18, ADR-C01)."""

from __future__ import annotations

from uuid import UUID

import sqlalchemy as sa

from db.models import Address
from gateway.commands._merging import Merge, among

_address = Address.__table__
_DEFAULTS = ("default_billing", "default_delivery")


async def merge_addresses(merge: Merge) -> None:
    """Drop those that go and those that the survivor has too, move the others, and set the defaults that were chosen.

    Defaults are taken away before they are given, so that at no moment a record has two of a kind.
    """
    stands_for = await _doubles(merge)
    billing, delivery = (
        None if chosen is None else stands_for.get(chosen, chosen)
        for chosen in (merge.decisions.billing, merge.decisions.delivery)
    )
    gone = {*merge.decisions.addresses_dropped, *stands_for} - {billing, delivery}
    either = merge.of_either(_address.c.customer_id)
    for name, chosen in zip(_DEFAULTS, (billing, delivery), strict=True):
        await _unset(merge, name, chosen, gone)
    await merge.ledger.drop(
        _address, sa.and_(either, among(_address.c.id, gone)), reason="It was not kept, or is there twice."
    )
    await merge.bring(_address.c.customer_id)
    for name, chosen in zip(_DEFAULTS, (billing, delivery), strict=True):
        if chosen is not None:
            await _set(merge, name, chosen)


async def _doubles(merge: Merge) -> dict[UUID, UUID]:
    """The loser's addresses that the survivor has too, and which of the survivor's each is."""
    own, theirs = _address.alias("own"), _address.alias("theirs")
    found = await merge.tx.session.execute(
        sa.select(theirs.c.id.label("double"), own.c.id.label("own"))
        .join(own, own.c.address_key == theirs.c.address_key)
        .where(merge.of_loser(theirs.c.customer_id), merge.of_survivor(own.c.customer_id))
    )
    return {row.double: row.own for row in found}


async def _unset(merge: Merge, name: str, chosen: UUID | None, gone: set[UUID]) -> None:
    """Take the default away from all that are kept and are not to have it; those that go, go as they were."""
    was = sa.and_(merge.of_either(_address.c.customer_id), _address.c[name], ~among(_address.c.id, gone))
    other = sa.true() if chosen is None else _address.c.id != chosen
    await merge.ledger.change(
        _address, sa.and_(was, other), {name: False}, reason="Another address is the default."
    )


async def _set(merge: Merge, name: str, chosen: UUID) -> None:
    not_yet = sa.and_(merge.of_survivor(_address.c.customer_id), _address.c.id == chosen, ~_address.c[name])
    await merge.ledger.change(_address, not_yet, {name: True}, reason="It was chosen as the default.")
