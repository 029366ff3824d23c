"""Searching and listing customers: who may ask for what, one page, and what to say when nothing is found."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum, unique
from hashlib import blake2b
from typing import Any
from uuid import UUID

from domain.criteria import Criteria, checked
from domain.customers import Kind, friendly_id
from domain.errors import CriterionRequired, InvalidValue
from domain.permissions import Permission
from domain.postcodes import one_character_off
from domain.searching import CreateFrom, Term, TermKind, create_from, parse_term
from gateway.context import Context
from gateway.engine import cursors
from gateway.engine.declared import LARGEST_PAGE
from gateway.engine.denial import require
from gateway.engine.errors import RequestCode, RequestError
from gateway.loaders import search as statements
from gateway.loaders._criteria import Condition, conditions
from gateway.loaders._plans import PLANNED_FOR_VALUES
from gateway.loaders._terms import MOST_CANDIDATES, Place


@dataclass(frozen=True, slots=True)
class Hit:
    """One customer found, and where in the list; `merged_from` is the id asked for where it is another's now."""

    customer_id: UUID
    list_name: str
    place: tuple[Any, ...]
    merged_from: str | None = None

    @property
    def cursor(self) -> str:
        """Written only where it is shown: it takes longer than the rest of a hit."""
        return cursors.write(self.list_name, self.place)


@dataclass(frozen=True, slots=True)
class Ends:
    """Where a page begins and ends."""

    has_next_page: bool
    has_previous_page: bool
    start_cursor: str | None
    end_cursor: str | None


@dataclass(frozen=True, slots=True)
class Page:
    """A page of customers; of a list whose total nobody asks for it is 0."""

    edges: tuple[Hit, ...]
    page_info: Ends
    total_count: int
    total_count_capped: bool

    @property
    def customer_ids(self) -> tuple[UUID, ...]:
        return tuple(hit.customer_id for hit in self.edges)


@dataclass(frozen=True, slots=True)
class OtherKind:
    """The record that has the id, which is of the kind not searched for."""

    kind: Kind
    friendly_id: str
    customer_id: UUID
    merged_from: str | None


@unique
class NearReason(StrEnum):
    """Why a search found nothing although something is near (SRC-N01)."""

    MERGED = "MERGED"
    POSTCODE = "POSTCODE"
    INACTIVE = "INACTIVE"


@dataclass(frozen=True, slots=True)
class NearMiss:
    """Something that nearly matched."""

    reason: NearReason
    message: str
    friendly_id: str | None = None
    postcode: str | None = None
    customer_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Found(Page):
    """The answer to a search."""

    candidates_capped: bool
    other_kind: OtherKind | None
    why_no_match: tuple[NearMiss, ...]
    create_from: CreateFrom
    can_create: bool


async def search(
    context: Context, kind: Kind, text: str, criteria: Criteria | None, first: int, after: str | None
) -> Found:
    """The customers of a kind whom a term means, narrowed by the criteria."""
    _check_size(first)
    term = parse_term(kind, text, context.settings.country)
    where = await _where(context, criteria)
    name = list_name(kind, term, criteria)
    place: Any = None if after is None else cursors.read(name, after, statements.HIT_PLACE)
    other: OtherKind | None = None
    near: tuple[NearMiss, ...] = ()
    if term.kind is TermKind.CUSTOMER_NUMBER:
        assert term.number is not None, "such a term has a number"
        page, other, near = await _by_number(context, kind, term.number, where, name, place)
    else:
        page = await _by_paths(context, kind, term, where, name, first, place)
        if not page.total_count:
            near = await _near(context, kind, term)
    return Found(
        page.edges,
        page.page_info,
        page.total_count,
        page.total_count_capped,
        candidates_capped=page.total_count_capped,
        other_kind=other,
        why_no_match=near,
        create_from=create_from(kind, text, term),
        can_create=context.actor.may(Permission.CUSTOMER_WRITE),
    )


async def customers(
    context: Context, kind: Kind | None, criteria: Criteria | None, first: int, after: str | None
) -> Page:
    """All customers whom the criteria hold for; without any, only for those who may go through everybody (SRC-P07)."""
    _check_size(first)
    if criteria is None and not context.actor.may(Permission.CUSTOMER_LIST_ALL):
        raise CriterionRequired(
            "Give at least one criterion in `filter`, or search for a term; only administrators and Support "
            "go through all customers.",
            ("filter",),
        )
    where = await _where(context, criteria)
    name = list_name(kind, None, criteria)
    beyond: Any = None if after is None else cursors.read(name, after, statements.LIST_PLACE)
    counted = context.shows("total_count", "total_count_capped")
    reading = statements.listed(kind, where, first=first, after=beyond, counted=counted)
    rows = await _rows(context, reading)
    shown = [row for row in rows if row["id"] is not None]
    hits = [Hit(row["id"], name, (row["last_activity_at"], row["id"])) for row in shown[:first]]
    total = rows[0]["total"] if counted else 0
    return _page(hits, total, more=len(shown) > first, after=after is not None)


