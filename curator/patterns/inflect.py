"""English inflection, so that a cue file lists `suppress` once and a rule finds every form of it.

A blank pipeline knows no lemma; the forms are written out when the rules are loaded.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

_SIBILANT = re.compile(r"(?:s|x|z|ch|sh)$")
_CONSONANT_Y = re.compile(r"[^aeiou]y$")
_SPLIT_PREFIX = re.compile(r"^(down|up|over|under|co|re|de)(?=[a-z]{4})")


@dataclass(frozen=True, slots=True)
class VerbForms:
    """The four written forms of a verb: base, third person, past (and participle), -ing."""

    base: tuple[str, ...]
    third: tuple[str, ...]
    past: tuple[str, ...]
    ing: tuple[str, ...]


def verb_forms(verb: str, *, irregular: Mapping[str, tuple[str, ...]]) -> VerbForms:
    """The forms of a verb, of its first word where it has several (`lead to`); -ize is also written -ise.

    `irregular` maps a base to its past forms, the -ing form last where it is irregular too and marked by its ending.
    """
    before, head, rest = _parts(verb)
    heads = [head, f"{head[:-3]}ise"] if head.endswith("ize") else [head]
    return VerbForms(
        base=tuple(before + h + rest for h in heads),
        third=tuple(before + _third(h) + rest for h in heads),
        past=tuple(before + p + rest for h in heads for p in _pasts(h, irregular)),
        ing=tuple(before + i + rest for h in heads for i in _ings(h, irregular)),
    )


def _parts(verb: str) -> tuple[str, str, str]:
    """What stands before the verb proper (`negatively regulate`), the verb, and what follows (`lead to`)."""
    words = verb.split(" ")
    at = next((i for i, word in enumerate(words) if not word.endswith(("ly", "lly"))), 0)
    before, rest = words[:at], words[at + 1 :]
    return "".join(f"{w} " for w in before), words[at], "".join(f" {w}" for w in rest)


def plurals(noun: str) -> tuple[str, ...]:
    """The plural of a noun, none where it is one already or has none."""
    return () if noun.endswith("s") or noun[-1:].isdigit() or noun.endswith("ing") else (_third(noun),)


def _third(verb: str) -> str:
    if _SIBILANT.search(verb):
        return f"{verb}es"
    return f"{verb[:-1]}ies" if _CONSONANT_Y.search(verb) else f"{verb}s"


def _pasts(verb: str, irregular: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    listed = tuple(form for form in irregular.get(verb, ()) if not form.endswith("ing"))
    if listed:
        return listed
    if verb.endswith("e"):
        return (f"{verb}d",)
    return (f"{verb[:-1]}ied",) if _CONSONANT_Y.search(verb) else (f"{verb}ed",)


def _ings(verb: str, irregular: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    listed = tuple(form for form in irregular.get(verb, ()) if form.endswith("ing"))
    if listed:
        return listed
    return (f"{verb[:-1]}ing",) if verb.endswith("e") and not verb.endswith("ee") else (f"{verb}ing",)


def spellings(phrase: str) -> tuple[str, ...]:
    """The phrase as it stands and, for `downregulate` and its like, in two words: hyphens are folded elsewhere."""
    split = _SPLIT_PREFIX.match(phrase)
    if split and split.group(1) in ("down", "up", "over", "under"):
        return phrase, f"{phrase[: split.end()]} {phrase[split.end() :]}"
    return (phrase,)


def fold_word(word: str) -> str:
    """A word as cue tables know it: lower case, without hyphens."""
    return re.sub(r"[-\u2010-\u2015\u00ad]", "", word.lower())
