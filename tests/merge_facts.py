"""Two records as planning a merge knows them, for tests: Ada who stays, and Eda who goes."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from domain.customers import Details, Kind
from domain.merge_facts import (
    Circumstances,
    HeldAddress,
    HeldAnswer,
    HeldTag,
    HeldValue,
    MergeFacts,
    Related,
    SideFacts,
)
from domain.merge_planning import plan
from domain.merges import (
    Blocker,
    BlockerCode,
    Line,
    MergeChoices,
    MergePlan,
    MergeTab,
    TabStatus,
    WarningCode,
)
from domain.preferences import Answer, Channel
from domain.tags import Tag

NOW = datetime(2026, 11, 22, 10, tzinfo=UTC)
TODAY = date(2026, 11, 22)
HERE = Circumstances(NOW, TODAY, opens_protected=True, sees_fundraising=True)
ADA, EDA = UUID(int=1), UUID(int=2)


def key(number: int) -> UUID:
    """An id that a test can name again."""
    return UUID(int=number)


def ada(**given: Any) -> SideFacts:
    """The record that stays: nothing but a name, unless given."""
    return _side(ADA, 1000001, {"first_name": "Ada", "last_name": "Byron"}, given)


def eda(**given: Any) -> SideFacts:
    """The record that goes, of the same name unless given."""
    return _side(EDA, 1000002, {"first_name": "Ada", "last_name": "Byron"}, given)


def _side(id: UUID, number: int, names: dict[str, Any], given: dict[str, Any]) -> SideFacts:
    known = Details.__dataclass_fields__
    details = {**names, **{name: value for name, value in given.items() if name in known}}
    if given.get("kind") is Kind.ORGANISATION:
        details = {
            "name": "Harbour Choir",
            **{name: value for name, value in details.items() if name not in names},
        }
    rest = {name: value for name, value in given.items() if name not in known}
    return SideFacts(
        **{"id": id, "kind": Kind.INDIVIDUAL, "number": number, "details": Details(**details), **rest}
    )


def planned(
    survivor: SideFacts | None = None,
    loser: SideFacts | None = None,
    here: Circumstances = HERE,
    around: dict[str, Any] | None = None,
    **choices: Any,
) -> MergePlan:
    """The plan of these two; `around` are the facts that are of neither record alone."""
    facts = MergeFacts(survivor or ada(), loser or eda(), **(around or {}))
    return plan(facts, MergeChoices(**choices), here)


def address(number: int, shown: str, **given: Any) -> HeldAddress:
    """An address; those that read alike are the same place."""
    return HeldAddress(**{"id": key(number), "shown": shown, "key": shown.lower(), **given})


def value(number: int, shown: str | None, **given: Any) -> HeldValue:
    """The value of an attribute that is named by its number."""
    return HeldValue(**{"definition_id": key(number), "name": f"Attribute {number}", "shown": shown, **given})


def answer(said: Answer, day: int = 1, number: int = 30, **given: Any) -> HeldAnswer:
    """An answer to the usual preference on a day of November."""
    asked = said is not Answer.NOT_ASKED or given.pop("asked", False)
    made = {
        "definition_id": key(number),
        "name": f"Preference {number}",
        "channel": Channel.EMAIL,
        "answer": said,
        "at": datetime(2026, 11, day, tzinfo=UTC) if asked else None,
        "statement": 1 if asked else None,
    }
    return HeldAnswer(**{**made, **given})


def tag(number: int, **given: Any) -> HeldTag:
    """A tag named by its number."""
    return HeldTag(Tag(**{"id": key(number), "name": f"Tag {number}", **given}), "Usual")


def related(number: int, other: int, **given: Any) -> Related:
    """A relationship with somebody else, as of one type unless given."""
    made = {
        "id": key(number),
        "type_id": key(900),
        "label": "Parent of",
        "other_id": key(other),
        "other_name": "Kit",
    }
    return Related(**{**made, **given})


def codes(plan: MergePlan) -> list[BlockerCode]:
    """What stands in the way, in order."""
    return [each.code for each in plan.blockers]


def warned(plan: MergePlan) -> set[WarningCode]:
    """What is to be looked at."""
    return {each.code for each in plan.warnings}


def blocker(plan: MergePlan, code: BlockerCode) -> Blocker:
    """The only blocker of this code."""
    [found] = [each for each in plan.blockers if each.code is code]
    return found


def line(plan: MergePlan, path: str) -> Line:
    """The only line of this path."""
    [found] = [each for each in plan.lines if each.path == path]
    return found


def status(plan: MergePlan, tab: MergeTab) -> TabStatus:
    """How a tab stands."""
    [found] = [each for each in plan.tabs if each.key is tab]
    return found.status
