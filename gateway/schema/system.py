"""The system as clients must know it: where it is, what day it is there, and how much one request may ask."""

from __future__ import annotations

from datetime import date

import strawberry

from domain.permissions import Permission
from domain.regions import Spelling as SpellingRule
from domain.regions import spelling
from gateway.context import Context
from gateway.engine.declare import answered
from gateway.schema._rows import enum_type, value_type
from gateway.settings import Limits, Region

enum_type(
    Region,
    "Where the organisation is: it drives addresses, phone numbers, spelling and Gift Aid.",
    UK="The United Kingdom.",
    IE="The Republic of Ireland.",
    US="The United States.",
    CA="The country of Canada.",
)


def _limit(name: str) -> str:
    description = Limits.model_fields[name].description
    assert description is not None, "every setting is described"
    return description


@value_type(description="Words of the record that differ between regions.", of=SpellingRule)
class Spelling:
    organisation: str = strawberry.field(description="What an Organisation is called here.")
    mobile: str = strawberry.field(description="What a mobile number is called here.")


@value_type(description="How much one request may ask for; over a limit is an error.", of=Limits)
class RequestLimits:
    body_bytes: int = strawberry.field(description=_limit("body_bytes"))
    upload_bytes: int = strawberry.field(description=_limit("upload_bytes"))
    source_bytes: int = strawberry.field(description=_limit("source_bytes"))
    tokens: int = strawberry.field(description=_limit("tokens"))
    depth: int = strawberry.field(description=_limit("depth"))
    aliases: int = strawberry.field(description=_limit("aliases"))
    fields: int = strawberry.field(description=_limit("fields"))
    root_fields: int = strawberry.field(description=_limit("root_fields"))
    mutations: int = strawberry.field(description=_limit("mutations"))
    ids: int = strawberry.field(description=_limit("ids"))
    cost: int = strawberry.field(description=_limit("cost"))
    deadline_seconds: float = strawberry.field(description=_limit("deadline_seconds"))


@strawberry.type(description="The system that you are working with.")
class System:
    region: Region = strawberry.field(description="Where the organisation is.")
    country: str = strawberry.field(description="Its country, ISO 3166-1 code of two letters.")
    currency: str = strawberry.field(description="The currency of all money, ISO 4217 code.")
    time_zone: str = strawberry.field(
        description="The zone whose civil date is today, such as Europe/London."
    )
    today: date = strawberry.field(description="The civil date that every rule about days goes by.")
    spelling: Spelling = strawberry.field(description="How words are spelt here.")
    limits: RequestLimits = strawberry.field(description="How much one request may ask for.")


def _system(context: Context) -> System:
    settings = context.settings
    return System(
        region=settings.region,
        country=settings.country,
        currency=settings.currency,
        time_zone=settings.time_zone,
        today=context.today,
        spelling=spelling(settings.region),  # type: ignore[arg-type]  # the value that the type shows
        limits=settings.limits,  # type: ignore[arg-type]  # likewise
    )


@strawberry.type
class SystemQuery:
    system: System = answered(
        _system, needs=Permission.SIGNED_IN, description="What a client must know of this system."
    )
