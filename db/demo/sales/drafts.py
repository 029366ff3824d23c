"""An order while its story is told: its items, and what is to happen to it, before any money has moved."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from domain.orders import (
    DonationSource,
    ItemKind,
    ItemState,
    OrderEventKind,
    OrderState,
    PaymentKind,
    PaymentMethod,
    SalesChannel,
)


@dataclass(slots=True, eq=False)
class Gift:
    """The donation that an item is, or has in it."""

    fund_id: UUID
    source: DonationSource
    amount: int
    campaign_id: UUID | None = None
    recognition_name: str | None = None
    tribute: str | None = None
    excluded: str | None = None
    id: UUID | None = None
    claimed_on: date | None = None


@dataclass(slots=True, eq=False)
class Item:
    """One item; amounts in minor units, the fee is our commission, and `agent` that of the agent who bought it."""

    kind: ItemKind
    full: int
    discount: int = 0
    fee: int = 0
    agent: int = 0
    instance_id: UUID | None = None
    seat_id: UUID | None = None
    ticket_type_id: UUID | None = None
    price_band_id: UUID | None = None
    delivery: str | None = None
    product_id: UUID | None = None
    term_id: UUID | None = None
    subscription_id: UUID | None = None
    voucher_group_id: UUID | None = None
    series_id: UUID | None = None
    gift: Gift | None = None
    opportunity_id: UUID | None = None
    attended: bool | None = None
    state: ItemState = ItemState.SOLD
    added_at: datetime | None = None
    returned_at: datetime | None = None
    id: UUID | None = None

    @property
    def total(self) -> int:
        """What it adds to the order."""
        return self.full - self.discount + self.fee - self.agent


@dataclass(frozen=True, slots=True)
class Deposit:
    """Money taken to hold a reservation."""

    amount: int


@dataclass(frozen=True, slots=True)
class Confirm:
    """What is reserved, or in the basket, is bought."""


@dataclass(frozen=True, slots=True)
class Return:
    """Items come back; what was not paid with credit goes back as it came, or onto the account."""

    items: tuple[Item, ...]
    to_credit: bool = False
    because: str = "Returned"


@dataclass(frozen=True, slots=True)
class Exchange:
    """Items are taken back for others."""

    old: tuple[Item, ...]
    new: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Convert:
    """Items come back, and their price stays as a donation."""

    items: tuple[Item, ...]
    donation: Item


@dataclass(frozen=True, slots=True)
class Expire:
    """The reservation is over and the seats are released; a deposit stays."""


@dataclass(frozen=True, slots=True)
class Cancel:
    """The reservation is given up."""


@dataclass(frozen=True, slots=True)
class ReleaseDeposit:
    """What is unused of the deposit is paid back, or goes onto the account."""

    to_credit: bool


Move = Deposit | Confirm | Return | Exchange | Convert | Expire | Cancel | ReleaseDeposit


@dataclass(slots=True, eq=False)
class Draft:
    """One order. Moves are made in the order of their instants, by whoever is named."""

    owner_id: UUID
    owner_name: str
    placed_at: datetime
    channel: SalesChannel
    by: str
    method: PaymentMethod
    items: list[Item]
    moves: list[tuple[datetime, str, Move]] = field(default_factory=list)
    facilitator_id: UUID | None = None
    reserved_until: datetime | None = None
    spends_credit: bool = True
    restricted: bool = False
    soft_credits: list[tuple[UUID, str]] = field(default_factory=list)
    answers: list[tuple[UUID, str]] = field(default_factory=list)
    events: list[tuple[OrderEventKind, datetime, str, str, int | None]] = field(default_factory=list)
    payments: list[tuple[PaymentKind, PaymentMethod | None, int, datetime]] = field(default_factory=list)
    spent: list[tuple[UUID, int]] = field(
        default_factory=list
    )  # credit: the lot, and what is not restored of it
    state: OrderState = OrderState.RESERVED
    confirmed_at: datetime | None = None
    id: UUID | None = None
    number: int = 0

    def then(self, at: datetime, by: str, move: Move) -> Draft:
        """Let this happen to the order."""
        self.moves.append((at, by, move))
        return self

    def bought(self) -> Draft:
        """Let it be paid at once."""
        return self.then(self.placed_at, self.by, Confirm())

    @property
    def price(self) -> int:
        """What its items come to before anything is returned."""
        return sum(item.total for item in self.items)
