"""The curator's own keys: what the file may say, and what is told about the rest."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from curator.errors import InputError
from curator.tui.app import CuratorApp
from curator.tui.desk import Desk
from curator.tui.keyfile import read_keys, table_text, template
from curator.tui.keys import COMMANDS, drawn
from tests.tui_samples import Sample, said


def written(folder: Path, text: str) -> Path:
    path = folder / "keys.toml"
    path.write_text(text, "utf-8")
    return path


def keys(path: Path, id: str) -> tuple[str, ...]:
    return next(command.keys for command in read_keys(path) if command.id == id)


GIVEN = [
    pytest.param('verdict.accept = "w"', ("w",), id="one key"),
    pytest.param('verdict.accept = ["w", "f2"]', ("w", "f2"), id="two keys"),
    pytest.param('[verdict]\naccept = "w"', ("w",), id="in a section"),
    pytest.param('"verdict".accept = "W"', ("W",), id="a quoted name, a capital"),
    pytest.param('verdict.accept = ["^y", "ctrl+t"]', ("ctrl+y", "ctrl+t"), id="control, both ways"),
    pytest.param('verdict.accept = ["!", ",", "f5"]', ("exclamation_mark", "comma", "f5"), id="signs, a function key"),
    pytest.param('verdict.accept = "^"', ("circumflex_accent",), id="the sign that stands for control"),
    pytest.param('verdict.accept = ["^←", "shift+→"]', ("ctrl+left", "shift+right"), id="arrows, held with others"),
    pytest.param("verdict.accept = []", (), id="none"),
    pytest.param("", ("a",), id="as it was"),
]


@pytest.mark.parametrize(("text", "wanted"), GIVEN)
def test_tui_keyfile_gives_a_command_other_keys(text: str, wanted: tuple[str, ...], tmp_path: Path) -> None:
    assert keys(written(tmp_path, text), "verdict.accept") == wanted


def test_tui_keyfile_that_is_not_there_changes_nothing(tmp_path: Path) -> None:
    assert read_keys(tmp_path / "none.toml") == COMMANDS


def test_tui_keyfile_may_exchange_two_keys(tmp_path: Path) -> None:
    path = written(tmp_path, 'verdict.accept = "r"\nverdict.reject = "a"\n')
    assert (keys(path, "verdict.accept"), keys(path, "verdict.reject")) == (("r",), ("a",))


def test_tui_keyfile_may_give_letters_to_a_dialog_without_a_field(tmp_path: Path) -> None:
    assert keys(written(tmp_path, 'pick.leave = ["esc", "q"]'), "pick.leave") == ("escape", "q")


def test_tui_keyfile_may_use_a_key_in_two_places(tmp_path: Path) -> None:
    # `a` accepts in the review; among the reasons it is free.
    assert keys(written(tmp_path, 'reason.other = "a"'), "reason.other") == ("a",)


WRONG = [
    pytest.param('\nverdict.accept = "r"', ":2: r would be the key of both", "Free there: a ", id="taken"),
    pytest.param(
        'verdict.accept = "z"\nverdict.reject = "z"\n', "verdict.accept (line 1) and verdict.reject (line 2)", "another"
    ),
    pytest.param('verdict.agree = "y"', ":1: there is no command verdict.agree", "verdict.accept", id="no command"),
    pytest.param('colour = "red"', ":1: there is no command colour", "verdict.accept", id="nothing like a command"),
    pytest.param('verdict.accept = "yes"', ":1: verdict.accept: 'yes' is no key", "f1 to f12", id="no key"),
    pytest.param('verdict.accept = ""', ":1: verdict.accept: '' is no key", "A key is", id="an empty key"),
    pytest.param(
        '# x\n\n[verdict]\naccept = "ctrl+m"', ":4: verdict.accept: a terminal cannot tell", "ctrl+", id="enter"
    ),
    pytest.param("verdict.accept = 5", ":1: verdict.accept is given 5", 'verdict.accept = "a"', id="a number"),
    pytest.param("verdict.accept = [5]", ":1: verdict.accept is given [5]", "list of keys", id="a list of numbers"),
    pytest.param("program.quit = []", ":1: program.quit needs a key", "", id="no way out"),
    pytest.param("form.leave = []", ":1: form.leave needs a key", "", id="no way out of a form"),
    pytest.param("job.stop = []", ":1: job.stop needs a key", "", id="no way to stop a job"),
    pytest.param("form.help = []", ":1: form.help needs a key", "", id="no help in a form"),
    pytest.param(
        'form.save = ["enter", "s"]', ":1: form.save: s cannot be its key: it is text", "enter, esc, tab", id="a letter"
    ),
    pytest.param('form.next = "space"', ":1: form.next: space cannot be its key", "ctrl+", id="a space in a field"),
    pytest.param('form.help = "?"', "typed in the form of a row", "f1 to f12", id="a sign in a field"),
    pytest.param('form.pick = "backspace"', "field.delete-left in the form of a row", "another", id="an editing key"),
    pytest.param('filter.complete = "esc"', "find.drop in the filter", "another", id="taken by what places share"),
    pytest.param('pick.word = "j"', "pick.down in picking in the text", "another", id="taken in the same dialog"),
    pytest.param("a = 1\nverdict.accept = y", ":2: this is no TOML", 'verdict.accept = ["a"', id="no TOML"),
    pytest.param('verdict.accept = "y', ":1: this is no TOML", "looks like this", id="TOML that ends too soon"),
]


@pytest.mark.parametrize(("text", "problem", "remedy"), WRONG)
def test_tui_keyfile_that_is_wrong_is_told_with_file_line_and_remedy(
    text: str, problem: str, remedy: str, tmp_path: Path
) -> None:
    path = written(tmp_path, text)
    with pytest.raises(InputError) as told:
        read_keys(path)
    assert str(told.value).startswith(f"{path}:")
    assert problem in str(told.value)
    assert remedy in told.value.hint


def test_tui_keyfile_that_is_no_text_is_told(tmp_path: Path) -> None:
    path = tmp_path / "keys.toml"
    path.write_bytes(b"\xff\xfe")
    with pytest.raises(InputError, match="not text in UTF-8"):
        read_keys(path)


def test_tui_keyfile_template_says_what_is_so_already(tmp_path: Path) -> None:
    assert tomllib.loads(template()) == {}
    # With every command's line switched on, nothing is other than without the file.
    entries = [line.removeprefix("# ") for line in template().splitlines() if " = [" in line]
    assert len(entries) == len(COMMANDS)
    assert read_keys(written(tmp_path, "\n".join(entries))) == COMMANDS


def test_tui_keyfile_table_has_every_command() -> None:
    lines = table_text(COMMANDS).splitlines()
    for command in COMMANDS:
        (line,) = (line for line in lines if line.split()[:1] == [command.id])
        assert line.endswith(command.help)
        assert all(drawn(key) in line for key in command.keys)


SCREENS_WITH_HER_KEYS = [
    pytest.param("l", ["library.open", "library.add"], id="the library"),
    pytest.param("h", ["history.undo", "history.redo", "history.open"], id="the history"),
    pytest.param("s", ["scores.open", "screen.scores"], id="the scores"),
    pytest.param("v", ["passage.sentence", "verdict.add"], id="the reader"),
]


@pytest.mark.parametrize(("opens", "named"), SCREENS_WITH_HER_KEYS)
async def test_tui_keyfile_screens_name_the_keys_that_she_gave(
    opens: str, named: list[str], desk: Sample, tmp_path: Path
) -> None:
    own = {id: f"f{number}" for number, id in enumerate(named, start=2)}
    keys = read_keys(written(tmp_path, "\n".join(f'{id} = "{key}"' for id, key in own.items())))
    app = CuratorApp(Desk(desk.workbench()), commands=keys)
    async with app.run_test(size=(140, 40)) as pilot:
        await pilot.press(own.get("screen.scores", opens))
        await pilot.pause()
        line = said(app, "message").split()
        assert [key for key in own.values() if key not in line] == []


async def test_tui_keyfile_the_reader_names_the_key_that_leads_back(desk: Sample, tmp_path: Path) -> None:
    keys = read_keys(written(tmp_path, 'reader.back = "f2"\nshow.find = "f3"\n'))
    app = CuratorApp(Desk(desk.workbench()), commands=keys)
    async with app.run_test(size=(140, 40)) as pilot:
        await pilot.press("v", "g", "enter")
        await pilot.pause()
        assert said(app, "message") == "✗ no reference is cited in this sentence; f2 comes back from one"
        await pilot.press("n")
        await pilot.pause()
        assert said(app, "message") == "nothing to find; f3 asks what"
