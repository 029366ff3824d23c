"""What is reckoned for whoever asks, where the book says how: from the truth and from what the asker may see."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.matrix.policies import Asker
from tests.matrix.table import TABLE
from tests.matrix.world import World

Derive = Callable[[Asker, World, dict[str, Any], Any, Any], Any]

# The tab that a section of the record stands for; its policy is that of the tab.
TABS = {
    "ADDRESSES": "addresses",
    "CONTACT_PREFERENCES": "contactPreferences",
    "TAGS": "tags",
    "ATTRIBUTES": "attributes",
    "NOTES": "blueNotes",
    "ORDERS": "orders",
    "ALL_ORDERS": "orders",
    "MERCHANDISE": "merchandise",
    "RESERVATIONS": "reservations",
    "TICKETS": "tickets",
    "DONATIONS": "donations",
    "PRINT_AT_HOME": "printAtHome",
    "MAILING_RECORDS": "mailings",
    "WALLET": "memberships",
    "STORED_CARDS": "memberships",
    "SUBSCRIPTIONS": "memberships",
    "MEMBERSHIPS": "memberships",
    "TICKET_SUBSCRIPTIONS": "ticketSubscriptions",
    "FIXED_SERIES": "fixedSeries",
    "RELATIONSHIPS": "relationships",
    "CREDIT": "creditAccount",
    "WAITING_LISTS": "waitingLists",
    "GIFT_AID": "giftAidDeclarations",
    "AUDIT": "audit",
}
ACTIONS = {
    "ADD_BLUE_NOTE": "blue",
    "ADD_PINK_NOTE": "pink",
    "DEACTIVATE": "deactivate",
    "REACTIVATE": "reactivate",
}
REASONS = {
    "CREDIT_EXPIRING": "service",
    "CARD_EXPIRES_BEFORE_RENEWAL": "service",
    "MEMBERSHIP_RENEWABLE": "service",
    "UNUSED_DEPOSIT": "orders",
    "GIFT_AID_DECLARATION_MISSING": "gift-aid",
}


def section_policy(key: str) -> str:
    """The policy of a section: that of its tab, and of everybody who opens records where it has none."""
    tab = TABS.get(key)
    return "record" if tab is None else TABLE["Customer"].fields[tab]


def _redacted(asker: Asker, _world: World, row: dict[str, Any], _value: Any, _shown: Any) -> Any:
    return row["isProtected"] and row["hasValue"] and not asker.holds("sealed")


def _restricted_for(asker: Asker, _world: World, row: dict[str, Any], _value: Any, _shown: Any) -> Any:
    return row["restricted"] and not asker.holds("unrestricted")


def _any_restricted(asker: Asker, world: World, row: dict[str, Any], _value: Any, _shown: Any) -> Any:
    return row["id"] in world.known["restricted"] and not asker.holds("unrestricted")


def _sections(asker: Asker, _world: World, _row: dict[str, Any], value: Any, shown: Any) -> Any:
    """Those that open to the asker; their counts are compared with the tabs themselves elsewhere."""
    counts = [each["count"] if isinstance(each, dict) else None for each in shown or ()]
    reasons = [each["disabledReason"] if isinstance(each, dict) else None for each in shown or ()]
    made = []
    for place, section in enumerate(value):
        key = next(each for name, each in section.items() if name.startswith("key"))
        opens = asker.holds(section_policy(key))
        available = next(name for name in section if name.startswith("available"))
        open_ = section[available] and opens
        made.append(
            {
                **section,
                available: open_,
                "count": counts[place] if open_ and place < len(counts) else None,
                "disabledReason": None
                if open_
                else (reasons[place] if place < len(reasons) else "why") or "why",
            }
        )
    return made


def _actions(asker: Asker, _world: World, _row: dict[str, Any], value: Any, shown: Any) -> Any:
    """Those that the asker may do; of the others the words and roles are tested elsewhere."""
    made = []
    for place, action in enumerate(value):
        key = next(each for name, each in action.items() if name.startswith("key"))
        if asker.holds(ACTIONS.get(key, "edit")):
            made.append(action)
        else:
            told = shown[place] if place < len(shown or ()) else {}
            made.append({**action, **told, "allowed": False})
    return made


def _attention(asker: Asker, world: World, _row: dict[str, Any], value: Any, shown: Any) -> Any:
    """The reasons that the asker may know of, in their order; what is given counts no restricted gifts."""
    kept = [each for each in value if asker.holds(REASONS.get(_kind(each), "record"))]
    kept = [
        each for each in kept if asker.holds("unrestricted") or each["aboutId"] not in world.known["orders"]
    ]
    for place, each in enumerate(kept, 1):
        each = kept[place - 1] = {**each, "rank": place}
        if _kind(each) == "GIFT_AID_DECLARATION_MISSING" and len(shown or ()) >= place:
            loose = [key for key in each if key == "message" or key.startswith("amount")]
            kept[place - 1] = {**each, **{key: shown[place - 1][key] for key in loose}}
    return kept


def _kind(reason: dict[str, Any]) -> str:
    return str(next(each for name, each in reason.items() if name.startswith("kind")))


def _mine(_asker: Asker, _world: World, _row: dict[str, Any], _value: Any, shown: Any) -> Any:
    return shown


_OF_RECORDS: dict[str, Derive] = {
    "sections": _sections,
    "actions": _actions,
    "attention": _attention,
    "hasRestrictedItems": _any_restricted,
    # Links to pictures are signed anew each time.
    "image": _mine,
}
DERIVED: dict[tuple[str, str], Derive] = {
    ("Attribute", "redacted"): _redacted,
    ("Order", "hasRestrictedItems"): _restricted_for,
    ("Note", "acknowledgedByMe"): _mine,
    # It grows with what is read here.
    ("AuditIntegrity", "entries"): _mine,
    **{(kind, name): rule for kind in ("Individual", "Organisation") for name, rule in _OF_RECORDS.items()},
}
