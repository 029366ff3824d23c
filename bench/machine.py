"""Where a measurement was made, and of which versions."""

from __future__ import annotations

import os
import platform
import subprocess
from importlib.metadata import version
from pathlib import Path

import orjson

from bench.store import CHECKOUT

_PYTHON = (
    "strawberry-graphql",
    "graphql-core",
    "starlette",
    "uvicorn",
    "uvloop",
    "httptools",
    "asyncpg",
    "sqlalchemy",
    "aiodataloader",
    "orjson",
)
_NODE = ("postgraphile", "mercurius", "graphql-jit", "fastify", "graphql", "pg")


def machine() -> dict[str, str | int]:
    """The machine in a few words."""
    return {
        "processor": processor(),
        "cores": os.cpu_count() or 1,
        "memory_gib": round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30),
        "system": f"{platform.system()} {platform.release()}",
    }


def processor() -> str:
    info = Path("/proc/cpuinfo")
    lines = info.read_text().splitlines() if info.exists() else []
    names = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(names, platform.processor() or platform.machine())


def versions(peers: Path) -> dict[str, str]:
    """What was measured; the peers' as they are installed."""
    found = {"python": platform.python_version()} | {name: version(name) for name in _PYTHON}
    modules = peers / "node_modules"
    if modules.is_dir():
        for name in ("node", *_NODE):
            found[f"{name} (npm)" if name == "graphql" else name] = orjson.loads(
                (modules / name / "package.json").read_bytes()
            )["version"]
    return found


def commit() -> str:
    """The commit of the checkout; with a plus sign where files differ from it."""
    told = _git("rev-parse", "--short=10", "HEAD")
    return (
        told + "+" if _git("status", "--porcelain", "--", "gateway", "db", "domain", "bench/*.py") else told
    )


def _git(*arguments: str) -> str:
    return subprocess.run(
        ["git", *arguments], cwd=CHECKOUT, capture_output=True, text=True, check=False
    ).stdout.strip()
