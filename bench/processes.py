"""What the kernel knows of the processes that are measured: where they run, and what they used."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_TICK = os.sysconf("SC_CLK_TCK")


@contextmanager
def pinned(core: int) -> Iterator[None]:
    """What is started inside runs on this core alone, with all that it starts; on a machine of one core, anywhere."""
    before = os.sched_getaffinity(0)
    if core in before:
        os.sched_setaffinity(0, {core})
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)


def pace(core: int) -> float:
    """Seconds that a fixed piece of work takes on a core now, the best of a few."""
    with pinned(core):
        return min(_seconds_of_work() for _ in range(5))


def _seconds_of_work() -> float:
    begun, total = time.perf_counter(), 0
    for number in range(200_000):
        total += number
    return time.perf_counter() - begun


def family(process: int) -> list[int]:
    """A process and all that descend from it."""
    found = [process]
    for each in found:
        for children in Path(f"/proc/{each}/task").glob("*/children"):
            found += map(int, _read(children).split())
    return found


def cpu_seconds(process: int) -> float:
    """What a process and its children have used up to now, those that ended with them."""
    total = 0
    for each in family(process):
        fields = _read(Path(f"/proc/{each}/stat")).rpartition(")")[2].split()
        # utime, stime, cutime and cstime, counted from the third field of the file on.
        total += sum(map(int, fields[11:15]))
    return total / _TICK


def machine_seconds() -> float:
    """What all processors have worked up to now, or were kept from working by other machines on the same hardware."""
    user, nice, system, _, _, irq, softirq, steal = map(int, _read(Path("/proc/stat")).split()[1:9])
    return (user + nice + system + irq + softirq + steal) / _TICK


def children_seconds() -> float:
    """What this process has used up to now, and its children that ended."""
    used = os.times()
    return used.user + used.system + used.children_user + used.children_system


def resident_bytes(process: int) -> int:
    """The memory that a process and its children hold."""
    total = 0
    for each in family(process):
        for line in _read(Path(f"/proc/{each}/status")).splitlines():
            if line.startswith("VmRSS:"):
                total += int(line.split()[1]) * 1024
    return total


def _read(path: Path) -> str:
    """The text of a file of the kernel's; nothing where the process is gone by now."""
    try:
        return path.read_text()
    except (FileNotFoundError, ProcessLookupError):
        return ""
