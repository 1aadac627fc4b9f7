"""Nothing that the program does reaches the shell or the network, or writes where it was not told to."""

from __future__ import annotations

import ast
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.hostile_samples import FILES, FOLDER

PACKAGE = Path(__file__).parent.parent / "curator"

_WATCHED = """
import json, os, sys
log = open(sys.argv[1], "a")
REACHING = ("socket", "subprocess", "urllib", "ftplib", "smtplib", "webbrowser", "pty")
STARTING = ("os.system", "os.exec", "os.posix_spawn", "os.spawn", "os.fork")
def note(event, args):
    if event == "open" and args[0] is not None and not isinstance(args[0], int):
        mode, flags = args[1] or "", args[2] or 0
        writes = any(c in mode for c in "wax+") or flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT)
        log.write(json.dumps(["write" if writes else "read", os.fsdecode(args[0])]) + "\\n")
    elif event == "sqlite3.connect":
        log.write(json.dumps(["write", os.fsdecode(args[0])]) + "\\n")
    elif event.partition(".")[0] in REACHING or event in STARTING:
        log.write(json.dumps([event, [str(a)[:300] for a in args]]) + "\\n")
    log.flush()
sys.addaudithook(note)
sys.argv = ["curator", *sys.argv[2:]]
from curator.__main__ import main
main()
"""
_REACHES_OUT = (
    "socket",
    "urllib",
    "ftplib",
    "smtplib",
    "webbrowser",
    "os.system",
    "os.exec",
    "os.spawn",
    "os.posix",
    "pty",
)


def watched(folder: Path, *words: str | Path) -> tuple[subprocess.CompletedProcess[str], list[tuple[str, object]]]:
    """Run the program with every opening, connection and process noted."""
    log = folder / "audit.log"
    home = {name: str(folder / "home") for name in ("HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME")}
    environment = {**os.environ, **home, "PYTHONDONTWRITEBYTECODE": "1", "TMPDIR": str(folder / "tmp")}
    (folder / "tmp").mkdir(exist_ok=True)
    command = [sys.executable, "-c", _WATCHED, str(log), *map(str, words)]
    run = subprocess.run(
        command, capture_output=True, text=True, cwd=folder, env=environment, timeout=600, stdin=subprocess.DEVNULL
    )
    return run, [tuple(json.loads(line)) for line in log.read_text("utf-8").splitlines()]


def writes_outside(events: list[tuple[str, object]], folder: Path) -> list[str]:
    """Files written that are not below the folder; what has no content of its own left out."""
    written = [str(what) for event, what in events if event == "write"]
    written = [w.removeprefix("file://").partition("?")[0] for w in written]
    return [w for w in written if not w.startswith((str(folder), "/dev/null", "/dev/tty")) and w.startswith("/")]


def reaching_out(events: list[tuple[str, object]]) -> list[tuple[str, object]]:
    """What leads out of the program; a library asks by `bind` to no port whether the machine knows IPv6."""
    harmless = ("socket.__new__", "socket.bind", "socket.gethostname")
    return [e for e in events if e[0].startswith(_REACHES_OUT) and e[0] not in harmless]


_REACHING = """
import socket
def main():
    open(sys.argv[1], "w").close()
    os.system("true")
    socket.getaddrinfo("localhost", 80)
"""


def test_security_watch_sees_what_it_should(tmp_path: Path) -> None:
    script = _WATCHED.replace("from curator.__main__ import main\n", _REACHING)
    log, outside = tmp_path / "audit.log", tmp_path / "outside"
    subprocess.run([sys.executable, "-c", script, str(log), str(outside)], check=True, timeout=60)
    events = [tuple(json.loads(line)) for line in log.read_text().splitlines()]
    assert {e[0] for e in reaching_out(events)} == {"os.system", "socket.getaddrinfo"}
    assert writes_outside(events, tmp_path / "elsewhere") == [str(outside)]


def test_security_demo_reaches_nothing_but_its_database(tmp_path: Path) -> None:
    run, events = watched(tmp_path, "demo", "--no-review", "--db", tmp_path / "demo.db")
    assert run.returncode == 0, run.stderr
    assert reaching_out(events) == []
    assert [e for e in events if e[0].startswith("subprocess")] == []
    assert writes_outside(events, tmp_path) == []
    assert {p.name.partition(".db")[0] for p in tmp_path.iterdir()} <= {"demo", "audit.log", "home", "tmp"}


