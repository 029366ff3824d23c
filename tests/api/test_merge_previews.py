"""Looking at a merge before anybody makes it."""

from __future__ import annotations

from datetime import date

import pytest

from db.models import AttributeDefinition, Customer, CustomerTag
from domain.permissions import Role
from gateway.engine import ids
from tests import box_office as sell
from tests import factories as make
from tests import fundraising as raising
from tests import gift_aid as aid
from tests.api._merging import LOOK, both, cus, line, looked, merged, tab, two
from tests.ask import Ask
from tests.database import Database
from tests.set_up import hire

TABS = ["BASIC_DETAILS", "ADDRESSES", "CONTACT_PREFERENCES", "TAGS", "NOTES", "RELATIONSHIPS"]


@pytest.mark.rule("MRG-P02", "MRG-15", "MRG-01")
async def test_a_preview_shows_every_tab_in_order_and_what_is_proposed_with_the_reason(
    ask: Ask, database: Database
) -> None:
    ada, twin = await two(
        database, {"phone": "020 7946 0001", "birth_date": date(1990, 5, 1)}, mobile="07700 900123"
    )
    group = make.tag_group()
    tag = make.tag(group.id)
    await database.save(group, tag, CustomerTag(customer_id=twin.id, tag_id=tag.id))

    shown = await looked(ask, ada, twin)

    assert [each["key"] for each in shown["tabs"]] == TABS
    phone = line(shown, "phone")
    assert (phone["survivor"], phone["loser"], phone["result"]) == (None, "020 7946 0001", "020 7946 0001")
    assert (phone["takenFrom"], phone["reason"], phone["subjectId"]) == ("LOSER", "SURVIVOR_HAS_NONE", None)
    assert phone["why"] != ""
    (tagged,) = tab(shown, "TAGS")["lines"]
    assert (tagged["loser"], tagged["result"]) == (tag.name, tag.name)
    node = await ask("query($id: ID!) { node(id: $id) { __typename } }", by="ade", id=tagged["subjectId"])
    assert node.ok["node"]["__typename"] == "Tag"
    assert shown["record"]["phone"] == "020 7946 0001"
    assert shown["record"]["mobile"] == "07700 900123"
    assert shown["record"]["birthDate"] == "1990-05-01"
    assert (shown["survivor"]["id"], shown["loser"]["id"]) == (cus(ada), cus(twin))
    assert shown["blockers"] == []
    assert shown["planToken"] is not None
    assert shown["expiresAt"] == "2026-11-22T10:15:00+00:00"


@pytest.mark.rule("MRG-16", "MRG-17", "MRG-26")
async def test_a_tab_with_nothing_to_do_is_greyed_and_relationships_always_are(
    ask: Ask, database: Database
) -> None:
    ada, twin = await two(database)
    await database.save(make.note(twin.id))

    shown = await looked(ask, ada, twin)

    assert {each["key"]: each["greyed"] for each in shown["tabs"]} == {
        key: key not in {"NOTES"} for key in TABS
    }
    assert tab(shown, "BASIC_DETAILS")["status"] == "SAME"
    assert tab(shown, "ADDRESSES")["status"] == "EMPTY"
    assert tab(shown, "NOTES")["status"] == "ACTION_NEEDED"


@pytest.mark.rule("MRG-P02")
async def test_looking_changes_nothing_however_often_and_with_whatever_choices(
    ask: Ask, database: Database
) -> None:
    ada, twin = await two(database, {"phone": "020 7946 0001"})
    await database.save(make.note(twin.id), make.address(ada.id), make.address(twin.id))
    before = await both(database, ada, twin)

    first = await looked(ask, ada, twin)
    chosen = {"fields": [{"field": "FIRST_NAME", "pick": "CUSTOM", "custom": "Augusta"}]}
    second = await looked(ask, ada, twin, chosen)

    assert second["record"]["firstName"] == "Augusta"
    assert first["record"]["firstName"] == "Ada"
    assert await both(database, ada, twin) == before


