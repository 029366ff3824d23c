"""Becomes a server: as whom it runs, and that it ends with the process that started it.

Run as a script, `become.py ACCOUNT NOBODY PARENT SIGNAL PROGRAM ARGUMENT...`, and not as a function between
fork and exec, because such a function may deadlock when the parent has threads.
"""

from __future__ import annotations

import ctypes
import os
import sys
from pathlib import Path

CLONE_NEWUSER = 0x10000000
PR_SET_PDEATHSIG = 1


def enter_namespace(libc: ctypes.CDLL, nobody: int) -> None:
    """Be seen as nobody but stay who one is: PostgreSQL refuses root, and files keep their owner."""
    user, group = os.geteuid(), os.getegid()
    if libc.unshare(CLONE_NEWUSER):
        raise OSError(ctypes.get_errno(), "this kernel or container refuses user namespaces")
    for file, text in (
        ("setgroups", "deny"),
        ("uid_map", f"{nobody} {user} 1"),
        ("gid_map", f"{nobody} {group} 1"),
    ):
        Path("/proc/self", file).write_text(text)


def become_nobody(nobody: int) -> None:
    os.setgroups([])
    os.setgid(nobody)
    os.setuid(nobody)


def die_with(libc: ctypes.CDLL, parent: int, signal: int) -> None:
    if libc.prctl(PR_SET_PDEATHSIG, signal):
        raise OSError(ctypes.get_errno(), "prctl")
    if os.getppid() != parent:  # it died before the kernel was told to watch it
        sys.exit("The process that wanted this server is gone.")


def main(account: str, nobody: str, parent: str, signal: str, *command: str) -> None:
    libc = ctypes.CDLL(None, use_errno=True)
    if account == "namespace":
        enter_namespace(libc, int(nobody))
    elif account == "nobody":
        become_nobody(int(nobody))
    if sys.platform == "linux":  # last: a change of user clears it
        die_with(libc, int(parent), int(signal))
    # A clean environment: PGDATA, PGOPTIONS, TZ or LC_MESSAGES of the caller would change the servers' ways.
    os.execve(command[0], command, {"LC_ALL": "C"})  # noqa: S606  no shell is the point


if __name__ == "__main__":
    try:
        main(*sys.argv[1:])
    except OSError as failure:
        sys.exit(f"{sys.argv[5]}: {failure}")
