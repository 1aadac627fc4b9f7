"""Where a user's own settings lie, and writing a first one there."""

from __future__ import annotations

from pathlib import Path

from curator.errors import ExportError
from curator.workbench import files


def keys_file() -> Path:
    """The file of the curator's own keys; it need not exist."""
    from curator import resources

    return resources.user_config_dir() / "keys.toml"


def write_new(path: Path, text: str) -> None:
    """Write a file that is not there yet, and the folders above it. Raises ExportError."""
    if path.exists():
        raise ExportError(f"{path}: is there already, and was left as it is.", hint="Move it away to start anew.")
    files.make_folder(path.parent)
    files.write_whole(path, text)
