"""The miRBase grammar of miRNA names: one mention a miRNA, also inside lists and ellipses.

Names follow Ambros et al. 2003 (RNA 9:277) and miRBase's use: a species prefix, `miR`, a number, letters for close
relatives, a number for the locus, `-5p`, `-3p` or `*` for the arm. An arm is kept where it is written, never added.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from curator.model import Mention, MentionType
from curator.patterns.vocabulary import Vocabulary

_DASH = r"[-_\u2010-\u2015\u2212\u00ad\ufe63\uff0d]"
_SEP = rf"(?:{_DASH}{{1,2}}[ \n]?|[ \n])"
_ARM = rf"(?:{_DASH}[35][pP]\b|[ ][35]p\b|{_DASH}(?:as|AS)\b|\*)"
_STEM = r"(?:[Mm]i(?:cro|rco|co)[- ]?[Rr][Nn][Aa]s?|[Mm][Ii][Rr][Nn][Aa]s?|[Mm][Ii][Rr]s?)"
# Letters behind h are rare; behind other numbers an i is an inhibitor and an s a plural.
_LETTER = r"(?:(?:[a-h]|(?<=548)[a-b]?[a-z]|(?<=46[679])[i-q])(?![a-z])|[A-H](?![A-Za-z]))"
_NUMBER = rf"(?![35][pP]\b)\d{{1,5}}{_LETTER}?(?:\d(?!\d))?(?:{_DASH}\d{{1,2}}(?![\dA-Za-z]))?"
_SPACED_LETTER = r"(?:[ ][a-h](?=(?:[ ]?/[ ]?|,[ ]?)[b-h](?![\w])))"
_NO_UNIT = r"(?![ ]?(?:[nmµμp][MLgm]|bp|nt|kb|kDa|fold|h|days?|patients?)\b|[ ]?%)"
_CLUSTER = (
    rf"(?:[ ]?(?:~|\u223c|approximately)[ ]?\d{{1,3}}[a-z]?(?:{_DASH}\d(?!\d))?){{1,6}}"
    rf"|(?:{_DASH}\d{{2,3}}[a-z]?){{1,3}}(?=[ -]cluster)|{_DASH}\d{{3}}(?![\w.]){_NO_UNIT}"
)
_RANGE = rf"[ ]?(?:~|\u223c|{_DASH})[ ]?(?P<last>[b-h])(?![A-Za-z0-9])(?!{_DASH}[A-Z])"
_VIRAL = rf"BART\d{{1,2}}|BHRF1{_DASH}\d|K12{_DASH}\d{{1,2}}[ab]?|U[LS]\d{{1,3}}[A-D]?(?:{_DASH}\d)?"
_SPECIES = (
    "(?:(?i:hsa|has|mmu|rno)|cfa|bta|gga|dre|dme|cel|ssc|oar|chi|eca|mml|ptr|ppy|ggo|mdo|xtr|xla|bmo|ame|cbr|ath|osa|zma"
    "|gma|tae|ebv|kshv|hcmv|hsv1|hsv2|mcmv|mghv|rlcv)"
)
_GLUED = r"(?:(?<=[Aa]ntago)|(?<=\b[Aa]go)|(?<=\b[Aa]nti)|(?<=\b[Pp]r[ei])|(?<=\b[Oo]nco)|(?<=\b[Ee]xo))"
_HOST = r"(?![A-Za-z0-9])(?![-\u2010-\u2015]?\d?HG\b|[- ](?:cluster )?[Hh]ost[- ][Gg]ene)"
_HEAD = re.compile(
    rf"(?:(?<![A-Za-z0-9])|{_GLUED})(?:(?P<species>{_SPECIES}){_DASH})?(?:"
    rf"(?P<stem>{_STEM})(?:[ ]?\([^()]{{2,20}}\))?(?P<separator>{_SEP})?"
    rf"(?:(?P<let>[Ll]et{_DASH}?)?(?P<number>{_NUMBER}{_SPACED_LETTER}?)|(?P<viral>{_VIRAL}))"
    rf"|(?P<lone>[Ll][Ee][Tt]{_DASH}?|[Ll]et[ ](?=7[a-k])|(?:MIR)?LET)"
    rf"(?P<seven>7[a-kA-K]?(?:{_DASH}?\d(?![\dA-Za-z]))?)"
    rf"|(?P<named>lin{_DASH}4|lsy{_DASH}6)(?![\w])"
    rf")(?:(?P<cluster>{_CLUSTER})|{_RANGE})?(?P<arm>{_ARM})?{_HOST}"
)
_AND = r"(?:and|or|&|und|and/or|as[ ]well[ ]as|plus)"
_NEXT = re.compile(
    rf"(?P<join>[ ]?/[ ]?|,[ \n]|[,;]?[ \n]{_AND}[ \n]|,)(?:"
    rf"(?P<alone>{_DASH}?[35][pP]\b|\*)"
    rf"|(?:(?P<dash>{_DASH})(?P<number>{_NUMBER})|(?P<bare>{_NUMBER})"
    rf"|{_DASH}?(?P<letter>[a-z](?:{_DASH}\d(?!\d))?(?!{_DASH}[A-Za-z]{{1,4}}(?![A-Za-z]))))(?P<arm>{_ARM})?"
    rf")(?![A-Za-z0-9])(?!%)"
)
_FOLLOWS_COUNT = re.compile(r"[ ](?:patients?|cases?|samples?|h\b|hours?|days?|weeks?|genes?|targets?|of\b)")


def find_mirnas(text: str) -> Iterator[Mention]:
    """Every specific miRNA in the text, in order. Offsets are those of `text`; members of a range share their place."""
    position = 0
    while found := _HEAD.search(text, position):
        position = found.end()
        if _is_count(found, text):
            continue
        name, family = _head_name(found)
        heads = [_mention(text, found.start(), found.end(), member) for member in _ranged(name, found)]
        plural = (found["stem"] or "").lower().endswith("s")
        for link in _links(text, found.end(), plural=plural, head=name):
            start = link.start(_first_group(link))
            heads.append(_mention(text, start, link.end(), _linked_name(link, family, heads[-1].name)))
            position = link.end()
        yield from _with_shared_arm(text, heads)


def _is_count(found: re.Match[str], text: str) -> bool:
    """`miRNA 24 h later`: behind a space a number may count something."""
    return (found["separator"] or "") in (" ", "\n") and _FOLLOWS_COUNT.match(text, found.end()) is not None


def _ranged(name: str, found: re.Match[str]) -> Iterator[str]:
    """Every member of `miR-30a~d`, or the name itself."""
    stem = re.fullmatch(r"((?:miR|let)-\d+)([a-h])(-[35]p|\*)?", name)
    if not found["last"] or not stem or found["last"] <= stem[2]:
        yield name
        return
    for letter in range(ord(stem[2]), ord(found["last"]) + 1):
        yield f"{stem[1]}{chr(letter)}{stem[3] or ''}"


def _first_group(link: re.Match[str]) -> str:
    return next(g for g in ("alone", "dash", "bare", "letter") if link[g])


def _links(text: str, position: int, *, plural: bool, head: str) -> Iterator[re.Match[str]]:
    """The rest of a list (`/b/c`, `, -27a and -24-2`), as long as it goes on in the same manner."""
    slash = True
    while link := _NEXT.match(text, position):
        by_slash = link["join"].strip() == "/"
        before = text[max(0, position - 3) : position]
        if link["letter"] and not (by_slash and slash) and not _next_letter(before, link["letter"]):
            return
        if link["alone"] and not _other_arm(before, link):
            return
        lettered = bool(link["bare"]) and _is_member(link, head)
        if (link["bare"] and not (by_slash or plural or lettered)) or (
            link["bare"] and _FOLLOWS_COUNT.match(text, link.end())
        ):
            return
        yield link
        plural = plural or lettered
        slash, position = by_slash, link.end()


def _is_member(link: re.Match[str], head: str) -> bool:
    """`miR-148a, 148b and 152`: with a letter or an arm a bare number is a miRNA, and so are those behind it."""
    if head.startswith("let-"):
        return re.fullmatch(r"7[a-k]", link["bare"]) is not None
    return bool(link["arm"]) or re.fullmatch(r"\d{2,4}[a-h]", link["bare"]) is not None


def _other_arm(before: str, link: re.Match[str]) -> bool:
    """`miR-199a-3p/5p`, `miR-126/*`: the other arm of the miRNA before."""
    if link["alone"] == "*":
        return link["join"] == "/" and not before.endswith("*")
    arm = re.search(r"([35])[pP]$", before)
    return arm is not None and arm[1] not in link["alone"]


def _next_letter(before: str, letter: str) -> bool:
    """`miR-200b and -c`, `miR-29a, b and c`: a letter soon after that of the member before, so never an article."""
    last = re.search(r"(?:\d|/|,|[ -])([a-h])$", before)
    return last is not None and last.group(1) < letter[0] <= "h"


def _head_name(found: re.Match[str]) -> tuple[str, str]:
    """The canonical name and the family that a linked member takes on (`miR-`, `let-`)."""
    if found["named"]:
        return _dashes(found["named"].lower()), "miR-"
    if found["viral"]:
        return f"miR-{_dashes(found['viral'])}{_arm(found['arm'])}", "miR-"
    family = "let-" if found["let"] or found["lone"] else "miR-"
    core = _locus(found["number"] or found["seven"])
    cluster = re.sub(r"\s", "", (found["cluster"] or "").replace("approximately", "~"))
    return family + core + _dashes(cluster.replace("\u223c", "~")) + _arm(found["arm"]), family


def _locus(number: str) -> str:
    """A number as a name has it: `125B1`, of the symbol MIR125B1, is 125b-1."""
    return re.sub(r"(?<=[a-z])(\d)$", r"-\1", _dashes(number).lower().replace(" ", ""))


def _arm(text: str | None) -> str:
    return _dashes((text or "").replace(" ", "-")).lower()


def _dashes(text: str) -> str:
    return re.sub(_DASH, "-", text)


def _linked_name(link: re.Match[str], family: str, before: str) -> str:
    """The name of a linked member by what it leaves out of the one before it."""
    if link["alone"]:
        return re.sub(r"(?:-[35]p|\*)$", "", before) + _other(link["alone"])
    if link["letter"]:
        stem = re.match(r"(?:miR|let)-\d+", before)
        return (stem.group() if stem else family) + _dashes(link["letter"]) + _arm(link["arm"])
    return family + _locus(link["number"] or link["bare"]) + _arm(link["arm"])


def _other(arm: str) -> str:
    return arm if arm == "*" else f"-{arm[-2:].lower()}"


def _with_shared_arm(text: str, mentions: list[Mention]) -> Iterator[Mention]:
    """`miR-34b/c-5p` states the arm once for both letters."""
    last = mentions[-1].name
    arm = re.search(r"-[35]p$", last)
    letters = len(mentions) > 1 and all(re.fullmatch(r"[a-z].*", text[m.start : m.end]) for m in mentions[1:])
    for mention in mentions:
        share = arm and letters and not re.search(r"-[35]p$|\*$", mention.name)
        yield _mention(text, mention.start, mention.end, mention.name + arm.group()) if share and arm else mention


def _mention(text: str, start: int, end: int, name: str) -> Mention:
    return Mention(MentionType.MIRNA, start, end, text[start:end], name)


_PREFIX = re.compile(rf"({_SPECIES}){_DASH}")
_HUMAN = {"hsa", "has"}
_GROUP = re.compile(r"[- ](?:micro|mi)?(?:RNAs?[ ])?(?:famil|cluster)")
_OF_VIRUS = {"miR-BART": "ebv", "miR-BHRF": "ebv", "miR-K12-": "kshv", "miR-UL": "hcmv", "miR-US": "hcmv"}


def identified(text: str, mentions: Iterable[Mention], vocabulary: Vocabulary) -> Iterator[Mention]:
    """The miRNAs of a text with their accessions, those of human ones unless a prefix says otherwise.

    A number that is no longer used gives way to the present name (`miR-213` is miR-181a-3p). A star and a number that
    has only gained a letter since stay as they are written, and so does a name without an arm. Families and clusters
    have no accession.
    """
    species = ""
    for mention in mentions:
        if re.match(r"[A-Za-z]{2}", mention.text):
            prefix = _PREFIX.match(mention.text)
            species = prefix[1].lower() if prefix else _virus(mention.name)
        if _GROUP.match(text, mention.end) and text[mention.start - 1 : mention.start] != "/":
            yield mention
        elif species and species not in _HUMAN:
            yield replace(mention, identifier=vocabulary.mirna_identifier(f"{species}-{mention.name}"))
        else:
            name = _present_name(mention.name, vocabulary)
            yield replace(mention, name=name, identifier=vocabulary.mirna_identifier(name))


def _virus(name: str) -> str:
    return next((species for start, species in _OF_VIRUS.items() if name.startswith(start)), "")


def _present_name(name: str, vocabulary: Vocabulary) -> str:
    """What a miRNA is called now, where the number that it is written with has gone out of use."""
    known = vocabulary.mirna(name)
    if known is None or name.endswith("*") or "renamed" not in known.note:
        return name
    return known.name if _number(name) != _number(known.name) else name


def _number(name: str) -> list[str]:
    return re.findall(r"^[A-Za-z]+-(\d+)", name)
