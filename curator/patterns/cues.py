"""Cue words: classes of verbs and nouns, word lists, and the cues that change a polarity."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from curator.model import Polarity
from curator.patterns.inflect import fold_word, plurals, spellings, verb_forms
from curator.patterns.nodes import Node

_CLASS_KEYS = ("name", "passive", "participle", "noun", "purpose", "verbs", "nouns", "sign", "denied")
Phrase = tuple[str, ...]
_AUXILIARIES = {"is": frozenset({"be:active"}), "has": frozenset({"have:active"})}
"""Classes of the verbs that stand alone when no cue verb follows them."""


@dataclass(frozen=True, slots=True)
class Form:
    """One reading of a phrase: its lexeme and `base`, `third`, `past`, `ing` or `noun`."""

    lexeme: str
    form: str


@dataclass(slots=True)
class Lexicon:
    """Every inflected cue phrase with its readings, and every cue class with the keys that belong to it.

    A key is `lexeme:role`, the role one of `active`, `passive`, `ing`, `noun`.
    """

    phrases: dict[Phrase, list[Form]] = field(default_factory=dict)
    classes: dict[str, frozenset[str]] = field(default_factory=lambda: dict(_AUXILIARIES))
    signs: dict[str, int] = field(default_factory=dict)
    """Key → the sign of the cue class it was first listed under, where that class has one."""

    turned: set[str] = field(default_factory=set)
    """Lexemes whose denial is their opposite: cells that do not respond to a drug resist it."""

    def readings(self, phrase: Phrase) -> tuple[Form, ...]:
        """The readings of a folded phrase."""
        return tuple(self.phrases.get(phrase, ()))

    longest: int = 0
    """Words in the longest phrase."""


@dataclass(frozen=True, slots=True)
class ScopeCue:
    """A cue in ConText's form (Harkema et al. 2009): what it does, which way, and what ends its reach."""

    id: str
    kind: Polarity
    phrase: Phrase
    direction: str
    """`forward`, `backward` or `both`."""
    until: frozenset[str]


def add_classes(lexicon: Lexicon, node: Node, *, irregular: Mapping[str, tuple[str, ...]]) -> None:
    """Read a list of cue classes into the lexicon. Raises RuleError on an unknown key or a class named twice."""
    for item in node.items():
        fields = item.fields(required=("name", "purpose"), optional=_CLASS_KEYS)
        name = fields["name"].text()
        verbs = fields["verbs"].texts() if "verbs" in fields else ()
        nouns = fields["nouns"].texts() if "nouns" in fields else ()
        sign = _sign(fields["sign"]) if "sign" in fields else 0
        keys = {
            "active": {_add_verb(lexicon, verb, irregular=irregular) for verb in verbs},
            "noun": {_add_noun(lexicon, noun) for noun in nouns},
        }
        _name_classes(lexicon, fields, name, keys)
        for lexeme in keys["active"] | keys["noun"]:
            if sign:
                lexicon.signs.setdefault(lexeme, sign)
        if "denied" in fields and _is_opposite(fields["denied"]):
            lexicon.turned |= keys["active"]


def _sign(node: Node) -> int:
    signs = {"+": 1, "-": -1}
    if node.text() not in signs:
        raise node.error(f"a sign is + or -, not `{node.text()}`")
    return signs[node.text()]


def _is_opposite(node: Node) -> bool:
    if node.text() != "opposite":
        raise node.error(f"what is denied is its `opposite`, not `{node.text()}`")
    return True


def _name_classes(lexicon: Lexicon, fields: dict[str, Node], name: str, keys: dict[str, set[str]]) -> None:
    verbs, nouns = keys["active"], keys["noun"]
    roles = {
        name: {f"{v}:active" for v in verbs} | (set() if "noun" in fields else {f"{n}:noun" for n in nouns}),
    }
    for field_name, role, lexemes in (
        ("passive", "passive", verbs),
        ("participle", "ing", verbs),
        ("noun", "noun", nouns),
    ):
        if field_name in fields:
            roles.setdefault(fields[field_name].text(), set()).update(f"{x}:{role}" for x in lexemes)
    for class_name, members in roles.items():
        if class_name in lexicon.classes:
            raise fields["name"].error(f"the cue class `{class_name}` is defined twice")
        lexicon.classes[class_name] = frozenset(members)


def _add_verb(lexicon: Lexicon, verb: str, *, irregular: Mapping[str, tuple[str, ...]]) -> str:
    lexeme = fold_word(verb)
    forms = verb_forms(verb, irregular=irregular)
    for form in ("base", "third", "past", "ing"):
        for written in getattr(forms, form):
            _add_phrase(lexicon, written, Form(lexeme, form))
    return lexeme


def _add_noun(lexicon: Lexicon, noun: str) -> str:
    lexeme = fold_word(noun)
    for written in (noun, *plurals(noun)):
        _add_phrase(lexicon, written, Form(lexeme, "noun"))
    return lexeme


def _add_phrase(lexicon: Lexicon, written: str, form: Form) -> None:
    for spelling in spellings(written):
        phrase = fold_phrase(spelling)
        lexicon.longest = max(lexicon.longest, len(phrase))
        known = lexicon.phrases.setdefault(phrase, [])
        if form not in known:
            known.append(form)


def fold_phrase(text: str) -> Phrase:
    """The folded words of a phrase."""
    return tuple(fold_word(word) for word in text.split())


def scope_cues(node: Node) -> Iterable[ScopeCue]:
    """The polarity cues of a file. Raises RuleError on an unknown key, kind or direction."""
    for item in node.items():
        fields = item.fields(required=("id", "kind", "direction", "phrases"), optional=("until", "purpose"))
        kind, direction = fields["kind"].text(), fields["direction"].text()
        if kind not in ("negated", "speculative"):
            raise fields["kind"].error(f"a cue is `negated` or `speculative`, not `{kind}`")
        if direction not in ("forward", "backward", "both"):
            raise fields["direction"].error(f"a direction is `forward`, `backward` or `both`, not `{direction}`")
        until = frozenset(fold_word(w) for w in fields["until"].texts()) if "until" in fields else frozenset()
        for phrase in fields["phrases"].texts():
            yield ScopeCue(fields["id"].text(), Polarity(kind), fold_phrase(phrase), direction, until)
