"""Which kinds of data an event touches, so that one that concerns no autotag causes no evaluation (TAG-P03)."""

from __future__ import annotations

from domain.autotag_criteria import Criterion, inputs
from domain.autotag_predicates import Input

_NOTHING: frozenset[Input] = frozenset()
_EVERYTHING = frozenset(Input)
_SALE = frozenset({Input.ORDERS, Input.ACTIVITY})

# By the noun, the first word of an event. What is not here may touch anything.
_OF_NOUN: dict[str, frozenset[Input]] = {
    "address": frozenset({Input.ADDRESSES}),
    "contact-preferences": frozenset({Input.PREFERENCES}),
    "tags": frozenset({Input.TAGS}),
    "household": frozenset({Input.HOUSEHOLDS}),
    "order": _SALE,
    "basket": _NOTHING,
    "donation": _SALE,
    "ticket": _SALE,
    "membership": frozenset({Input.MEMBERSHIPS}),
    "credit": frozenset({Input.CREDIT}),
    "gift-voucher": frozenset({Input.CREDIT}),
    "gift-aid": frozenset({Input.GIFT_AID}),
    "declaration": frozenset({Input.GIFT_AID}),
    "note": _NOTHING,
    "account": _NOTHING,
    "relationship": _NOTHING,
    "mailing": _NOTHING,
    "waiting-list": _NOTHING,
    "wallet-card": _NOTHING,
    "opportunity": _NOTHING,
    "pledge": _NOTHING,
    "activity": _NOTHING,
    "invitation": _NOTHING,
    "pinboard": _NOTHING,
    "charity": _NOTHING,
    "gift-aid-statement": _NOTHING,
    "gift-aid-claim": _NOTHING,
    "statement": _NOTHING,
    "bulk-job": _NOTHING,
    "print-at-home": _NOTHING,
    "mail": _NOTHING,
    "online-account": _NOTHING,
    # Who was dismissed looks like nobody any more.
    "duplicate": frozenset({Input.DETAILS}),
}
# Where an event touches something else than the others of its noun.
_OF_EVENT: dict[str, frozenset[Input]] = {
    "customer.updated": frozenset({Input.DETAILS, Input.ATTRIBUTES}),
    "customer.image-set": _NOTHING,
    "customer.image-removed": _NOTHING,
    # A record of another kind is asked by other criteria.
    "customer.converted": _EVERYTHING,
    # Whatever a merge brought together is apart again.
    "customer.unmerged": _EVERYTHING,
    # What evaluation itself does; autotags may not ask for autotags, so that it can cause nothing further.
    "customer.autotagged": _NOTHING,
    "attribute.protected-read": _NOTHING,
    # A merge evaluates both records in its own transaction; whom they look like now is asked afterwards.
    "customer.merged": frozenset({Input.DETAILS, Input.ADDRESSES}),
    "customer.merged-away": frozenset({Input.DETAILS, Input.ADDRESSES}),
    # Who is inactive is skipped, but lives in a household all the same, and looks like others.
    "customer.deactivated": frozenset({Input.HOUSEHOLDS, Input.DETAILS, Input.ADDRESSES}),
}


def touched(event: str) -> frozenset[Input]:
    """The kinds of data that an event of the audit, such as `address.added`, may have changed.

    An event that nobody has thought of may have changed any: one evaluation too many does no harm.
    """
    noun = event.partition(".")[0]
    return _OF_EVENT.get(event, _OF_NOUN.get(noun, _EVERYTHING))


def concerns(event: str, tree: Criterion) -> bool:
    """Whether the verdict of the criteria may be another after the event."""
    return not touched(event).isdisjoint(inputs(tree))
