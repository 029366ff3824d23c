"""What is refused of the days that a statement is to be about: one class a fact, as in `domain.errors`."""

from __future__ import annotations

from domain.refusals import Refusal


class InvalidPeriod(Refusal):
    """The first of these days is after the last, or they cannot be right here."""

    code = "INVALID_PERIOD"
    of_input = True


class PeriodTooLong(Refusal):
    """These are more days than can be asked about at once."""

    code = "PERIOD_TOO_LONG"
    of_input = True
