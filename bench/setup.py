"""Makes what `poe bench` needs: the store with its 50,000 customers, and the peers; run again, only what is missing."""

from __future__ import annotations

import argparse
import asyncio
import hashlib
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench import store

MANIFEST = ("package.json", "package-lock.json", ".npmrc")
INSTALLED = ".installed"


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.setup", description=__doc__)
    parser.add_argument("--data", type=Path, default=store.DATA, help="folder of the benchmark's data")
    data: Path = parser.parse_args().data.resolve()
    with timed("store"):
        store.forget_another(data)
        with store.running(data) as services:
            made = asyncio.run(store.make(data, services, say_progress))
            print("made" if made else "was there", flush=True)
            for table, rows in asyncio.run(store.count_rows(services)).items():
                print(f"{table:32} {rows:9,}", flush=True)
    with timed("peers"):
        print("installed" if install_peers(data) else "were there", flush=True)


@contextmanager
def timed(what: str) -> Iterator[None]:
    began = time.monotonic()
    yield
    print(f"{what}: {time.monotonic() - began:.1f} s", flush=True)


def say_progress(done: int, total: int) -> None:
    """Say how many customers are loaded, now and then."""
    if done % 10_000 == 0:
        print(f"{done:,} of {total:,} customers", flush=True)


def install_peers(data: Path) -> bool:
    """Install exactly what the lock file names; whether anything was missing."""
    folder = data / "peers"
    if is_installed(data):
        return False
    npm = shutil.which("npm")
    if npm is None:
        sys.exit(
            "The peers need npm: install Node.js (any version; theirs comes with them) and run this again."
        )
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for name in MANIFEST:
        shutil.copy(store.PEERS / name, folder)
    subprocess.run([npm, "ci", "--no-fund", "--no-audit", "--loglevel=error"], cwd=folder, check=True)
    (folder / INSTALLED).write_text(peers_fingerprint())
    return True


def is_installed(data: Path) -> bool:
    """Whether the peers are there as the lock file names them."""
    mark = data / "peers" / INSTALLED
    return mark.exists() and mark.read_text() == peers_fingerprint()


def peers_fingerprint() -> str:
    """What the peers are installed from."""
    return hashlib.sha256(b"".join((store.PEERS / name).read_bytes() for name in MANIFEST)).hexdigest()


if __name__ == "__main__":
    main()
