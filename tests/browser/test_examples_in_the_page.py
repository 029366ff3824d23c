"""Every example, run as a user would: opened in the list, run with the button, read in the response pane."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from playwright.async_api import BrowserContext, expect

from tests.browser.explorer import Explorer, exploring
from tests.cli.processes import Running
from tests.worked import WORKED, Worked


@pytest.fixture(scope="module")
async def patient(browser: BrowserContext, demo: Running) -> AsyncIterator[Explorer]:
    """One visitor who tries them all, since opening the page anew takes longer than an example."""
    async with exploring(browser, demo.url) as opened:
        yield opened


@pytest.mark.rule("XCT-P10")
@pytest.mark.parametrize("worked", WORKED, ids=str)
async def test_an_example_runs_in_the_page(patient: Explorer, worked: Worked) -> None:
    if worked.example.personas:
        await patient.be(worked.example.personas[0])

    await patient.open(worked.area.title, worked.example.title)
    await expect(patient.page.locator(".made-for")).to_have_count(0)
    answer = await patient.run()

    assert "errors" not in answer
    (field,) = answer["data"]
    payload = answer["data"][field]
    assert payload is not None
    if not worked.reads:
        assert sorted(error["code"] for error in payload["errors"]) == sorted(worked.example.refused)
    await expect(patient.tab).to_have_text(worked.area.title)
    assert (patient.strayed, patient.complaints) == ([], [])
