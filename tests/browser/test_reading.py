"""What the page shows of the schema and of the data: all of it as text."""

from __future__ import annotations

import httpx
import pytest
from playwright.async_api import Dialog, expect

from gateway.schema import build
from gateway.settings import Limits
from tests.browser.explorer import Explorer
from tests.cli.processes import Running

HOSTILE = "<img src=x onerror=alert(1)>"
CREATE = """
mutation Create($name: String!) {
  createCustomer(input: { organisation: {
    name: $name
    address: { line1: "1 Quay", town: "Bristol", postcode: "BS1 4RN", countryCode: "GB" }
  } }) {
    customer { friendlyId }
    errors { ... on UserError { message } }
  }
}
"""


@pytest.mark.rule("XCT-P10")
async def test_the_documentation_describes_a_type(explorer: Explorer) -> None:
    types = build(Limits()).graphql.type_map
    await explorer.button("Show Documentation Explorer").click()
    docs = explorer.page.locator(".graphiql-doc-explorer")

    for name in ("Customer", "ErrorCode", "CreateCustomerInput"):
        await docs.get_by_role("combobox").fill(name)
        option = explorer.page.get_by_role("option").first
        await expect(option).to_have_text(name)
        await option.click()

        await expect(docs.locator(".graphiql-doc-explorer-title")).to_have_text(name)
        shown = docs.locator(".graphiql-markdown-description").first
        await expect(shown).to_have_text(types[name].description or "nothing")
        await docs.locator(".graphiql-doc-explorer-back").click()


@pytest.fixture(scope="module")
def hostile(demo: Running) -> str:
    """The number of a customer who is called so."""
    token = httpx.post(f"{demo.url}/demo/token", json={"persona": "bea"}).json()["token"]
    created = demo.ask(CREATE, token, name=HOSTILE).json()["data"]["createCustomer"]
    assert created["errors"] == []
    number: str = created["customer"]["friendlyId"]
    return number


async def test_a_name_with_html_in_it_is_shown_as_text(explorer: Explorer, hostile: str) -> None:
    dialogs: list[str] = []

    async def told(dialog: Dialog) -> None:
        dialogs.append(dialog.message)
        await dialog.dismiss()

    explorer.page.on("dialog", told)
    await explorer.button("Variables").click()
    await explorer.page.get_by_role("textbox", name="Editor content").nth(1).focus()
    await explorer.page.keyboard.insert_text(f'{{"id": "{hostile}"}}')
    answer = await explorer.run()

    assert answer["data"]["customer"]["fullName"] == HOSTILE
    assert '"fullName":"<imgsrc=xonerror=alert(1)>"' in await explorer.response()
    assert await explorer.page.locator("img").count() == 0
    assert dialogs == []
