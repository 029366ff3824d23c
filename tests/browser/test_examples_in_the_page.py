"""Examples run as a user would: opened in the list, run with the button, read in the response pane."""

from __future__ import annotations

from itertools import groupby

import pytest
from playwright.async_api import expect

from tests.browser.explorer import Explorer
from tests.worked import WORKED, Worked

# The first of every area: the tests of the demo run all of them, as everybody whom they are for, without a page.
FIRST = [next(examples) for _, examples in groupby(WORKED, key=lambda each: each.area.title)]


@pytest.mark.rule("XCT-P10")
@pytest.mark.parametrize("worked", FIRST, ids=str)
async def test_an_example_runs_in_the_page(regular: Explorer, worked: Worked) -> None:
    if worked.example.personas:
        await regular.be(worked.example.personas[0])

    await regular.open(worked.area.title, worked.example.title)
    await expect(regular.page.locator(".made-for")).to_have_count(0)
    answer = await regular.run()

    assert "errors" not in answer
    (field,) = answer["data"]
    payload = answer["data"][field]
    assert payload is not None
    if not worked.reads:
        assert sorted(error["code"] for error in payload["errors"]) == sorted(worked.example.refused)
    await expect(regular.tab).to_have_text(worked.area.title)
