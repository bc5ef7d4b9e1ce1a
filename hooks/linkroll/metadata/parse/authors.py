"""The names of authors, from the many ways in which pages write them down."""

from __future__ import annotations

import html
import re
import unicodedata

from linkroll.urls.normalize import words

LONGEST_NAME = 80
MOST_NAMES = 500

# Words before a family name that belong to it: "Berg, Jan van der" is Jan van der Berg.
PARTICLES = words(
    """
    af al bin d da dal dalla das de dei del della den der des di dos du el la le lo los ten ter
    van vel vom von y zu zum zur
    """
)
SUFFIX = re.compile(r"(?:jr|sr|ii|iii|iv)\.?", re.IGNORECASE)
DEGREE = re.compile(
    r"(?:ph\.?\s?d|m\.?d|m\.?sc?|b\.?sc?|b\.?a|m\.?a|mba|esq|r\.?n|j\.?d|rd|dds|cpa|frcp)\.?",
    re.IGNORECASE,
)

# What blog engines and templates write where nobody said who the author is.
NOBODY = words(
    """
    admin administrator anonymous author authors autor autoren unknown none null undefined n/a
    root webmaster user guest default staff nobody false true wordpress super wpadmin
    wordpressadmin adm test siteadmin site-admin webadmin no contributors various et al others
    anónimo anonyme ca. ca allgemein uncategorized copyright agencies publisher the
    """
)
# Words that stand beside a name on a page and are no part of it.
AROUND = words(
    """
    by von por par di door author authors autor share shares shared follow following followed
    unfollow folgen edit edition edited bearbeiten beitrag veröffentlicht publiziert published
    posted updated on contributor contact tags twitter facebook linkedin instagram e-mail email
    website homepage more mehr profile reply antworten chefredakteur chefredakteurin redakteur redakteurin sagt says 기자
    """
)

_BY = re.compile(
    r"^\W*(?:(?:view|show|see|read|zeige|written|posted|published|submitted|reported|story|words|article|recipe|pressemitteilung|"
    r"articles|posts|beiträge|beitrag|all|alle|other|more|weitere|review|reviewed|created|entry|eingestellt|"
    r"gespeichert|geschrieben|verfasst|veröffentlicht|erstellt|ein|a|an|guest|post|publié|escrito|publicado|"
    r"scritto|di|interview|kommentar|analyse|opinion)\s+){0,5}"
    r"(?:by|von|par|por|door|av|di|af|(?:autor|author|auteur|autore|redacteur|text|texte|words|interview|verfasser|foto|photo|"
    r"redaktion|reporter|writer)(?:in|en|s|es|:in|\*in|innen)?(?=\s*[:/]))"
    r"(?:\s*[:/]\s*|\s+)",
    re.IGNORECASE,
)
_LABEL = re.compile(r"^[^\W\d_][\w /-]{0,24}[:\uff1a]\s*(?=\S)")
_ADDRESS = re.compile(r"\S+@\S+\.\S+|(?<!\S)@\w+|https?://\S+|www\.\S+")
_TAIL = re.compile(
    r"\s*(?:\||•|·|–|—|\s-\s|\s/\s|\(|\[|<|→|\b(?:for|from)\s+(?:the|The|[A-Z])|\b(?:on|am|at|le|el)\s+\w*\s*\d|,?\s+\d{1,2}[./ ]).*$"
)
_JOINERS = re.compile(
    r"\s*[;|•·\n]\s*|\s*,?\s+(?:and|und|et|y|&|with|e|i|och|og|en|mit|im gespräch mit|in conversation with)\s+(?![a-z]\b)",
    re.IGNORECASE,
)
_NO_NAME = re.compile(
    r"^(?:[Ii]llustrat(?:ion|ed)|[Pp]hoto(?:graph(?:y|ed)?)?|[Tt]ranslat(?:ion|ed))s? [Bb]y\b|^Submitted on\b|^\d+\W|\s\d+\b|^[\w-]+(?:\.[\w-]+)*\.(?!jr\b|sr\b)[a-z]{2,4}(?:/.*)?$|\bGmbH\b|^Copyright|[{}<>=@\\→©%$]|https?:|\d\d?:\d\d|\d{1,2}\.\d{1,2}\.|\b(?:CC|GFDL|UTC|Uhr)\b|\b(?:19|20)\d\d\b"
)
_SPACE = re.compile(r"\s+")


