"""What is read of two records before they are merged: the same by a reader and within the merging transaction."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from db.merge_locks import take
from db.models import Agent, AttributeValue, Customer, OnlinePassword
from domain.errors import NotFound
from domain.merges import BlockerCode, MergePlan, MergeTab, Side, TabStatus, WarningCode
from domain.permissions import Interface, Role
from tests import factories as make
from tests import people, subscriptions
from tests.database import Database
from tests.merge_facts import codes, line, status, warned
from tests.merge_plans import VAULT, here, planned, planned_in_work, viewer

HOLDER = here(viewer(protected_data=True))
FUNDRAISER = here(viewer(Role.OPPORTUNITIES_USER, interface=Interface.OPPORTUNITIES))


async def two(
    database: Database, survivor: dict[str, Any] | None = None, loser: dict[str, Any] | None = None
) -> tuple[Customer, Customer]:
    """Ada, and another record of hers."""
    (home, ada), (other, eda) = make.individual(**(survivor or {})), make.individual(**(loser or {}))
    await database.save(home, ada, other, eda)
    return ada, eda


async def everywhere(database: Database, ada: Customer, eda: Customer, **given: Any) -> MergePlan:
    """The plan, having made sure that it is the same for who looks and for who merges."""
    seen = await planned(database, ada, eda, **given)
    assert seen == await planned_in_work(database, ada, eda, **given)
    return seen


@pytest.mark.rule("MRG-P02")
async def test_every_tab_is_read_of_both_records(database: Database) -> None:
    ada, eda = await two(database, {"email": f"{uuid4()}@x.org"}, {"phone": "0117 496 0000"})
    group, (definition, statement) = make.tag_group(), make.preference()
    label, attribute = make.tag(group.id), make.attribute()
    await database.save(group, label, definition, statement, attribute)
    theirs = make.address(eda.id)
    held = AttributeValue(customer_id=eda.id, definition_id=attribute.id, text_value="Loop")
    said = make.answer(eda.id, definition.id, answer="NO", at=datetime(2026, 3, 1, tzinfo=UTC))
    await database.save(theirs, held, said, make.customer_tag(eda.id, label.id), make.note(eda.id))

    plan = await everywhere(database, ada, eda)

    merged = plan.decisions
    assert (merged.details.email, merged.details.phone) == (ada.email, "0117 496 0000")
    assert (merged.billing, merged.attributes_from_loser, merged.tags_moved) == (
        theirs.id,
        (attribute.id,),
        (label.id,),
    )
    assert line(plan, f"preference.{definition.name}").result == "NO"
    assert line(plan, f"attribute.{attribute.name}").result == "Loop"
    assert [each.result for each in plan.lines if each.path.startswith("note.")] == ["Prefers the aisle."]
    assert status(plan, MergeTab.RELATIONSHIPS) is TabStatus.EMPTY


async def test_a_record_that_does_not_exist_is_refused(database: Database) -> None:
    ada, _ = await two(database)
    nobody = Customer(id=uuid4())

    with pytest.raises(NotFound):
        await planned(database, ada, nobody)


@pytest.mark.rule("MRG-05", "MRG-P09", "ATR-P03")
async def test_protected_values_are_compared_opened_by_holders_of_the_permission(database: Database) -> None:
    ada, eda = await two(database)
    same, other = make.attribute(protected=True), make.attribute(protected=True)
    await database.save(same, other)

    def sealed(who: Customer, what: Any, text: str) -> AttributeValue:
        secret = VAULT.seal(json.dumps(text), who.id, what.id)
        return AttributeValue(customer_id=who.id, definition_id=what.id, ciphertext=secret)

    await database.save(
        sealed(ada, same, "Asthma"),
        sealed(eda, same, "Asthma"),
        sealed(ada, other, "Nuts"),
        sealed(eda, other, "Wasps"),
    )

    held, without = await everywhere(database, ada, eda, by=HOLDER), await planned(database, ada, eda)

    assert codes(held) == [BlockerCode.PROTECTED_ATTRIBUTE_NOT_COPIED]
    assert other.name in held.blockers[0].message
    assert same.name not in held.blockers[0].message
    assert codes(without) == [BlockerCode.PROTECTED_DATA_PERMISSION] * 2
    assert not any(secret in repr((held, without)) for secret in ("Asthma", "Nuts", "Wasps"))


@pytest.mark.rule("NOT-P05", "NOT-P06")
async def test_pink_notes_are_not_read_for_who_may_not_see_them(database: Database) -> None:
    ada, eda = await two(database)
    bare = await planned(database, ada, eda)
    await database.save(make.note(eda.id, colour="PINK", body="Her will"))

    plan = await everywhere(database, ada, eda)

    assert plan == bare
    [found] = [each for each in (await planned(database, ada, eda, FUNDRAISER)).lines if each.restricted]
    assert found.result == "Her will"


@pytest.mark.rule("MRG-P16", "AGC-P07", "ACC-P03")
async def test_agents_and_logins_are_read(database: Database) -> None:
    ada, eda = await two(database, None, {"email": f"{uuid4()}@x.org", "online_account_active": True})
    agreed = people.structure()
    await database.save(agreed)
    agents = [Agent(customer_id=each.id, structure_id=agreed.id) for each in (ada, eda)]
    await database.save(*agents, OnlinePassword(customer_id=eda.id, hash="argon2"))

    plan = await everywhere(database, ada, eda)

    assert codes(plan) == [BlockerCode.BOTH_ARE_AGENTS]
    assert (plan.decisions.login_from, plan.decisions.details.online_account_active) == (Side.LOSER, True)


@pytest.mark.rule("MRG-P16", "MRG-P12")
async def test_a_record_that_is_being_merged_is_told_of(database: Database) -> None:
    ada, eda = await two(database)

    async with AsyncSession(database.store.writes) as merging:
        assert await take(merging, [eda.number])
        during = await planned(database, ada, eda)

    assert codes(during) == [BlockerCode.MERGE_IN_PROGRESS]
    assert codes(await everywhere(database, ada, eda)) == []


@pytest.mark.rule("MEM-P09")
async def test_only_live_memberships_are_compared(database: Database) -> None:
    ada, eda = await two(database)
    friend = subscriptions.membership_type()
    ours, theirs = (subscriptions.membership(each, friend) for each in (ada, eda))
    await database.save(friend, ours, theirs)
    last = subscriptions.term(theirs, date(2020, 1, 1), date(2020, 12, 31))
    await database.save(subscriptions.term(ours, date(2026, 1, 1), date(2026, 12, 31)), last)

    over = await everywhere(database, ada, eda)
    await database.save(subscriptions.term(theirs, date(2026, 2, 1), date(2027, 1, 31)))
    both = await everywhere(database, ada, eda)

    assert codes(over) == []
    assert codes(both) == [BlockerCode.MEMBERSHIP_CHOICE_REQUIRED]


@pytest.mark.rule("MRG-P17")
async def test_housemates_of_the_loser_are_warned_of(database: Database) -> None:
    ada, eda = await two(database)
    _, kit = make.individual(household_id=eda.household_id)

    alone = await planned(database, ada, eda)
    await database.save(kit)
    together = await everywhere(database, ada, eda)

    assert WarningCode.DIFFERENT_HOUSEHOLD not in warned(alone)
    assert WarningCode.DIFFERENT_HOUSEHOLD in warned(together)


@pytest.mark.rule("CPR-P05", "MAI-P02")
async def test_bounces_of_both_records_are_read(database: Database) -> None:
    ada, eda = await two(database, None, {"email": f"{uuid4()}@x.org"})
    definition, statement = make.preference()
    await database.save(definition, statement, make.answer(eda.id, definition.id))
    mailing = people.email()
    bounced = {"bounced_at": datetime(2026, 11, 2, tzinfo=UTC), "bounce_type": "HARD"}
    before = await planned(database, ada, eda)
    await database.save(mailing, people.sent(mailing, eda, **bounced))

    after = await everywhere(database, ada, eda)

    def emailed(plan: MergePlan) -> bool:
        return next(each.result for each in plan.consent if each.channel == "EMAIL")

    assert (emailed(before), emailed(after)) == (True, False)
