"""Changing the charity's details and what donors are told, for Settings Administrators."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Optional, Union

import strawberry

from db.work import Work
from domain.charity import Regulator
from domain.permissions import Permission
from gateway.commands import charity as commands
from gateway.context import Context
from gateway.engine.declare import tab
from gateway.loaders.charity import CHARITY_DETAILS, GIFT_AID_STATEMENTS
from gateway.schema import errors as e
from gateway.schema._mutations import mutation
from gateway.schema.charity import CharityDetails, GiftAidStatement

SET_UP = Permission.SYSTEM_SETTINGS
EffectiveFrom = Annotated[
    Optional[date], strawberry.argument(description="First day of its being in force; left out, today.")
]
_FIELDS = (
    "name", "hmrc_reference", "regulator", "registered_number", "address", "postcode", "official_first_name",
    "official_last_name", "official_phone", "official_postcode",
)  # fmt: skip

ChangeCharityDetailsError = Annotated[
    Union[e.Required, e.TooLong, e.InvalidText, e.InvalidValue, e.InvalidPostcode, e.InvalidDate],
    strawberry.union("ChangeCharityDetailsError", description="Why the details stayed as they were."),
]
ChangeGiftAidStatementError = Annotated[
    Union[e.Required, e.TooLong, e.InvalidText, e.InvalidDate],
    strawberry.union("ChangeGiftAidStatementError", description="Why the statement stayed as it was."),
]


@strawberry.input(description="The charity's details, all of them: together they are the next version.")
class CharityDetailsInput:
    name: str = strawberry.field(description="Its name, at most 160 characters.")
    hmrc_reference: str = strawberry.field(
        description="The reference that the tax authority gave it: one or two letters and up to five digits."
    )
    regulator: Optional[Regulator] = strawberry.field(
        default=None, description="Whom it is registered with; null for nobody."
    )
    registered_number: Optional[str] = strawberry.field(
        default=None, description="Its number there; needed with a regulator."
    )
    address: str = strawberry.field(description="Its address on one line, at most 200 characters.")
    postcode: str = strawberry.field(description="The postcode of that.")
    official_first_name: str = strawberry.field(description="First name of who signs claims.")
    official_last_name: str = strawberry.field(description="Last name of who signs claims.")
    official_phone: str = strawberry.field(description="Telephone number of who signs claims.")
    official_postcode: str = strawberry.field(description="Home postcode of who signs claims.")


@strawberry.type(description="What came of changing the charity's details.")
class ChangeCharityDetailsPayload:
    charity_details: Optional[list[CharityDetails]] = tab(
        CHARITY_DETAILS,
        parent=None,
        needs=Permission.SYSTEM_SETTINGS,
        description="All versions as they are now, the newest first.",
    )
    errors: list[ChangeCharityDetailsError] = strawberry.field(
        default_factory=list, description="Why nothing was changed; empty when it was."
    )


@strawberry.type(description="What came of changing what donors are told.")
class ChangeGiftAidStatementPayload:
    gift_aid_statements: Optional[list[GiftAidStatement]] = tab(
        GIFT_AID_STATEMENTS,
        parent=None,
        needs=Permission.SIGNED_IN,
        description="All versions as they are now, the newest first.",
    )
    errors: list[ChangeGiftAidStatementError] = strawberry.field(
        default_factory=list, description="Why nothing was changed; empty when it was."
    )


async def _change_details(
    context: Context,
    tx: Work,
    details: Annotated[CharityDetailsInput, strawberry.argument(description="The new version.")],
    effective_from: EffectiveFrom = None,
) -> ChangeCharityDetailsPayload:
    values: dict[str, Any] = {name: getattr(details, name) for name in _FIELDS}
    await commands.change_details(tx, values, effective_from or context.today, context.today)
    return ChangeCharityDetailsPayload()


async def _change_statement(
    context: Context,
    tx: Work,
    text: Annotated[str, strawberry.argument(description="What donors are told, at most 2,000 characters.")],
    effective_from: EffectiveFrom = None,
) -> ChangeGiftAidStatementPayload:
    await commands.change_statement(tx, text, effective_from or context.today, context.today)
    return ChangeGiftAidStatementPayload()


@strawberry.type
class CharityMutation:
    change_charity_details: ChangeCharityDetailsPayload = mutation(
        _change_details,
        needs=SET_UP,
        description="Make another version of the charity's details. Declarations and claims keep the version that they"
        " were made with.",
    )
    change_gift_aid_statement: ChangeGiftAidStatementPayload = mutation(
        _change_statement,
        needs=SET_UP,
        description="Make another version of what donors are told when they declare. Declarations keep the version that"
        " their donors were told.",
    )
