"""The charity as the tax authority knows it, and what donors are told, as clients see them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Optional

import strawberry

from domain.charity import Regulator
from domain.permissions import Permission
from gateway.engine.declare import tab
from gateway.loaders.charity import CHARITY_DETAILS, GIFT_AID_STATEMENTS
from gateway.schema._rows import enum_type, row_type

enum_type(
    Regulator,
    "Whom a charity is registered with.",
    CCEW="The Charity Commission for England and Wales.",
    CCNI="The Charity Commission for Northern Ireland.",
    OSCR="The Scottish Charity Regulator.",
)


@strawberry.type
class _Versioned:
    """What changes by another version has these."""

    version: int = strawberry.field(description="Number of the version, from 1.")
    effective_from: date = strawberry.field(description="First day of its being in force.")
    in_force: bool = strawberry.field(description="Whether it is the version of today.")
    created_at: datetime = strawberry.field(description="When somebody made it, in UTC.")
    created_by: str = strawberry.field(description="Username of who made it.")


@row_type(description="The charity that claims Gift Aid, as the tax authority knows it.")
class CharityDetails(_Versioned):
    name: str = strawberry.field(description="Its name, which declarations and letters carry.")
    hmrc_reference: str = strawberry.field(
        description="The reference that the tax authority gave it, such as XR12345."
    )
    regulator: Optional[Regulator] = strawberry.field(
        description="Whom it is registered with; null for nobody."
    )
    registered_number: Optional[str] = strawberry.field(description="Its number there.")
    address: str = strawberry.field(description="Its address, on one line.")
    postcode: str = strawberry.field(description="The postcode of that.")
    official_first_name: str = strawberry.field(description="First name of who signs claims.")
    official_last_name: str = strawberry.field(description="Last name of who signs claims.")
    official_phone: str = strawberry.field(description="Telephone number of who signs claims.")
    official_postcode: str = strawberry.field(description="Home postcode of who signs claims.")


@row_type(description="What donors are told of tax when they declare, and agree to.")
class GiftAidStatement(_Versioned):
    text: str = strawberry.field(description="The words, to be read out or shown as they stand.")


@strawberry.type
class CharityQuery:
    charity_details: Optional[list[CharityDetails]] = tab(
        CHARITY_DETAILS,
        parent=None,
        needs=Permission.SYSTEM_SETTINGS,
        description="The charity's details in all versions, the newest first; for Settings Administrators.",
    )
    gift_aid_statements: Optional[list[GiftAidStatement]] = tab(
        GIFT_AID_STATEMENTS,
        parent=None,
        needs=Permission.SIGNED_IN,
        description="What donors are told, in all versions, the newest first; read out the one that is in force.",
    )
