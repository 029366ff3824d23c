"""Rows about people for tests: how they are related, who lives with whom, what they are sent, what they wait for."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import count
from typing import Any

from uuid_utils.compat import uuid7

from db.models import (
    CommissionStructure,
    Customer,
    Household,
    HouseholdMembership,
    Instance,
    Mailing,
    MailingRecord,
    Relationship,
    RelationshipType,
    WaitingListEntry,
    WaitingListInstance,
)
from gateway.settings import Settings
from tests import factories as make
from tests.ask import asking
from tests.box_office import Show
from tests.database import Database
from tests.factories import unique

_places = count(1)
SOME_DAY = datetime(2026, 3, 14, 9, 0, tzinfo=UTC)


def relationship_type(**given: Any) -> RelationshipType:
    """Parent and child, of whom neither may book for the other."""
    made = {
        "id": uuid7(),
        "forward_label": unique("Parent of "),
        "reverse_label": unique("Child of "),
        "from_kind": "I",
        "to_kind": "I",
    }
    return RelationshipType(**{**made, **given})


def membership_of_choir(**given: Any) -> RelationshipType:
    """A member of an organisation, who may book for it."""
    made = {
        "forward_label": unique("Member of "),
        "reverse_label": unique("Has as member "),
        "to_kind": "O",
        "a_may_facilitate_for_b": True,
    }
    return relationship_type(**{**made, **given})


def relationship(of: RelationshipType, a: Customer, b: Customer, **given: Any) -> Relationship:
    """A relationship since it is not known when."""
    return Relationship(**{"id": uuid7(), "type_id": of.id, "a_id": a.id, "b_id": b.id, **given})


async def statements(settings: Settings, document: str, **variables: Any) -> int:
    """How many statements an operation takes, all of it planned and with no error."""
    async with asking(settings, explain=True) as ask:
        ask.client.headers["x-explain"] = "1"
        answer = await ask(document, **variables)
    assert answer.errors == []
    explained = answer.extensions["explain"]
    assert (explained["declined"], explained["bailed"]) == ({}, None)
    return len(explained["statements"])


def stay(home: Household, who: Customer, **given: Any) -> HouseholdMembership:
    """A membership of a household since the record was made."""
    made: dict[str, Any] = {
        "id": uuid7(),
        "household_id": home.id,
        "customer_id": who.id,
        "joined_at": SOME_DAY,
        "joined_because": "RECORD_MADE",
    }
    if given.get("left_at") is not None:
        made["left_because"] = "JOINED"
    return HouseholdMembership(**{**made, **given})


def housemate(home: Household, **given: Any) -> Customer:
    """Another person who lives in that household."""
    return make.individual(household_id=home.id, **given)[1]


def january(year: int) -> datetime:
    """The first instant of a year."""
    return datetime(year, 1, 1, tzinfo=UTC)


async def family(
    database: Database, *others: dict[str, Any], **primary: Any
) -> tuple[Household, Customer, list[Customer]]:
    """A household, its primary householder, and the others, all members since 2020."""
    home, ada = make.individual(**primary)
    mates = [housemate(home, **given) for given in others]
    everybody = [ada, *mates]
    stays = [stay(home, each, joined_at=january(2020)) for each in everybody]
    await database.save(home, *everybody, *stays)
    return home, ada, mates


def waits(who: Customer, show: Show, *named: Instance, **given: Any) -> tuple[Any, ...]:
    """On the list of the show's event since 2026, for any instance or those named; to be saved in this order."""
    made: dict[str, Any] = {
        "id": uuid7(),
        "event_id": show.event.id,
        "customer_id": who.id,
        "quantity": 2,
        "any_instance": not named,
        "place": next(_places),
        "created_at": SOME_DAY,
        "created_by": "bea",
    }
    entry = WaitingListEntry(**{**made, **given})
    return entry, *(WaitingListInstance(entry_id=entry.id, instance_id=each.id) for each in named)


def email(name: str = "Autumn news", **given: Any) -> Mailing:
    """A mailing by email."""
    made = {"id": uuid7(), "name": name, "kind": "INTEGRATED_EMAIL", "created_at": SOME_DAY}
    return Mailing(**{**made, **given})


def post(name: str = "Autumn brochure", **given: Any) -> Mailing:
    """A mailing by second class post."""
    return email(name, **{"kind": "POSTAL_MAILING", "fulfilment_method": "SECOND_CLASS", **given})


def sent(what: Mailing, to: Customer, **given: Any) -> MailingRecord:
    """The mailing as it was sent to somebody, of which nothing more is known."""
    made = {"id": uuid7(), "mailing_id": what.id, "customer_id": to.id, "sent_at": SOME_DAY}
    if what.kind == "INTEGRATED_EMAIL":
        made["sent_to"] = to.email
    if "opened_at" in given:
        made["open_count"] = 1
    return MailingRecord(**{**made, **given})


def structure(**given: Any) -> CommissionStructure:
    """Ten percent of every ticket."""
    made = {"id": uuid7(), "name": unique("Ten percent "), "kind": "PERCENT", "value": 1000}
    return CommissionStructure(**{**made, **given})
