"""A Valkey of our own: in memory only, because nothing true is kept there."""

from __future__ import annotations

import socket
import subprocess
from signal import Signals

from db.embedded.account import Means
from db.embedded.folder import Folder
from db.embedded.launcher import Log, wait_until

SOCKET = "valkey.sock"
READY_SECONDS = 20
SETTINGS = {
    "port": "0",
    "unixsocketperm": "700",
    "save": "",
    "appendonly": "no",
    "daemonize": "no",
    "maxmemory": "64mb",
    "maxmemory-policy": "allkeys-lru",
}


def start_valkey(means: Means, folder: Folder) -> subprocess.Popen[bytes]:
    settings = SETTINGS | {"unixsocket": str(folder.run / SOCKET), "dir": str(folder.run)}
    return means.launcher.spawn(
        means.binaries.valkey,
        *(word for name, value in settings.items() for word in (f"--{name}", value)),
        log=_log(folder),
        end=Signals.SIGTERM,
    )


def wait_for_valkey(server: subprocess.Popen[bytes], folder: Folder) -> None:
    def ready() -> bool:
        with socket.socket(socket.AF_UNIX) as caller:
            caller.settimeout(1)
            try:
                caller.connect(str(folder.run / SOCKET))
                caller.sendall(b"PING\r\n")
                return caller.recv(7) == b"+PONG\r\n"
            except OSError:
                return False

    wait_until(ready, server, "Valkey", _log(folder), READY_SECONDS)


def _log(folder: Folder) -> Log:
    return Log(folder.data / "valkey.log")
