"""The author names at the head of a reference: `Zhang H`, `Zhang, H.`, `H. Zhang`, and where their list ends."""

from __future__ import annotations

import re

_CAPITAL = "A-ZÀ-ÖØ-ÞĀĂĄĆČĎĐĒĘĚĞĢĪİĶĹĻŁŃŅŇŌŐŘŚŞŠŢŤŪŮŰŹŻŽ"
_PARTICLE = r"(?:van|von|de|der|den|del|della|di|da|dos|du|la|le|ten|ter|el|al|bin|ben|af|zu|zur|st|op|['’]t|d['’])"
_PART = rf"[{_CAPITAL}][\w'’‐‑–-]*"
_SURNAME = (
    rf"(?:{_PARTICLE}[\s-]?\s?){{0,3}}(?:{_PART}|[dl]['’][{_CAPITAL}]\w+)"
    rf"(?:[ -](?:[{_CAPITAL}][\w'’‐‑–-]+|de|la|van|der|von|y|e|del)){{0,3}}"
)
_SUFFIX = r"(?:,?\s?(?:Jr|Sr|I{2,3}|IV|2nd|3rd|4th)\b\.?)?"
_INITIALS = rf"[{_CAPITAL}][{_CAPITAL}-]{{0,4}}"
_DOTTED = rf"(?:[{_CAPITAL}][a-z]?\.[\s-]?-?){{1,4}}"
_AFTER = r"(?=\s?[,.;:(&]|\sand\s|\set\s|\Z)"
_STYLES = (
    re.compile(rf"(?P<surname>{_SURNAME}?)\s(?P<initials>{_INITIALS}){_SUFFIX}(?:{_AFTER}|(?=\s\d{{4}}))"),
    re.compile(rf"(?P<surname>{_SURNAME}),\s?(?P<initials>{_DOTTED}|{_INITIALS}(?=[,;.\s])){_SUFFIX}"),
    re.compile(rf"(?P<initials>{_DOTTED})\s?(?P<surname>{_SURNAME}){_SUFFIX}{_AFTER}"),
    re.compile(
        rf"(?P<surname>{_SURNAME}?)\s(?P<initials>{_DOTTED}){_SUFFIX}(?=\s?[,;:(&{_CAPITAL}]|\sand\s|\set\s|\Z)"
    ),
)
_SEPARATOR = re.compile(r"\s*(?:[,;&]|\.,)?\s*(?:(?:and|&)\s+)?")
_AND = re.compile(r"\s(?:and|&)\s")
_ET_AL = re.compile(r"\s*[,;.]?\s*(?:and\s)?(?:et\.?\s?al\.?|and others|…)\s*[,.:;]*\s*", re.IGNORECASE)
_STOP = re.compile(r"\.(?![,;])\s")
_AFTER_DOT = re.compile(r"\s+\(?[^&,;]")
_MOST_AUTHORS = 500


def leading_authors(entry: str) -> tuple[tuple[str, ...], int]:
    """Authors at the head of an entry as `Surname Initials`, and where their list ends.

    The style of names that reaches furthest wins; nothing and 0 where no style fits.

    >>> leading_authors("Au Yeung CL, Co NN, et al. Exosomal transfer.")
    (('Au Yeung CL', 'Co NN'), 27)
    >>> leading_authors("Smith, J. A.; Doe, B. Title.")[0], leading_authors("J. A. Smith and B. Doe, Title")[0]
    (('Smith JA', 'Doe B'), ('Smith JA', 'Doe B'))
    """
    return max((_run(entry, style) for style in _STYLES), key=lambda reading: reading[1])


def _run(entry: str, style: re.Pattern[str]) -> tuple[tuple[str, ...], int]:
    names: list[str] = []
    position = 0
    while len(names) < _MOST_AUTHORS:
        match = style.match(entry, position)
        if match is None:
            break
        names.append(_normal(match.group("surname"), match.group("initials")))
        position = match.end()
        et_al = _ET_AL.match(entry, position)
        if et_al:
            return tuple(names), et_al.end()
        if _ends(entry, position):
            break
        separator = _SEPARATOR.match(entry, position)
        position = separator.end() if separator else position
    return tuple(names), position


def _ends(entry: str, position: int) -> bool:
    """True where the list stops here: a full stop, or an initial's own stop with a title after it."""
    if _AND.match(entry, position):
        return False
    own_stop = entry[position - 1] == "." and _AFTER_DOT.match(entry, position)
    return bool(_STOP.match(entry, position) or own_stop)


def _normal(surname: str, initials: str) -> str:
    letters = re.sub(r"[^\w-]", "", initials).strip("-")
    return f"{surname} {letters}".strip()


_LAST_INITIALS = re.compile(rf"\s{_INITIALS}(?:-[{_CAPITAL}]+)?\Z")


def surname(author: str) -> str:
    """An author's name without initials.

    >>> surname("Au Yeung CL"), surname("de Bono JS"), surname("World Health Organization")
    ('Au Yeung', 'de Bono', 'World Health Organization')
    """
    return _LAST_INITIALS.sub("", author)
