"""Makes pledges and legacies: the instalments that somebody agreed to, and which of them they kept to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from db.demo.dice import Dice
from db.demo.fundraising.givers import Giver
from db.demo.fundraising.promises import Promise
from db.demo.fundraising.prospects import Prospect
from db.demo.sales.drafts import Draft
from domain.memberships import add_months
from domain.orders import PaymentMethod
from domain.pledge_plans import Frequency, Instalment, planned
from domain.pledges import PledgeEventKind

_DAY = timedelta(days=1)
_MOST = {
    Frequency.MONTHLY: (6, 12, 18, 24),
    Frequency.QUARTERLY: (4, 6, 8, 12),
    Frequency.YEARLY: (2, 3, 4, 5),
}
_PEOPLE = (PaymentMethod.CARD, PaymentMethod.CARD, PaymentMethod.BANK_TRANSFER, PaymentMethod.CHEQUE)
_FIRMS = (PaymentMethod.BANK_TRANSFER, PaymentMethod.CHEQUE)
RUNNING = frozenset({"on time", "overdue", "part", "returned"})
"""Promises that are still being kept, or ought to be; the others are over."""


@dataclass(frozen=True, slots=True)
class Agreed:
    """What somebody agreed to, before anything of it was given."""

    at: datetime
    instalments: tuple[Instalment, ...]


@dataclass(frozen=True, slots=True)
class Pledging:
    """Plans pledges around today, and has them paid."""

    dice: Dice
    now: datetime

    def agree(self, giver: Giver, kind: str, amount: int) -> Agreed | None:
        """The plan of a promise that is to end as its kind says; None where there was no time for one."""
        today = self.now.date()
        last = today if kind in RUNNING else giver.last.date() - self.dice.randint(12, 200) * _DAY
        found = self._rhythm((last - giver.first.date()).days - 40)
        if found is None:
            return None
        frequency, due = found
        count = due if kind not in RUNNING else due + self.dice.choice((1, 2, 4, 8))
        back = self.dice.randint(1, 28 * frequency.months) if kind in RUNNING else 0
        first_on = add_months(last - back * _DAY, -(due - 1) * frequency.months)
        at = _at(first_on, 11) - self.dice.randint(3, 20) * _DAY
        return Agreed(at, planned(amount, count, frequency, first_on))

    def keep(self, promise: Promise, giver: Giver, kind: str) -> list[Draft]:
        """Have it paid up to today, or to where it ended; the answer is the orders."""
        due = [each for each in promise.instalments if each.due_on < self.now.date()]
        kept, rest = due, 0
        match kind:
            case "overdue":
                kept = due[:-1]
            case "part":
                kept, rest = due[:-1], due[-1].amount_minor // 3
            case "overpaid":
                kept, rest = due[:-1], due[-1].amount_minor * 3 // 2
            case "cancelled":
                kept = due[: max(1, len(due) // 3)]
            case "written off":
                kept = due[: max(1, len(due) // 2)]
                rest = due[-1].amount_minor // 2
        method = self.dice.choice(_PEOPLE if giver.patron.individual else _FIRMS)
        drafts = []
        for each in kept:
            drafts += self._paid(promise, giver, each, each.amount_minor, method)
        if rest:
            drafts += self._paid(promise, giver, due[len(kept)], rest, method)
        self._end(promise, kind, due, drafts)
        return drafts

    def _end(self, promise: Promise, kind: str, due: list[Instalment], drafts: list[Draft]) -> None:
        paid = drafts[-1].placed_at if drafts else promise.made_at
        latest = self.now - timedelta(hours=9)
        match kind:
            case "cancelled":
                at = min(paid + 40 * _DAY, latest)
                promise.cancel(at, "Retired earlier than planned, and asked to be let off.")
            case "written off":
                promise.write_off(min(max(paid, _at(due[-1].due_on, 15)) + 5 * _DAY, latest))
            case "returned" if drafts:
                late = drafts[-1]
                at = min(late.placed_at + 4 * _DAY, self.now - timedelta(hours=8))
                promise.take_back(late, at, "ade", "Paid from the wrong account")
            case "on time" if self.dice.chance(0.3):
                self._change_mind(promise)

    def _change_mind(self, promise: Promise) -> None:
        """It was once smaller, or cancelled for some days, soon after it was made."""
        at = promise.made_at + timedelta(hours=1)
        if self.dice.chance(0.5):
            kind, made, by, _, note = promise.events[0]
            promise.events[0] = (kind, made, by, promise.amount * 4 // 5, note)
            promise.tell(PledgeEventKind.AMENDED, at, "Rounded up, at the donor's wish.")
        else:
            promise.cancel(at, "A letter that was not meant so.")
            promise.reinstate(at + timedelta(hours=18))

    def _rhythm(self, days: int) -> tuple[Frequency, int] | None:
        """How often something is due, and how many instalments at most fall into so many days."""
        able = [each for each in Frequency if days >= 2 * 31 * each.months]
        if not able:
            return None
        chosen = self.dice.choice(able)
        return chosen, min(self.dice.choice(_MOST[chosen]), days // (31 * chosen.months))

    def _paid(
        self, promise: Promise, giver: Giver, part: Instalment, amount: int, method: PaymentMethod
    ) -> list[Draft]:
        """The order of a payment, where there was time for it."""
        at = _at(part.due_on, self.dice.randint(9, 17)) + self.dice.randint(-2, 5) * _DAY
        at = max(at, promise.made_at + timedelta(minutes=30))
        if not giver.first <= at <= min(giver.last, self.now - timedelta(hours=10)):
            return []
        return [promise.pay(giver, at, amount, part.number, method)]


def _at(day: date, hour: int) -> datetime:
    return datetime.combine(day, time(hour), UTC)


def promise_of(prospect: Prospect, agreed: Agreed, dice: Dice) -> Promise:
    """The pledge of that agreement."""
    amount = sum(each.amount_minor for each in agreed.instalments)
    return Promise(dice.key(agreed.at, 1), prospect, amount, agreed.at, agreed.instalments)
