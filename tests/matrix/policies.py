"""The policies of the matrix, as the domain book has them, and who holds each; nothing here is taken from the code."""

from __future__ import annotations

from dataclasses import dataclass

SALES = frozenset({"SALES_USER", "SALES_ADMINISTRATOR"})
FUNDRAISERS = frozenset({"OPPORTUNITIES_USER", "OPPORTUNITIES_ADMINISTRATOR"})
FRONT = SALES | FUNDRAISERS
RECORD = FRONT | {"SUPPORT"}
EVERYBODY = RECORD | {"GENERAL_ADMINISTRATOR", "SETTINGS_ADMINISTRATOR", "INSIGHTS_MAILINGS_USER"}


@dataclass(frozen=True, slots=True)
class Policy:
    """Who may see a thing: those with one of `roles` in the interface they signed in to.

    `declares` is the permission that a field under this policy declares in the schema; none for values of a row that
    one has reached, which are as open as the row. `flag` asks for the protected-data permission of the account
    besides, and what is `uk` exists only where Gift Aid is tracked.
    """

    words: str
    roles: frozenset[str] = EVERYBODY
    declares: str | None = None
    flag: bool = False
    uk: bool = False


POLICIES: dict[str, Policy] = {
    "open": Policy("whoever has reached the row"),
    "asker": Policy("whoever has reached the row; it is reckoned for whoever asks"),
    "uk": Policy("whoever has reached the row; null where Gift Aid is not tracked", uk=True),
    "protected": Policy("holders of the protected-data permission, where the attribute is protected", RECORD),
    "signed-in": Policy("everybody who is signed in", declares="SIGNED_IN"),
    "record": Policy("whoever may open records", RECORD, "CUSTOMER_READ"),
    "edit": Policy("whoever may change records", RECORD, "CUSTOMER_WRITE"),
    "deactivate": Policy("whoever may change records", RECORD, "CUSTOMER_DEACTIVATE"),
    "reactivate": Policy(
        "Sales Administrators, fundraisers and Support",
        FUNDRAISERS | {"SALES_ADMINISTRATOR", "SUPPORT"},
        "CUSTOMER_REACTIVATE",
    ),
    "merge": Policy(
        "Sales Administrators and Support", frozenset({"SALES_ADMINISTRATOR", "SUPPORT"}), "MERGE"
    ),
    "inactive": Policy("fundraisers and Support", FUNDRAISERS | {"SUPPORT"}, "CUSTOMER_READ_INACTIVE"),
    "blue": Policy("whoever may open records", RECORD, "BLUE_NOTE"),
    "pink": Policy("fundraisers", FUNDRAISERS, "PINK_NOTE"),
    "orders": Policy("Sales and fundraisers", FRONT, "ORDER_READ"),
    "unrestricted": Policy(
        "Sales and fundraisers; of restricted orders not Sales Users",
        FUNDRAISERS | {"SALES_ADMINISTRATOR"},
        "ORDER_RESTRICTED",
    ),
    "service": Policy("Sales and fundraisers", FRONT, "CUSTOMER_SERVICE"),
    "gift-aid": Policy("Sales and fundraisers, in the UK", FRONT, "GIFT_AID_DECLARE", uk=True),
    "gift-aid-claims": Policy(
        "General Administrators, in the UK", frozenset({"GENERAL_ADMINISTRATOR"}), "GIFT_AID_CLAIM", uk=True
    ),
    "audit": Policy("whoever may open records", RECORD, "AUDIT_READ"),
    "audit-archive": Policy("Support", frozenset({"SUPPORT"}), "AUDIT_ARCHIVE"),
    "fundraising": Policy("fundraisers", FUNDRAISERS, "FUNDRAISING"),
    "fundraising-setup": Policy(
        "Opportunities Administrators", frozenset({"OPPORTUNITIES_ADMINISTRATOR"}), "FUNDRAISING_SETUP"
    ),
    "tag-setup": Policy("General Administrators", frozenset({"GENERAL_ADMINISTRATOR"}), "TAG_SETUP"),
    "definitions": Policy(
        "Settings Administrators", frozenset({"SETTINGS_ADMINISTRATOR"}), "DEFINITION_SETUP"
    ),
    "settings": Policy("Settings Administrators", frozenset({"SETTINGS_ADMINISTRATOR"}), "SYSTEM_SETTINGS"),
    "users": Policy("Settings Administrators", frozenset({"SETTINGS_ADMINISTRATOR"}), "USER_ADMINISTRATION"),
    # No field has this one: it is how protected values are marked in the store of the matrix.
    "sealed": Policy("holders of the protected-data permission", RECORD, "PROTECTED_DATA", flag=True),
}


@dataclass(frozen=True, slots=True)
class Asker:
    """Somebody who asks: a name, the roles that count in the interface of the token, and the account's flag."""

    name: str
    roles: frozenset[str]
    flag: bool = False
    uk: bool = True

    def holds(self, name: str) -> bool:
        """Whether this policy lets the asker see; a class of marks names several with `+`, which all must."""
        return all(self._holds(POLICIES[each]) for each in name.split("+"))

    def _holds(self, policy: Policy) -> bool:
        if (policy.flag and not self.flag) or (policy.uk and not self.uk):
            return False
        return bool(policy.roles & self.roles)
