"""Tokens of the working view: words with their part of speech as far as rules need it, and verb groups.

`has been shown to directly suppress` is one verb, active; `was not suppressed` is one, passive and negated. Parts of
speech come from closed word lists and from the cue lexicon, for a blank pipeline has none.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from curator.model import Cue, Mention, Polarity, Span
from curator.patterns import Rules
from curator.patterns.cues import Form
from curator.patterns.inflect import fold_word

_WORD = re.compile(
    r"['’]s\b|as\s+well\s+as\b|"
    r"[35]['’\u2032´`]+(?=[- ]?[A-Za-z])(?:-(?=[A-Za-z]))?|"
    r"(?P<suffix>[-\u2010-\u2015\u00ad](?=[A-Za-z]))?(?P<word>[^\W_]+(?:['’\u2032][A-Za-z]+|[-\u2010-\u2015\u00ad\u2032'’]+(?=[^\W_])[^\W_]+)*(?P<prefix>-$)?)|\S"
)
_DASH = re.compile(r"--+|(?<=\s)[-\u2013](?=\s)|\u2014|[-\u2013](?=(?P<word>[a-z]+)\b)")
_NUMBER = re.compile(r"[\d.,%]+$")
_LISTS = {
    "DET": "determiners",
    "POSS": "possessives",
    "PREP": "prepositions",
    "CONJ": "conjunctions",
    "SUB": "subordinators",
    "REL": "relatives",
    "PRON": "pronouns",
    "MODAL": "modals",
    "BE": "be",
    "HAVE": "have",
    "DO": "do",
    "NEG": "negators",
}
"""Kind of token → the word list that it is read from; the first list that has a word decides."""
_LIST_REACH = 60
"""So many words behind its verb a list of nouns may go on."""


@dataclass(frozen=True, slots=True)
class Token:
    """A word, a mention or a verb group, with offsets in the sentence."""

    kind: str
    start: int
    end: int
    text: str
    key: str = ""
    mention: Mention | None = None
    forms: tuple[Form, ...] = ()
    cues: tuple[Cue, ...] = ()


def tokenise(text: str, mentions: Sequence[Mention], rules: Rules) -> list[Token]:
    """Mentions as they are, and the words between them, cue phrases of several words as one token."""
    tokens: list[Token] = []
    position = 0
    for mention in [*mentions, None]:
        until = mention.start if mention else len(text)
        tokens += _words(text, position, until, rules)
        if mention:
            tokens.append(Token(mention.type.name, mention.start, mention.end, mention.text, mention=mention))
            position = mention.end
    return tokens


def _words(text: str, start: int, end: int, rules: Rules) -> list[Token]:
    segment = _DASH.sub(lambda m: _as_comma(m, rules), text[start:end])
    found = list(_WORD.finditer(segment))
    tokens: list[Token] = []
    index = 0
    while index < len(found):
        is_suffix = bool(found[index]["suffix"]) and found[index].start() == 0 and start > 0
        length, forms = (1, ()) if is_suffix else _phrase(found, index, rules)
        first, last = found[index].start(), found[index + length - 1].end()
        surface = segment[first:last]
        kind = "CUE" if forms else _kind(surface, rules, suffix=is_suffix)
        if kind == "REL" and tokens and tokens[-1].text.lower() == "so":
            kind = "CONJ"
        tokens.append(Token(kind, start + first, start + last, surface, forms=forms))
        index += length
    return tokens


def _as_comma(dash: re.Match[str], rules: Rules) -> str:
    """A dash as a comma of the same length; a hyphen stays one, unless a finite verb or a relative pronoun follows."""
    behind_name = dash.start() == 0
    if len(dash.group()) > 1 or dash.group() == "\u2014" or _is_dashed(dash["word"], rules, behind_name=behind_name):
        return ",".ljust(len(dash.group()))
    return dash.group()


def _is_dashed(word: str | None, rules: Rules, *, behind_name: bool) -> bool:
    """True where the hyphen before a word is a dash: a relative pronoun, or a finite verb behind a name."""
    folded = fold_word(word or "")
    forms = {form.form for form in rules.lexicon.readings((folded,))}
    finite = bool(forms & {"base", "third"}) and "noun" not in forms
    return (finite and behind_name) or folded in rules.words("relatives") or folded == "such" or word is None


def _phrase(found: Sequence[re.Match[str]], index: int, rules: Rules) -> tuple[int, tuple[Form, ...]]:
    """How many words the longest cue phrase here has, and its readings; one and none where there is no cue."""
    words = [fold_word(m.group()) for m in found[index : index + rules.lexicon.longest]]
    for length in range(len(words), 0, -1):
        if forms := rules.lexicon.readings(tuple(words[:length])):
            return length, forms
    return 1, ()


def _kind(surface: str, rules: Rules, *, suffix: bool) -> str:
    if suffix:
        return "SUFFIX"
    if surface in ("'s", "’s"):
        return "DET"
    folded = fold_word(surface)
    for kind, name in _LISTS.items():
        if folded in rules.words(name):
            return kind
    if folded in rules.words("adverbs") or (folded.endswith("ly") and folded not in rules.words("not_adverbs")):
        return "ADV"
    if not surface[0].isalnum():
        return "SUB" if surface == ";" else "PUNCT"
    return "NUM" if _NUMBER.match(surface) else "WORD"


def group_verbs(tokens: Sequence[Token], rules: Rules) -> list[Token]:
    """Auxiliaries, negations and the verb that they help become one token; cue nouns and adjectives are told apart."""
    grouped: list[Token] = []
    index = 0
    while index < len(tokens):
        group, used = _group(tokens, index, grouped, rules)
        grouped.append(group)
        index += used
    return grouped


def _previous(before: Sequence[Token], rules: Rules) -> Token | None:
    """What stands before a word; a comma that goes on with a list of nouns reads as an article before the next.

    `was followed by loss of PTEN, increased expression of ABCG2 and resistance`: `increased` is no verb there.
    """
    said = (i for i in range(len(before) - 1, -1, -1) if before[i].kind != "ADV" and not _floats(before, i, rules))
    at = next(said, None)
    previous = before[at] if at is not None else None
    if (
        before
        and before[-1].text.lower() in rules.words("standing_quantifiers")
        and (previous is None or previous.kind != "DET")
    ):
        return replace(before[-1], kind="PRON")
    if previous is None or previous.text != ",":
        return previous
    nearby = range(len(before) - 1, max(-1, len(before) - 1 - _LIST_REACH), -1)
    verb = next((i for i in nearby if before[i].kind == "VERB"), None)
    opens_list = (
        verb is not None
        and verb + 1 < len(before)
        and before[verb + 1].text.lower() in rules.words("list_prepositions")
    )
    return replace(previous, kind="DET") if opens_list else previous


def _floats(before: Sequence[Token], index: int, rules: Rules) -> bool:
    """True for the `each` of `inhibitors of miR-155 and miR-200b each raised …`, which is no article."""
    floating = before[index].text.lower() in rules.words("floating_quantifiers")
    return floating and index > 0 and before[index - 1].mention is not None


@dataclass(frozen=True, slots=True)
class _Helpers:
    """What stands before a verb: where it ends, the kind of the last auxiliary, and what it does to the polarity."""

    end: int
    last: str
    marks: tuple[Token, ...]


def _helpers(tokens: Sequence[Token], index: int, rules: Rules) -> _Helpers:
    """Read auxiliaries, adverbs, negations and `found to`, `able to`, `failed to`."""
    last, marks = "", []
    position = index
    while position < len(tokens):
        token = tokens[position]
        if token.kind in ("BE", "HAVE", "DO", "MODAL", "NEG"):
            last = token.kind if token.kind != "NEG" else last
            marks.append(token)
        elif token.kind == "ADV" and (last or position > index):
            pass
        elif (word := _raising(tokens, position, rules)) and (
            last or word in rules.words("raising_finite") | rules.words("raising_negative")
        ):
            marks.append(token)
            last = "FINITE TO" if word in rules.words("raising_finite") and not last else "TO"
            position += 1
        elif token.text.lower() == "to" and position == index and _opens_infinitive(tokens, position):
            last = "TO"
        else:
            break
        position += 1
    return _Helpers(position, last, tuple(marks))


def _raising(tokens: Sequence[Token], position: int, rules: Rules) -> str:
    """The word before a `to` that leads to the verb proper (`found to`, `fails to`), or nothing."""
    word = fold_word(tokens[position].text)
    follows = position + 1 < len(tokens) and tokens[position + 1].text.lower() == "to"
    known = (
        word in rules.words("raising")
        or word in rules.words("raising_finite")
        or word in rules.words("raising_negative")
    )
    return word if follows and known else ""


def _opens_infinitive(tokens: Sequence[Token], position: int) -> bool:
    for token in tokens[position + 1 : position + 4]:
        if token.kind == "CUE":
            return any(f.form == "base" for f in token.forms)
        if token.kind not in ("ADV", "BE", "HAVE"):
            return False
    return False


def _group(tokens: Sequence[Token], index: int, before: Sequence[Token], rules: Rules) -> tuple[Token, int]:
    helpers = _helpers(tokens, index, rules)
    verb = tokens[helpers.end] if helpers.end < len(tokens) else None
    previous = _previous(before, rules)
    if verb is not None and verb.kind == "CUE":
        following = tokens[helpers.end + 1] if helpers.end + 1 < len(tokens) else None
        read = _read(verb, helpers.last, previous, following, rules)
        if read is not None and (helpers.end == index or read.kind in ("VERB", "INF")):
            start = tokens[index].start
            cues = _cues(helpers.marks, verb, rules)
            return replace(read, start=start, cues=(*read.cues, *cues)), helpers.end + 1 - index
        if helpers.end == index:
            return replace(verb, kind="WORD"), 1
    token = tokens[index]
    if token.kind in ("BE", "HAVE") and helpers.last in ("BE", "HAVE"):
        used = _bare_length(tokens, index, helpers)
        cues = _cues(helpers.marks, tokens[index + used - 1], rules)
        return Token(
            "VERB", token.start, tokens[index + used - 1].end, token.text, f"{helpers.last.lower()}:active", cues=cues
        ), used
    if token.kind not in ("MODAL", "DO"):
        return token, 1
    helps = verb is not None and verb.kind == "WORD"
    return replace(token, kind="WORD", cues=_cues(helpers.marks, verb, rules) if helps and verb else ()), 1


def _bare_length(tokens: Sequence[Token], index: int, helpers: _Helpers) -> int:
    """How many of the helpers belong to a copula that no cue verb follows."""
    end = helpers.end
    while end - 1 > index and tokens[end - 1].kind not in ("BE", "HAVE", "NEG"):
        end -= 1
    return end - index


def _cues(marks: Sequence[Token], verb: Token, rules: Rules) -> tuple[Cue, ...]:
    """Negation and doubt that stand inside a verb group reach over it."""
    cues = []
    for mark in marks:
        folded = fold_word(mark.text)
        scope = Span(min(mark.start, verb.start), verb.end)
        if mark.kind == "NEG" or folded in rules.words("raising_negative") or folded.endswith(("n't", "not")):
            cues.append(Cue(Polarity.NEGATED, mark.start, mark.end, mark.text, scope))
        elif folded in rules.words("doubting_modals") or folded in rules.words("raising_doubtful"):
            cues.append(Cue(Polarity.SPECULATIVE, mark.start, mark.end, mark.text, scope))
    return tuple(cues)


def _read(verb: Token, helper: str, previous: Token | None, following: Token | None, rules: Rules) -> Token | None:
    """The cue word as verb, participle, adjective or noun, by its forms and by what stands around it."""
    by_form = {f.form: f.lexeme for f in verb.forms}
    if "past" in by_form and (read := _past(verb, by_form["past"], helper, previous, following, rules)):
        return read
    if "ing" in by_form and (helper != "" or "noun" not in by_form or _has_object(previous, following)):
        lexeme = by_form["ing"]
        return replace(
            verb, kind="VERB" if helper == "BE" else "ING", key=f"{lexeme}:{'active' if helper == 'BE' else 'ing'}"
        )
    finite = next((by_form[f] for f in ("third", "base") if f in by_form), None)
    if helper == "" and fold_word(verb.text) in rules.words("adjective_homographs"):
        finite = None
    if finite and helper in ("MODAL", "DO", "TO", "HAVE", "FINITE TO"):
        return replace(verb, kind="INF" if helper == "TO" else "VERB", key=f"{finite}:active")
    if finite and "noun" not in by_form and helper == "":
        nominal = previous is not None and previous.kind in ("DET", "POSS", "PREP") and "third" not in by_form
        return None if nominal else replace(verb, kind="VERB", key=f"{finite}:active")
    if finite and helper == "" and _is_verb(previous, following, rules):
        return replace(verb, kind="VERB", key=f"{finite}:active")
    return replace(verb, kind="NOUN", key=f"{by_form['noun']}:noun") if "noun" in by_form else None


def _has_object(previous: Token | None, following: Token | None) -> bool:
    """True for `silencing` in `by silencing PTEN`: a preposition or a comma before it and its object behind it."""
    opened = previous is None or previous.kind in ("PREP", "PUNCT", "CONJ")
    return opened and following is not None and (following.mention is not None or following.kind in ("DET", "POSS"))


def _past(
    verb: Token, lexeme: str, helper: str, previous: Token | None, following: Token | None, rules: Rules
) -> Token | None:
    next_word = following.text.lower() if following else ""
    if helper == "BE":
        return replace(verb, kind="VERB", key=f"{lexeme}:passive")
    if helper in ("HAVE", "MODAL", "DO", "TO", "FINITE TO"):
        return replace(verb, kind="VERB", key=f"{lexeme}:active")
    if next_word == "by" or verb.text.lower().endswith(" with"):
        return replace(verb, kind="ADJ", key=f"{lexeme}:passive")
    adjectival = previous is not None and (
        previous.kind in ("DET", "POSS", "PREP", "CUE") or previous.key.startswith(("show:", "have:", "be:"))
        or previous.kind in ("VERB", "ING", "INF") or fold_word(previous.text) in rules.words("noun_openers")
    )  # fmt: skip
    if (
        previous is None
        or adjectival
        or not following
        or following.kind in ("PREP", "PUNCT", "VERB", "BE", "SUB", "CONJ")
    ):
        return replace(verb, kind="ADJ", key=f"{lexeme}:passive")
    return replace(verb, kind="VERB", key=f"{lexeme}:active")


def _is_verb(previous: Token | None, following: Token | None, rules: Rules) -> bool:
    """A word that may be noun or verb (`targets`, `increase`) is a verb where an object may follow it."""
    if (
        previous is None
        or previous.kind in ("DET", "POSS", "PREP", "NUM", "SUFFIX", "ADJ", "ING", "VERB", "INF")
        or following is None
    ):
        return False
    if fold_word(previous.text) in rules.words("noun_openers"):
        return False
    return not (
        following.kind in ("PREP", "PUNCT", "VERB", "BE", "CONJ", "SUB", "REL")
        or following.text.lower() in rules.words("molecule_nouns")
    )
