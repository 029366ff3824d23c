"""The contestants: how each is started, in its best configuration, alone on its core."""

from __future__ import annotations

import base64
import os
import secrets
import shutil
import socket
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import orjson
from pydantic import SecretStr

from bench import store
from bench.operations import OPERATIONS, Operation
from bench.processes import pinned
from bench.requests import Customers, Place, request
from db.demo import PERSONAS
from db.embedded import Services
from gateway.auth import issue_token
from gateway.settings import Settings

SERVER_CORE = 0
OUR_POOL, PEERS_POOL = 4, 8
"""Connections to PostgreSQL: ours does best with four, and for no peer were four certainly better than eight."""
START_SECONDS = 60


@dataclass(frozen=True, slots=True)
class Contestant:
    """A name, what people call it, and the script or module that serves it; ours is the product."""

    name: str
    short: str
    program: str

    @property
    def operations(self) -> tuple[Operation, ...]:
        """What it can be asked."""
        return tuple(each for each in OPERATIONS if self.name == "ours" or not each.only_ours)


CONTESTANTS = (
    Contestant("ours", "the gateway", "gateway"),
    Contestant("postgraphile", "PostGraphile", "postgraphile.mjs"),
    Contestant("mercurius", "Mercurius", "mercurius.mjs"),
    Contestant("tutorial", "Strawberry, as in tutorials", "tutorial.server"),
    Contestant("json_sql", "SQL that returns JSON", "json_sql"),
)


@dataclass(frozen=True, slots=True)
class Server:
    """A contestant that serves, and what its requests carry."""

    contestant: Contestant
    process: int
    url: str
    headers: Mapping[str, str]

    def ask(self, client: httpx.Client, operation: Operation, place: Place) -> Any:
        """The data of one answer."""
        body = request(self.contestant.name, operation, place)
        answer = client.post(self.url, json=body, headers=dict(self.headers), timeout=30)
        found = answer.json()
        if answer.status_code != 200 or "errors" in found:
            raise RuntimeError(f"{self.contestant.name} answers {answer.status_code}: {answer.text[:2000]}")
        return found["data"]


@dataclass(frozen=True, slots=True)
class Stage:
    """The services that every contestant has, and the keys of this run."""

    data: Path
    services: Services
    customers: Customers
    jwt_key: str = field(default_factory=lambda: secrets.token_urlsafe(48))
    protected_key: str = field(
        default_factory=lambda: base64.urlsafe_b64encode(secrets.token_bytes(32)).decode()
    )

    @contextmanager
    def serving(self, contestant: Contestant) -> Iterator[Server]:
        """Start a contestant, and end it afterwards."""
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port: int = probe.getsockname()[1]
        log = self.log(contestant)
        log.parent.mkdir(exist_ok=True)
        with log.open("wb") as said, pinned(SERVER_CORE):
            process = subprocess.Popen(
                self._command(contestant, port),
                env=self._environment(port),
                cwd=store.CHECKOUT,
                stdin=subprocess.DEVNULL,
                stdout=said,
                stderr=said,
            )
        try:
            _wait_for(port, process, log)
            yield Server(
                contestant, process.pid, f"http://127.0.0.1:{port}/graphql", self._headers(contestant)
            )
        finally:
            process.terminate()
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()

    def _command(self, contestant: Contestant, port: int) -> list[str]:
        if contestant.name == "ours":
            return [sys.executable, "-m", contestant.program, "serve", "--port", str(port)]
        if not contestant.program.endswith(".mjs"):
            return [sys.executable, "-m", f"bench.contestants.{contestant.program}", str(port)]
        folder = self.data / "peers"
        # A module looks for what it imports beside itself.
        script = shutil.copy(store.PEERS / contestant.program, folder)
        return [str(folder / "node_modules" / "node" / "bin" / "node"), str(script)]

    @property
    def settings(self) -> Settings:
        """The gateway's settings: as in production, but for where its services are."""
        return Settings(
            database_url=self.services.database_url,
            redis_url=self.services.redis_url,
            pool_size=OUR_POOL,
            worker=False,
            data=self.data / "ours",
            jwt_key=SecretStr(self.jwt_key),
            protected_key=SecretStr(self.protected_key),
        )

    @property
    def authorization(self) -> str:
        """The header of somebody who may read whole records, and go through everybody's."""
        olga = next(persona for persona in PERSONAS if persona.username == "olga")
        hours = timedelta(hours=12)
        token = issue_token(self.settings, olga.id, olga.interface, hours, datetime.now(UTC))
        return f"Bearer {token}"

    def _environment(self, port: int) -> dict[str, str]:
        return {
            "PATH": os.environ["PATH"],
            "NODE_ENV": "production",
            "BENCH_PORT": str(port),
            "BENCH_PG_HOST": str(self.services.sockets),
            "BENCH_PG_USER": "gateway_app",
            "BENCH_PG_DATABASE": "gateway",
            "BENCH_POOL": str(PEERS_POOL),
            "GATEWAY_DATABASE_URL": self.services.database_url,
            "GATEWAY_REDIS_URL": self.services.redis_url,
            "GATEWAY_POOL_SIZE": str(OUR_POOL),
            # Nobody's answers wait for the jobs of a night.
            "GATEWAY_WORKER": "false",
            "GATEWAY_DATA": str(self.data / "ours"),
            "GATEWAY_JWT_KEY": self.jwt_key,
            "GATEWAY_PROTECTED_KEY": self.protected_key,
        }

    def _headers(self, contestant: Contestant) -> Mapping[str, str]:
        headers = {"content-type": "application/json", "accept": "application/json"}
        return headers | {"authorization": self.authorization} if contestant.name == "ours" else headers

    def fell_back(self) -> dict[str, int]:
        """Why the gateway left queries to graphql-core, and how often, since it was last started."""
        log = self.log(CONTESTANTS[0])
        found: Counter[str] = Counter()
        for line in log.read_bytes().splitlines() if log.exists() else ():
            if b"engine." in line:
                said = orjson.loads(line)
                found[f"{said['event']}: {said.get('reason') or said.get('error')}"] += 1
        return dict(found)

    def log(self, contestant: Contestant) -> Path:
        return self.data / "logs" / f"{contestant.name}.log"


def _wait_for(port: int, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        except OSError:
            if process.poll() is not None or time.monotonic() > deadline:
                said = log.read_text(errors="replace")[-2000:]
                raise RuntimeError(f"{process.args!r} did not start:\n{said}") from None
            time.sleep(0.05)