def read_names(texts: list[str], *, family_first: bool = False) -> tuple[str, ...]:
    """Turn what a source states about authors into names, "First Last", in their order.

    Args:
        texts: One text for each tag or member; each may hold several names.
        family_first: The source's convention is "Last, First" (Highwire, Dublin Core, BibTeX), so
            a comma stands inside of a name.

    Returns:
        Names without "By", addresses, degrees and repetitions; nobody for templates' fillers.
    """
    names: dict[str, str] = {}
    for text in texts[:MOST_NAMES]:
        for name in _split(_SPACE.sub(" ", text).strip(), family_first=family_first):
            if is_name(name):
                names.setdefault(fold(name), name)
    return tuple(names.values())[:MOST_NAMES]


def is_name(text: str) -> bool:
    """Say whether a text could be the name of a person or a group, as opposed to a filler."""
    words = text.casefold().split()
    if not 1 < len(text) <= LONGEST_NAME or len(words) > 8:
        return False
    if all(word in NOBODY or word in AROUND for word in words):
        return False
    return any(map(str.isalpha, text)) and not _NO_NAME.search(text)


def first_last(name: str) -> str:
    """Turn "Last, First" around: particles and "Jr." go where they belong."""
    parts = [part.strip() for part in name.split(",") if part.strip()]
    suffix = [part for part in parts[1:] if SUFFIX.fullmatch(part)]
    parts = [part for part in parts if part not in suffix and not DEGREE.fullmatch(part)]
    if len(parts) < 2:
        return " ".join([*parts, *suffix])
    return " ".join([parts[1], parts[0], *suffix])


def fold(name: str) -> str:
    """Reduce a name to what two spellings of it share: no accents, case or punctuation."""
    plain = unicodedata.normalize("NFKD", name)
    return "".join(c for c in plain.casefold() if c.isalnum() or c == " ").strip()


def same_people(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Say whether two lists name the same people, by their family names and first initials."""
    return {_signature(name) for name in one} == {_signature(name) for name in other}


def _signature(name: str) -> tuple[str, str]:
    words = fold(name).split() or [""]
    return words[-1], words[0][:1]


def _split(text: str, *, family_first: bool) -> list[str]:
    """Take one text apart into names."""
    text = _ADDRESS.sub(" ", html.unescape(text[: LONGEST_NAME * MOST_NAMES]))
    text = _BY.sub("", text)
    names: list[str] = []
    for part in _JOINERS.split(text):
        names += _at_commas(part, family_first=family_first)
    return [tidy(name) for name in names]


def _at_commas(text: str, *, family_first: bool) -> list[str]:
    """Decide what the commas of a text mean: "Last, First", a list, or a name and what follows."""
    parts = [part.strip() for part in text.split(",") if part.strip()]
    parts = [part for part in parts if not DEGREE.fullmatch(part)]
    if len(parts) < 2:
        return parts
    if any(SUFFIX.fullmatch(part) for part in parts) and len(parts) <= 3:
        return [first_last(text) if len(parts) == 3 else " ".join(parts)]
    if family_first and len(parts) == 2:
        return [first_last(text)]
    if all(" " in part for part in parts):
        return parts
    if len(parts) == 2 and " " not in parts[0]:
        return [first_last(text)] if family_first or len(parts[1].split()) <= 2 else parts[:1]
    return [part for part in parts if " " in part] or parts


def tidy(name: str) -> str:
    """Cut what stands beside a name: role, site, brackets, stray punctuation."""
    name = _BY.sub("", name.strip(" \t\n\"'“”„«»-–—*:,|·•→"))
    words = _TAIL.sub("", _LABEL.sub("", name)).split()
    while len(words) > 1 and words[-1].casefold() in AROUND:
        words.pop()
    while len(words) > 2 and words[0].casefold() in AROUND - PARTICLES:
        words.pop(0)
    return " ".join(words).strip(" \"'“”„«»-–—*:,|·•")
