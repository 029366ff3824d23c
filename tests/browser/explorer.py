"""The GraphiQL page as its user has it: what can be pressed, and what can be read."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

from playwright.async_api import (
    BrowserContext,
    ConsoleMessage,
    Error,
    Locator,
    Page,
    Request,
    Response,
    Route,
    expect,
)

SECONDS = 10
Answer = Callable[[Route], Awaitable[None]]

# A page of its own is a first visit: what others left is forgotten, once, so that a reload remembers.
FORGET = "if (!sessionStorage.visited) { localStorage.clear(); sessionStorage.visited = 'yes'; }"

# The editor draws the lines that are in sight, in no order, and a long one in several parts.
LINES = """async pane => {
  await new Promise(requestAnimationFrame);
  return [...pane.querySelectorAll('.view-line')]
    .sort((one, other) => parseInt(one.style.top) - parseInt(other.style.top))
    .map(line => line.textContent).join(' ');
}"""


@dataclass(slots=True)
class Explorer:
    """A visitor's page, with all that it asked for and complained of."""

    page: Page
    url: str
    requests: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    @property
    def strayed(self) -> list[str]:
        """What was asked of anybody but the gateway."""
        own = (f"{self.url}/", "data:", "blob:")
        return [address for address in self.requests if not address.startswith(own)]

    def section(self, name: str) -> Locator:
        """A part of the page, by what it is called."""
        return self.page.get_by_role("region", name=name)

    def button(self, name: str) -> Locator:
        """A button, by all of its name."""
        return self.page.get_by_role("button", name=name, exact=True)

    @property
    def tabs(self) -> Locator:
        """The titles of the open tabs."""
        return self.page.locator(".graphiql-tab-button")

    @property
    def tab(self) -> Locator:
        """The title of the tab that is shown."""
        return self.page.locator(".graphiql-tab-active .graphiql-tab-button")

    @property
    def run_button(self) -> Locator:
        return self.page.locator(".graphiql-execute-button")

    async def be(self, username: str) -> None:
        """Choose who asks."""
        await self.page.get_by_label("Signed in as").select_option(username)

    async def open(self, area: str, title: str) -> None:
        """Click an example, in the list of its area."""
        examples = self.section("Examples")
        heading = examples.get_by_role("button", name=area, exact=True)
        if await heading.get_attribute("aria-expanded") == "false":
            await heading.click()
        await examples.get_by_role("button", name=title, exact=True).click()

    async def run(self) -> Any:
        """Press run, and read what the response pane shows, in full."""
        async with self.page.expect_response(_answers_an_operation) as coming:
            await self.run_button.click()
        answer = await (await coming.value).json()
        # Numbers as the page writes them: 10.0 is 10 there.
        await self.shows(await self.page.evaluate("answer => JSON.stringify(answer)", answer))
        return answer

    async def shows(self, text: str) -> None:
        """Wait until the response pane shows this, or as much of it as there is room for."""
        whole = _squeezed(text)
        seen = ""
        try:
            async with asyncio.timeout(SECONDS):
                while not seen or not whole.startswith(seen):
                    seen = await self.response()
        except TimeoutError:
            raise AssertionError(f"The response pane shows {seen}, and not {whole}") from None

    async def response(self) -> str:
        """What is in sight of the response, without any white space."""
        return _squeezed(await self.page.locator(".result-window").evaluate(LINES))

    async def query_shows(self, text: str) -> None:
        """Wait until the operation editor shows this."""
        await expect(self.section("Operation Editor").locator(".view-lines")).to_contain_text(text)


@asynccontextmanager
async def exploring(
    context: BrowserContext, url: str, *, tokens: Answer | None = None, asking: Answer | None = None
) -> AsyncIterator[Explorer]:
    """A first visit; `tokens` may answer the page's requests for tokens, `asking` its operations."""
    explorer = Explorer(await context.new_page(), url)
    await explorer.page.add_init_script(FORGET)
    for path, answer in (("demo/token", tokens), ("graphql", asking)):
        if answer is not None:
            await explorer.page.route(f"**/{path}", answer)

    def asked(request: Request) -> None:
        explorer.requests.append(request.url)

    def said(message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            explorer.complaints.append(message.text)

    def failed(error: Error) -> None:
        explorer.complaints.append(str(error))

    explorer.page.on("request", asked)
    explorer.page.on("console", said)
    explorer.page.on("pageerror", failed)
    try:
        await explorer.page.goto(f"{url}/graphiql")
        yield explorer
    finally:
        # A driver on a busy machine may never tell that the page is closed; the browser takes it along in the end.
        with suppress(TimeoutError):
            async with asyncio.timeout(SECONDS):
                await explorer.page.close()


def _answers_an_operation(response: Response) -> bool:
    """Not a token, not the schema, and not a token that was refused."""
    if not response.url.endswith("/graphql") or response.status == 401:
        return False
    asked: Any = response.request.post_data_json
    return bool(asked["operationName"] != "IntrospectionQuery")


def _squeezed(text: str) -> str:
    return "".join(text.split())
