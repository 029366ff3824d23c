"""Plans of merges as clients hold them between looking and agreeing: sealed, for one user, for a quarter of an hour."""

from __future__ import annotations

import base64
import binascii
import secrets
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import orjson
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from pydantic import TypeAdapter

from domain.errors import NotFound
from domain.merge_agreements import EXPIRED, Agreement
from domain.merge_refusals import StalePlan
from domain.merges import PLAN_LASTS, MergeChoices

PURPOSE = "merge plans"
_NONCE_BYTES = 12
_AGREEMENT = TypeAdapter(Agreement)
_CHOICES = TypeAdapter(MergeChoices)


def agreement_as_json(agreement: Agreement) -> dict[str, Any]:
    """The agreement as jobs are told of it."""
    told: dict[str, Any] = _AGREEMENT.dump_python(agreement, mode="json")
    return told


def agreement_of(told: Mapping[str, Any]) -> Agreement:
    """The agreement that a job was told of."""
    return _AGREEMENT.validate_python(told)


def choices_as_json(choices: MergeChoices) -> dict[str, Any]:
    """The choices as the ledger keeps them."""
    told: dict[str, Any] = _CHOICES.dump_python(choices, mode="json")
    return told


def choices_of(told: Mapping[str, Any]) -> MergeChoices:
    """The choices of a ledger or of a refusal."""
    return _CHOICES.validate_python(told)


def stale(agreement: Agreement, changed: tuple[str, ...]) -> StalePlan:
    """The refusal of a plan that is not any more what was agreed to; it can be asked for afresh."""
    message = (
        "This preview is older than a quarter of an hour; look at it afresh and confirm again."
        if changed == (EXPIRED,)
        else "What the preview showed has changed since; look at it afresh and confirm again."
    )
    return StalePlan(
        message,
        ("planToken",),
        changed,
        agreement.survivor_id,
        agreement.loser_id,
        choices_as_json(agreement.choices),
    )


@dataclass(frozen=True, slots=True)
class PlanTokens:
    """Seals what was agreed to with AES-256-GCM, bound to the user, so that nobody reads, alters or borrows it."""

    key: bytes

    def seal(self, agreement: Agreement, user_id: UUID, now: datetime) -> str:
        """A token of the agreement that this user can carry out until `PLAN_LASTS` from now."""
        told = {"expires": (now + PLAN_LASTS).timestamp(), "agreement": agreement_as_json(agreement)}
        nonce = secrets.token_bytes(_NONCE_BYTES)
        sealed = AESGCM(self.key).encrypt(nonce, zlib.compress(orjson.dumps(told)), user_id.bytes)
        return base64.urlsafe_b64encode(nonce + sealed).decode().rstrip("=")

    def open(self, token: str, user_id: UUID, now: datetime) -> Agreement:
        """What this user agreed to.

        Refused: NotFound for what is no token of theirs, StalePlan (EXPIRED) for one whose time is over.
        """
        told = self._told(token, user_id)
        if told is None:
            raise NotFound("This is no plan that you were shown; ask for the preview again.", ("planToken",))
        agreement = agreement_of(told["agreement"])
        if now.timestamp() > told["expires"]:
            raise stale(agreement, (EXPIRED,))
        return agreement

    def _told(self, token: str, user_id: UUID) -> Any:
        try:
            whole = base64.b64decode(token + "=" * (-len(token) % 4), altchars=b"-_", validate=True)
            opened = AESGCM(self.key).decrypt(whole[:_NONCE_BYTES], whole[_NONCE_BYTES:], user_id.bytes)
        except (binascii.Error, InvalidTag, ValueError):
            return None
        return orjson.loads(zlib.decompress(opened))
