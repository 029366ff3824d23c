"""Setting the criteria by which an autotag comes and goes (TAG-P02, TAG-P04, TAG-P05)."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection, Mapping
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from db.autotags.names import names_of
from db.models import AttributeDefinition, AttributeOption, Autotag, Tag
from db.work import Work
from domain.attributes import FIELD_OF, AttributeType
from domain.audit import Change, change
from domain.autotag_codec import dumped, parsed
from domain.autotag_criteria import Criterion, checked, path_of, places, rows_named, tags_named
from domain.autotag_predicates import AttributeEquals, HasTag, Predicate
from domain.autotag_refusals import AutotagCycle
from domain.autotag_words import Speech
from domain.errors import (
    AttributeOptionUnknown,
    AttributeTypeMismatch,
    NotFound,
    Problems,
    ProtectedAttribute,
)
from domain.jobs import SWEEP_AUTOTAGS
from gateway.commands._set_up import open_row, save_row
from gateway.commands.tag_groups import TAGS

# Raises PreviewRequired or PreviewChanged where the client has not seen what the criteria would do.
Confirm = Callable[[Work, UUID, Criterion], Awaitable[None]]
# How rows are read, in whichever transaction.
Rows = Callable[[Any], Awaitable[Any]]
_ONE_AT_A_TIME = sa.func.pg_advisory_xact_lock(sa.func.hashtextextended("autotag.criteria", 0))


async def set_criteria(
    tx: Work,
    tag_id: UUID,
    tree: Criterion | None,
    *,
    expected_version: int,
    currency: str,
    confirm: Confirm,
) -> Tag:
    """The tag, which from now on comes and goes by these criteria; a normal tag becomes an autotag by it.

    Without criteria an autotag stays where it is, and nobody touches it. Refused: NotFound, StaleVersion, AutotagCycle,
    what `confirm` refuses, and all that is wrong with the criteria, under the way to it.
    """
    problems = Problems()
    with problems.at("criteria"):
        tree = tree and checked(tree)
    problems.raise_any()
    # Two at once could each make the tag of the other an autotag.
    await tx.session.execute(sa.select(_ONE_AT_A_TIME))
    # Criteria, customers, tags: everybody locks in this order. An evaluation holds the criteria, then needs the tag.
    held = await tx.session.get(Autotag, tag_id, with_for_update=True)
    tag = await open_row(tx, TAGS, tag_id, expected_version, {})
    if tree is not None:

        async def read(query: Any) -> Any:
            return (await tx.session.execute(query)).mappings().all()

        await check_names(read, tag_id, tree)
        if not tag.is_autotag:
            await _check_not_named(tx, tag)
        await confirm(tx, tag_id, tree)
    before, after = (None if held is None else held.criteria), (None if tree is None else dumped(tree))
    changes: tuple[Change, ...] = ()
    if before != after:
        told = [
            None if stored is None else await _words(tx, parsed(stored), currency)
            for stored in (before, after)
        ]
        changes = (change("criteria", *told),)
        await _store(tx, tag_id, held, tree)
        if tree is not None:
            tx.enqueue(SWEEP_AUTOTAGS, {"tags": [str(tag_id)], "cause": "its criteria changed"})
    await save_row(tx, TAGS, tag, {} if tree is None else {"is_autotag": True}, also=changes)
    return tag


async def _store(tx: Work, tag_id: UUID, held: Autotag | None, tree: Criterion | None) -> None:
    if tree is None:
        await tx.session.delete(held)
        return
    if held is None:
        held = Autotag(tag_id=tag_id, version=0)
        tx.session.add(held)
    held.criteria = dumped(tree)
    held.names = sorted(rows_named(tree))
    held.version += 1
    held.saved_by, held.saved_at = tx.actor.username, tx.now


async def _words(tx: Work, tree: Criterion, currency: str) -> str:
    rows = await tx.session.execute(names_of(_keys(rows_named(tree))))
    return Speech({row.id: row.name for row in rows}, currency).whole(tree)


async def check_names(read: Rows, tag_id: UUID | None, tree: Criterion) -> None:
    """All that the criteria name is there, and may be asked for: no autotag, and no attribute that is protected.

    Refused, all at once and with the way to it: NotFound, AutotagCycle, ProtectedAttribute, AttributeTypeMismatch and
    AttributeOptionUnknown.
    """
    known = {row["id"]: row["name"] for row in await read(names_of(_keys(rows_named(tree))))}
    tags = sa.select(Tag.id).where(Tag.id == sa.any_(_keys(tags_named(tree))), Tag.is_autotag)
    autotags = {row["id"] for row in await read(tags)}
    definition = AttributeDefinition.__table__
    asked = sa.select(definition.c.id, definition.c.type, definition.c.protected)
    attributes = {
        row["id"]: row for row in await read(asked.where(definition.c.id == sa.any_(_keys(rows_named(tree)))))
    }
    option = AttributeOption.__table__
    of = sa.select(option.c.id, option.c.definition_id).where(option.c.id == sa.any_(_keys(rows_named(tree))))
    options = {row["id"]: row["definition_id"] for row in await read(of)}
    problems = Problems()
    for place in places(tree):
        if isinstance(place.part, Predicate):
            with problems.at("criteria", *path_of(tree, place.way)):
                if isinstance(place.part, AttributeEquals) and place.part.definition_id in attributes:
                    held = attributes[place.part.definition_id]
                    _check_attribute(place.part, known[held["id"]], held["type"], held["protected"], options)
                if not known.keys() >= set(place.part.refers_to):
                    raise NotFound("There is nothing with this id; load what there is again.")
                if isinstance(place.part, HasTag) and place.part.tag_id == tag_id:
                    raise AutotagCycle("A tag cannot ask for itself; name another.")
                if isinstance(place.part, HasTag) and place.part.tag_id in autotags:
                    raise AutotagCycle(
                        f'"{known[place.part.tag_id]}" is an autotag itself: name a normal tag, or ask for what that'
                        " one asks for."
                    )
    problems.raise_any()


def _check_attribute(
    asked: AttributeEquals, name: str, type: str, protected: bool, options: Mapping[UUID, UUID]
) -> None:
    if protected:
        raise ProtectedAttribute(
            f'"{name}" is protected: a tag would tell its values to everybody; leave it out.',
            ("definitionId",),
        )
    expected = FIELD_OF[AttributeType(type)]
    given = {"text": asked.text, "money": asked.money_minor, "date": asked.day, "options": asked.option_id}
    if given[expected] is None:
        field = {"options": "optionId"}.get(expected, expected)
        raise AttributeTypeMismatch(f'"{name}" is compared by {field}; give that.', (field,))
    if asked.option_id is not None and options.get(asked.option_id) != asked.definition_id:
        raise AttributeOptionUnknown(f'"{name}" has no such option.', ("optionId",))


def _keys(keys: Collection[UUID]) -> sa.ColumnElement[Any]:
    return sa.literal(sorted(keys), sa.ARRAY(sa.Uuid))


async def _check_not_named(tx: Work, tag: Tag) -> None:
    """A tag that criteria ask for stays a normal one, or they would ask for an autotag (TAG-P04)."""
    naming = (
        sa.select(Tag.name)
        .join(Autotag, Autotag.tag_id == Tag.id)
        .where(Autotag.names.op("@>", is_comparison=True)(_keys([tag.id])))
        .order_by(Tag.name)
    )
    names = list(await tx.session.scalars(naming))
    if names:
        listed = ", ".join(f'"{name}"' for name in names)
        raise AutotagCycle(
            f'The criteria of {listed} ask for "{tag.name}": change these first, or make a new tag.',
            ("tagId",),
        )
