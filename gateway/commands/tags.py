"""Giving tags to customers and taking them off: normal ones only, autotags come and go by their criteria."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from uuid import UUID

import sqlalchemy as sa

from db.models import Customer, CustomerTag
from db.models import Tag as TagRow
from db.work import Work
from domain.audit import Change, changes_between
from domain.customers import Section
from domain.errors import NotFound, Problems, TooMany
from domain.tags import TAGS_OF_A_CUSTOMER, Tag, TagChange, added_tags, removed_tags, replaced_tags
from gateway.commands._records import CustomerRef, open_record, open_section, save_section

Rule = Callable[[Collection[Tag], Collection[Tag]], TagChange]


async def apply_tags(tx: Work, customer_id: UUID, tag_ids: Sequence[UUID]) -> tuple[Change, ...]:
    """Give these tags to a record that is new or locked, and say what its normal tags became (TAG-06).

    Refused under `tagIds`: NotFound, AutotagNotEditable, InvalidValue for an archived tag, TooMany.
    """
    return await _apply(tx, customer_id, tag_ids, added_tags) if tag_ids else ()


async def set_tags(tx: Work, ref: CustomerRef, tag_ids: Sequence[UUID], *, expected_version: int) -> Customer:
    """Make these the normal tags of the record; its autotags stay (TAG-07, TAG-P06)."""
    chosen = sa.select(TagRow.name).where(TagRow.id.in_(tag_ids))
    yours = {"tag": list(await tx.session.scalars(chosen))}
    customer = await open_section(tx, ref, Section.TAGS, expected_version, yours)
    _save(tx, customer, await _apply(tx, customer.id, tag_ids, replaced_tags))
    return customer


async def add_tags(tx: Work, ref: CustomerRef, tag_ids: Sequence[UUID]) -> Customer:
    """Give these tags to the record; those it has already are no mistake (TAG-P06)."""
    customer = await open_record(tx, ref)
    _save(tx, customer, await _apply(tx, customer.id, tag_ids, added_tags))
    return customer


async def remove_tags(tx: Work, ref: CustomerRef, tag_ids: Sequence[UUID]) -> Customer:
    """Take these tags off the record; those it has not are no mistake (TAG-P06)."""
    customer = await open_record(tx, ref)
    _save(tx, customer, await _apply(tx, customer.id, tag_ids, removed_tags))
    return customer


def _save(tx: Work, customer: Customer, changes: Sequence[Change]) -> None:
    save_section(tx, customer, Section.TAGS, "tags.changed", changes, "Tags changed")


async def _apply(tx: Work, customer_id: UUID, tag_ids: Sequence[UUID], rule: Rule) -> tuple[Change, ...]:
    await tx.session.flush()  # a record that is being created has to stand before its tags
    held = await _held(tx, customer_id)
    problems = Problems()
    with problems.at("tagIds"):
        changed = rule(held, await _named(tx, tag_ids))
    problems.raise_any()
    gone = {tag.id for tag in changed.removed}
    if gone:
        await tx.session.execute(
            sa.delete(CustomerTag).where(CustomerTag.customer_id == customer_id, CustomerTag.tag_id.in_(gone))
        )
    for tag in changed.added:
        tx.session.add(CustomerTag(customer_id=customer_id, tag_id=tag.id, applied_at=tx.now))
    before = [tag.name for tag in held if not tag.is_autotag]
    kept = [tag.name for tag in held if not tag.is_autotag and tag.id not in gone]
    return changes_between({"tag": before}, {"tag": [*kept, *(tag.name for tag in changed.added)]})


async def _held(tx: Work, customer_id: UUID) -> list[Tag]:
    query = (
        sa.select(TagRow)
        .join(CustomerTag, CustomerTag.tag_id == TagRow.id)
        .where(CustomerTag.customer_id == customer_id)
        .order_by(TagRow.name, TagRow.id)
    )
    return [_tag(row) for row in await tx.session.scalars(query)]


async def _named(tx: Work, tag_ids: Sequence[UUID]) -> list[Tag]:
    """The tags with these ids, each once; they stay as they are until the commit."""
    wanted = list(dict.fromkeys(tag_ids))
    if len(wanted) > TAGS_OF_A_CUSTOMER:
        raise TooMany(f"A customer has at most {TAGS_OF_A_CUSTOMER} tags; choose fewer.")
    query = sa.select(TagRow).where(TagRow.id.in_(wanted)).with_for_update(read=True)
    found = {row.id: _tag(row) for row in await tx.session.scalars(query)}
    problems = Problems()
    for place, tag_id in enumerate(tag_ids):
        with problems.at(str(place)):
            if tag_id not in found:
                raise NotFound("There is no such tag; load the tags again.")
    problems.raise_any()
    return [found[tag_id] for tag_id in wanted]


def _tag(row: TagRow) -> Tag:
    return Tag(row.id, row.name, row.is_autotag, row.archived)
