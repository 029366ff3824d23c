"""Keys that are the same in every demo store, so that examples and links to them keep working."""

from __future__ import annotations

from enum import IntEnum
from uuid import UUID


class Series(IntEnum):
    """What a fixed key is of."""

    PERSONA = 0
    ATTRIBUTE = 1
    OPTION = 2
    PREFERENCE = 3
    TAG_GROUP = 4
    TAG = 5
    CUSTOMER = 6
    HOUSEHOLD = 7
    NOTE = 8
    VENUE = 9
    SEATING_PLAN = 10
    SEAT = 11
    EVENT = 12
    INSTANCE = 13
    TICKET_TYPE = 14
    PRICE_BAND = 15
    PRODUCT = 16
    FUND = 17
    CAMPAIGN = 18
    MEMBERSHIP_TYPE = 19
    SUBSCRIPTION_STRUCTURE = 20
    PRICING_SET = 21
    VOUCHER_GROUP = 22
    FIXED_SERIES = 23
    SERIES_GROUP = 24
    COMMISSION_STRUCTURE = 25
    COMMISSION_RULE = 26
    RELATIONSHIP_TYPE = 27
    MAILING = 28
    ORDER_ATTRIBUTE = 29
    ORDER = 30
    ORDER_ITEM = 31
    DONATION = 32
    WALLET_CARD = 33
    MEMBERSHIP = 34
    MEMBERSHIP_TERM = 35
    TICKET_SUBSCRIPTION = 36
    SERIES_SUBSCRIPTION = 37
    GIFT_VOUCHER = 38
    CREDIT_LOT = 39
    RELATIONSHIP = 40
    WAITING_LIST_ENTRY = 41
    DECLARATION = 42
    CANCELLATION = 43
    DOCUMENT = 44
    MAILING_RECORD = 45
    OPPORTUNITY_STAGE = 46
    ACTIVITY_TYPE = 47
    OPPORTUNITY_ATTRIBUTE = 48
    OPPORTUNITY = 49
    STAGE_CHANGE = 50
    PLEDGE = 51
    INSTALMENT = 52
    PLEDGE_PAYMENT = 53
    PLEDGE_EVENT = 54
    ACTIVITY = 55
    INVITATION = 56
    ATTENDEE = 57
    PIN = 58
    BULK_JOB = 59
    GIFT_AID_CLAIM = 60
    TRANSFORMATION = 61
    HOUSEHOLD_MEMBERSHIP = 62
    ADDRESS = 63


def fixed_id(series: Series, ordinal: int) -> UUID:
    """A key made on 1 September 2011, when the demo house put everything in its place."""
    return UUID(f"01322248-f800-7000-8000-{series:04x}{ordinal:08x}")
