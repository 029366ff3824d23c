"""Small random stores that autotags are evaluated in, with values on both sides of every bound, and random criteria."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession
from uuid_utils.compat import uuid7

from db.base import Base
from db.models import (
    AttributeOption,
    AttributeValue,
    Customer,
    Household,
    Membership,
)
from domain import autotag_predicates as about
from domain import autotag_sales as sales
from domain.autotag_criteria import All, AnyOf, Criterion, Not
from domain.autotag_periods import Moment, Period
from domain.customers import Kind
from domain.memberships import MembershipStatus
from domain.preferences import Answer
from tests import box_office as office
from tests import factories as make
from tests import gift_aid, subscriptions
from tests.database import Database
from tests.duplicates import refresh
from tests.ledgers import Ledger

LONDON = ZoneInfo("Europe/London")
# Half an hour into the day in London, where it is summer time: the day before in UTC.
NOW = datetime(2026, 7, 1, 23, 30, tzinfo=UTC)
TODAY = date(2026, 7, 2)
_DAYS = (-800, -366, -365, -91, -90, -89, -31, -30, -2, -1, 0, 1, 30, 400)
_POSTCODES = ("BS1 4DJ", "BS10 5AA", "BA1 1AA", "EC1A 1BB")
_AMOUNTS = (0, 1, 999, 1000, 2500, 2501, 6000)


@dataclass
class World:
    """A store of a few customers, made of one seed, and what its criteria may name."""

    dice: Random
    rows: list[Any] = field(default_factory=list)
    people: list[Customer] = field(default_factory=list)

    def __post_init__(self) -> None:
        # Nobody in another store looks like anybody here.
        self.surnames = [make.unique("Byron"), make.unique("Lovelace")]
        self._set_up()
        for _ in range(7):
            self._customer()
        self._make_alike()

    async def save(self, database: Database) -> None:
        """All of it, in one transaction, and whoever is alike."""
        async with AsyncSession(database.store.writes, expire_on_commit=False) as session:
            for table in Base.metadata.sorted_tables:
                session.add_all(row for row in self.rows if row.__table__ is table)
                await session.flush()
            await session.commit()
        await refresh(database, *self.people)

    def _add(self, *rows: Any) -> Any:
        self.rows += rows
        return rows[0]

    def _set_up(self) -> None:
        group = self._add(make.tag_group())
        self.tags = [self._add(make.tag(group.id)) for _ in range(2)]
        self.preference = self._add(*make.preference())
        self.attributes = {
            kind: self._add(make.attribute(type=kind)) for kind in ("TEXT", "CURRENCY", "DATE")
        }
        self.choice = self._add(make.attribute(type="CHECKLIST"))
        self.options = [
            self._add(AttributeOption(id=uuid7(), definition_id=self.choice.id, label=label, position=0))
            for label in ("Red", "Blue")
        ]
        self.types = [self._add(subscriptions.membership_type()) for _ in range(2)]
        self.funds = [self._add(office.fund()) for _ in range(2)]
        self.shows = [office.show(starts_at=self._instant()) for _ in range(4)]
        for show, genre in zip(self.shows, ("Drama", "drama", "Comedy", None), strict=True):
            show.event.genre = genre
            self._add(*show.rows)

    def _day(self) -> date:
        return TODAY + timedelta(days=self.dice.choice(_DAYS))

    def _instant(self) -> datetime:
        """Of civil days of the zone their first and last minutes too, which in UTC are on others."""
        at = self.dice.choice((time(0, 0), time(0, 30), time(12), time(23, 30), time(23, 59)))
        return datetime.combine(self._day(), at, LONDON).astimezone(UTC)

    def _past(self) -> datetime:
        return min(self._instant(), NOW)

    def _maybe(self, share: float) -> bool:
        return self.dice.random() < share

    def _customer(self) -> None:
        dice, given = self.dice, dict[str, Any]()
        given["created_at"], given["last_activity_at"] = self._past(), self._past()
        given["active"] = self._maybe(0.9)
        if self._maybe(0.2):
            customer = make.organisation(name=make.choir(), **given)
        else:
            born = (None, date(2000, 7, 2), date(2000, 7, 3), date(1996, 2, 29), date(2008, 7, 1))
            home, customer = make.individual(
                first_name=dice.choice(("Ada", "Alan", "Bea")),
                last_name=dice.choice(self.surnames),
                email=f"{make.unique('a')}@example.org" if self._maybe(0.5) else None,
                birth_date=dice.choice(born),
                **given,
            )
            homes = [row for row in self.rows if isinstance(row, Household)]
            if homes and self._maybe(0.5):
                customer.household_id = dice.choice(homes).id
            else:
                self._add(home)
        self.people.append(self._add(customer))
        self._record(customer)
        self._holdings(customer)
        for _ in range(dice.randrange(4)):
            self._order(customer)

    def _record(self, customer: Customer) -> None:
        dice = self.dice
        for number in range(dice.randrange(3)):
            season = sorted((self._day(), self._day()))
            self._add(
                make.address(
                    customer.id,
                    postcode=dice.choice(_POSTCODES),
                    valid_from=season[0] if self._maybe(0.3) else None,
                    valid_to=season[1] if self._maybe(0.3) else None,
                    default_billing=not number,
                    default_delivery=not number,
                )
            )
        for tag in self.tags:
            if self._maybe(0.4):
                self._add(make.customer_tag(customer.id, tag.id))
        for _ in range(dice.randrange(3)):
            answer = dice.choice(("YES", "NO", "NOT_ASKED"))
            self._add(make.answer(customer.id, self.preference.id, answer=answer, at=self._past()))
        self._attribute(customer, self.attributes["TEXT"], text_value=dice.choice(("Jazz", "jazz")))
        self._attribute(customer, self.attributes["CURRENCY"], money_minor=dice.choice(_AMOUNTS))
        self._attribute(customer, self.attributes["DATE"], date_value=self._day())
        chosen = [option.id for option in self.options if self._maybe(0.5)]
        self._attribute(customer, self.choice, option_ids=chosen)

    def _attribute(self, customer: Customer, definition: Any, **value: Any) -> None:
        if self._maybe(0.6):
            held = {"id": uuid7(), "customer_id": customer.id, "definition_id": definition.id, **value}
            self._add(AttributeValue(**held))

    def _holdings(self, customer: Customer) -> None:
        dice, ledger = self.dice, Ledger(customer)
        for _ in range(dice.randrange(3)):
            expires = self._day() if self._maybe(0.5) else None
            ledger.lot(dice.choice(_AMOUNTS[1:]), expires_on=expires)
        self._add(*ledger.rows) if ledger.rows else None
        if customer.kind == "I" and self._maybe(0.6):
            first, last = sorted((self._day(), self._day()))
            made = self._add(
                gift_aid.declaration(
                    customer,
                    min(first, TODAY),
                    coverage_from=first,
                    coverage_to=last if self._maybe(0.5) else None,
                )
            )
            if self._maybe(0.4):
                on = min(max(self._day(), made.made_on), TODAY)
                effective = min(self._day(), on)
                self._add(*gift_aid.cancellation([made], on, effective_from=effective))
        if self._maybe(0.5):
            self._membership(customer)

    def _membership(self, customer: Customer) -> None:
        held: Membership = self._add(subscriptions.membership(customer, self.dice.choice(self.types)))
        held.cancelled_at = self._instant() if self._maybe(0.2) else None
        held.returned_at = self._instant() if self._maybe(0.1) else None
        starts = self._day() - timedelta(days=self.dice.choice((0, 30, 365)))
        for _ in range(self.dice.choice((1, 1, 2))):
            ends = starts + timedelta(days=self.dice.choice((29, 30, 89, 364)))
            term = self._add(subscriptions.term(held, starts, ends))
            order = self._add(office.order(customer, placed_at=self._past()))
            returned = self._maybe(0.2)
            state = {"state": "RETURNED", "returned_at": NOW} if returned else {}
            self._add(subscriptions.term_sold(order, term, **state))
            starts = ends + timedelta(days=1)

    def _order(self, customer: Customer) -> None:
        order = self._add(office.order(customer, placed_at=self._past(), restricted=self._maybe(0.1)))
        for _ in range(self.dice.choice((0, 1, 1, 2))):
            state = self.dice.choice(("SOLD", "SOLD", "SOLD", "RETURNED", "RESERVED"))
            given: dict[str, Any] = {"state": state}
            if state == "RETURNED":
                given["returned_at"] = NOW
            if self._maybe(0.6):
                attended = self.dice.choice((None, True, False))
                price = {"full_price_minor": 2500, "discount_minor": self.dice.choice((0, 500))}
                show = self.dice.choice(self.shows)
                self._add(office.ticket(order, show, attended=attended, commission_minor=1, **price, **given))
            else:
                amount, fund = self.dice.choice(_AMOUNTS[1:]), self.dice.choice(self.funds)
                self._add(*office.donation(order, fund, amount, made_on=self._day(), state=state))

    def _make_alike(self) -> None:
        addresses = [row for row in self.rows if type(row).__name__ == "Address"]
        for address in addresses:
            other = self.dice.choice(addresses)
            if self._maybe(0.3) and other.customer_id != address.customer_id:
                address.line1, address.line1_key = other.line1, other.line1_key

    def tree(self, deep: int = 3) -> Criterion:
        """Random criteria that name what is in the store."""
        if deep and self._maybe(0.5):
            match self.dice.randrange(3):
                case 0:
                    return All(tuple(self.tree(deep - 1) for _ in range(self.dice.choice((1, 2, 3)))))
                case 1:
                    return AnyOf(tuple(self.tree(deep - 1) for _ in range(self.dice.choice((1, 2, 3)))))
                case _:
                    return Not(self.tree(deep - 1))
        return self.dice.choice(list(self.questions()))

    def questions(self) -> Iterator[about.Predicate]:
        """One question of each kind, with other bounds each time."""
        dice = self.dice
        few, sums = self._bounds((0, 1, 2, 3)), self._bounds(_AMOUNTS)
        yield about.HasEmail(self._maybe(0.5))
        yield about.PostcodeStartsWith(tuple(dice.sample(("BS", "BS1", "BA1 1", "EC1A1BB"), 2)))
        yield about.AgeBetween(**self._bounds((0, 17, 18, 25, 26, 30)))
        yield about.CustomerType(dice.choice(list(Kind)))
        yield about.HasTag(dice.choice(self.tags).id)
        yield about.PreferenceIs(self.preference.id, dice.choice(list(Answer)))
        yield about.MembershipIs(dice.choice(list(MembershipStatus)), self._any_of(self.types))
        yield sales.OrderCount(**few, period=self._period())
        yield sales.OrderTotal(**sums, period=self._period())
        yield sales.LastOrder(**self._stretch())
        genre = dice.choice((None, "DRAMA", "Comedy"))
        show = dice.choice(self.shows).event.id if genre is None and self._maybe(0.5) else None
        yield sales.Attended(show, genre, self._period())
        yield sales.DonationTotal(**sums, period=self._period(), fund_id=self._any_of(self.funds))
        yield about.GiftAidCovers(self._maybe(0.5))
        yield about.CreditBalance(dice.choice(_AMOUNTS))
        yield about.HouseholdSize(**few)
        yield about.IsPrimaryHouseholder(self._maybe(0.5))
        yield about.PotentialDuplicate(self._maybe(0.5))
        yield about.Created(self._period() or Period(last_days=30))
        yield about.LastActivity(**self._stretch())
        yield about.AttributeEquals(self.attributes["TEXT"].id, text="Jazz")
        yield about.AttributeEquals(self.attributes["CURRENCY"].id, money_minor=dice.choice(_AMOUNTS))
        yield about.AttributeEquals(self.attributes["DATE"].id, day=self._day())
        yield about.AttributeEquals(self.choice.id, option_id=dice.choice(self.options).id)

    def _any_of(self, rows: list[Any]) -> UUID | None:
        keys: list[UUID | None] = [None, *(row.id for row in rows)]
        return self.dice.choice(keys)

    def _bounds(self, values: tuple[int, ...]) -> dict[str, Any]:
        least, most = sorted((self.dice.choice(values), self.dice.choice(values)))
        return self.dice.choice(
            ({"at_least": least}, {"at_most": most}, {"at_least": least, "at_most": most})
        )

    def _period(self) -> Period | None:
        first, last = sorted((self._day(), self._day()))
        return self.dice.choice(
            (
                None,
                Period(last_days=30),
                Period(last_months=3),
                Period(first),
                Period(last=last),
                Period(first, last),
            )
        )

    def _stretch(self) -> dict[str, Moment]:
        moments = (Moment(self._day()), Moment(days_ago=30), Moment(months_ago=3))
        before, after = self.dice.choice(moments), self.dice.choice(moments)
        return self.dice.choice(({"before": before}, {"after": after}, {"before": before, "after": after}))
