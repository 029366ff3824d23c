"""The pinboard: what each fundraiser keeps at hand, and nobody else sees."""

from __future__ import annotations

from itertools import product

import pytest
from uuid_utils.compat import uuid7

from db.models import Pin
from gateway.engine import ids
from tests import box_office, inviting
from tests import factories as make
from tests import fundraising as raising
from tests.api._pinning import BOARD, ITEMS, audit_of, change, changed, count, cus, of, persons
from tests.ask import Ask
from tests.database import Database


@pytest.mark.rule("NAV-15", "NAV-P04", "INV-08")
async def test_a_pinboard_shows_records_opportunities_and_invitations_what_was_pinned_last_first(
    ask: Ask, database: Database
) -> None:
    fay = await inviting.fundraiser(database, ask)
    (ada,) = await persons(database, 1)
    choir, show = make.organisation(name=make.choir()), box_office.show("Gala Night")
    roof, early = raising.campaign(), raising.stage()
    asked, hoped = raising.invitation(ada, show.instance), raising.opportunity(choir, roof, early)
    await database.save(choir, *show.rows, roof, early, asked, hoped)
    invitation, opportunity = ids.encode("inv", asked.id), ids.encode("opp", hoped.id)
    hour = "2026-11-22T{}:00:00+00:00".format

    await changed(ask, fay.username, "pinCustomer", f"I-{ada.number}", now=hour(10))
    await changed(ask, fay.username, "pinOpportunity", opportunity, now=hour(11))
    await changed(ask, fay.username, "pinInvitation", invitation, now=hour(12))
    told = await change(ask, fay.username, "pinCustomer", f"{choir.number}", now=hour(13))

    board = (await ask(BOARD, by=fay.username)).ok["pinboard"]
    assert board == told.ok["pinCustomer"]["pinboard"]
    assert board == [
        {
            "__typename": "PinnedCustomer",
            "since": "2026-11-22T13:00:00+00:00",
            "customer": {"id": cus(choir), "fullName": choir.name, "pinned": True},
        },
        {
            "__typename": "PinnedInvitation",
            "since": "2026-11-22T12:00:00+00:00",
            "invitation": {"id": invitation, "eventName": "Gala Night", "pinned": True},
        },
        {
            "__typename": "PinnedOpportunity",
            "since": "2026-11-22T11:00:00+00:00",
            "opportunity": {"id": opportunity, "label": f"{roof.name} ({early.name})", "pinned": True},
        },
        {
            "__typename": "PinnedCustomer",
            "since": "2026-11-22T10:00:00+00:00",
            "customer": {"id": cus(ada), "fullName": "Ada Byron", "pinned": True},
        },
    ]


@pytest.mark.rule("NAV-P04", "AUD-P05")
async def test_pinning_twice_and_unpinning_what_is_not_pinned_change_nothing(
    ask: Ask, database: Database
) -> None:
    fay = await inviting.fundraiser(database, ask)
    ada, bob = await persons(database, 2)
    show, roof, early = box_office.show(), raising.campaign(), raising.stage()
    asked, hoped = raising.invitation(ada, show.instance), raising.opportunity(bob, roof, early)
    await database.save(*show.rows, roof, early, asked, hoped)
    invitation, opportunity = ids.encode("inv", asked.id), ids.encode("opp", hoped.id)

    assert await changed(ask, fay.username, "unpinCustomer", cus(ada)) == []
    assert await changed(ask, fay.username, "unpinInvitation", invitation) == []
    assert await changed(ask, fay.username, "unpinOpportunity", opportunity) == []
    assert await audit_of(database, fay) == []
    await changed(ask, fay.username, "pinCustomer", cus(ada), now="2026-11-22T10:00:00+00:00")
    await changed(ask, fay.username, "pinInvitation", invitation, now="2026-11-22T11:00:00+00:00")
    again = await changed(ask, fay.username, "pinCustomer", cus(ada), now="2026-11-22T12:00:00+00:00")
    assert again == [invitation, cus(ada)]
    assert await changed(ask, fay.username, "unpinCustomer", cus(bob)) == [invitation, cus(ada)]
    assert len(await audit_of(database, fay)) == 2

    assert await changed(ask, fay.username, "unpinInvitation", invitation) == [cus(ada)]
    assert await changed(ask, fay.username, "unpinCustomer", f"I-{ada.number}") == []
    for _ in range(2):
        assert await changed(ask, fay.username, "pinOpportunity", opportunity) == [opportunity]
    for _ in range(2):
        assert await changed(ask, fay.username, "unpinOpportunity", opportunity) == []
    assert await count(database, fay.id) == 0


@pytest.mark.rule("AUD-P03", "NAV-P04")
async def test_a_pin_stands_in_the_audit_as_the_users_own_and_in_that_of_no_customer(
    ask: Ask, database: Database
) -> None:
    fay = await inviting.fundraiser(database, ask)
    (ada,) = await persons(database, 1)
    before = await database.snapshot(ada.id)

    await changed(ask, fay.username, "pinCustomer", cus(ada))
    await changed(ask, fay.username, "unpinCustomer", cus(ada))

    assert await database.snapshot(ada.id) == before
    key = str(ada.id)
    assert await audit_of(database, fay) == [
        ("pinboard.pinned", None, "Customer pinned", "pinboard.customer", None, key),
        ("pinboard.unpinned", None, "Customer unpinned", "pinboard.customer", key, None),
    ]


