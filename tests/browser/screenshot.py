"""`python -m tests.browser.screenshot`: the first minute as a newcomer has it, timed, and then docs/graphiql.png.

`--python PATH` starts the demo with another environment's Python, such as one that has just been installed.
"""

from __future__ import annotations

import argparse
import asyncio
import subprocess
import sys
import time
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

from PIL import Image
from playwright.async_api import expect

from tests.browser import chromium
from tests.browser.explorer import exploring
from tests.cli.processes import ROOT, environment

FILE = ROOT / "docs" / "graphiql.png"
COLOURS = 128


def main() -> None:
    """Start a demo in an empty folder, look, and end it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--python", default=sys.executable, help="the Python that runs the demo")
    chosen: str = parser.parse_args().python
    program = chromium.found()
    if program is None:
        sys.exit(chromium.MISSING)
    with TemporaryDirectory() as data:
        started = time.monotonic()
        process = subprocess.Popen(
            [chosen, "-m", "gateway", "demo", "--data", data, "--port", "0"],
            cwd=ROOT,
            env=environment(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            text=True,
        )
        try:
            asyncio.run(_look(program, _url_of(process), started))
        finally:
            process.terminate()
            process.wait()


def _url_of(process: subprocess.Popen[str]) -> str:
    """The address of GraphiQL, as the demo prints it."""
    assert process.stdout is not None
    for line in process.stdout:
        if line.startswith("GraphiQL "):
            return line.split()[1].removesuffix("/graphiql")
    raise AssertionError("The demo ended before it served.")


async def _look(program: str, url: str, started: float) -> None:
    print(f"{time.monotonic() - started:.1f} s: the demo says where to go")
    async with chromium.launched(program) as browser, exploring(browser, url) as explorer:
        await explorer.run_button.click()
        record = explorer.page.locator(".result-window")
        await expect(record).to_contain_text("Dr Ottilie Marchbanks")
        print(f"{time.monotonic() - started:.1f} s: a record is on the screen")

        await explorer.open("Rights and audit", "Who changed what")
        await explorer.run()
        await explorer.page.mouse.move(0, 0)
        picture = await explorer.page.screenshot(animations="disabled", caret="hide")
        print(f"{_save(picture, FILE)} bytes: {FILE.relative_to(ROOT)}")


def _save(picture: bytes, file: Path) -> int:
    """The size of the picture as it is kept: a page has few colours."""
    image = Image.open(BytesIO(picture)).convert("RGB")
    image.quantize(COLOURS, dither=Image.Dither.NONE).save(file, optimize=True)
    return file.stat().st_size


if __name__ == "__main__":
    main()
