"""What may change of an attribute once it is set up, and how its options stand afterwards (ATR-P01)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from domain.attributes import CHOICES, OPTION_LABEL_LIMIT, OPTIONS_LIMIT, AppliesTo, AttributeType, Option
from domain.errors import AttributeOptionUnknown, InvalidValue, NameTaken, Problems, Required, TooMany
from domain.set_up import a_description, a_flag, a_name, a_position
from domain.texts import folded


def _applies_to(value: AppliesTo | None) -> str:
    if value is None:
        raise Required("Say which records have the attribute.", ("appliesTo",))
    return value.value


# The name and the type never change, and the options have rules of their own.
CHANGES = {
    "description": a_description,
    "required": a_flag("required"),
    "applies_to": _applies_to,
    "position": a_position,
    "visible_on_web": a_flag("visibleOnWeb"),
    "archived": a_flag("archived"),
    "protected": a_flag("isProtected"),
}

_label = a_name("label", OPTION_LABEL_LIMIT)


@dataclass(frozen=True, slots=True)
class OptionChanges:
    """What to do with the options of a drop-down or checklist; `order` names each that it has now, once."""

    add: tuple[str, ...] = ()
    archive: tuple[UUID, ...] = ()
    unarchive: tuple[UUID, ...] = ()
    order: tuple[UUID, ...] | None = None

    @property
    def first(self) -> str:
        """The first input that asks for something; empty when none does."""
        given = {
            "addOptions": self.add,
            "archiveOptions": self.archive,
            "unarchiveOptions": self.unarchive,
            "optionOrder": self.order is not None,
        }
        return next((field for field, asked in given.items() if asked), "")


@dataclass(frozen=True, slots=True)
class OptionsAfter:
    """The options that stay, in their new order, and the labels of those that come after them."""

    held: tuple[Option, ...]
    added: tuple[str, ...]


def options_after(type: AttributeType, held: Sequence[Option], changes: OptionChanges) -> OptionsAfter:
    """The options once changed: none is ever renamed or deleted, since records have chosen them."""
    if type not in CHOICES:
        raise InvalidValue("Only a drop-down or a checklist has options; leave them out.", (changes.first,))
    problems = Problems()
    added = _added(held, changes.add, problems)
    known = {option.id for option in held}
    for field, chosen in (("archiveOptions", changes.archive), ("unarchiveOptions", changes.unarchive)):
        with problems.at(field):
            if not known.issuperset(chosen):
                raise AttributeOptionUnknown("The attribute has no such option.")
    with problems.at("archiveOptions"):
        if set(changes.archive) & set(changes.unarchive):
            raise InvalidValue("Archive an option or bring it back, not both.")
    with problems.at("optionOrder"):
        if changes.order is not None and sorted(changes.order) != sorted(known):
            raise InvalidValue("Name every option that the attribute has now, each once.")
    problems.raise_any()
    archived = {option.id for option in held if option.archived} - set(changes.unarchive) | set(
        changes.archive
    )
    if changes.archive and not added and archived == known:
        raise Required("Keep at least one option to choose from.", ("archiveOptions",))
    by_id = {option.id: option for option in held}
    kept = [by_id[each] for each in (by_id if changes.order is None else changes.order)]
    return OptionsAfter(tuple(Option(each.id, each.label, each.id in archived) for each in kept), added)


def _added(held: Sequence[Option], labels: Sequence[str], problems: Problems) -> tuple[str, ...]:
    taken = {folded(option.label) for option in held}
    added: list[str] = []
    for place, typed in enumerate(labels):
        with problems.at("addOptions", str(place)):
            label: str = _label(typed)
            if folded(label) in taken:
                raise NameTaken(f'There is an option "{label}" already; leave this one out.')
            taken.add(folded(label))
            added.append(label)
    with problems.at("addOptions"):
        if len(held) + len(added) > OPTIONS_LIMIT:
            raise TooMany(f"An attribute has at most {OPTIONS_LIMIT} options.")
    return tuple(added)
