"""A pledge or a legacy while it is told: its instalments, what was given to it, and how it ended."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from db.demo.fundraising.givers import Giver
from db.demo.fundraising.prospects import Prospect
from db.demo.fundraising.rows import PledgeEventRow, PledgeInstalmentRow, PledgePaymentRow, PledgeRow
from db.demo.rows import Batch
from db.demo.sales.drafts import Draft, Gift, Item, Return
from domain.orders import DonationSource, ItemKind, OrderEventKind, PaymentMethod, SalesChannel
from domain.pledge_plans import Instalment, Share, allocated
from domain.pledges import PledgeEventKind, PledgeKind

Key = Callable[[datetime, int], UUID]
"""Makes a key of that instant; the number tells those apart that are made at once."""


@dataclass(slots=True, eq=False)
class Promise:
    """What was promised; without instalments it is a legacy. Whatever happens to it happens in the order of time."""

    id: UUID
    prospect: Prospect
    amount: int
    made_at: datetime
    instalments: tuple[Instalment, ...] = ()
    note: str | None = None
    cancelled_at: datetime | None = None
    cancel_reason: str | None = None
    written_off_at: datetime | None = None
    ended: dict[int, datetime] = field(
        default_factory=dict
    )  # instalments that were cancelled, by their numbers
    events: list[tuple[PledgeEventKind, datetime, str, int, str | None]] = field(default_factory=list)
    given: list[tuple[Gift, tuple[Share, ...]]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.tell(PledgeEventKind.CREATED, self.made_at)

    @property
    def kind(self) -> PledgeKind:
        return PledgeKind.PLEDGE if self.instalments else PledgeKind.LEGACY

    def tell(self, kind: PledgeEventKind, at: datetime, note: str | None = None) -> None:
        """Write down what happened, with the amount from then on."""
        self.events.append((kind, at, self.prospect.owner.username, self.amount, note))

    def pay(
        self,
        giver: Giver,
        at: datetime,
        amount: int,
        chosen: int | None = None,
        method: PaymentMethod = PaymentMethod.CARD,
    ) -> Draft:
        """The order by which so much of it was given, for the chosen instalment first (PLG-P08)."""
        source = DonationSource.LEGACY if chosen is None else DonationSource.PLEDGE_INSTALMENT
        gift = Gift(self.prospect.fund_id, source, amount, self.prospect.campaign.id)
        shares: tuple[Share, ...] = ()
        if chosen is not None:
            shares = allocated(amount, self.instalments, chosen).shares
            self._count(shares, 1)
        self.given.append((gift, shares))
        return gift_order(self.prospect, giver, at, gift, method)

    def take_back(self, draft: Draft, at: datetime, by: str, because: str) -> None:
        """The order of a payment is returned, and what it gave is given no longer (PLG-P09)."""
        draft.then(at, by, Return(tuple(draft.items), because=because))
        self._count(next(shares for gift, shares in self.given if gift is draft.items[0].gift), -1)

    def _count(self, shares: tuple[Share, ...], sign: int) -> None:
        given = {share.number: sign * share.amount_minor for share in shares}
        self.instalments = tuple(
            replace(each, given_minor=each.given_minor + given.get(each.number, 0))
            for each in self.instalments
        )

    def cancel(self, at: datetime, reason: str) -> None:
        """Nothing more is expected, and the amount stays for the history (PLG-P07)."""
        self.cancelled_at, self.cancel_reason = at, reason
        self.ended |= {each.number: at for each in self.instalments if each.outstanding_minor}
        self.tell(PledgeEventKind.CANCELLED, at, reason)

    def reinstate(self, at: datetime) -> None:
        """The cancellation is taken back."""
        self.cancelled_at = self.cancel_reason = None
        self.ended.clear()
        self.tell(PledgeEventKind.REINSTATED, at, "A misunderstanding; goes on as agreed.")

    def write_off(self, at: datetime) -> None:
        """What was not given is no longer promised (PLG-P10)."""
        self.written_off_at = at
        self.ended |= {each.number: at for each in self.instalments if not each.given_minor}
        self.instalments = tuple(
            replace(each, amount_minor=min(each.amount_minor, each.given_minor)) for each in self.instalments
        )
        self.amount = sum(each.amount_minor for each in self.instalments)
        self.tell(PledgeEventKind.WRITTEN_OFF, at, "The rest is not to be expected.")


def gift_order(
    prospect: Prospect, giver: Giver, at: datetime, gift: Gift, method: PaymentMethod = PaymentMethod.CARD
) -> Draft:
    """The order of a gift that a fundraiser took on the telephone for an opportunity of theirs."""
    by, owner = prospect.owner.username, giver.patron
    item = Item(ItemKind.DONATION, gift.amount, gift=gift, opportunity_id=prospect.id)
    draft = Draft(owner.id, owner.name, at, SalesChannel.PHONE, by, method, [item], spends_credit=False)
    draft.facilitator_id = giver.facilitator_id
    draft.events.append(linked(prospect, at, by))
    return draft.bought()


def linked(prospect: Prospect, at: datetime, by: str) -> tuple[OrderEventKind, datetime, str, str, None]:
    """The words of an order's history for that it counts towards an opportunity."""
    return OrderEventKind.OPPORTUNITY_LINKED, at, by, f"Linked to {prospect.campaign.name}", None


def write_promise(batch: Batch, promise: Promise, zone: ZoneInfo, key: Key) -> None:
    """The pledge or legacy with all that belongs to it, once the orders that paid for it are settled."""
    pledge = promise.kind is PledgeKind.PLEDGE
    batch.add(
        PledgeRow(
            promise.id,
            promise.kind,
            promise.prospect.id,
            promise.prospect.fund_id,
            promise.amount,
            promise.made_at.astimezone(zone).date() if pledge else None,
            promise.note,
            promise.cancelled_at,
            promise.cancel_reason,
            promise.written_off_at,
            len(promise.events),
            promise.made_at,
        )
    )
    parts = {each.number: key(promise.made_at, each.number) for each in promise.instalments}
    for each in promise.instalments:
        ended = promise.ended.get(each.number)
        batch.add(
            PledgeInstalmentRow(
                parts[each.number], promise.id, each.number, each.amount_minor, each.due_on, ended
            )
        )
    for nth, (kind, at, by, amount, note) in enumerate(promise.events):
        batch.add(PledgeEventRow(key(at, nth), promise.id, kind, at, by, amount, note))
    for nth, (gift, shares) in enumerate(promise.given):
        assert gift.id is not None, "the order of the gift was settled"
        for share in shares:
            payment = key(promise.made_at, nth * 100 + share.number)
            batch.add(PledgePaymentRow(payment, gift.id, promise.id, parts[share.number], share.amount_minor))
        if not shares:
            batch.add(PledgePaymentRow(key(promise.made_at, nth), gift.id, promise.id, None, gift.amount))
