"""A membership as a list of paid days, found by walking the calendar one day at a time."""

from __future__ import annotations

from datetime import date, timedelta

ONE_DAY = timedelta(days=1)


def walk_to_term_end(anchor: date, months: int) -> date:
    """The day before the anchor's day comes round so many months later, or that month's last day if it has no such."""
    today, passed = anchor, 0
    while True:
        tomorrow = today + ONE_DAY
        if tomorrow.day == 1:
            passed += 1
        last_of_month = (tomorrow + ONE_DAY).day == 1
        if passed == months and (tomorrow.day == anchor.day or (last_of_month and tomorrow.day < anchor.day)):
            return today
        today = tomorrow


def walk_to_day(month: int, day: int, start: date) -> date:
    """The next day, the start included, with this month and day; 28 February stands for a 29th that is not there."""
    today = start
    while (today.month, today.day) != (month, day):
        leap = (month, day) == (2, 29) and (today + ONE_DAY).month == 3
        if leap and (today.month, today.day) == (2, 28):
            return today
        today += ONE_DAY
    return today


def steps(start: date, end: date) -> int:
    """How many days one walks from a day to a later one."""
    count, today = 0, start
    while today < end:
        today += ONE_DAY
        count += 1
    return count


class Calendar:
    """The days that a member has paid for, and how to count the next ones."""

    def __init__(self, start: date, months: int | None, fixed: date | None) -> None:
        self.months, self.fixed = months, fixed
        self.paid: list[date] = []
        self.anchor, self.terms = start, 0

    def pay_until(self, start: date, end: date) -> None:
        today = start
        while today <= end:
            self.paid.append(today)
            today += ONE_DAY

    def buy(self, start: date, custom_end: date | None) -> None:
        self.anchor, self.terms = start, 1
        self.usual = self._usual_end(start)
        end = self.usual if custom_end is None else custom_end
        self.pay_until(start, end)
        if custom_end is not None:
            self.anchor, self.terms = custom_end + ONE_DAY, 0

    def renew(self) -> None:
        start = self.paid[-1] + ONE_DAY
        self.terms += 1
        if self.fixed is not None:
            # A year later than the end that the last term has by rights, or would have had.
            self.usual = walk_to_day(
                self.fixed.month, self.fixed.day, max(self.usual, self.paid[-1]) + ONE_DAY
            )
            self.pay_until(start, self.usual)
        else:
            self.pay_until(start, self._usual_end(start))

    def _usual_end(self, start: date) -> date:
        if self.fixed is not None:
            return walk_to_day(self.fixed.month, self.fixed.day, start)
        assert self.months is not None
        return walk_to_term_end(self.anchor, self.months * self.terms)

    def status(self, closes: int, today: date) -> str:
        if today in self.paid:
            return "ACTIVE"
        if today < self.paid[0]:
            return "FUTURE"
        return "GRACE" if steps(self.paid[-1], today) <= closes else "EXPIRED"

    def renewable(self, opens: int, closes: int, today: date) -> bool:
        last = self.paid[-1]
        return steps(today, last) <= opens if today <= last else steps(last, today) <= closes
