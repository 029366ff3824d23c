"""Values of attributes as clients send them, with a record that is created or whose Details are saved."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, Optional
from uuid import UUID

import strawberry

from domain.attributes import AttributeInput
from domain.errors import InvalidValue, NotFound, Problems
from domain.money import parse_money
from gateway.commands.attributes import NewValue
from gateway.engine import ids


@strawberry.input(
    description="The value of one attribute: the field of its type and no other; null in it clears the value."
)
class AttributeValueInput:
    definition_id: strawberry.ID = strawberry.field(description="Id of the attribute's definition.")
    text: Optional[str] = strawberry.field(default=strawberry.UNSET, description="Value of a TEXT attribute.")
    money: Optional[str] = strawberry.field(
        default=strawberry.UNSET,
        description="For CURRENCY: a decimal string in the system's currency, such as 12.50.",
    )
    date: Optional[date] = strawberry.field(
        default=strawberry.UNSET, description="Value of a DATE attribute."
    )
    option_ids: Optional[list[strawberry.ID]] = strawberry.field(
        default=strawberry.UNSET,
        description="For DROPDOWN, one id; for CHECKLIST, the ids of all that are chosen.",
    )
    clear: bool = strawberry.field(
        default=False,
        description="True takes the value off the record, whatever its type; give no value then.",
    )


def read_values(given: Optional[Sequence[AttributeValueInput]], *, currency: str) -> tuple[NewValue, ...]:
    """The inputs as `store_values` takes them; all that cannot be read is refused at once."""
    problems = Problems()
    read: list[NewValue] = []
    for place, each in enumerate(given or ()):
        with problems.at("attributes", str(place)):
            read.append(NewValue(_definition(each), _value(each, currency)))
    problems.raise_any()
    return tuple(read)


def _definition(input: AttributeValueInput) -> UUID:
    found = ids.key_of("atd", input.definition_id)
    if found is None:
        raise NotFound("There is no such attribute.", ("definitionId",))
    return found


def _value(input: AttributeValueInput, currency: str) -> AttributeInput | None:
    named = {
        name: value
        for name in ("text", "money", "date", "option_ids")
        if (value := getattr(input, name)) is not strawberry.UNSET
    }
    given = {name: value for name, value in named.items() if value is not None}
    if input.clear and given:
        raise InvalidValue("Give a value, or clear it; not both.", ("clear",))
    if input.clear or (named and not given):
        return None
    return AttributeInput(
        text=given.get("text"),
        money=parse_money(given["money"], currency, field="money").minor if "money" in given else None,
        date=given.get("date"),
        options=_options(given["option_ids"]) if "option_ids" in given else None,
    )


def _options(texts: Sequence[Any]) -> tuple[UUID, ...]:
    """The keys of options. Text that is no option's id becomes a key that none has, to be refused with the rest."""
    return tuple(ids.key_of("opt", text) or UUID(int=0) for text in texts)
