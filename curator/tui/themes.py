"""Owns the look: a dark theme, a light one, and one of the terminal's own sixteen; and which of them to begin with.

No colour carries meaning alone: a slot has its letter and underline, a state its letter and symbol.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from textual.theme import BUILTIN_THEMES, Theme

from curator.model import Slot

WIDE_FROM = 110
"""From how many cells on the queue stands beside the evidence, no longer above it."""
BREAKPOINTS = [(0, "-narrow"), (WIDE_FROM, "-wide")]

_DARK = {"mirna": "#ffd166", "source": "#7bdff2", "target": "#b8f2a4", "effect": "#ff9f9f", "citation": "#c9b6ff"}
_DARK |= {"drug": "#ffb37a", "disease": "#f7a8d8"}
_LIGHT = {"mirna": "#7a4d00", "source": "#005f78", "target": "#1f6b1f", "effect": "#a31621", "citation": "#5a2ca0"}
_LIGHT |= {"drug": "#9c3d00", "disease": "#96246e"}
_ANSI = {"mirna": "ansi_yellow", "source": "ansi_cyan", "target": "ansi_green", "effect": "ansi_red"}
_ANSI |= {"citation": "ansi_magenta", "drug": "ansi_blue", "disease": "ansi_bright_magenta"}


def _slots(colours: Mapping[str, str]) -> dict[str, str]:
    return {f"slot-{slot}": colours[slot] for slot in Slot}


_TERMINAL = BUILTIN_THEMES["ansi-dark"]
THEMES: tuple[Theme, ...] = (
    Theme(
        name="curator-dark",
        primary="#5fa8d3",
        secondary="#7bdff2",
        accent="#ffd166",
        success="#8fd694",
        warning="#ffd166",
        error="#ff8a8a",
        foreground="#e6e6e6",
        background="#14181d",
        surface="#1a1f26",
        panel="#242b34",
        dark=True,
        variables=_slots(_DARK)
        | {"quiet": "#9aa5b1", "selected": "#2d4a66", "good": "#8fd694", "bad": "#ff8a8a", "odd": "#ffd166"},
    ),
    Theme(
        name="curator-light",
        primary="#1f5f8b",
        secondary="#005f78",
        accent="#7a4d00",
        success="#1f6b1f",
        warning="#7a4d00",
        error="#a31621",
        foreground="#1b1f24",
        background="#fbfaf7",
        surface="#f3f1ec",
        panel="#e4e1d9",
        dark=False,
        variables=_slots(_LIGHT)
        | {"quiet": "#5a6470", "selected": "#cfe0f0", "good": "#1f6b1f", "bad": "#a31621", "odd": "#7a4d00"},
    ),
    replace(
        _TERMINAL,
        name="curator-terminal",
        variables=_TERMINAL.variables
        | _slots(_ANSI)
        | {
            "quiet": "ansi_default",
            "selected": "ansi_default",
            "good": "ansi_green",
            "bad": "ansi_red",
            "odd": "ansi_yellow",
        },
    ),
)

_BY_WORD = {"dark": "curator-dark", "light": "curator-light", "terminal": "curator-terminal"}
_LIGHT_BACKGROUNDS = {"7", "15"}
_RICH_TERMS = ("256", "truecolor", "24bit", "kitty", "alacritty", "ghostty", "wezterm")


def first_theme(environ: Mapping[str, str]) -> str:
    """The name of the theme to begin with: $CURATOR_THEME, else what the terminal tells of itself."""
    if word := _BY_WORD.get(environ.get("CURATOR_THEME", "")):
        return word
    told = f"{environ.get('TERM', '')} {environ.get('COLORTERM', '')}"
    if environ.get("NO_COLOR") or not any(term in told for term in _RICH_TERMS):
        return "curator-terminal"
    background = environ.get("COLORFGBG", "").rpartition(";")[2]
    return "curator-light" if background in _LIGHT_BACKGROUNDS else "curator-dark"


def theme_after(name: str) -> str:
    """The next theme in turn."""
    names = [theme.name for theme in THEMES]
    return names[(names.index(name) + 1) % len(names)] if name in names else names[0]
