"""What is combined in a merge, since both records have one of it: memberships, cards, places in a queue, mailings."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from uuid_utils.compat import uuid7

from db.demo.personas import ADE, FEMI
from db.models import (
    Customer,
    MailingClick,
    MailingRecord,
    Membership,
    MembershipTerm,
    Pin,
    SoftCredit,
    WaitingListEntry,
    WaitingListInstance,
    WalletCard,
)
from domain.merges import BothLive, MergedMembership
from tests import box_office, orders
from tests import factories as make
from tests.carrying_out import NOW, merged
from tests.database import Database
from tests.factories import unique
from tests.inviting import pin
from tests.people import email, sent, waits
from tests.subscriptions import card, membership, membership_type, term

SOME_TIME = datetime(2026, 11, 5, 18, tzinfo=UTC)


async def pair(database: Database, **given: Any) -> tuple[Customer, Customer]:
    """Two people with email addresses, who live alone."""
    (home, ada), (other, bob) = (
        make.individual(**{"email": f"{unique(name)}@example.org", **given}) for name in ("ada", "bob")
    )
    await database.save(home, ada, other, bob)
    return ada, bob


async def of(database: Database, table: Any, key: Any, who: Customer) -> list[Any]:
    """The rows of that customer, the oldest first."""
    return await database.all(sa.select(table).where(key == who.id).order_by(table.id))


async def _members(
    database: Database, ours: tuple[date, date], theirs: tuple[date, date]
) -> tuple[Customer, Customer, MergedMembership]:
    """Two members of one type with a term each."""
    ada, bob = await pair(database)
    kind = membership_type()
    one, other = membership(ada, kind, auto_renew=True), membership(bob, kind, auto_renew=True)
    await database.save(kind, one, other, term(one, *ours), term(other, *theirs))
    return ada, bob, MergedMembership(kind.id, one.id, other.id, BothLive.KEEP_BOTH)


async def _terms(database: Database, membership_id: Any) -> list[tuple[date, date]]:
    rows = await database.all(
        sa.select(MembershipTerm)
        .where(MembershipTerm.membership_id == membership_id)
        .order_by(MembershipTerm.starts)
    )
    return [(row.starts, row.ends) for row in rows]


@pytest.mark.rule("MEM-P09", "MEM-11")
async def test_of_two_live_memberships_the_later_runs_on_when_the_other_has_ended(
    database: Database,
) -> None:
    # On 22 November the survivor's has 30 days left, the day itself among them.
    ours, theirs = (
        (date(2026, 1, 1), date(2026, 12, 21)),
        (date(2025, 12, 1), date(2026, 11, 30)),
    )
    ada, bob, both = await _members(database, ours, theirs)

    await merged(database, ada, bob, memberships=(both,))

    assert await _terms(database, both.losers_id) == [theirs]
    assert await _terms(database, both.survivors_id) == [(date(2026, 12, 1), date(2026, 12, 30))]
    held = await of(database, Membership, Membership.customer_id, ada)
    assert {each.id for each in held} == {both.survivors_id, both.losers_id}
    reasons = sa.select(MembershipTerm.custom_end_reason).where(
        MembershipTerm.membership_id == both.survivors_id
    )
    assert all(await database.all(reasons))


@pytest.mark.rule("MEM-P09")
async def test_a_membership_that_was_renewed_early_keeps_its_next_term_whole(database: Database) -> None:
    ours = (date(2026, 1, 1), date(2026, 11, 30))
    ada, bob, both = await _members(database, (date(2026, 1, 1), date(2026, 12, 31)), ours)
    later = MembershipTerm(
        id=uuid7(),
        membership_id=both.survivors_id,
        starts=date(2027, 1, 1),
        ends=date(2027, 12, 31),
        price_minor=5400,
    )
    await database.save(later)

    await merged(database, ada, bob, memberships=(both,))

    # 40 days were left of the first term.
    assert await _terms(database, both.survivors_id) == [
        (date(2026, 12, 1), date(2027, 1, 9)),
        (date(2027, 1, 10), date(2028, 1, 9)),
    ]


@pytest.mark.rule("MEM-P09")
@pytest.mark.parametrize("outcome", [BothLive.RETURN_SURVIVORS, BothLive.RETURN_LOSERS])
async def test_one_of_two_live_memberships_can_be_returned(database: Database, outcome: BothLive) -> None:
    year = (date(2026, 1, 1), date(2026, 12, 31))
    ada, bob, both = await _members(database, year, year)
    chosen = MergedMembership(both.type_id, both.survivors_id, both.losers_id, outcome)

    await merged(database, ada, bob, memberships=(chosen,))

    held = await of(database, Membership, Membership.customer_id, ada)
    returned = [(each.id, each.returned_at, each.auto_renew) for each in held if each.returned_at]
    gone = both.survivors_id if outcome is BothLive.RETURN_SURVIVORS else both.losers_id
    assert returned == [(gone, NOW, False)]
    assert await _terms(database, gone) == [year]


@pytest.mark.rule("WAL-P05")
async def test_a_card_that_both_have_is_kept_once_and_the_survivor_prefers_what_it_did(
    database: Database,
) -> None:
    ada, bob = await pair(database)
    ours = card(ada, fingerprint="same", continuous_authority=False)
    preferred = card(ada, preferred=True)
    double = card(bob, fingerprint="same", preferred=True, last_used_at=SOME_TIME)
    other = card(bob)
    removed = card(bob, fingerprint="same", removed_at=SOME_TIME)
    kind = membership_type()
    renewed = membership(bob, kind, card_id=double.id, auto_renew=True)
    await database.save(ours, preferred, double, other, removed, kind, renewed)

    await merged(database, ada, bob)

    held = {each.id: each for each in await of(database, WalletCard, WalletCard.customer_id, ada)}
    assert held.keys() == {ours.id, preferred.id, other.id, removed.id}
    assert [each.id for each in held.values() if each.preferred] == [preferred.id]
    assert (held[ours.id].continuous_authority, held[ours.id].last_used_at) == (True, SOME_TIME)
    (member,) = await of(database, Membership, Membership.customer_id, ada)
    assert member.card_id == ours.id


@pytest.mark.rule("WAL-P05")
async def test_where_the_survivor_prefers_no_card_the_losers_preferred_one_is(database: Database) -> None:
    ada, bob = await pair(database)
    ours, double = (card(who, fingerprint="same", preferred=who is bob) for who in (ada, bob))
    await database.save(ours, double)

    await merged(database, ada, bob)

    (held,) = await of(database, WalletCard, WalletCard.customer_id, ada)
    assert (held.id, held.preferred) == (ours.id, True)


@pytest.mark.rule("WLS-P07")
async def test_on_one_waiting_list_the_better_place_stands_for_the_larger_quantity(
    database: Database,
) -> None:
    ada, bob = await pair(database)
    show, other = box_office.show(), box_office.show()
    again = show.again(datetime(2026, 12, 26, 19, 30, tzinfo=UTC))
    await database.save(*show.rows, *other.rows, again)
    theirs, *named = waits(bob, show, show.instance, quantity=4, note="Any seats.")
    ours, *also = waits(ada, show, again, quantity=2)
    (elsewhere,) = waits(bob, other)
    over, *_ = waits(bob, show, status="REMOVED")
    await database.save(theirs, *named, ours, *also, elsewhere, over)

    await merged(database, ada, bob)

    held = {each.id: each for each in await of(database, WaitingListEntry, WaitingListEntry.customer_id, ada)}
    assert held.keys() == {ours.id, elsewhere.id, over.id}
    kept = held[ours.id]
    assert (kept.place, kept.quantity, kept.any_instance, kept.note) == (theirs.place, 4, False, "Any seats.")
    accepted = sa.select(WaitingListInstance.instance_id).where(WaitingListInstance.entry_id == ours.id)
    assert set(await database.all(accepted)) == {show.instance.id, again.id}


@pytest.mark.rule("WLS-P07")
async def test_who_would_have_come_to_any_instance_still_would(database: Database) -> None:
    ada, bob = await pair(database)
    show = box_office.show()
    ours, *named = waits(ada, show, show.instance, status="OFFERED", offered_at=SOME_TIME)
    (theirs,) = waits(bob, show)
    await database.save(*show.rows, ours, *named, theirs)

    await merged(database, ada, bob)

    (kept,) = await of(database, WaitingListEntry, WaitingListEntry.customer_id, ada)
    assert (kept.id, kept.any_instance, kept.status, kept.offered_at) == (ours.id, True, "OFFERED", SOME_TIME)
    accepted = sa.select(WaitingListInstance).where(WaitingListInstance.entry_id == ours.id)
    assert await database.all(accepted) == []


@pytest.mark.rule("MRG-P11", "MAI-P02")
async def test_of_one_mailing_to_both_opt_outs_openings_and_clicks_carry_over(database: Database) -> None:
    ada, bob = await pair(database)
    what = email()
    ours = sent(what, ada, opened_at=SOME_TIME)
    theirs = sent(what, bob, opened_at=SOME_TIME - timedelta(days=1), open_count=3, opted_out_at=SOME_TIME)
    await database.save(what, ours, theirs)
    click = MailingClick(id=uuid7(), record_id=theirs.id, url="https://example.org", clicked_at=SOME_TIME)
    await database.save(click)

    await merged(database, ada, bob)

    (kept,) = await of(database, MailingRecord, MailingRecord.customer_id, ada)
    assert (kept.id, kept.open_count, kept.opened_at) == (ours.id, 4, theirs.opened_at)
    assert (kept.opted_out_at, kept.bounced_at, kept.sent_to) == (SOME_TIME, None, ada.email)
    followed = await database.all(sa.select(MailingClick.id).where(MailingClick.record_id == ours.id))
    assert followed == [click.id]


@pytest.mark.rule("CPR-P05", "MAI-P02")
async def test_a_bounce_belongs_to_its_address_and_goes_where_that_goes(database: Database) -> None:
    ada, bob = await pair(database)
    news, more = email(), email("More news")
    back: dict[str, Any] = {"bounced_at": SOME_TIME, "bounce_type": "HARD"}
    ours = sent(news, ada)
    theirs = sent(news, bob, **{"sent_to": None, **back})
    unknown = sent(more, bob, sent_to=None, **back)
    await database.save(news, more, ours, theirs, unknown)

    await merged(database, ada, bob)

    kept = await of(database, MailingRecord, MailingRecord.customer_id, ada)
    assert {(each.id, each.bounce_type, each.sent_to) for each in kept} == {
        (ours.id, "HARD", bob.email),
        (unknown.id, "HARD", bob.email),
    }


@pytest.mark.rule("MRG-P11")
async def test_what_the_survivor_holds_already_is_not_held_twice(database: Database) -> None:
    ada, bob = await pair(database)
    home, cara = make.individual()
    order = box_office.order(cara)
    await database.save(home, cara, order, orders.credit(order, ada), orders.credit(order, bob))
    await database.save(pin(FEMI.id, ada), pin(FEMI.id, bob), pin(ADE.id, bob))

    await merged(database, ada, bob)

    credited = await database.all(sa.select(SoftCredit.customer_id).where(SoftCredit.order_id == order.id))
    assert credited == [ada.id]
    pinned = await database.all(sa.select(Pin.user_id).where(Pin.customer_id.in_((ada.id, bob.id))))
    assert sorted(pinned) == sorted((FEMI.id, ADE.id))
