"""The criteria of an autotag in words that a fundraiser reads, and the answers to their questions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from domain import autotag_predicates as about
from domain import autotag_sales as sales
from domain.autotag_criteria import All, AnyOf, Criterion, Not
from domain.autotag_periods import Moment, Period
from domain.autotag_predicates import Predicate
from domain.customers import Kind
from domain.money import decimal_of

_MONEY = (sales.OrderTotal, sales.DonationTotal, about.CreditBalance)
_ANSWERS = {"YES": "Yes", "NO": "No", "NOT_ASKED": "Not Asked"}


@dataclass(frozen=True, slots=True)
class Speech:
    """What the words need besides the criteria: the names of what these name, and the currency."""

    names: Mapping[UUID, str]
    currency: str

    def whole(self, tree: Criterion) -> str:
        """The tree in one line: "all of (has an email address; is an Individual)"."""
        match tree:
            case All(parts):
                return f"all of ({self._listed(parts)})"
            case AnyOf(parts):
                return f"any of ({self._listed(parts)})"
            case Not(part):
                return f"not ({self.whole(part)})"
            case _:
                return self.question(tree)

    def part(self, part: Criterion) -> str:
        """One line for a part alone: what is below a group has lines of its own."""
        match part:
            case All():
                return "all of these"
            case AnyOf():
                return "any of these"
            case Not():
                return "not this"
            case _:
                return self.question(part)

    def _listed(self, parts: Sequence[Criterion]) -> str:
        return "; ".join(map(self.whole, parts))

    def question(self, asked: Predicate) -> str:
        """What must be so, such as "has spent at least 100.00 GBP in the last 12 months"."""
        return self._of_sales(asked) or self._of_record(asked)

    def _of_record(self, asked: Predicate) -> str:
        match asked:
            case about.HasEmail(holds):
                return "has an email address" if holds else "has no email address"
            case about.PostcodeStartsWith(prefixes):
                return f"has a postcode that begins with {' or '.join(prefixes)}"
            case about.AgeBetween(at_least, at_most):
                return f"is {_bounds(at_least, at_most)} years old"
            case about.CustomerType(type):
                return "is an Individual" if type is Kind.INDIVIDUAL else "is an Organisation"
            case about.HasTag(tag_id):
                return f"has the tag {self._named(tag_id)}"
            case about.PreferenceIs(definition_id, answer):
                return f"answered {self._named(definition_id)} with {_ANSWERS[answer]}"
            case about.MembershipIs(status, type_id):
                of = "" if type_id is None else f" of {self._named(type_id)}"
                return f"has a membership{of} that is {status.replace('_', ' ').lower()}"
            case about.CreditBalance(at_least):
                return f"has at least {self._money(at_least)} to spend on account"
            case about.GiftAidCovers(holds):
                return f"has {'a' if holds else 'no'} Gift Aid declaration that covers today"
            case about.HouseholdSize(at_least, at_most):
                return f"lives in a household of {_bounds(at_least, at_most)}"
            case about.IsPrimaryHouseholder(holds):
                return f"is {'' if holds else 'not '}the primary householder"
            case about.AttributeEquals():
                return f"has {self._value(asked)} as {self._named(asked.definition_id)}"
            case about.PotentialDuplicate(holds):
                return f"looks like {'another record' if holds else 'no other record'}"
            case about.Created(period):
                return f"was added {_period(period)}"
            case about.LastActivity(before, after):
                return f"was last active {_stretch(before, after)}"
        raise AssertionError(f"{asked.kind} has no words")

    def _of_sales(self, asked: Predicate) -> str | None:
        match asked:
            case sales.OrderCount(at_least, at_most, period):
                return f"has placed {_bounds(at_least, at_most)} orders{_in(period)}"
            case sales.OrderTotal(at_least, at_most, period):
                return f"has spent {self._amounts(at_least, at_most)}{_in(period)}"
            case sales.LastOrder(before, after):
                return f"last ordered {_stretch(before, after)}"
            case sales.Attended(event_id, genre, period):
                what = "anything" if event_id is None else self._named(event_id)
                return f"has attended {f'something of the genre {genre}' if genre else what}{_in(period)}"
            case sales.DonationTotal(at_least, at_most, period, fund_id):
                to = "" if fund_id is None else f" to {self._named(fund_id)}"
                return f"has given {self._amounts(at_least, at_most)}{to}{_in(period)}"
        return None

    def _value(self, asked: about.AttributeEquals) -> str:
        if asked.option_id is not None:
            return self._named(asked.option_id)
        if asked.money_minor is not None:
            return self._money(asked.money_minor)
        return asked.day.isoformat() if asked.day is not None else f'"{asked.text}"'

    def _named(self, key: UUID) -> str:
        return f'"{self.names.get(key, "something unknown")}"'

    def _money(self, minor: int) -> str:
        return f"{decimal_of(minor, self.currency)} {self.currency}"

    def _amounts(self, at_least: int | None, at_most: int | None) -> str:
        least, most = (None if each is None else self._money(each) for each in (at_least, at_most))
        return _bounds(least, most)

    def answer(self, asked: Predicate, found: Any) -> str:
        """What the record's data says to the question, as text: "3", "12.50 GBP", "Active", "none"."""
        match found:
            case None | []:
                return "none"
            case bool():
                return "yes" if found else "no"
            case date():
                return found.isoformat()
            case list():
                return ", ".join(dict.fromkeys(map(_word, found)))
            case int() if isinstance(asked, _MONEY):
                return self._money(found)
            case str() if isinstance(asked, about.CustomerType):
                return "Individual" if found == Kind.INDIVIDUAL else "Organisation"
            case str() if isinstance(asked, about.PreferenceIs):
                return _ANSWERS[found]
            case str() if isinstance(asked, about.AttributeEquals) and asked.money_minor is not None:
                return self._money(int(found))
            case _:
                return str(found)


def _word(found: str) -> str:
    """A state as people write it; a postcode stays as it is."""
    return found.title() if found.isalpha() and found.isupper() else found


def _bounds(at_least: Any, at_most: Any) -> str:
    if at_least is None:
        return f"at most {at_most}"
    return f"at least {at_least}" if at_most is None else f"{at_least} to {at_most}"


def _in(period: Period | None) -> str:
    return "" if period is None else f" {_period(period)}"


def _period(period: Period) -> str:
    if period.last_days is not None:
        return f"in the last {_count(period.last_days, 'day')}"
    if period.last_months is not None:
        return f"in the last {_count(period.last_months, 'month')}"
    first, last = period.first, period.last
    if last is None:
        return f"since {first}"
    return f"until {last}" if first is None else f"from {first} to {last}"


def _stretch(before: Moment | None, after: Moment | None) -> str:
    told = [f"before {_moment(before)}" if before else "", f"after {_moment(after)}" if after else ""]
    return " and ".join(filter(None, told))


def _moment(moment: Moment) -> str:
    if moment.on is not None:
        return moment.on.isoformat()
    if moment.days_ago is not None:
        return f"{_count(moment.days_ago, 'day')} ago"
    return f"{_count(moment.months_ago or 0, 'month')} ago"


def _count(number: int, unit: str) -> str:
    return f"{number} {unit}{'' if number == 1 else 's'}"