@pytest.mark.rule("MRG-P01", "MRG-P02")
async def test_what_is_in_the_way_leaves_the_preview_without_a_token(ask: Ask, database: Database) -> None:
    one, other = make.unique("one"), make.unique("other")
    ada, twin = await two(database, {"email": f"{other}@example.org"}, email=f"{one}@example.org")

    undecided = await looked(ask, ada, twin)
    assert [each["code"] for each in undecided["blockers"]] == ["EMAIL_CHOICE_REQUIRED"]
    assert undecided["planToken"] is None
    assert line(undecided, "email")["choiceRequired"] is True

    decided = await looked(ask, ada, twin, {"fields": [{"field": "EMAIL", "pick": "LOSER"}]})
    assert decided["blockers"] == []
    assert decided["record"]["email"] == f"{other}@example.org"
    assert decided["planToken"] is not None

    itself = await looked(ask, ada, ada)
    assert [each["code"] for each in itself["blockers"]] == ["SAME_CUSTOMER"]
    choir = make.organisation(name=make.choir())
    await database.save(choir)
    mixed = await looked(ask, ada, choir)
    assert [each["code"] for each in mixed["blockers"]] == ["WRONG_KIND"]
    assert (itself["planToken"], mixed["planToken"]) == (None, None)


@pytest.mark.rule("MRG-04", "ROL-02", "MRG-13")
async def test_only_sales_administrators_and_support_may_look_or_merge(ask: Ask, database: Database) -> None:
    ada, twin = await two(database)
    for by in ("bea", "femi", "olga", "gina", "seth"):
        refused = await ask(LOOK, by=by, survivor=cus(ada), loser=cus(twin))
        assert (refused.codes, refused.data) == (["FORBIDDEN"], {"mergePreview": None})
    for by in ("ade", "sam"):
        assert (await looked(ask, ada, twin, by=by))["planToken"] is not None


@pytest.mark.rule("MRG-P02", "NOT-P05")
async def test_numbers_that_ones_roles_do_not_show_are_null_and_pink_notes_leave_no_trace(
    ask: Ask, database: Database
) -> None:
    ada, twin = await two(database)
    order, roof, campaign, stage = sell.order(twin), sell.fund(), raising.campaign(), raising.stage()
    item, gift = sell.donation(order, roof, 2500)
    await database.save(order, roof, item, gift, campaign, stage)
    await database.save(raising.opportunity(twin, campaign, stage), make.note(twin.id), aid.declaration(twin))
    before = await looked(ask, ada, twin)
    await database.save(make.note(twin.id, colour="PINK", body="A secret", created_by="femi"))

    shown = await looked(ask, ada, twin)
    assert shown == before
    moves = shown["moves"]
    assert (moves["orders"], moves["donations"], moves["donationTotal"]) == (1, 1, {"amount": "25.00"})
    assert (moves["declarations"], moves["blueNotes"]) == (1, 1)
    assert {name: moves[name] for name in ("opportunities", "opportunityTotal", "pledges", "invitations")} == {
        "opportunities": None, "opportunityTotal": None, "pledges": None, "invitations": None,
    }  # fmt: skip

    of_support = await looked(ask, ada, twin, by="sam")
    hidden = ("orders", "orderTotal", "tickets", "donations", "donationTotal", "memberships", "declarations")
    assert [of_support["moves"][name] for name in hidden] == [None] * len(hidden)
    assert of_support["moves"]["blueNotes"] == 1
    assert of_support["giftAid"] is None


@pytest.mark.rule("MRG-N02")
async def test_the_preview_tells_what_the_merge_does_to_tax_and_consent(ask: Ask, database: Database) -> None:
    ada, twin = await two(database)
    order, roof = sell.order(ada), sell.fund()
    item, gift = sell.donation(order, roof, 4000, made_on=date(2026, 4, 1))
    await database.save(order, roof, item, gift, aid.declaration(twin))

    shown = await looked(ask, ada, twin)

    assert shown["giftAid"] == {
        "before": {"amount": "0.00"}, "after": {"amount": "10.00"}, "delta": {"amount": "10.00"},
    }  # fmt: skip
    assert {each["channel"] for each in shown["consent"]} >= {"EMAIL", "POST"}


