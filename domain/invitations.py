"""Invitations: who is asked to which event, and what they answered."""

from __future__ import annotations

from enum import StrEnum, unique


@unique
class ReplyStatus(StrEnum):
    """What became of an invitation (INV-P01)."""

    NOT_SENT = "NOT_SENT"
    INVITED = "INVITED"
    ACCEPTED = "ACCEPTED"
    DECLINED = "DECLINED"
    TENTATIVE = "TENTATIVE"
    NO_REPLY = "NO_REPLY"
