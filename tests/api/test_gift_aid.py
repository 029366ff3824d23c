"""The Gift Aid declarations of a record: all of them, what is left of each, and what proves it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest

from db.models import Customer
from gateway.engine import ids
from tests import factories as make
from tests import gift_aid
from tests.ask import Ask
from tests.database import Database

DECLARATIONS = "query ($id: ID!) {{ customer(id: $id) {{ giftAidDeclarations {{ {fields} }} }} }}"
STANDING = "id coverage coverageFrom coverageTo coveredUntil current claimable notClaimableReasons"


async def declared(ask: Ask, who: Customer, fields: str, **asked: Any) -> Any:
    """The declarations of the record."""
    answer = await ask(DECLARATIONS.format(fields=fields), id=f"{who.number}", **asked)
    return answer.ok["customer"]["giftAidDeclarations"]


def gad(row: Any) -> str:
    return ids.encode("gad", row.id)


@pytest.mark.rule("GAD-03", "GAD-P01")
async def test_a_declaration_tells_everything_that_was_kept_of_it(ask: Ask, database: Database) -> None:
    home, ada = make.individual(title="Dr")
    scan = gift_aid.document(ada)
    declaration = gift_aid.declaration(
        ada,
        date(2026, 3, 2),
        title="Dr",
        coverage="SINCE",
        coverage_from=date(2024, 5, 1),
        type="VERBAL",
        evidence="UPLOAD",
        evidence_text=None,
        document_id=scan.id,
        email_sent_at=datetime(2026, 3, 3, 9, tzinfo=UTC),
        letter_generated_at=datetime(2026, 3, 4, 9, tzinfo=UTC),
        written_record_sent_on=date(2026, 3, 5),
        address_rest="Redcliffe, Bristol",
        statement_version=3,
    )
    await database.save(home, ada, scan, declaration)

    [found] = await declared(
        ask,
        ada,
        """id customer { id } type madeAt madeOn createdBy coverage coverageFrom coverageTo
        evidence { method text emailSentAt letterGeneratedAt writtenRecordSentOn }
        snapshot { fullName title firstName lastName addressLine1 addressRest postcode countryCode }
        charityName statementVersion hasAttachment documents { id name mediaType size uploadedAt uploadedBy }
        cancelledBy { id } cancellations { id }""",
    )

    assert found == {
        "id": gad(declaration),
        "customer": {"id": ids.encode("cus", ada.id)},
        "type": "VERBAL",
        "madeAt": "2026-03-02T09:00:00+00:00",
        "madeOn": "2026-03-02",
        "createdBy": "bea",
        "coverage": "SINCE",
        "coverageFrom": "2024-05-01",
        "coverageTo": None,
        "evidence": {
            "method": "UPLOAD",
            "text": None,
            "emailSentAt": "2026-03-03T09:00:00+00:00",
            "letterGeneratedAt": "2026-03-04T09:00:00+00:00",
            "writtenRecordSentOn": "2026-03-05",
        },
        "snapshot": {
            "fullName": "Dr Ada Byron",
            "title": "Dr",
            "firstName": "Ada",
            "lastName": "Byron",
            "addressLine1": "12 Harbour Row",
            "addressRest": "Redcliffe, Bristol",
            "postcode": "BS1 4AA",
            "countryCode": "GB",
        },
        "charityName": "The Harbour Theatres",
        "statementVersion": 3,
        "hasAttachment": True,
        "documents": [
            {
                "id": ids.encode("doc", scan.id),
                "name": "letter.pdf",
                "mediaType": "application/pdf",
                "size": 20480,
                "uploadedAt": "2026-01-02T09:00:00+00:00",
                "uploadedBy": "bea",
            }
        ],
        "cancelledBy": None,
        "cancellations": [],
    }


@pytest.mark.rule("GAD-04", "GAD-P09", "GAD-P07")
async def test_current_and_previous_declarations_are_listed_with_the_days_that_are_left_of_each(
    ask: Ask, database: Database
) -> None:
    home, ada = make.individual()
    whole, cut, day = (gift_aid.declaration(ada, date(2026, month, 1)) for month in (1, 2, 3))
    day.coverage, day.coverage_to = "TODAY_ONLY", date(2026, 3, 1)
    june = gift_aid.cancellation([whole, cut, day])
    since = gift_aid.cancellation(
        [whole], date(2026, 7, 1), option="SINCE", effective_from=date(2026, 1, 1), note="Moved abroad."
    )
    again = gift_aid.declaration(ada, date(2026, 8, 1))
    await database.save(home, ada, whole, cut, day, *june, *since, again)

    found = await declared(ask, ada, STANDING)

    assert [(each.pop("id"), each.pop("coverage")) for each in found] == [
        (gad(again), "FROM_TODAY"),
        (gad(day), "TODAY_ONLY"),
        (gad(cut), "FROM_TODAY"),
        (gad(whole), "FROM_TODAY"),
    ]
    good = {"claimable": True, "notClaimableReasons": []}
    assert found == [
        {
            "coverageFrom": "2026-08-01",
            "coverageTo": None,
            "coveredUntil": None,
            "current": True,
            **good,
        },
        {
            "coverageFrom": "2026-03-01",
            "coverageTo": "2026-03-01",
            "coveredUntil": "2026-03-01",
            "current": False,
            **good,
        },
        # Cancelled from June on, it stays good for the gifts before.
        {
            "coverageFrom": "2026-02-01",
            "coverageTo": None,
            "coveredUntil": "2026-05-31",
            "current": False,
            **good,
        },
        {
            "coverageFrom": "2026-01-01",
            "coverageTo": None,
            "coveredUntil": None,
            "current": False,
            "claimable": False,
            "notClaimableReasons": ["CANCELLED"],
        },
    ]


@pytest.mark.rule("GAD-P12", "GAD-P13")
async def test_cancellations_stand_on_the_declarations_that_they_name(ask: Ask, database: Database) -> None:
    home, ada = make.individual()
    first, second = (gift_aid.declaration(ada, date(2026, month, 1)) for month in (1, 2))
    both = gift_aid.cancellation([first, second], note="By telephone.")
    one = gift_aid.cancellation([first], date(2026, 7, 1), option="SINCE", effective_from=date(2026, 3, 1))
    await database.save(home, ada, first, second, *both, *one)

    [newer, older] = await declared(
        ask,
        ada,
        """id cancelledBy { id } cancellations {
        id option effectiveFrom madeAt madeOn note createdBy declarations { id } }""",
    )

    by_telephone = {
        "id": ids.encode("gac", both[0].id),
        "option": "FROM_TODAY",
        "effectiveFrom": "2026-06-01",
        "madeAt": "2026-06-01T09:00:00+00:00",
        "madeOn": "2026-06-01",
        "note": "By telephone.",
        "createdBy": "bea",
        "declarations": [{"id": gad(second)}, {"id": gad(first)}],
    }
    assert newer == {
        "id": gad(second),
        "cancelledBy": {"id": by_telephone["id"]},
        "cancellations": [by_telephone],
    }
    assert older["cancelledBy"] == {"id": ids.encode("gac", one[0].id)}
    assert [each["effectiveFrom"] for each in older["cancellations"]] == ["2026-03-01", "2026-06-01"]
    assert older["cancellations"][1] == by_telephone


@pytest.mark.rule("GAD-P09")
async def test_a_cancellation_made_before_a_declaration_takes_nothing_from_it(
    ask: Ask, database: Database
) -> None:
    home, ada = make.individual()
    declaration = gift_aid.declaration(ada, date(2026, 9, 1), coverage_from=date(2026, 1, 1))
    await database.save(home, ada, declaration, *gift_aid.cancellation([declaration]))

    [found] = await declared(
        ask, ada, "claimable current coveredUntil cancelledBy { id } cancellations { madeOn }"
    )

    assert found == {
        "claimable": True,
        "current": True,
        "coveredUntil": None,
        "cancelledBy": None,
        "cancellations": [{"madeOn": "2026-06-01"}],
    }


@pytest.mark.rule("GAD-05", "GAD-06", "GAD-P07")
async def test_what_lacks_evidence_or_details_is_not_claimable_and_says_why(
    ask: Ask, database: Database
) -> None:
    home, ada = make.individual()
    unsent = {"type": "VERBAL", "evidence": "EMAIL", "evidence_text": None}
    scan = gift_aid.document(ada)
    rows = [
        gift_aid.declaration(ada, date(2026, 5, 1), **unsent),
        gift_aid.declaration(ada, date(2026, 4, 1), **unsent, written_record_sent_on=date(2026, 4, 2)),
        gift_aid.declaration(ada, date(2026, 3, 1), **{**unsent, "evidence": "UPLOAD"}, document_id=scan.id),
        gift_aid.declaration(ada, date(2026, 2, 1), type="VERBAL", evidence_text="  "),
        gift_aid.declaration(ada, date(2026, 1, 1), postcode=None, first_name=None),
    ]
    await database.save(home, ada, scan, *rows)

    found = await declared(ask, ada, "claimable notClaimableReasons hasAttachment")

    assert [tuple(each.values()) for each in found] == [
        (False, ["WRITTEN_RECORD_NOT_SENT"], False),
        (True, [], False),
        (True, [], True),
        (False, ["WRITTEN_RECORD_NOT_SENT"], False),
        (False, ["ADDRESS_INCOMPLETE", "NAME_INCOMPLETE"], False),
    ]


def _named(ada: Customer, address: Any) -> None:
    ada.last_name = "King"


def _moved(ada: Customer, address: Any) -> None:
    address.line1 = "13 Harbour Row"


def _in_another_town(ada: Customer, address: Any) -> None:
    address.town = "Bath"


def _respelt(ada: Customer, address: Any) -> None:
    address.line1, address.line2, address.line3 = "12, HARBOUR ROW", "Redcliffe,", None
    ada.first_name = "ADA"


@pytest.mark.rule("GAD-P18")
@pytest.mark.parametrize(
    ("change", "differs"),
    [(_respelt, False), (_named, True), (_moved, True), (_in_another_town, True)],
)
async def test_a_name_or_address_that_changed_since_is_told(
    ask: Ask, database: Database, change: Callable[[Customer, Any], None], differs: bool
) -> None:
    home, ada = make.individual()
    lives = {"line1": "12 Harbour Row", "line3": "Redcliffe", "postcode": "BS1 4AA"}
    address = make.address(ada.id, **lives)
    declaration = gift_aid.declaration(ada, address_rest="Redcliffe, Bristol")
    change(ada, address)
    second = make.address(ada.id, line1="9 Elsewhere", default_billing=False, default_delivery=False)
    await database.save(home, ada, address, second, declaration)

    assert await declared(ask, ada, "detailsDiffer snapshot { lastName addressLine1 }") == [
        {"detailsDiffer": differs, "snapshot": {"lastName": "Byron", "addressLine1": "12 Harbour Row"}}
    ]