@pytest.mark.rule("MRG-05", "ROL-03", "ROL-P05")
async def test_protected_data_on_either_record_needs_the_permission_and_is_shown_to_nobody(
    ask: Ask, database: Database
) -> None:
    attribute = make.attribute(protected=True)
    await database.save(attribute)
    keeper = await hire(ask, database, Role.SALES_ADMINISTRATOR)
    for on_survivor in (True, False):
        ada, twin = await two(database)
        await _protect(ask, ada if on_survivor else twin, attribute)

        refused = await looked(ask, ada, twin, by=keeper.username)
        allowed = await looked(ask, ada, twin)

        assert "PROTECTED_DATA_PERMISSION" in [each["code"] for each in refused["blockers"]]
        assert refused["planToken"] is None
        codes = [each["code"] for each in allowed["blockers"]]
        assert codes == ([] if on_survivor else ["PROTECTED_ATTRIBUTE_NOT_COPIED"])
        for shown in (refused, allowed):
            told = line(shown, f"attribute.{attribute.name}")
            assert told["isProtected"] is True
            assert (told["survivor"], told["loser"], told["result"]) == (None, None, None)
            assert "Rose" not in str(shown)


async def _protect(ask: Ask, who: Customer, attribute: AttributeDefinition) -> None:
    """Have a protected value entered on the record."""
    change = """mutation($id: ID!, $values: [AttributeValueInput!]!) {
      updateCustomer(customerId: $id, expectedVersion: 1, attributes: $values) {
        errors { ... on UserError { code message } } } }"""
    values = [{"definitionId": ids.encode("atd", attribute.id), "text": "Rose"}]
    answer = await ask(change, by="ade", id=cus(who), values=values)
    assert answer.ok["updateCustomer"]["errors"] == []


@pytest.mark.rule("MRG-P16", "MRG-P10", "MRG-P01")
async def test_a_record_that_was_merged_away_is_told_as_such_on_either_side(
    ask: Ask, database: Database
) -> None:
    ada, twin = await two(database)
    assert (await merged(ask, (await looked(ask, ada, twin))["planToken"]))["errors"] == []
    home, other = make.individual()
    await database.save(home, other)
    for survivor, loser in ((other, twin), (twin, other)):
        shown = await looked(ask, survivor, loser)
        assert "CUSTOMER_MERGED" in [each["code"] for each in shown["blockers"]]
        assert shown["planToken"] is None
        assert cus(ada) in (shown["survivor"]["id"], shown["loser"]["id"])


@pytest.mark.rule("MRG-03", "MRG-02")
async def test_organisations_are_merged_like_individuals(ask: Ask, database: Database) -> None:
    choir, twin = make.organisation(name=make.choir()), make.organisation(name=make.choir())
    await database.save(choir, twin)
    shown = await looked(ask, choir, twin, {"fields": [{"field": "NAME", "pick": "LOSER"}]})
    assert (shown["blockers"], shown["record"]["name"]) == ([], twin.name)
    done = await merged(ask, shown["planToken"])
    assert (done["errors"], done["customer"]["mergedFrom"]) == ([], [f"O-{twin.number}"])


async def test_a_record_that_may_not_be_seen_has_no_preview(ask: Ask, database: Database) -> None:
    ada, twin = await two(database, {"active": False})
    nobody = await ask(LOOK, by="ade", survivor=cus(ada), loser="I-1999999999")
    assert nobody.ok == {"mergePreview": None}
    assert await looked(ask, ada, twin) is None
    assert await looked(ask, twin, ada) is None
    assert (await looked(ask, ada, twin, by="sam"))["planToken"] is not None


@pytest.mark.parametrize(
    ("choices", "reason"),
    [
        ({"tagIds": ["nonsense"]}, "NOT_FOUND"),
        ({"notes": [{"noteId": "I-1000001", "body": None}]}, "NOT_FOUND"),
        ({"tagIds": ["x"] * 201}, "TOO_MANY"),
        (
            {"fields": [{"field": "PHONE", "pick": "LOSER"}, {"field": "PHONE", "pick": "SURVIVOR"}]},
            "INVALID_VALUE",
        ),
    ],
)
async def test_choices_that_cannot_be_read_are_refused(
    ask: Ask, database: Database, choices: dict[str, object], reason: str
) -> None:
    ada, twin = await two(database)
    answer = await ask(LOOK, by="ade", survivor=cus(ada), loser=cus(twin), choices=choices)
    assert answer.codes == ["BAD_USER_INPUT"]
    assert answer.errors[0]["extensions"]["reason"] == reason