@pytest.mark.rule("NAV-P04")
async def test_the_pinboard_of_one_user_is_nobody_elses(ask: Ask, database: Database) -> None:
    fay, guy = [await inviting.fundraiser(database, ask) for _ in range(2)]
    ada, bob = await persons(database, 2)
    await changed(ask, fay.username, "pinCustomer", cus(ada))

    assert await changed(ask, guy.username, "pinCustomer", cus(bob)) == [cus(bob)]
    assert await changed(ask, guy.username, "unpinCustomer", cus(ada)) == [cus(bob)]

    assert of((await ask(BOARD, by=fay.username)).ok["pinboard"]) == [cus(ada)]
    document = "query ($id: ID!) { customer(id: $id) { pinned } }"
    for by, pinned in ((fay, True), (guy, False)):
        answer = await ask(document, by=by.username, id=cus(ada))
        assert answer.ok == {"customer": {"pinned": pinned}}


@pytest.mark.rule("NAV-P04", "ROL-08")
async def test_a_record_merged_away_leads_to_its_survivor_and_an_inactive_one_stays(
    ask: Ask, database: Database
) -> None:
    fay = await inviting.fundraiser(database, ask)
    ada, old = await persons(database, 2)
    (gone,) = await persons(database, 1, active=False)
    (merged,) = await persons(database, 1, merged_into=ada.id, active=False)
    await database.save(inviting.pin(fay.id, merged), inviting.pin(fay.id, gone, 1))
    document = "query ($id: ID!) { customer(id: $id) { id pinned } }"

    assert of((await ask(BOARD, by=fay.username)).ok["pinboard"]) == [cus(gone), cus(ada)]
    found = (await ask(document, by=fay.username, id=cus(merged))).ok["customer"]
    assert found == {"id": cus(ada), "pinned": True}
    # By whichever of its ids it is called, it is one record.
    assert await changed(ask, fay.username, "pinCustomer", cus(ada)) == [cus(gone), cus(ada)]
    assert await count(database, fay.id) == 2
    assert await changed(ask, fay.username, "unpinCustomer", cus(ada)) == [cus(gone)]
    assert await changed(ask, fay.username, "pinCustomer", f"I-{merged.number}") == [cus(ada), cus(gone)]
    assert await changed(ask, fay.username, "unpinCustomer", cus(merged)) == [cus(gone)]
    assert await changed(ask, fay.username, "pinCustomer", cus(old)) == [cus(old), cus(gone)]


@pytest.mark.rule("NAV-P04")
@pytest.mark.parametrize("kind", ["Customer", "Opportunity", "Invitation"])
async def test_an_id_of_nothing_is_refused(ask: Ask, database: Database, kind: str) -> None:
    fay = await inviting.fundraiser(database, ask)
    (ada,) = await persons(database, 1)
    (merged,) = await persons(database, 1, merged_into=ada.id, active=False)
    show, roof, early = box_office.show(), raising.campaign(), raising.stage()
    # What is left under a record that was merged away is nobody's.
    asked, hoped = raising.invitation(merged, show.instance), raising.opportunity(merged, roof, early)
    await database.save(*show.rows, roof, early, asked, hoped)
    await database.save(inviting.pin(fay.id, asked), inviting.pin(fay.id, hoped))
    wrong = ["", "nothing", "I-999999999", ids.encode("evt", uuid7())]
    wrong += [ids.encode(entity, uuid7()) for entity in ("cus", "opp", "inv")]
    wrong += [ids.encode("inv", asked.id), ids.encode("opp", hoped.id), ids.encode("usr", fay.id)]
    if kind != "Customer":
        wrong += [cus(ada), f"I-{ada.number}", f"{ada.number}"]

    for name, each in product((f"pin{kind}", f"unpin{kind}"), wrong):
        told = (await change(ask, fay.username, name, each)).ok[name]
        path = [f"{kind.lower()}Id"]
        assert [(error["code"], error["path"]) for error in told["errors"]] == [("NOT_FOUND", path)], each
        assert told["pinboard"] == []
    assert await count(database, fay.id) == 2
    assert await audit_of(database, fay) == []


@pytest.mark.rule("NAV-14", "ROL-05", "ROL-P04")
@pytest.mark.parametrize("by", ["bea", "ade", "sam", "gina"])
async def test_pinboards_are_for_fundraisers_alone(ask: Ask, database: Database, by: str) -> None:
    (ada,) = await persons(database, 1)
    before = await database.count(Pin)

    answer = await ask(
        f"query ($id: ID!) {{ pinboard {{ {ITEMS} }} customer(id: $id) {{ pinned }} }}", by=by, id=cus(ada)
    )
    assert set(answer.codes) == {"FORBIDDEN"}
    assert answer.data["pinboard"] is None
    for start, kind in product(("pin", "unpin"), ("Customer", "Opportunity", "Invitation")):
        refused = await change(ask, by, f"{start}{kind}", cus(ada))
        assert (refused.codes, refused.data) == (["FORBIDDEN"], None)
    assert await database.count(Pin) == before


async def test_a_pin_is_made_once_for_an_idempotency_key(ask: Ask, database: Database) -> None:
    fay = await inviting.fundraiser(database, ask)
    (ada,) = await persons(database, 1)
    once = make.unique("key")

    await change(ask, fay.username, "pinCustomer", cus(ada), key=once)
    await changed(ask, fay.username, "unpinCustomer", cus(ada))
    replayed = await change(ask, fay.username, "pinCustomer", cus(ada), key=once)

    assert replayed.extensions["replayed"] == ["pinCustomer"]
    assert replayed.ok["pinCustomer"] == {"pinboard": [], "errors": []}
