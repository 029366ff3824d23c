"""Who asks, on which day: chosen at the top of the page."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import BrowserContext, Route, expect

from db.demo.personas import FEMI
from gateway.auth import issue_token
from gateway.settings import Settings
from tests.browser.explorer import Explorer, exploring
from tests.cli.processes import Running

WHO_AM_I = ("Rights and audit", "Who am I?")
NO_TOKEN = "not.a.token"


@pytest.mark.rule("XCT-P10")
async def test_whoever_is_chosen_asks(regular: Explorer) -> None:
    await regular.open(*WHO_AM_I)
    asked_by = []
    for username in ("bea", "femi", "seth"):
        await regular.be(username)
        viewer = (await regular.run())["data"]["viewer"]
        asked_by.append((viewer["user"]["username"], viewer["interface"]))

    assert asked_by == [("bea", "SALES"), ("femi", "OPPORTUNITIES"), ("seth", "ADMIN")]


async def test_the_choice_is_remembered(explorer: Explorer) -> None:
    await explorer.be("olga")
    await explorer.page.reload()

    await expect(explorer.page.get_by_label("Signed in as")).to_have_value("olga")
    await expect(explorer.page.get_by_text("Head of development, Opportunities")).to_be_visible()


async def test_an_example_for_others_says_so_and_lets_the_visitor_be_them(regular: Explorer) -> None:
    await regular.be("bea")
    await regular.open("Notes", "Pink notes")
    notice = regular.page.get_by_role("status")
    await expect(notice).to_contain_text("“Pink notes” is not for Bea.")
    assert (await regular.run())["data"]["customer"]["pinkNotes"] is None

    await notice.get_by_role("button", name="Ask as Femi Castellanos").click()

    await expect(notice).to_have_count(0)
    notes = (await regular.run())["data"]["customer"]["pinkNotes"]
    assert [note["createdBy"] for note in notes][:1] == ["olga"]


async def test_the_list_opens_an_example_as_whom_it_is_for(regular: Explorer) -> None:
    await regular.be("bea")
    await regular.open("Accounts and system", "One account")
    await regular.section("Examples").get_by_role("button", name="as Seth").first.click()

    await expect(regular.page.get_by_label("Signed in as")).to_have_value("seth")
    await expect(regular.run_button).to_have_accessible_name("Run UserAccounts (Ctrl-Enter)")


async def test_a_token_that_is_not_good_is_renewed_once_for_all_who_were_refused(
    browser: BrowserContext, demo: Running, data: Path
) -> None:
    bad = {"bea": [NO_TOKEN], "femi": [_expired(data)]}
    refused = {f"Bearer {token}" for tokens in bad.values() for token in tokens}
    # The schema and what is run then: neither is answered before both were asked.
    both = asyncio.Barrier(2)
    given: list[str] = []

    async def give(route: Route) -> None:
        asked: Any = route.request.post_data_json
        username = asked["persona"]
        given.append(username)
        if bad[username]:
            await route.fulfill(json={"token": bad[username].pop()})
        else:
            await route.continue_()

    async def ask(route: Route) -> None:
        if route.request.headers.get("authorization") in refused:
            await both.wait()
        await route.continue_()

    async with exploring(browser, demo.url, tokens=give, asking=ask) as explorer:
        await explorer.open(*WHO_AM_I)
        for username in ("bea", "femi"):
            await explorer.be(username)
            assert (await explorer.run())["data"]["viewer"]["user"]["username"] == username

    assert given == ["bea", "bea", "femi", "femi"]
    assert explorer.strayed == []
    assert {complaint.partition(" (")[0] for complaint in explorer.complaints} == {
        "Failed to load resource: the server responded with a status of 401"
    }


@pytest.mark.rule("XCT-P10")
async def test_another_day_can_be_played_and_left_again(regular: Explorer) -> None:
    await regular.open("Accounts and system", "How this system is set")
    real = (await regular.run())["data"]["system"]["today"]

    await regular.page.get_by_label("On the day").fill("2031-02-03")
    assert (await regular.run())["data"]["system"]["today"] == "2031-02-03"

    await regular.button("Back to today").click()
    assert (await regular.run())["data"]["system"]["today"] == real


def _expired(data: Path) -> str:
    """A genuine token, from yesterday."""
    yesterday = datetime.now(UTC) - timedelta(days=1)
    return issue_token(Settings(data=data), FEMI.id, FEMI.interface, timedelta(hours=1), yesterday)
