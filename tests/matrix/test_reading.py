"""Everybody asks for everything along every path, and is shown what the table says and nothing else."""

from __future__ import annotations

import pytest
from graphql import GraphQLInterfaceType

from gateway.engine.pipeline import Pipeline
from tests.ask import asking
from tests.matrix.askers import ACCOUNTS, THOROUGH, Account, named
from tests.matrix.forms import at_once
from tests.matrix.policies import Asker
from tests.matrix.table import types_of
from tests.matrix.ways import SCHEMA, Ways
from tests.matrix.world import WHOLE, introduce
from tests.referee.court import level_by_level

# The classes of marks on a record that has everything.
ON_A_RECORD = (
    "record",
    "blue",
    "pink",
    "sealed",
    "orders",
    "unrestricted",
    "service",
    "gift-aid",
    "fundraising",
)
# What only a change leads to, what nobody sees all of, and what the small demo has no case of.
ELSEWHERE = (
    "DeactivationWarning",
    "FieldConflict",
    "AutotagPreview",
    "GiftAidFix",
    "GiftAidFlip",
    "FileLink",
    "GiftAidClaimFile",
    "UnclaimableGift",
    "FaultyRow",
    "MergeConflict",
    "BulkJob",
    "StatementDeposit",
    "RestorableDetails",
    # What is asked for the statement as a whole is not asked again of its lines.
    "StatementKindTotal",
    "StatementLine",
)


@pytest.mark.rule("ROL-P06", "ROL-P07", "NOT-05")
@pytest.mark.parametrize("account", ACCOUNTS, ids=lambda each: each.asker.name)
async def test_everybody_is_shown_what_the_table_says(ways: Ways, account: Account) -> None:
    taken = [way for way in await ways.all() if way.short or account.asker.name in THOROUGH]
    found = [await ways.differences(way, account.asker) for way in taken]
    assert "\n".join(filter(None, found)) == ""


@pytest.mark.rule("ROL-P05", "NOT-06", "ATR-P03")
@pytest.mark.parametrize("account", ACCOUNTS, ids=lambda each: each.asker.name)
async def test_whoever_may_see_a_value_finds_it_on_the_record_and_nobody_else(
    ways: Ways, account: Account
) -> None:
    if ("a record", account.asker.name) not in ways.marks:
        await ways.differences(ways.record(), account.asker)

    marks = ways.marks["a record", account.asker.name]
    found = {each for each in marks if "inactive" not in each}
    may = {each for each in ON_A_RECORD if account.asker.holds(each)}
    assert found == (may if account.asker.holds("record") else set())


@pytest.mark.rule("ROL-P07", "ROL-09", "ROL-08")
async def test_an_inactive_record_and_all_that_is_on_it_are_for_those_who_see_inactive_ones(
    ways: Ways,
) -> None:
    known = await ways.all()
    async with ways.world.deactivated(WHOLE):
        anew = Ways(ways.world)
        for name in ("bea", "ade", "femi"):
            # A mutation that finds no customer says so, and what is explained is read with the record that it is of.
            apart = ("a payload", "the other roots", "the origin of a value", "accounts", "claims")
            for way in known:
                if way.name not in apart:
                    assert await anew.differences(way, named(name).asker) == ""


@pytest.mark.rule("NAV-03", "GAD-01")
@pytest.mark.parametrize("name", ["bea"])
async def test_outside_the_uk_nobody_is_shown_gift_aid(ways: Ways, name: str) -> None:
    account = named(name)
    abroad = Asker(name, account.asker.roles, account.asker.flag, uk=False)
    async with asking(ways.world.settings, gift_aid=False) as ask:
        introduce(ask)
        assert await ways.differences(ways.record(), abroad, ask) == ""


@pytest.mark.parametrize("name", ["bea"])
async def test_a_record_read_at_once_or_by_levels_shows_the_same(ways: Ways, name: str) -> None:
    for form in (at_once, level_by_level):
        with form():
            assert await ways.differences(ways.record(), named(name).asker) == ""


@pytest.mark.parametrize("name", ["bea", "sam"])
async def test_graphql_core_shows_the_same(ways: Ways, name: str) -> None:
    async with asking(ways.world.settings) as ask:
        introduce(ask)
        gateway = ask.client._transport.app.state.gateway  # type: ignore[attr-defined]
        gateway.pipeline = Pipeline(gateway.pipeline.schema, planning=False)
        for way in await ways.all():
            if way.name in ("a list", "node"):
                assert await ways.differences(way, named(name).asker, ask) == ""


async def test_every_field_that_can_be_read_was_compared(ways: Ways) -> None:
    for way in await ways.all():
        assert await ways.differences(way, named(way.seer).asker) == ""

    wanted = {
        f"{type_.name}.{name}"
        for type_ in types_of(SCHEMA)
        if not isinstance(type_, GraphQLInterfaceType) and type_.name != "Mutation"
        for name in type_.fields
        if not type_.name.startswith(ELSEWHERE)
        and not type_.name.endswith("Payload")
        and "UserError" not in [each.name for each in type_.interfaces]
    }
    assert (
        "\n".join(
            sorted(wanted - ways.compared - {"Query.autotagPreview", "Query.jobProgress", "Query.myJobs"})
        )
        == ""
    )
