"""What criteria would do before they are saved, and the token that says that somebody has looked at it (TAG-P05)."""

from __future__ import annotations

import base64
import hmac
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from domain.autotag_codec import dumped
from domain.autotag_criteria import Criterion
from domain.autotag_refusals import PreviewChanged, PreviewRequired

UNSEEN = 1_000
"""Up to so many records may be changed without a look at the preview."""
SAMPLE = 20
GOOD_FOR = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class Sampled:
    """One record that the criteria would change: the tag would come, or go."""

    customer_id: UUID
    added: bool


@dataclass(frozen=True, slots=True)
class Outcome:
    """How many records the tag would come onto and go from, and some of them."""

    would_add: int
    would_remove: int
    sample: tuple[Sampled, ...] = ()

    @property
    def changes(self) -> int:
        return self.would_add + self.would_remove


def sample_of(adding: Sequence[UUID], removing: Sequence[UUID]) -> tuple[Sampled, ...]:
    """At most twenty of both, half of each kind where there are enough of both."""
    removed = removing[: max(SAMPLE // 2, SAMPLE - len(adding))]
    added = adding[: SAMPLE - len(removed)]
    return (*(Sampled(key, True) for key in added), *(Sampled(key, False) for key in removed))


def token_of(key: bytes, tag_id: UUID | None, tree: Criterion, outcome: Outcome, now: datetime) -> str:
    """Proof that this outcome of these criteria for this tag was shown, good for a quarter of an hour."""
    return _signed(key, tag_id, tree, outcome, int((now + GOOD_FOR).timestamp()))


def check_seen(
    key: bytes, token: str | None, tag_id: UUID, tree: Criterion, outcome: Outcome, now: datetime
) -> None:
    """Raises PreviewRequired where more is changed than anybody has seen, PreviewChanged where they saw another."""
    counts = {"would_add": outcome.would_add, "would_remove": outcome.would_remove}
    told = f"The tag would come onto {outcome.would_add:,} records and go from {outcome.would_remove:,}"
    if token is None:
        if outcome.changes > UNSEEN:
            raise PreviewRequired(
                f"{told}: ask for the preview, and send its token along.", ("previewToken",), **counts
            )
        return
    expires = _expiry(token)
    good = expires is not None and expires > now.timestamp()
    same = _signed(key, tag_id, tree, outcome, expires or 0)
    if not good or not hmac.compare_digest(token.encode(), same.encode()):
        raise PreviewChanged(
            f"{told} now, which is not what the token is for, or it is over: preview again, and send the new one.",
            ("previewToken",),
            **counts,
        )


def _signed(key: bytes, tag_id: UUID | None, tree: Criterion, outcome: Outcome, expires: int) -> str:
    criteria = json.dumps(dumped(tree), sort_keys=True)
    shown = [str(tag_id), criteria, outcome.would_add, outcome.would_remove, expires]
    signature = hmac.digest(key, json.dumps(shown).encode(), "sha256")
    return f"{expires}.{base64.urlsafe_b64encode(signature).decode().rstrip('=')}"


def _expiry(token: str) -> int | None:
    head, _, _ = token.partition(".")
    return int(head) if head.isascii() and head.isdigit() and len(head) < 15 else None
