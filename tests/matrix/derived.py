"""What is reckoned for whoever asks, where the book says how: from the truth and from what the asker may see."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.matrix.judged import told
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
    "OPPORTUNITIES": "opportunities",
    "PLEDGES": "pledges",
    "TIMELINE": "opportunities",
    "INVITATIONS": "opportunities",
}
ACTIONS = {
    "ADD_BLUE_NOTE": "blue",
    "ADD_PINK_NOTE": "pink",
    "DEACTIVATE": "deactivate",
    "REACTIVATE": "reactivate",
    "MERGE": "merge",
    "CONVERT_TO_ORGANISATION": "merge",
    "CONVERT_TO_INDIVIDUAL": "merge",
}
REASONS = {
    "CREDIT_EXPIRING": "service",
    "CARD_EXPIRES_BEFORE_RENEWAL": "service",
    "MEMBERSHIP_RENEWABLE": "service",
    "UNUSED_DEPOSIT": "orders",
    "OVERDUE_INSTALMENT": "fundraising",
    "INVITATION_AWAITING_REPLY": "fundraising",
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


def _at(row: Any, name: str) -> str:
    """The name under which an answer has a field of a row: its own, or an alias that begins with it."""
    return next((key for key in row or () if key.partition("__")[0] == name), name)


def _sections(asker: Asker, _world: World, _row: dict[str, Any], value: Any, shown: Any) -> Any:
    """Those that open to the asker; their counts are compared with the tabs themselves elsewhere."""
    made = []
    for place, section in enumerate(value):
        told = shown[place] if place < len(shown or ()) else {}
        opens = section[_at(section, "available")] and asker.holds(
            section_policy(section[_at(section, "key")])
        )
        count, why = _at(section, "count"), _at(section, "disabledReason")
        closed = {
            count: told.get(count) if opens else None,
            why: None if opens else told.get(why) or "a reason",
        }
        made.append({**section, _at(section, "available"): opens, **closed})
    return made


def _actions(asker: Asker, _world: World, _row: dict[str, Any], value: Any, shown: Any) -> Any:
    """Those that the asker may do; of the others the words and roles are tested elsewhere."""
    made = []
    for place, action in enumerate(value):
        told = shown[place] if place < len(shown or ()) else {}
        if asker.holds(ACTIONS.get(action[_at(action, "key")], "edit")):
            made.append(action)
        else:
            made.append({**action, **told, _at(action, "allowed"): False})
    return made


def _attention(asker: Asker, world: World, _row: dict[str, Any], value: Any, shown: Any) -> Any:
    """The reasons that the asker may know of, in their order; what is given counts no restricted gifts."""
    made: list[dict[str, Any]] = []
    for each in value:
        kind, about = each[_at(each, "kind")], each[_at(each, "aboutId")]
        if not asker.holds(REASONS.get(kind, "record")):
            continue
        if about in world.known["orders"] and not asker.holds("unrestricted"):
            continue
        kept = {**each, _at(each, "rank"): len(made) + 1}
        if kind == "GIFT_AID_DECLARATION_MISSING" and len(shown or ()) > len(made):
            loose = [_at(each, name) for name in ("message", "amount")]
            kept |= {key: shown[len(made)].get(key) for key in loose}
        made.append(kept)
    return made


def _price(asker: Asker, world: World, row: dict[str, Any], value: Any, _shown: Any) -> Any:
    """What was paid for a term is told by the order that it was bought with, where that may be opened."""
    return value if row["id"] not in world.known["priced"] or asker.holds("unrestricted") else None


def _answers(asker: Asker, world: World, row: dict[str, Any], value: Any, _shown: Any) -> Any:
    return list(told(asker, value, restricted=row["customer"]["id"] in world.known["restricted"]))


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
    ("Membership", "price"): _price,
    ("MembershipTerm", "price"): _price,
    ("Note", "acknowledgedByMe"): _mine,
    ("AutotagExplanation", "answers"): _answers,
    # Links are signed anew each time.
    ("Document", "link"): _mine,
    ("GiftAidEvidence", "letter"): _mine,
    # It grows with what is read here.
    ("AuditIntegrity", "entries"): _mine,
    **{(kind, name): rule for kind in ("Individual", "Organisation") for name, rule in _OF_RECORDS.items()},
}
