"""Which tags a person may set on a record, and what setting them changes."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from uuid import UUID

from domain.errors import AutotagNotEditable, InvalidValue, TooMany

TAGS_OF_A_CUSTOMER = 250


@dataclass(frozen=True, slots=True)
class Tag:
    """A label on a customer; an autotag comes and goes by its criteria (TAG-02)."""

    id: UUID
    name: str
    is_autotag: bool = False
    archived: bool = False


@dataclass(frozen=True, slots=True)
class TagChange:
    """What changes on a record; both are empty when nothing does."""

    added: tuple[Tag, ...] = ()
    removed: tuple[Tag, ...] = ()


def check_editable(tags: Iterable[Tag]) -> None:
    """People set and remove normal tags only (TAG-03, ROL-13)."""
    autotags = sorted(tag.name for tag in tags if tag.is_autotag)
    if autotags:
        raise AutotagNotEditable(f"Leave out {_listed(autotags)}: autotags are set by their criteria.")


def replaced_tags(held: Collection[Tag], chosen: Collection[Tag]) -> TagChange:
    """The normal tags become the chosen ones; the autotags that are held stay (TAG-P06)."""
    check_editable(chosen)
    normal = [tag for tag in held if not tag.is_autotag]
    kept = {tag.id for tag in chosen}
    change = TagChange(added=_new(normal, chosen), removed=tuple(tag for tag in normal if tag.id not in kept))
    return _within_cap(held, change)


def added_tags(held: Collection[Tag], more: Collection[Tag]) -> TagChange:
    """Those of the tags that are not held yet are added (TAG-P06)."""
    check_editable(more)
    return _within_cap(held, TagChange(added=_new(held, more)))


def removed_tags(held: Collection[Tag], fewer: Collection[Tag]) -> TagChange:
    """Those of the tags that are held are removed (TAG-P06)."""
    check_editable(fewer)
    gone = {tag.id for tag in fewer}
    return TagChange(removed=tuple(tag for tag in held if tag.id in gone))


def _new(held: Collection[Tag], chosen: Collection[Tag]) -> tuple[Tag, ...]:
    have = {tag.id for tag in held}
    new = tuple({tag.id: tag for tag in chosen if tag.id not in have}.values())
    archived = sorted(tag.name for tag in new if tag.archived)
    if archived:
        raise InvalidValue(f"Leave out {_listed(archived)}: archived tags are not given any more.")
    return new


def _within_cap(held: Collection[Tag], change: TagChange) -> TagChange:
    count = len({tag.id for tag in held}) + len(change.added) - len(change.removed)
    if change.added and count > TAGS_OF_A_CUSTOMER:
        raise TooMany(
            f"A customer has at most {TAGS_OF_A_CUSTOMER} tags, and this would make {count}; choose fewer."
        )
    return change


def _listed(names: Collection[str]) -> str:
    return ", ".join(f'"{name}"' for name in names)
