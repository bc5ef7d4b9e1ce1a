"""Converts LaTeX in titles and names to the characters that it represents."""

from __future__ import annotations

import re
import unicodedata

# Accents as combining characters: \'e, \"{o}, \c{c} (LaTeX2e, source2e, ltoutenc).
ACCENTS = {
    "`": "\u0300", "'": "\u0301", "^": "\u0302", "~": "\u0303", "=": "\u0304", "u": "\u0306",
    ".": "\u0307", '"': "\u0308", "r": "\u030a", "H": "\u030b", "v": "\u030c", "d": "\u0323",
    "c": "\u0327", "k": "\u0328", "b": "\u0331",
}  # fmt: skip
SYMBOLS = {
    "ss": "ß", "ae": "æ", "AE": "Æ", "oe": "œ", "OE": "Œ", "o": "ø", "O": "Ø", "aa": "å", "AA": "Å",
    "l": "ł", "L": "Ł", "i": "ı", "j": "ȷ", "dh": "ð", "DH": "Ð", "th": "þ", "TH": "Þ", "dj": "đ",
    "alpha": "α", "beta": "β", "gamma": "γ", "delta": "δ", "epsilon": "ε", "varepsilon": "ε",
    "zeta": "ζ", "eta": "η", "theta": "θ", "iota": "ι", "kappa": "κ", "lambda": "λ", "mu": "μ",
    "nu": "ν", "xi": "ξ", "pi": "π", "rho": "ρ", "sigma": "σ", "tau": "τ", "upsilon": "υ",
    "phi": "φ", "varphi": "φ", "chi": "χ", "psi": "ψ", "omega": "ω", "Gamma": "Γ", "Delta": "Δ",
    "Theta": "Θ", "Lambda": "Λ", "Xi": "Ξ", "Pi": "Π", "Sigma": "Σ", "Phi": "Φ", "Psi": "Ψ",
    "Omega": "Ω", "infty": "∞", "to": "→", "rightarrow": "→", "leftarrow": "←", "times": "×",
    "cdot": "·", "pm": "±", "leq": "≤", "le": "≤", "geq": "≥", "ge": "≥", "neq": "≠", "approx": "≈",
    "sim": "∼", "ell": "ℓ", "partial": "∂", "nabla": "∇", "in": "∈", "ldots": "…", "dots": "…",
    "textendash": "–", "textemdash": "—", "textquoteright": "’", "textquoteleft": "‘",
    "textasciitilde": "~", "textbackslash": "\\", "textbraceleft": "\ue000", "textbraceright": "\ue001", "textasciicircum": "^", "LaTeX": "LaTeX", "TeX": "TeX", "star": "⋆",
    "S": "§", "copyright": "©", "circ": "∘", "oplus": "⊕", "otimes": "⊗",
}  # fmt: skip
_RAISED = dict(zip("0123456789+-n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻ⁿ", strict=True))
_LOWERED = dict(zip("0123456789+-", "₀₁₂₃₄₅₆₇₈₉₊₋", strict=True))

_ACCENT = re.compile(r"\{?\\([`'^~=.\"]|[uvHckdbr](?![a-zA-Z]))\s*(?:\{\s*(\\[ij]|[^\W\d_])\s*\}|(\\[ij](?![a-zA-Z])|[^\W\d_]))\}?")  # fmt: skip
_STYLE = re.compile(r"\\(?:text|math)?(?:bf|it|tt|sc|rm|sf|sl|cal|bb|frak|scr|md|up|normal|emph|textsuperscript|textsubscript|operatorname|ensuremath|mbox|underline|url|textnormal)\s*(?=[{\s])|\\(?:text|mathrm|mathbb|mathcal|mathbf|mathit|textit|textbf|texttt|textsc|emph)\b")  # fmt: skip
_MATH = re.compile(r"(?<![\\\w])\$([^$]{1,200})\$|\\\((.{1,200}?)\\\)")
_COMMAND = re.compile(r"\\([a-zA-Z]+)\s*(?:\{\})?")
_ESCAPED = re.compile(r"\\([&%$#_{} ,;!])")
_SCRIPT = re.compile(r"([\^_])(?:\{([0-9+n-]{1,6})\}|([0-9+n-]))")


# Escaped braces, which are kept; grouping braces are removed.
_BRACES = {"{": "\ue000", "}": "\ue001"}


def from_latex(text: str) -> str:
    """Replace LaTeX by the characters it stands for; a text without LaTeX is returned unchanged.

    Dollar amounts are kept: a dollar sign begins mathematics only where another one ends it and the
    text between them looks like mathematics.
    """
    if not re.search(r"[\\{}$]", text):
        return text
    text = _ACCENT.sub(_accented, text)
    text = _MATH.sub(_mathematics, text)
    text = _STYLE.sub("", text)
    text = _COMMAND.sub(lambda found: SYMBOLS.get(found[1], "" if "{" in text else found[0]), text)
    text = _ESCAPED.sub(lambda found: _BRACES.get(found[1], found[1].strip() or " "), text)
    text = re.sub(r"(?<!\\)[{}]", "", text) if _balanced(text) else text
    text = re.sub(r"(?<=\w)~(?=\w)", " ", text)
    return text.replace("\ue000", "{").replace("\ue001", "}").strip()


def _accented(found: re.Match[str]) -> str:
    letter = (found[2] or found[3]).removeprefix("\\")
    return unicodedata.normalize("NFC", letter + ACCENTS[found[1]])


def _mathematics(found: re.Match[str]) -> str:
    inside: str = found[1] or found[2]
    if found[1] and not re.search(r"[\\^_=+<>]|^\s*[a-zA-Z]\s*$|^[\w(), *-]{1,12}$", inside):
        return found[0]
    if found[1] and re.match(r"\d[\d.,]*\s|\d+[kMB]?\b.* (?:and|to|or) ", inside):
        return found[0]
    inside = re.sub(r"\\([a-zA-Z]+)", lambda command: SYMBOLS.get(command[1], command[0]), inside)
    return _SCRIPT.sub(_script, inside).strip()


def _script(found: re.Match[str]) -> str:
    table = _RAISED if found[1] == "^" else _LOWERED
    characters = found[2] or found[3]
    if any(c not in table for c in characters):
        return found[0]
    return "".join(table[c] for c in characters)


def _balanced(text: str) -> bool:
    return text.count("{") == text.count("}")
