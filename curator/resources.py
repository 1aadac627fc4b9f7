"""Where the program's own data lies, and where a user's data goes.

A checkout keeps patterns/, corpus/ and db/ at its root; an installed wheel carries them in curator/data/.
"""

from __future__ import annotations

import os
from pathlib import Path

import platformdirs

from curator.errors import CuratorError, DatabaseError

_PACKAGE = Path(__file__).resolve().parent
_DATABASE_VARIABLE = "CURATOR_DB"
_DATABASE_NAME = "curator.db"
_DEMO_NAME = "demo.db"


def patterns_dir() -> Path:
    """The folder of what the extractor knows. Raises CuratorError where the installation lacks it."""
    return _data("patterns", package=_PACKAGE)


def corpus_dir() -> Path:
    """The folder of texts and their gold. Raises CuratorError where the installation lacks it."""
    return _data("corpus", package=_PACKAGE)


def db_dir() -> Path:
    """The folder of migrations and the schema. Raises CuratorError where the installation lacks it."""
    return _data("db", package=_PACKAGE)


def user_data_dir() -> Path:
    """The platform's place for a user's data; it need not exist yet."""
    return Path(platformdirs.user_data_dir("curator", appauthor=False))


def user_config_dir() -> Path:
    """The platform's place for a user's settings; it need not exist yet."""
    return Path(platformdirs.user_config_dir("curator", appauthor=False))


def vocabulary_dir() -> Path:
    """The folder of the names that a user has imported; it need not exist yet."""
    return user_data_dir() / "vocabulary"


def default_database(option: Path | None) -> Path:
    """The database to open: the option, else $CURATOR_DB, else one in the user's data folder, which is made.

    Raises DatabaseError where that folder cannot be made.
    """
    if option is not None:
        return option
    if named := os.environ.get(_DATABASE_VARIABLE):
        return Path(named).expanduser()
    return _made(user_data_dir()) / _DATABASE_NAME


def demo_database() -> Path:
    """The demo's database: $CURATOR_DB, else demo.db in the user's data folder, which need not exist yet."""
    if os.environ.get(_DATABASE_VARIABLE):
        return default_database(None)
    return user_data_dir() / _DEMO_NAME


def _data(name: str, *, package: Path) -> Path:
    places = (package / "data" / name, package.parent / name)
    found = next((place for place in places if place.is_dir()), None)
    if found is None:
        looked = " and ".join(str(place) for place in places)
        raise CuratorError(f"this installation has no {name}/ folder: looked in {looked}", hint="install curator again")
    return found


def _made(folder: Path) -> Path:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as e:
        raise DatabaseError(
            f"cannot make the folder for the database, {folder}: {e.strerror}",
            hint=f"name another with --db or ${_DATABASE_VARIABLE}",
        ) from e
    return folder
