"""Inline markup → Unicode: HTML tags and entities, Markdown emphasis, links and escapes, LaTeX mathematics."""

from __future__ import annotations

import html
import re
import unicodedata

_SUPERSCRIPT = str.maketrans("0123456789+-−–=()ni", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁻⁼⁽⁾ⁿⁱ")
_SUPERSCRIPTABLE = re.compile(r"[0-9+\-−–=(),;#*†‡§¶a-z\s]+\Z")


def _pairs(text: str) -> dict[str, str]:
    words = text.split()
    return dict(zip(words[::2], words[1::2], strict=True))


_GREEK = _pairs(
    "alpha α beta β gamma γ delta δ epsilon ε varepsilon ε zeta ζ eta η theta θ iota ι kappa κ lambda λ mu μ nu ν xi ξ "
    "pi π rho ρ sigma σ tau τ upsilon υ phi φ varphi φ chi χ psi ψ omega ω Gamma Γ Delta Δ Theta Θ Lambda Λ Xi Ξ Pi Π "
    "Sigma Σ Phi Φ Psi Ψ Omega Ω"
)
_SIGNS = _pairs(
    "times × pm ± mp ∓ leq ≤ le ≤ geq ≥ ge ≥ neq ≠ approx ≈ sim ~ cdot · to → rightarrow → leftarrow ← uparrow ↑ "
    "downarrow ↓ degree ° circ ° prime ′ infty ∞ ll ≪ gg ≫ equiv ≡ propto ∝ div ÷ bullet • dagger † ddagger ‡ ast * "
    "cdots … ldots … dots … partial ∂ sum ∑ sqrt √ Leftrightarrow ⇔ Rightarrow ⇒ leftrightarrow ↔ langle ⟨ rangle ⟩ "
    "star * colon :"
)
_MATH = re.compile(r"\$\$?(?P<body>[^$\n]{1,300}?)\$\$?")
_LOOKS_LIKE_MATH = re.compile(r"[\\^_={}<>]|\A\s*[A-Za-z]\s*\Z|\A[\d\s.,+\-*/%<>=]+\Z")
_PADDED = re.compile(r"\$ [-/,.;:)\]]|[-/(\[] \$")


def superscript(text: str) -> str:
    """Superscript digits and signs where a digit is among them; anything else plain, so that `CD4+` stays one.

    >>> superscript("1,#"), superscript("-6"), superscript("+"), superscript("th")
    ('¹,#', '⁻⁶', '+', 'th')
    """
    if any(c.isdigit() for c in text) and _SUPERSCRIPTABLE.match(text) and not re.search(r"[a-z]{2}", text):
        return re.sub(r"[0-9+\-−–=()]", lambda m: m.group().translate(_SUPERSCRIPT), text)
    return text


def math_text(body: str) -> str:
    """A simple LaTeX expression as plain text.

    >>> math_text(r"10^{-6}"), math_text(r"\\mathrm{IC}_{50} \\leq 5\\,\\mu M"), math_text(r"\\beta")
    ('10⁻⁶', 'IC50 ≤ 5 μM', 'β')
    """
    text = re.sub(
        r"\\(?:mathrm|mathbf|mathit|mathcal|mathsf|text|textit|textbf|textrm|operatorname|rm|bf|it)\b\s*", "", body
    )
    text = re.sub(r"\\(?:left|right|displaystyle|bigl?|bigr?)\b", "", text)
    text = re.sub(r"\\[,;:! ]|~|\\quad|\\qquad", " ", text)
    text = re.sub(r"\\([A-Za-z]+)( *)", _command, text)
    text = re.sub(r"\\([%&#_{}$])", r"\1", text)
    text = re.sub(r"\^\s*(?:\{([^{}]*)\}|(\S))", lambda m: superscript((m.group(1) or m.group(2) or "").strip()), text)
    text = re.sub(r"_\s*(?:\{([^{}]*)\}|(\S))", lambda m: (m.group(1) or m.group(2) or "").strip(), text)
    return re.sub(r"\s+", " ", text.replace("{", "").replace("}", "")).strip()


def _command(match: re.Match[str]) -> str:
    """A letter takes the space after its command with it, a sign leaves it."""
    name, space = match.group(1), match.group(2)
    return _GREEK[name] if name in _GREEK else _SIGNS.get(name, name) + space


def resolve_math(text: str) -> str:
    """Inline mathematics of a whole file in place.

    Some converters pad every formula with a space on either side (`NF- $\\kappa$ B,  $\\beta$ -catenin`); where the
    file shows that habit a single space goes with the dollar sign if a symbol or a capital stands beyond it.

    >>> resolve_math(r"NF- $\\kappa$ B,  $\\beta$ -catenin"), resolve_math("it costs $5 and $10")
    ('NF-κB, β-catenin', 'it costs $5 and $10')
    """
    if "$" not in text:
        return text
    padded = bool(_PADDED.search(text))

    def replaced(match: re.Match[str]) -> str:
        body = match.group("body")
        return f"\ue010{math_text(body)}\ue011" if _LOOKS_LIKE_MATH.search(body) else match.group()

    text = _MATH.sub(replaced, text)
    if padded:
        text = re.sub(r"(?<=[-/(\[0-9A-Z]) (?=\ue010)", "", text)
        text = re.sub(r"(?<=\ue011) (?=[-/,.;:)\]]|[A-Z0-9]{1,3}\b)", "", text)
    return text.replace("\ue010", "").replace("\ue011", "")


_MARKED = re.compile(r"[\\*_`<&\[\ue100-\ue17f]")
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
_PRIVATE = 0xE100
_TAG_SUP = re.compile(r"<sup>(.{0,300}?)</sup>", re.IGNORECASE | re.DOTALL)
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_TAG = re.compile(
    r"</?(?:sub|sup|i|b|em|strong|u|span|a|p|div|font|small|italic|bold|br|center)\b[^<>]*>", re.IGNORECASE
)
_IMAGE = re.compile(r"!\[[^\[\]\n]*\]\([^()\n]*\)")
_LINK = re.compile(r"\[((?:[^\[\]\n]|\[[^\[\]\n]*\])*)\]\((?:[^()\s]|\([^()\s]*\))*(?:\s+\"[^\"\n]*\")?\)")
_AUTOLINK = re.compile(r"<((?:https?://|mailto:)[^<>\s]+)>")
_CODE = re.compile(r"`([^`\n]+)`")
# Each opens with what it looks for, so that the engine skips to it; what stands before is looked at after.
_EMPHASES = {
    "*": (
        re.compile(r"\*\*(?<![*\w]\*\*)(?=[^\s*])(.+?)(?<=[^\s*])\*\*", re.DOTALL),
        re.compile(r"\*(?<![*\w]\*)(?=[^\s*])([^*]*?[^\s*])\*(?!\*)"),
        re.compile(r"\*(?<=\w\*)(?=[^\W_])([^*\s]+)\*(?=\W|\Z)"),
    ),
    "_": (
        re.compile(r"__(?<!\w__)(?=\S)(.+?)(?<=\S)__(?!\w)", re.DOTALL),
        re.compile(r"_(?<![_\w]_)(?=[^\s_])([^_]*?[^\s_])_(?![_\w])"),
    ),
}


def resolve_inline(text: str) -> str:
    """Inline Markdown and HTML of one block as plain text; spaces are left as they are.

    >>> resolve_inline(r"Xia *et al.* saw **it**<sup>1,\\*</sup> in hsa_circ_0063809, *in vitro* (p\\*) &lt; 5")
    'Xia et al. saw it¹,* in hsa_circ_0063809, in vitro (p*) < 5'
    """
    if not _MARKED.search(text):
        return text
    text = _ESCAPED.sub(lambda m: chr(_PRIVATE + ord(m.group(1))), text)
    text = _LINK.sub(r"\1", _IMAGE.sub("", text))
    text = _CODE.sub(r"\1", _AUTOLINK.sub(r"\1", text))
    for sign, patterns in _EMPHASES.items():
        if sign in text:
            for pattern in patterns:
                text = pattern.sub(r"\1", text)
    text = resolve_html(text)
    return re.sub("[\ue100-\ue17f]", lambda m: chr(ord(m.group()) - _PRIVATE), text)


def resolve_html(text: str) -> str:
    """HTML tags and entities of one block; superscript digits become superscript characters."""
    text = _TAG_SUP.sub(lambda m: superscript(_plain_escapes(_TAG.sub("", m.group(1)))), text)
    text = _TAG.sub("", _BREAK.sub(" ", text))
    return html.unescape(text)


def _plain_escapes(text: str) -> str:
    return re.sub("[\ue100-\ue17f]", lambda m: chr(ord(m.group()) - _PRIVATE), text)


_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2028-\u202e\u2060\ufeff\x00-\x08\x0b\x0e-\x1f\x7f]")
_LIGATURES = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "ft", "ﬆ": "st"}
_PLAIN = str.maketrans(_LIGATURES | {"‐": "-", "‑": "-"})


def plain_characters(text: str) -> str:
    """Text without invisible characters and ligatures, its hyphens the keyboard's one, composed (NFC)."""
    return unicodedata.normalize("NFC", _INVISIBLE.sub("", text).translate(_PLAIN))


def clean(text: str) -> str:
    """Text in plain characters, without runs of spaces, on one line."""
    if text.isascii() and text.isprintable() and "  " not in text:
        return text.strip()
    return " ".join(plain_characters(text).split())
