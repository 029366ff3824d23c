"""The criteria in force, read and held for as long as somebody judges by them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa
import structlog

from db.models import Autotag, Tag
from db.work import Work
from domain.autotag_codec import UnknownCriteria, parsed
from domain.autotag_criteria import Criterion
from domain.autotag_events import concerns

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class InForce:
    """Criteria by their tags, and the names of these."""

    trees: Mapping[UUID, Criterion]
    names: Mapping[UUID, str]


async def in_force(
    tx: Work, *, events: Collection[str] | None = None, tags: Collection[UUID] | None = None
) -> InForce:
    """The criteria of the autotags that are in use, of `tags` alone where these are given, each held until the commit.

    With `events`, only those criteria that one of them may have changed the verdict of. An archived autotag stays
    where it is, and one without criteria is nobody's to touch.
    """
    query = (
        sa.select(Autotag.tag_id, Tag.name, Autotag.criteria)
        .join(Tag, Tag.id == Autotag.tag_id)
        .where(Tag.is_autotag, ~Tag.archived)
        .order_by(Autotag.tag_id)
        # So that no verdict by criteria that were replaced meanwhile is stored after one by the new ones.
        .with_for_update(read=True, of=Autotag)
    )
    if tags is not None:
        query = query.where(Autotag.tag_id.in_(tags))
    trees, names = {}, {}
    for tag_id, name, stored in await tx.session.execute(query):
        try:
            tree = parsed(stored)
        except UnknownCriteria:
            log.error("autotag.unknown-criteria", tag=str(tag_id))
            continue
        if events is None or any(concerns(event, tree) for event in events):
            trees[tag_id], names[tag_id] = tree, name
    return InForce(trees, names)
