"""As whom the servers may run here, and with which programs: PostgreSQL refuses root and unnamed users."""

from __future__ import annotations

import os
import pwd
from dataclasses import dataclass

from db.embedded.binaries import Binaries
from db.embedded.failures import BinariesMissing, DataFolderUnusable, StartFailed
from db.embedded.folder import Folder
from db.embedded.launcher import Account, Launcher, nobody

OLDEST = 18  # the first with the locale PG_UNICODE_FAST


@dataclass(frozen=True, slots=True)
class Means:
    """Programs that were seen to run, and how."""

    launcher: Launcher
    binaries: Binaries
    postgres_version: int


def settle(binaries: Binaries, folder: Folder, *, user_namespace: bool) -> Means:
    """Take the first account under which PostgreSQL runs; hand it the folders that it writes."""
    us = os.geteuid()
    owner = folder.cluster.stat().st_uid if folder.cluster.exists() else us
    if owner != us and not (us == 0 and owner == nobody()):
        raise DataFolderUnusable(
            f"{folder.cluster} belongs to user {owner}: start as that user, or change its owner."
        )
    said = ""
    for account in _accounts(us, owner, user_namespace=user_namespace):
        launcher = Launcher(account, folder.lock)
        if account is Account.NOBODY:
            _hand_over(folder)
            binaries = _within_reach(launcher, binaries, folder)
        tried = launcher.run(binaries.postgres / "postgres", "--version")
        if tried.returncode == 0:
            return Means(launcher, binaries, _major(tried.stdout, binaries))
        said += tried.stdout
    raise StartFailed(f"PostgreSQL cannot run here for user {us}.", said)


def _accounts(us: int, owner: int, *, user_namespace: bool) -> list[Account]:
    if us != 0:  # initdb wants a user that has a name, which containers often lack
        return [Account.OURSELVES] if _is_named(us) else [Account.NAMESPACE, Account.OURSELVES]
    if owner == us and user_namespace:
        return [Account.NAMESPACE, Account.NOBODY]
    return [Account.NOBODY]


def _is_named(user: int) -> bool:
    try:
        pwd.getpwuid(user)
    except KeyError:
        return False
    return True


def _hand_over(folder: Folder) -> None:
    """Give nobody what the servers write; the locks and logs stay ours."""
    user = nobody()
    os.chown(folder.run, user, user)
    if folder.cluster.exists() and folder.cluster.stat().st_uid != user:
        # The top last: it tells the owner, so that a chown cut short is done again.
        for path in (*folder.cluster.rglob("*"), folder.cluster):
            os.chown(path, user, user, follow_symlinks=False)


def _within_reach(launcher: Launcher, binaries: Binaries, folder: Folder) -> Binaries:
    programs = (binaries.postgres / "postgres", binaries.postgres / "initdb", binaries.valkey)
    if all(launcher.run(program, "--version").returncode == 0 for program in programs):
        return binaries
    place = folder.run / "programs"
    place.mkdir()
    return binaries.copied_to(place)


def _major(answer: str, binaries: Binaries) -> int:
    """`postgres (PostgreSQL) 18.6` is 18."""
    version = answer.split(")")[-1].split()
    digits = version[0].split(".")[0] if version else ""
    major = int(digits) if digits.isdecimal() else 0
    if major < OLDEST:
        raise BinariesMissing(
            f"PostgreSQL {OLDEST} or newer is needed; {binaries.postgres} has: {answer.strip()}"
        )
    return major
