"""The words of the merge wizard that clients choose by: the values of the details, one by one, and parts in orders."""

from __future__ import annotations

from enum import StrEnum, unique


@unique
class MergeField(StrEnum):
    """A value of the details by its name in Details, or the picture (MRG-18, MRG-P04)."""

    TITLE = "title"
    FIRST_NAME = "first_name"
    LAST_NAME = "last_name"
    NAME = "name"
    PRIMARY_CONTACT = "primary_contact"
    EMAIL = "email"
    PHONE = "phone"
    MOBILE = "mobile"
    BIRTH_DATE = "birth_date"
    DECEASED_ON = "deceased_on"
    IMAGE = "image"


@unique
class TransactionsAs(StrEnum):
    """What part a record has in orders on somebody's behalf (MRG-P06)."""

    OWNER = "OWNER"
    FACILITATOR = "FACILITATOR"
