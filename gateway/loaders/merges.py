"""How everything is read that a merge of two records is planned by, in whichever transaction (MRG-P02)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import fields
from datetime import date
from itertools import groupby
from operator import itemgetter
from typing import Any
from uuid import UUID

from db.gift_aid import cancellations_of, declaration_of, donation_of
from domain.addresses import one_line
from domain.customers import Details, Kind, full_name
from domain.invitations import ReplyStatus
from domain.mailings import Bounce, BounceType
from domain.merge_facts import (
    Giving,
    HeldAddress,
    HeldAnswer,
    HeldInvitation,
    HeldMembership,
    HeldNote,
    HeldTag,
    HeldValue,
    MergeFacts,
    Related,
    SideFacts,
)
from domain.merges import Moves
from domain.money import decimal_of
from domain.notes import Colour
from domain.preferences import Answer, Channel
from domain.relationships import label
from domain.tags import Tag
from gateway.loaders import _merge_links as links
from gateway.loaders import _merge_moves as moves
from gateway.loaders import _merge_records as records
from gateway.loaders.statements import Row, Rows

# What opens a sealed value of an attribute on a record; None where it stays sealed.
Open = Callable[[bytes, UUID, UUID], str | None]
Of = Mapping[Any, Sequence[Row]]
_DETAILS = tuple(field.name for field in fields(Details))


async def facts_of(
    rows: Rows, survivor_id: UUID, loser_id: UUID, ambient: Mapping[str, Any], *, currency: str, open_: Open
) -> MergeFacts | None:
    """Both records and what is around them; None where one of them does not exist.

    `ambient` are `now` and `today` and who asks. Orders are counted and never listed, but for those that were placed
    through a relationship.
    """
    values = {**ambient, "sides": [survivor_id, loser_id], "loser": loser_id}

    async def by_side(query: Any) -> Of:
        return _grouped(await rows(query, values), "customer_id")

    found = {row["id"]: row for row in await rows(records.RECORDS, values)}
    if survivor_id not in found or loser_id not in found:
        return None
    on_behalf = await rows(links.ON_BEHALF, values)
    placed = _grouped(on_behalf, "customer_id", "relationship_id")
    tabs: dict[str, Any] = {
        "addresses": _each(await by_side(records.ADDRESSES), _address),
        "values": _each(await by_side(records.VALUES), lambda row: _value(row, currency, open_)),
        "answers": _each(await by_side(records.ANSWERS), _answer),
        "tags": _each(await by_side(records.TAGS), _tag),
        "notes": _each(await by_side(records.NOTES), _note),
        "related": _each(await by_side(links.RELATED), lambda row: _related(row, placed)),
        "memberships": _each(await by_side(links.LIVE_MEMBERSHIPS), _membership),
        "invitations": _each(await by_side(links.INVITATIONS), _invitation),
        "declarations": _each(await by_side(moves.DECLARATIONS), lambda row: declaration_of(*row.values())),
        "gifts": _each(_grouped(await rows(moves.GIFTS, values), "owner_id"), _giving),
    }
    cancelled = await by_side(moves.CANCELLATIONS)
    campaigns = await by_side(links.CAMPAIGNS)
    survivor, loser = (
        SideFacts(
            **_record(found[key]),
            **{name: of.get(key, ()) for name, of in tabs.items()},
            cancellations=tuple(cancellations_of(tuple(row.values())[1:] for row in cancelled.get(key, ()))),
            campaigns={row["id"]: row["name"] for row in campaigns.get(key, ())},
        )
        for key in (survivor_id, loser_id)
    )
    owners = {row["id"]: row["owner_id"] for row in on_behalf if not row["owned"]}
    may = await rows(links.MAY_FACILITATE, {**values, "owners": list(set(owners.values()))}) if owners else ()
    [counted] = await rows(moves.MOVES, values)
    return MergeFacts(
        survivor,
        loser,
        owners,
        {key: frozenset(row["other_id"] for row in of) for key, of in _grouped(may, "customer_id").items()},
        Moves(**{name: int(value) for name, value in counted.items()}),
    )


def _grouped(found: Iterable[Row], *keys: str) -> Of:
    by = itemgetter(*keys)
    return {of: list(rows) for of, rows in groupby(sorted(found, key=by), by)}


def _each(of: Of, made: Callable[[Row], Any]) -> Mapping[UUID, tuple[Any, ...]]:
    return {key: tuple(made(row) for row in rows) for key, rows in of.items()}


def _record(row: Row) -> dict[str, Any]:
    return {
        "id": row["id"],
        "kind": Kind(row["kind"]),
        "number": row["number"],
        "details": Details(**{name: row[name] for name in _DETAILS}),
        "image": row["image_hash"],
        "bounces": tuple(_bounce(*each.split(" ", 2)) for each in row["bounces"]),
        **{
            name: row[name]
            for name in (
                "active",
                "merged_into",
                "in_progress",
                "has_password",
                "is_agent",
                "in_open_claim",
                "household_id",
                "housemates",
            )
        },
    }


def _bounce(day: str, kind: str, address: str) -> Bounce:
    return Bounce(address, date.fromisoformat(day), BounceType(kind))


def _address(row: Row) -> HeldAddress:
    parts = ("line1", "line2", "line3", "town", "county", "postcode")
    return HeldAddress(
        row["id"],
        one_line(*(row[part] for part in parts)),
        row["address_key"],
        row["default_billing"],
        row["default_delivery"],
    )


def _value(row: Row, currency: str, open_: Open) -> HeldValue:
    if row["ciphertext"] is not None:
        shown = open_(row["ciphertext"], row["customer_id"], row["definition_id"])
    elif row["money_minor"] is not None:
        shown = decimal_of(row["money_minor"], currency)
    elif row["date_value"] is not None:
        shown = row["date_value"].isoformat()
    else:
        shown = row["text_value"] or ", ".join(row["labels"]) or None
    sealed = row["protected"] or row["ciphertext"] is not None
    return HeldValue(row["definition_id"], row["name"], shown, sealed)


def _answer(row: Row) -> HeldAnswer:
    return HeldAnswer(
        row["definition_id"],
        row["name"],
        Channel(row["channel"]),
        Answer(row["answer"]),
        row["answered_at"],
        row["statement_seen"],
        row["definition_active"],
        row["partner_name"],
    )


def _tag(row: Row) -> HeldTag:
    return HeldTag(Tag(row["id"], row["name"], row["is_autotag"], row["archived"]), row["group"])


def _note(row: Row) -> HeldNote:
    return HeldNote(row["id"], Colour(row["colour"]), row["body"])


def _related(row: Row, placed: Of) -> Related:
    mine = placed.get((row["customer_id"], row["id"]), ())
    other = full_name(row["kind"], row["title"], row["first_name"], row["last_name"], row["name"])
    return Related(
        row["id"],
        row["type_id"],
        label(row["forward"], row["forward_label"], row["reverse_label"]),
        row["other_id"],
        other if row["other_seen"] else None,
        row["forward"],
        row["forward_label"] == row["reverse_label"],
        row["may_facilitate"],
        row["starts"],
        row["ends"],
        tuple(each["id"] for each in mine if each["owned"]),
        tuple(each["id"] for each in mine if not each["owned"]),
    )


def _membership(row: Row) -> HeldMembership:
    return HeldMembership(row["id"], row["type_id"], row["name"], row["last_ends"])


def _invitation(row: Row) -> HeldInvitation:
    return HeldInvitation(row["instance_id"], row["name"], ReplyStatus(row["reply_status"]))


def _giving(row: Row) -> Giving:
    gift = donation_of(
        row["owner_id"],
        row["kind"],
        row["made_on"],
        row["amount_minor"],
        row["source"],
        row["state"],
        row["gift_aid_eligible"],
        None,
        None,
    )
    return Giving(gift, row["count"])
