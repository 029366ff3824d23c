"""What a customer answered about being contacted, and whether we may write."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import StrEnum, unique
from uuid import UUID

from domain.errors import ReasonRequired
from domain.texts import clean_block, clean_line

REASON_LIMIT = 200
EVIDENCE_LIMIT = 1000


@unique
class Answer(StrEnum):
    """Saw the statement and accepted, saw it and declined, or was never prompted (CPR-01)."""

    YES = "YES"
    NO = "NO"
    NOT_ASKED = "NOT_ASKED"


@unique
class Channel(StrEnum):
    """How a preference lets somebody write: THIRD_PARTY is always another company's mail (CPR-P01)."""

    EMAIL = "EMAIL"
    SMS = "SMS"
    PHONE = "PHONE"
    POST = "POST"
    THIRD_PARTY = "THIRD_PARTY"
    GENERAL = "GENERAL"


@unique
class Source(StrEnum):
    """Where an answer came from (CPR-P02)."""

    STAFF = "STAFF"
    WEB = "WEB"
    IMPORT = "IMPORT"
    MERGE = "MERGE"
    API = "API"


@dataclass(frozen=True, slots=True)
class Preference:
    """One configured preference with the customer's current answer to it."""

    id: UUID
    channel: Channel
    answer: Answer = Answer.NOT_ASKED
    partner_name: str | None = None
    active: bool = True


@unique
class ContactReason(StrEnum):
    """Why the organisation may write by a channel, or why not."""

    ALLOWED = "ALLOWED"
    DECLINED = "DECLINED"
    NOT_ASKED = "NOT_ASKED"
    INACTIVE = "INACTIVE"
    DECEASED = "DECEASED"
    BLOCKED = "BLOCKED"


@dataclass(frozen=True, slots=True)
class Contactability:
    """Whether the organisation itself may write by a channel."""

    channel: Channel
    allowed: bool
    reason: ContactReason


def check_answer_change(current: Answer, new: Answer, source: Source, reason: str | None) -> None:
    """Going back to Not Asked forgets what a customer said: staff may, with a reason (CPR-P03)."""
    if new is not Answer.NOT_ASKED or current is Answer.NOT_ASKED:
        return
    if source is not Source.STAFF:
        raise ReasonRequired("Only staff can set an answer back to Not Asked; answer Yes or No.", ("answer",))
    if clean_reason(reason) is None:
        raise ReasonRequired("Give the reason why the answer goes back to Not Asked.", ("reason",))


def clean_reason(reason: str | None) -> str | None:
    return clean_line(reason, limit=REASON_LIMIT, field="reason")


def clean_evidence(evidence: str | None) -> str | None:
    """The note that says how the answer was given, such as on which form (CPR-P02)."""
    return clean_block(evidence, limit=EVIDENCE_LIMIT, field="evidence")


def may_use(
    answer: Answer,
    channel: Channel,
    *,
    partner: bool,
    asked: bool,
    active: bool,
    deceased: bool,
    suppressed: bool = False,
) -> bool:
    """Whether this one answer lets the organisation itself write (CPR-06, CPR-P04).

    A Yes to a partner's mail does not, nor to a preference that is no longer asked. `suppressed` is any other
    block on the customer or the channel: a bounced address, an anonymised record.
    """
    if not active or deceased or suppressed:
        return False
    return answer is Answer.YES and asked and not partner and channel is not Channel.THIRD_PARTY


def can_contact(
    channel: Channel,
    preferences: Iterable[Preference],
    *,
    active: bool,
    deceased: bool,
    suppressed: bool,
    preference_id: UUID | None = None,
) -> bool:
    """Whether the organisation may write by this channel, or by this one preference of it (CPR-P04)."""
    return any(
        may_use(
            preference.answer,
            preference.channel,
            partner=preference.partner_name is not None,
            asked=preference.active,
            active=active,
            deceased=deceased,
            suppressed=suppressed,
        )
        for preference in preferences
        if preference.channel is channel and preference_id in (None, preference.id)
    )


def contactability(
    preferences: Collection[Preference],
    *,
    active: bool,
    deceased: bool,
    blocked: Collection[Channel] = (),
) -> tuple[Contactability, ...]:
    """Whether the organisation may write by each of its channels, and why not (CPR-P04).

    A partner's mail is not among them: no answer to it lets the organisation write. Nothing reaches anybody by a
    channel that is `blocked`, whatever the answers are (MAI-P02).
    """
    own = [each for each in preferences if each.active and each.partner_name is None]
    declined = {each.channel for each in own if each.answer is Answer.NO}
    found = []
    for channel in Channel:
        if channel is Channel.THIRD_PARTY:
            continue
        allowed = can_contact(channel, own, active=active, deceased=deceased, suppressed=channel in blocked)
        if allowed:
            reason = ContactReason.ALLOWED
        elif deceased:
            reason = ContactReason.DECEASED
        elif not active:
            reason = ContactReason.INACTIVE
        elif channel in blocked:
            reason = ContactReason.BLOCKED
        elif channel in declined:
            reason = ContactReason.DECLINED
        else:
            reason = ContactReason.NOT_ASKED
        found.append(Contactability(channel, allowed, reason))
    return tuple(found)