_SECRET = "seen-what-is-not-meant-to-be-seen"
_ENTITIES = {
    "external.nxml": '<!DOCTYPE article [<!ENTITY x SYSTEM "file://{secret}">]>',
    "network.nxml": '<!DOCTYPE article [<!ENTITY x SYSTEM "http://127.0.0.1:9/x">]>',
    "dtd.nxml": '<!DOCTYPE article SYSTEM "http://127.0.0.1:9/x.dtd" [<!ENTITY x "y">]>',
    "local-dtd.nxml": '<!DOCTYPE article SYSTEM "file://{secret}" [<!ENTITY x "y">]>',
    "parameter.nxml": '<!DOCTYPE article [<!ENTITY % p SYSTEM "file://{secret}"> %p; <!ENTITY x "y">]>',
    "laughs.nxml": '<!DOCTYPE article [<!ENTITY a "ha ha ha ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">'
    '<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;"><!ENTITY x "&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;">]>',
}
_BODY = {
    "jats": "<article><front/><body><sec><title>R</title><p>miR-21 targets &x; PTEN here.</p>"
    '<p><xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="{secret}" parse="text"/>miR-7 too.</p>'
    "</sec></body></article>",
    "bioc": "<collection><source/><date/><key/><document><id>1</id><passage><offset>0</offset>"
    "<text>miR-21 targets &x; PTEN here.</text></passage></document></collection>",
    "pubmed": "<PubmedArticleSet><PubmedArticle><MedlineCitation><PMID>1</PMID><Article><ArticleTitle>T</ArticleTitle>"
    "<Abstract><AbstractText>miR-21 targets &x; PTEN here.</AbstractText></Abstract></Article></MedlineCitation>"
    "</PubmedArticle></PubmedArticleSet>",
}


def test_security_xml_opens_no_entity_and_no_dtd(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text(_SECRET)
    papers = tmp_path / "papers"
    papers.mkdir()
    for kind, body in _BODY.items():
        for name, head in _ENTITIES.items():
            text = (head + body).replace("{secret}", str(secret))
            (papers / f"{kind}-{name}".replace(".nxml", ".xml")).write_text(text)
    run, events = watched(tmp_path, "read", papers, "--db", tmp_path / "a.db")
    assert "read" in run.stderr
    assert len(list(papers.iterdir())) == 18
    assert reaching_out(events) == []
    assert [e for e in events if str(secret) in str(e[1]) or "x.dtd" in str(e[1])] == []
    assert _SECRET.encode() not in (tmp_path / "a.db").read_bytes() + run.stdout.encode()
    assert writes_outside(events, tmp_path) == []


@pytest.mark.parametrize("file", FILES)
def test_security_reading_a_hostile_paper_reaches_nothing(file: str, tmp_path: Path) -> None:
    run, events = watched(tmp_path, "show", FOLDER / file)
    assert run.returncode == 0, run.stderr
    assert reaching_out(events) == []
    assert writes_outside(events, tmp_path) == []


_MAY_START = {"reading/pdf_apart.py": "reads PDFs in a process of its own, of this program, without a shell"}
_MAY_CONNECT = {"patterns/download.py": "fetches a release of names when somebody asks for it"}
_STARTS = {"subprocess", "pty", "multiprocessing", "webbrowser", "popen2", "commands"}
_CONNECTS = {"socket", "urllib", "http", "ftplib", "smtplib", "ssl", "requests", "httpx", "xmlrpc", "telnetlib"}
_EVALUATES = {"eval", "exec", "compile", "execfile"}
_UNSAFE = {"system", "popen", "spawnl", "spawnv", "execv", "execl", "startfile", "unsafe_load", "full_load"}


def _names(path: Path) -> set[str]:
    """Modules imported and functions called by name, from the syntax and not from the text."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and not node.level:
            found.add((node.module or "").partition(".")[0])
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            found.add(f"{node.func.id}()")
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            found.add(f".{node.func.attr}()")
            found |= {"shell=True"} if any(k.arg == "shell" for k in node.keywords) else set()
    return found


def test_security_no_module_evaluates_starts_or_connects_but_those_that_say_why() -> None:
    faults = []
    for path in sorted(PACKAGE.rglob("*.py")):
        place, names = path.relative_to(PACKAGE).as_posix(), _names(path)
        wrong = names & {f"{name}()" for name in _EVALUATES} | names & {f".{name}()" for name in _UNSAFE}
        wrong |= names & {"shell=True"}
        wrong |= set() if place in _MAY_START else names & _STARTS
        wrong |= set() if place in _MAY_CONNECT else names & _CONNECTS
        faults += [f"{place}: {name}" for name in sorted(wrong)]
    assert faults == []
