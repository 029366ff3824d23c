"""What can be wrong with a question of an autotag's criteria, told with the field that is."""

from __future__ import annotations

from collections.abc import Iterator

from domain.autotag_periods import Moment
from domain.errors import InvalidDate, InvalidValue, Refusal

MOST_COUNTED = 1_000_000
MOST_MINOR = 10**14
LONGEST_TEXT = 500


def bounds(at_least: int | None, at_most: int | None, most: int) -> Iterator[Refusal]:
    """What is wrong with two bounds, of which one at least is given."""
    if at_least is None and at_most is None:
        yield InvalidValue("Say how much or how many at least, or at most.")
    for field, number in (("atLeast", at_least), ("atMost", at_most)):
        if number is not None and not 0 <= number <= most:
            yield InvalidValue(
                "Give a number that is not negative, and not larger than any could be.", (field,)
            )
    if at_least is not None and at_most is not None and at_most < at_least:
        yield InvalidValue("This is less than the other bound, so that nothing could meet both.", ("atMost",))


def moments(before: Moment | None, after: Moment | None) -> Iterator[Refusal]:
    """What is wrong with the two ends of an open stretch, of which one at least is given."""
    if before is None and after is None:
        yield InvalidDate("Say before which day, or after which.")
    for field, moment in (("before", before), ("after", after)):
        if moment is not None:
            yield from within(field, moment.faults())


def within(field: str, faults: Iterator[Refusal]) -> Iterator[Refusal]:
    """The faults of a part, each under the field that the part is."""
    for fault in faults:
        fault.path = (field, *fault.path)
        yield fault
