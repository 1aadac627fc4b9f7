from __future__ import annotations

import json
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import pytest

from curator import __version__, resources


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel that the checkout builds."""
    folder = tmp_path_factory.mktemp("dist")
    root = Path(__file__).resolve().parent.parent
    command = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(folder)]
    subprocess.run(command, cwd=root, check=True, capture_output=True, timeout=120)
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def elsewhere(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of programs of a fresh environment that holds the wheel.

    Its dependencies are those of this environment, found through a .pth file: downloading them again would test the
    network. The checkout is not among them, for a path that a .pth names has its own .pth files ignored.
    """
    home = tmp_path_factory.mktemp("elsewhere") / "venv"
    venv.create(home, with_pip=False, symlinks=True)
    python = home / "bin" / "python"
    command = [sys.executable, "-m", "pip", "--python", str(python), "install", "--quiet", "--no-deps", "--no-index"]
    subprocess.run([*command, str(wheel)], check=True, capture_output=True, timeout=120)
    (packages,) = home.glob("lib/python*/site-packages")
    shared = {sysconfig.get_path("purelib"), sysconfig.get_path("platlib")}
    (packages / "dependencies.pth").write_text("".join(f"{path}\n" for path in sorted(shared)), "utf-8")
    return home / "bin"


def _run(*command: str | Path, cwd: Path) -> str:
    run = subprocess.run([str(word) for word in command], cwd=cwd, capture_output=True, text=True, timeout=300)
    assert run.returncode == 0, run.stderr
    return run.stdout


def test_wheel_carries_every_file_of_the_data_folders(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        carried = {name.removeprefix("curator/data/") for name in archive.namelist()}
    folders = (resources.patterns_dir(), resources.corpus_dir(), resources.db_dir())
    wanted = {
        str(path.relative_to(folder.parent)) for folder in folders for path in folder.rglob("*") if path.is_file()
    }
    assert len(wanted) > 3
    assert wanted - carried == set()


def test_wheel_carries_nothing_of_the_checkout_besides(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        tops = {name.split("/")[0] for name in archive.namelist()}
    assert tops == {"curator", f"curator-{__version__}.dist-info"}


def test_wheel_installs_a_program_that_is_not_the_checkout(elsewhere: Path, tmp_path: Path) -> None:
    assert _run(elsewhere / "curator", "--version", cwd=tmp_path) == f"curator {__version__}\n"
    found = _run(elsewhere / "python", "-c", "import curator; print(curator.__file__)", cwd=tmp_path)
    assert Path(found.strip()).is_relative_to(elsewhere.parent)


def test_wheel_extracts_from_a_text_that_it_carries(elsewhere: Path, tmp_path: Path) -> None:
    ask = "from curator import resources; print(*sorted(resources.corpus_dir().glob('texts/*.md')), sep='\\n')"
    texts = _run(elsewhere / "python", "-c", ask, cwd=tmp_path).splitlines()
    assert Path(texts[0]).is_relative_to(elsewhere.parent)
    lines = _run(elsewhere / "curator", "extract", texts[0], "--format", "jsonl", cwd=tmp_path).splitlines()
    rows = [json.loads(line) for line in lines]
    assert {row["document"] for row in rows} == {Path(texts[0]).stem}
    assert list(tmp_path.iterdir()) == []
