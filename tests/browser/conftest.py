"""A demo, a browser, and a visitor in it; what the visitor's page does wrong fails the test at its end."""

from __future__ import annotations

import asyncio
import inspect
from collections.abc import AsyncIterator, Callable, Iterator
from functools import wraps
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import BrowserContext

from tests.browser import chromium
from tests.browser.explorer import Explorer, exploring
from tests.cli.processes import Running, serve

LONGEST = 120
"""Seconds that a test may take: not all that a driver is asked for has a limit of its own."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if isinstance(item, pytest.Function) and Path(__file__).parent in item.path.parents:
            item.obj = _limited(item.obj)


def _limited(test: Callable[..., Any]) -> Callable[..., Any]:
    if not inspect.iscoroutinefunction(test):
        return test

    @wraps(test)
    async def limited(*arguments: Any, **named: Any) -> None:
        async with asyncio.timeout(LONGEST):
            await test(*arguments, **named)

    return limited


@pytest.fixture(scope="session")
def program() -> str:
    found = chromium.found()
    if found is None and chromium.needed():
        pytest.fail(chromium.MISSING)
    if found is None:
        pytest.skip(chromium.MISSING)
    return found


@pytest.fixture(scope="session")
async def browser(program: str) -> AsyncIterator[BrowserContext]:
    async with chromium.launched(program) as opened:
        yield opened


@pytest.fixture(scope="session")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("demo")


@pytest.fixture(scope="session")
def demo(program: str, data: Path) -> Iterator[Running]:
    running = serve("demo", "--data", str(data), "--customers", "12", until="Ctrl-C stops everything.")
    yield running
    assert running.end() == 0


@pytest.fixture
async def explorer(browser: BrowserContext, demo: Running) -> AsyncIterator[Explorer]:
    """A first visit of the page."""
    async with exploring(browser, demo.url) as opened:
        yield opened
    assert (opened.strayed, opened.complaints) == ([], [])


@pytest.fixture(scope="module")
async def stayed(browser: BrowserContext, demo: Running) -> AsyncIterator[Explorer]:
    async with exploring(browser, demo.url) as opened:
        yield opened


@pytest.fixture
async def regular(stayed: Explorer) -> AsyncIterator[Explorer]:
    """A visitor who stays for all tests of a module, since opening the page takes longer than most of them."""
    yield stayed
    assert (stayed.strayed, stayed.complaints) == ([], [])
