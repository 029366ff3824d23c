"""What the database says no to, in the words of the rules: the last word when two writes race."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy.exc import DBAPIError, IntegrityError

from domain.errors import DuplicateAddress, EmailNotUnique, NameTaken, Refusal

_NAME_TAKEN = "Another entry of this list has this name; choose a different one."

_REFUSALS: dict[str, Callable[[], Refusal]] = {
    "uq_customer_email": lambda: EmailNotUnique(
        "Another record has this email address; leave it out, or merge the two.", ("email",)
    ),
    "uq_address_customer_id_address_key": lambda: DuplicateAddress(
        "The record has this address already.", ("address",)
    ),
    "uq_attribute_definition_name": lambda: NameTaken(_NAME_TAKEN, ("name",)),
    "uq_attribute_option_definition_id_label": lambda: NameTaken(_NAME_TAKEN, ("options",)),
    "uq_preference_definition_name": lambda: NameTaken(_NAME_TAKEN, ("name",)),
    "uq_tag_group_name": lambda: NameTaken(_NAME_TAKEN, ("name",)),
    "uq_tag_name": lambda: NameTaken(_NAME_TAKEN, ("name",)),
    "uq_user_account_username": lambda: NameTaken(_NAME_TAKEN, ("username",)),
    "uq_user_account_email": lambda: NameTaken("Another account has this email address.", ("email",)),
}


def refusal_of(error: IntegrityError) -> Refusal | None:
    """The refusal that a broken constraint stands for; None for one that only a mistake of ours can break."""
    cause = getattr(error.orig, "__cause__", None)
    make = _REFUSALS.get(getattr(cause, "constraint_name", "") or "")
    return make() if make else None


def was_deadlocked(error: DBAPIError) -> bool:
    """Whether PostgreSQL broke the work off because it and another waited for each other."""
    return getattr(error.orig, "sqlstate", None) == "40P01"