async def _by_paths(
    context: Context,
    kind: Kind,
    term: Term,
    where: Sequence[Condition],
    name: str,
    first: int,
    place: statements.HitPlace | None,
) -> Page:
    rows = await _rows(context, statements.hits(kind, term, where, first=first, after=place))
    shown = [row for row in rows if row["id"] is not None]
    hits = [Hit(row["id"], name, (row["place"], row["last_activity_at"], row["id"])) for row in shown[:first]]
    return _page(hits, rows[0]["total"], more=len(shown) > first, after=place is not None)


async def _by_number(
    context: Context,
    kind: Kind,
    number: int,
    where: Sequence[Condition],
    name: str,
    place: statements.HitPlace | None,
) -> tuple[Page, OtherKind | None, tuple[NearMiss, ...]]:
    """The one record with this id, or why it is not listed."""
    rows = await _rows(context, statements.by_number(number, where))
    nothing = _page([], 0, more=False, after=place is not None)
    if not rows:
        return nothing, None, ()
    (row,) = rows
    its_kind, its_id = Kind(row["kind"]), friendly_id(Kind(row["kind"]), row["number"])
    if not row["seen"]:
        # Whoever may not make it active again learns no more than of an id that nobody has (ROL-P07).
        may_know = context.actor.may(Permission.CUSTOMER_REACTIVATE)
        return nothing, None, (_inactive(its_id),) if may_know else ()
    if not row["fits"]:
        return nothing, None, ()
    merged_from = friendly_id(Kind(row["asked_kind"]), number) if row["merged"] else None
    if its_kind is not kind:
        return nothing, OtherKind(its_kind, its_id, row["id"], merged_from), ()
    order = (int(Place.KEY), row["last_activity_at"], row["id"])
    hits = [] if place is not None else [Hit(row["id"], name, order, merged_from)]
    return _page(hits, 1, more=False, after=place is not None), None, ()


async def _near(context: Context, kind: Kind, term: Term) -> tuple[NearMiss, ...]:
    """What nearly matched a term that matched nothing: one statement at most."""
    if term.kind is TermKind.POSTCODE:
        assert term.postcode is not None, "a postcode has a key"
        read = statements.near_postcodes(kind, one_character_off(term.postcode))
        return tuple(_postcode(row["postcode"]) for row in await _rows(context, read))
    if term.kind is TermKind.NAME:
        rows = await _rows(context, statements.merged_away(kind, term))
        return tuple(_merged(friendly_id(Kind(r["kind"]), r["number"]), r["customer_id"]) for r in rows)
    return ()


def _merged(its_id: str, survivor: UUID) -> NearMiss:
    message = f"{its_id} had such a name before it was merged into another record."
    return NearMiss(NearReason.MERGED, message, friendly_id=its_id, customer_id=survivor)


def _postcode(written: str) -> NearMiss:
    message = f"Nobody is at that postcode, but somebody is at {written}, which differs by one character."
    return NearMiss(NearReason.POSTCODE, message, postcode=written)


def _inactive(its_id: str) -> NearMiss:
    message = f"{its_id} is inactive and hidden here; you may make it active again by its id."
    return NearMiss(NearReason.INACTIVE, message, friendly_id=its_id)


async def _where(context: Context, criteria: Criteria | None) -> tuple[Condition, ...]:
    """The conditions of the criteria, after what they ask was found to be allowed."""
    if criteria is None:
        return ()
    checked(criteria)
    if criteria.asks_active():
        require(context, Permission.CUSTOMER_READ_INACTIVE)
    asked = criteria.attributes_asked()
    if asked:
        keys = [attribute.definition_id for attribute in asked]
        rows = await _rows(context, statements.attribute_definitions(keys))
        protected = {row["id"]: row["protected"] for row in rows}
        for attribute in asked:
            if attribute.definition_id not in protected:
                raise InvalidValue(
                    "There is no attribute with this id.", ("filter", "attributes", "definitionId")
                )
            if protected[attribute.definition_id]:
                require(context, Permission.PROTECTED_DATA)
                if attribute.compares:
                    raise InvalidValue(
                        "Values of a protected attribute are stored encrypted, so that none can be searched for; "
                        "ask with `hasValue` whether there is one.",
                        ("filter", "attributes"),
                    )
    await context.reader.rows(PLANNED_FOR_VALUES)
    return conditions(criteria)


async def _rows(context: Context, reading: statements.Reading) -> list[Any]:
    rows: list[Any] = await context.reader.rows(reading.statement, **reading.values)
    return rows


def _check_size(first: int) -> None:
    if not 1 <= first <= LARGEST_PAGE:
        raise RequestError(
            RequestCode.BAD_USER_INPUT, f"A page has 1 to {LARGEST_PAGE} entries; `first` is {first}."
        )


def list_name(kind: Kind | None, term: Term | None, criteria: Criteria | None) -> str:
    """The list that a cursor is bound to: that of this term, as it was understood, and these criteria."""
    asked = repr((kind and kind.value, term, criteria)).encode()
    return f"search-{blake2b(asked, digest_size=8).hexdigest()}"


def _page(hits: Sequence[Hit], total: int, *, more: bool, after: bool) -> Page:
    ends = Ends(more, after, hits[0].cursor if hits else None, hits[-1].cursor if hits else None)
    return Page(tuple(hits), ends, min(total, MOST_CANDIDATES), total > MOST_CANDIDATES)
