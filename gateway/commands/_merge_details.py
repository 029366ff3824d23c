"""The details of the merged record, its login and picture, and the tombstone that the other becomes (MRG-P10)."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from db.models import Customer, OnlinePassword
from domain.audit import Change, changes_between
from domain.merges import Side
from gateway.commands._details import columns_of
from gateway.commands._merging import Merge
from gateway.commands._password_links import void_links
from gateway.commands.customers import details_of

_customer = Customer.__table__
_password = OnlinePassword.__table__
_VERSIONS = ("details", "addresses", "contact_preferences", "tags")


async def merge_details(merge: Merge) -> tuple[tuple[Change, ...], tuple[Change, ...]]:
    """What this changes on the survivor, and on the loser. Chains collapse: what led to the loser is walked after.

    The loser gives its email address up before the survivor takes it, for an address is one record's.
    """
    before, after = details_of(merge.survivor), merge.decisions.details
    image = (
        merge.side(merge.decisions.image_from).image_hash,
        merge.side(merge.decisions.image_from).image_type,
    )
    kept = changes_between(
        {**asdict(before), "image": merge.survivor.image_hash}, {**asdict(after), "image": image[0]}
    )
    gone = changes_between(_standing(merge.loser), {**dict.fromkeys(_standing(merge.loser)), "active": False})
    await _merge_logins(merge)
    await _bury(merge)
    versions = {f"{name}_version": _customer.c[f"{name}_version"] + 1 for name in _VERSIONS}
    values = {
        **columns_of(after, merge.here.country),
        **_contact(merge),
        **versions,
        "image_hash": image[0],
        "image_type": image[1],
        "updated_at": merge.tx.now,
        "last_activity_at": max(merge.survivor.last_activity_at, merge.loser.last_activity_at),
    }
    await _change(merge, Side.SURVIVOR, values, "It is the merged record.")
    return kept, gone


def _contact(merge: Merge) -> dict[str, Any]:
    """The record of the primary contact, and what they are, from whichever record has them under the kept name.

    Of another name no record is known.
    """
    kept = merge.decisions.details.primary_contact
    named = [each for each in (merge.survivor, merge.loser) if each.primary_contact == kept]
    known = next((each for each in named if each.primary_contact_id or each.primary_contact_type_id), None)
    return {
        name: None if known is None else getattr(known, name)
        for name in ("primary_contact_id", "primary_contact_type_id")
    }


def _standing(customer: Customer) -> dict[str, Any]:
    """What a record gives up when it is merged away."""
    return {
        "active": customer.active,
        "email": customer.email,
        "online_account_active": customer.online_account_active or None,
    }


async def _merge_logins(merge: Merge) -> None:
    """The login is that of the record whose email was kept, and no link works that either was sent (ACC-P03)."""
    kept = merge.decisions.login_from
    for side in Side:
        if side is not kept:
            theirs = _password.c.customer_id == merge.side(side).id
            await merge.ledger.drop(_password, theirs, reason="The login goes with the kept email address.")
        await void_links(merge.tx, merge.side(side).id)
    if kept is Side.LOSER:
        await merge.bring(_password.c.customer_id, reason="The login goes with the kept email address.")


async def _bury(merge: Merge) -> None:
    values = {
        "active": False,
        "email": None,
        "online_account_active": False,
        "household_id": None,
        "merged_into": merge.survivor.id,
        "updated_at": merge.tx.now,
        **{f"{name}_version": _customer.c[f"{name}_version"] + 1 for name in _VERSIONS},
    }
    await _change(merge, Side.LOSER, values, "It was merged away.")


async def _change(merge: Merge, side: Side, values: dict[str, Any], reason: str) -> None:
    await merge.ledger.change(_customer, _customer.c.id == merge.side(side).id, values, reason=reason)
