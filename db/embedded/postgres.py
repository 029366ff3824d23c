"""A PostgreSQL of our own: made once, with its roles, and started on a socket."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from signal import Signals

from db.embedded.account import Means
from db.embedded.failures import DataFolderInUse, DataFolderUnusable, StartFailed
from db.embedded.folder import Folder
from db.embedded.launcher import Account, Log, nobody, wait_until

READY_SECONDS = 60  # recovery after a power loss is in it
NO_PROCESS = 2**31 - 1  # beyond the largest number that Linux gives to a process

OWNER, APP, ERASER, SUPERUSER = "gateway_owner", "gateway_app", "gateway_eraser", "postgres"
DATABASE = "gateway"
ROLES_AND_DATABASE = f"""\
CREATE ROLE {OWNER} LOGIN;
CREATE ROLE {APP} LOGIN;
CREATE ROLE {ERASER} LOGIN;
CREATE DATABASE {DATABASE} OWNER {OWNER};
"""

SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "shared_buffers": "256MB",
    "jit": "off",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_checkpoints": "off",
}
DURABLE = {"fsync": "on", "synchronous_commit": "on", "full_page_writes": "on"}
FLEETING = dict.fromkeys(DURABLE, "off")


def start_postgres(
    means: Means, folder: Folder, *, durable: bool, shared_buffers: str = SETTINGS["shared_buffers"]
) -> subprocess.Popen[bytes]:
    """Make the cluster when there is none, and start it; `wait_for_postgres` tells when it answers."""
    if not (folder.cluster / "PG_VERSION").exists():
        _make(means, folder, durable=durable)
    _check(means, folder)
    own = {"shared_buffers": shared_buffers, "unix_socket_directories": str(folder.run)}
    settings = SETTINGS | (DURABLE if durable else FLEETING) | own
    return means.launcher.spawn(
        means.binaries.postgres / "postgres",
        *("-D", str(folder.cluster)),
        *(f"--{name}={value}" for name, value in settings.items()),
        log=_log(folder),
        end=Signals.SIGINT,  # a fast shutdown; SIGTERM would wait for the clients to leave
    )


def wait_for_postgres(server: subprocess.Popen[bytes], folder: Folder) -> None:
    """Its file says `ready` in the eighth line, and names it in the first: the file may be an old one."""

    def ready() -> bool:
        try:
            said = (folder.cluster / "postmaster.pid").read_text().splitlines()
        except FileNotFoundError:
            return False
        return len(said) > 7 and said[0].strip() == str(server.pid) and said[7].strip() == "ready"

    wait_until(ready, server, "PostgreSQL", _log(folder), READY_SECONDS)


def _log(folder: Folder) -> Log:
    return Log(folder.data / "postgres.log")


def _make(means: Means, folder: Folder, *, durable: bool) -> None:
    """Made beside and renamed when complete: a start that was cut short leaves nothing half made."""
    if folder.cluster.exists() and any(folder.cluster.iterdir()):
        raise DataFolderUnusable(f"{folder.cluster} is not a data folder of PostgreSQL: move it away.")
    unfinished = folder.cluster.with_suffix(".unfinished")
    shutil.rmtree(unfinished, ignore_errors=True)
    unfinished.mkdir(mode=0o700)
    if means.launcher.account is Account.NOBODY:
        os.chown(unfinished, nobody(), nobody())
    _run(
        means,
        "initdb",
        *("-D", str(unfinished), "-U", SUPERUSER, "--auth=trust", "--encoding=UTF8", "--no-sync"),
        *("--locale-provider=builtin", "--builtin-locale=PG_UNICODE_FAST"),
        f"--locale={'C.UTF-8' if sys.platform == 'linux' else 'C'}",
    )
    _run(
        means,
        "postgres",
        *("--single", "-D", str(unfinished), "-c", "exit_on_error=on", "-c", "fsync=off", "postgres"),
        typed=ROLES_AND_DATABASE,
    )
    if durable:
        _run(means, "initdb", "--sync-only", "-D", str(unfinished))
    unfinished.rename(folder.cluster)
    if durable:
        _sync(folder.data)


def _sync(folder: Path) -> None:
    """A new name is on the disk only when its folder is: a power loss would bring the old one back."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _run(means: Means, program: str, *arguments: str, typed: str = "") -> None:
    done = means.launcher.run(means.binaries.postgres / program, *arguments, typed=typed)
    if done.returncode:
        advice = ""
        if means.launcher.account is Account.NOBODY:
            advice = "It runs as nobody, who must be able to enter every folder above the data folder."
        raise StartFailed(f"PostgreSQL's {program} could not make the data folder.", done.stdout, advice)


def _check(means: Means, folder: Folder) -> None:
    made_by = (folder.cluster / "PG_VERSION").read_text().strip()
    if made_by != str(means.postgres_version):
        raise DataFolderUnusable(
            f"{folder.cluster} was made by PostgreSQL {made_by}, and this is PostgreSQL"
            f" {means.postgres_version}: upgrade it with pg_upgrade, or name another data folder."
        )
    _forget_dead_server(folder.cluster / "postmaster.pid", folder)


def _forget_dead_server(note: Path, folder: Folder) -> None:
    """Make sure that PostgreSQL takes no other process, and no zombie, for the dead server that a note names.

    Numbers begin again whenever a container starts, zombies stay where nobody reaps them, and a power loss
    may leave the note empty. Only its number goes: by the rest PostgreSQL finds who still holds its memory.
    """
    if sys.platform != "linux" or not note.exists():
        return
    process, _, rest = note.read_text().partition("\n")
    number = process.strip().removeprefix("-")  # of a stand-alone server it is negative
    if not number.isdecimal():
        note.unlink()
        return
    if _works_in(folder.cluster, int(number)):  # started by other hands, without our locks
        raise DataFolderInUse(folder.data, int(number))
    note.write_text(f"{NO_PROCESS}\n{rest}")


def _works_in(cluster: Path, process: int) -> bool:
    """A server of PostgreSQL works in its data folder; a zombie works nowhere."""
    try:
        return os.path.samestat(Path(f"/proc/{process}/cwd").stat(), cluster.stat())
    except OSError:
        return False
