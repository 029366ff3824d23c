"""What staff may do with a subscription to a fixed series, and if not, why not."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from domain.capabilities import Action, can
from domain.fixed_series import SeriesAction, SeriesState, series_actions, series_state
from domain.permissions import Actor

_ACTS = {
    SeriesAction.RELEASE: Action.USE_SERIES,
    SeriesAction.BUY: Action.SELL,
    SeriesAction.RETURN: Action.RETURN_PURCHASE,
}
_WHY_NOT = {
    SeriesState.HELD: "It is held and not bought; release it instead.",
    SeriesState.PURCHASED: "It is bought, and can only be returned.",
    SeriesState.RELEASED: "It was released.",
    SeriesState.RETURNED: "It was returned.",
    SeriesState.ROLLED_OVER: "It was rolled over into another series.",
    SeriesState.EXPIRED: "The hold has run out.",
}
_TOO_LATE = "The last instance of the group is over; release it instead."


@dataclass(frozen=True, slots=True)
class SeriesOffer:
    """One thing to do with a subscription: whether this actor may do it now, and if not, why (FXS-07, FXS-08)."""

    action: SeriesAction
    allowed: bool = True
    reason: str | None = None


def series_offers(
    state: SeriesState, held_until: date | None, last_instance_on: date | None, today: date, actor: Actor
) -> tuple[SeriesOffer, ...]:
    """What may be done with a subscription on a day, by this actor: each action, allowed or why not."""
    possible = series_actions(state, held_until, last_instance_on, today)
    stands = series_state(state, held_until, today)
    return tuple(_offer(action, action in possible, stands, actor) for action in SeriesAction)


def _offer(action: SeriesAction, possible: bool, stands: SeriesState, actor: Actor) -> SeriesOffer:
    if not possible:
        late = action is SeriesAction.BUY and stands is SeriesState.HELD
        return SeriesOffer(action, False, _TOO_LATE if late else _WHY_NOT[stands])
    verdict = can(actor, _ACTS[action])
    return SeriesOffer(action, verdict.allowed, None if verdict.allowed else verdict.reasons[0])
