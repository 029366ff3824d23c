"""The npm packages of the clients, installed once, and a workshop where their programs are made and run."""

from __future__ import annotations

import fcntl
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import pytest

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
MANIFEST = ("package.json", "package-lock.json", ".npmrc")
MADE = ("__pycache__", "node_modules", "generated", "__generated__", "out")
INSTALL_SECONDS = 540
RUN_SECONDS = 60
UNREACHABLE = re.compile(
    r"\b(ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ENETUNREACH|EHOSTUNREACH|E\w*TIMEDOUT)\b"
)


@dataclass(frozen=True, slots=True)
class Workshop:
    """A copy of the clients' sources beside the schema and the packages, where programs write what they make."""

    folder: Path

    def run(self, program: str, *arguments: str, **settings: str) -> str:
        """What a program of the packages, or node itself, said; the test fails with it if it failed."""
        where = str(self.folder / "node_modules" / ".bin")
        ended = subprocess.run(
            [program, *arguments],
            cwd=self.folder,
            env={
                **os.environ,
                "PATH": os.pathsep.join((where, os.environ["PATH"])),
                "NO_COLOR": "1",
                **settings,
            },
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            timeout=RUN_SECONDS,
        )
        if ended.returncode:
            pytest.fail(f"{program} {' '.join(arguments)}\n{ended.stdout}", pytrace=False)
        return ended.stdout


def furnish(folder: Path) -> Workshop:
    """A workshop in an empty folder; the test is skipped where its packages cannot be had."""
    packages = installed()
    shutil.copytree(HERE, folder, dirs_exist_ok=True, ignore=shutil.ignore_patterns("*.py", *MADE))
    shutil.copy(ROOT / "gateway" / "schema.graphql", folder)
    (folder / "node_modules").symlink_to(packages)
    return Workshop(folder)


def installed() -> Path:
    """The folder of the locked packages; they are fetched when there are none of this lock."""
    npm = shutil.which("npm")
    if npm is None or shutil.which("node") is None:
        pytest.skip("The clients need node and npm, which are not there.")
    digest = sha256(b"".join((HERE / name).read_bytes() for name in MANIFEST)).hexdigest()
    folder = ROOT / "build" / "clients"
    folder.mkdir(parents=True, exist_ok=True)
    done = folder / "installed"
    # Of workers that come here at once, one installs and the others wait.
    with _alone(folder / "lock"):
        if not done.exists() or done.read_text("utf-8") != digest:
            _install(npm, folder)
            done.write_text(digest, "utf-8")
    return folder / "node_modules"


def _install(npm: str, folder: Path) -> None:
    for name in MANIFEST:
        shutil.copy(HERE / name, folder)
    ended = subprocess.run(
        [npm, "ci", "--ignore-scripts", "--prefer-offline", "--no-fund", "--no-audit", "--loglevel=error"],
        cwd=folder,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        timeout=INSTALL_SECONDS,
    )
    if ended.returncode and (reason := UNREACHABLE.search(ended.stdout)):
        pytest.skip(f"The registry of the npm packages cannot be reached: {reason[0]}.")
    if ended.returncode:
        pytest.fail(f"npm ci\n{ended.stdout}", pytrace=False)


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    with path.open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
