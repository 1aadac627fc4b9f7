"""The part of the review that says who is to judge a row, and asks before somebody else does."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING

from curator.model import Action
from curator.tui import words
from curator.tui.desk import Desk
from curator.tui.entry import Entry
from curator.tui.keys import COMMANDS, Command
from curator.tui.screens.tagging import AT_ONCE, TaggingScreen
from curator.workbench import assigning

if TYPE_CHECKING:
    from curator.workbench import StoredAssertion


class AssigningScreen(TaggingScreen):
    """Assignments, of the row or of all tagged rows."""

    def __init__(self, desk: Desk, commands: Sequence[Command] = COMMANDS) -> None:
        super().__init__(desk, commands)
        self._warned = ""
        """The id of another's row on which the key that judges it has been pressed once."""

    async def action_assign(self) -> None:
        """Say who is to judge the row, or all that are tagged."""
        entry = self._queue.current
        ids = list(self.tags) or ([entry.id] if entry and entry.item else [])
        if not ids:
            self.say("there is no row to assign")
            return
        from curator.tui.screens.assignee import AssigneeScreen

        about = words.count(len(ids), "tagged row") if self.tags or entry is None else words.claim_line(entry.claim)
        known = self.attempt(lambda: assigning.assigned(self._desk.workbench)) or {}
        await self.app.push_screen(AssigneeScreen(about, list(known)), partial(self._assigned, ids))

    async def _assigned(self, ids: Sequence[str], assignee: str | None) -> None:
        if assignee is None:
            self.say("nothing was assigned")
            return
        changed = await self.save(lambda: assigning.assign(self._desk.workbench, self._behind(ids), assignee))
        if changed is None:
            return
        self.tags.clear()
        self.show_anew()
        who = f"assigned to {assigning.named(assignee)}" if assignee else "released: anybody may judge them"
        stood = "" if changed else " (it stood so already)"
        self.say(f"saved: {words.count(changed, 'finding')} {who}{stood}")

    def _behind(self, ids: Iterable[str]) -> Iterator[StoredAssertion]:
        """The rows with these ids, and those of their findings."""
        return assigning.behind(self._desk.workbench, ids, findings=self._desk.is_of_findings)

    # Another's rows

    def entry_to_judge(self) -> Entry | None:
        """The row under the cursor; where it is another's, only once the key has been pressed a second time."""
        entry = super().entry_to_judge()
        if entry is None or entry.item is None:
            return entry
        other = assigning.another([entry.item.stored])
        if other and self._warned != entry.id:
            self._warned = entry.id
            self.say(f"this row is assigned to {other}; press the key again to go on all the same", wrong=True)
            return None
        self._warned = ""
        return entry

    def covered(self, action: Action) -> str:
        """How many rows are tagged, and how many of them are another's."""
        said = super().covered(action)
        if len(self.tags) > AT_ONCE:
            return said
        others = [row for row in self._behind(list(self.tags)) if assigning.another([row])]
        names = ", ".join(sorted({row.assigned for row in others}))
        return f"{said}, {len(others)} of them assigned to {names}" if others else said
