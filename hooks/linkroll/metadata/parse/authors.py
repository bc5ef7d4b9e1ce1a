"""Parses the names of authors in the many forms that pages use."""

from __future__ import annotations

import re
import unicodedata

from linkroll.metadata.parse.titles import one_line
from linkroll.urls.normalize import word_set

LONGEST_NAME = 80
MOST_NAMES = 500
LONGEST_LIST = LONGEST_NAME * MOST_NAMES

# Words before a family name that belong to it: "Berg, Jan van der" is Jan van der Berg.
PARTICLES = word_set(
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

# Placeholders of blog engines and templates for an unknown author.
NOBODY = word_set(
    """
    admin administrator anonymous author authors autor autoren unknown none null undefined n/a
    root webmaster user guest default staff nobody false true wordpress super wpadmin
    wordpressadmin adm test siteadmin site-admin webadmin no contributors various et al others
    anónimo anonyme ca. ca allgemein uncategorized copyright agencies publisher the
    """
)
# Words beside a name on a page that are not part of it.
AROUND = word_set(
    """
    by von por par di door author authors autor share shares shared follow following followed
    unfollow folgen edit edition edited bearbeiten beitrag veröffentlicht publiziert published
    posted updated on contributor contact tags twitter facebook linkedin instagram e-mail email
    website homepage more mehr profile reply antworten chefredakteur chefredakteurin redakteur redakteurin sagt says 기자
    """
)

# Roles that follow a name; a role alone is no name.
ROLES = word_set(
    """
    editor editors writer reporter correspondent columnist critic contributor producer photographer journalist
    analyst fellow professor lecturer researcher scientist engineer director manager president ceo cto cfo coo
    founder cofounder co-founder developer designer student officer intern architect consultant advisor adviser
    specialist strategist evangelist blogger anchor host moderator author redakteur redakteurin autor autorin
    korrespondent korrespondentin journalistin rédacteur rédactrice journaliste periodista redactor redactora
    """
)
ROLE_MODIFIERS = word_set(
    """
    senior junior chief lead head deputy managing executive assistant associate principal guest staff contributing
    special general vice former freelance investigative national international foreign world local political
    politics science tech technology technical business health medical education sports film movie movies tv
    television music arts art culture entertainment book books fashion food travel features opinion web digital
    social media data research software product marketing environment climate energy economics finance legal video
    photo style content community creative design public policy news night copy phd doctoral graduate postdoctoral
    undergraduate machine learning ai security editor-in-chief in and & of the at large
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
_TAIL = re.compile(
    r"\s*(?:\||•|·|–|—|\s-\s|\s/\s|\(|\[|<|→|\b(?:for|from)\s+(?:the|The|[A-Z])|\b(?:on|am|at|le|el)\s+\w*\s*\d|,?\s+\d{1,2}[./ ]).*$"
)
# Before these words a name ends: `Ada Byron Updated March 3`, `Ada Byron, published today`.
_DATED = re.compile(
    r"[\s,(/|](?:(?:last|originally|first|zuletzt)\s)?(?:updated|posted|published|modified|revised|edited|aktualisiert|"
    r"veröffentlicht|publié|mis à jour|publicado|actualizado|pubblicato|aggiornato)\b(?!\s+by\b)[^;|/]*",
    re.IGNORECASE,
)
_DATE_BY = re.compile(r"[^,;|/]{0,40},?\s?\d{4}\W{0,3}\s(?:by|von|par|por)\s", re.IGNORECASE)
_JOINERS = re.compile(
    r"\s*[;|•·\n]\s*|\s*,?\s+(?:and|und|et|y|&|with|e|i|och|og|en|mit|im gespräch mit|in conversation with)\s+(?![a-z]\b)",
    re.IGNORECASE,
)
_NO_NAME = re.compile(
    r"^(?:[Ii]llustrat(?:ion|ed)|[Pp]hoto(?:graph(?:y|ed)?)?|[Tt]ranslat(?:ion|ed))s? [Bb]y\b|^Submitted on\b|^\d+\W|\s\d+\b|^[\w-]+(?:\.[\w-]+)*\.(?!jr\b|sr\b)[a-z]{2,4}(?:/.*)?$|\bGmbH\b|^Copyright|[{}<>=@\\→©%$]|https?:|\d\d?:\d\d|\d{1,2}\.\d{1,2}\.|\b(?:CC|GFDL|UTC|Uhr)\b|\b(?:19|20)\d\d\b"
)
_SPACE = re.compile(r"\s+")


def read_names(texts: list[str], *, family_first: bool = False) -> tuple[str, ...]:
    """Return the names, "First Last", in the author texts of a source, in their order.

    Args:
        texts: One text for each tag or member; each may hold several names.
        family_first: The source's convention is "Last, First" (Highwire, Dublin Core, BibTeX), so
            a comma is part of a name.

    Returns:
        Names without "By", addresses, degrees and repetitions; none for the placeholders of templates.
    """
    names: dict[str, str] = {}
    left = LONGEST_LIST
    for text in texts[:MOST_NAMES]:
        line = one_line(text[:left], LONGEST_LIST)
        left -= len(line)
        for name in _split(line, family_first=family_first):
            if is_name(name):
                names.setdefault(fold(name), name)
    return tuple(names.values())[:MOST_NAMES]


def is_name(text: str) -> bool:
    """Whether a text can be the name of a person or a group, and is no placeholder."""
    words = text.casefold().split()
    if not 1 < len(text) <= LONGEST_NAME or len(words) > 8:
        return False
    if all(word in NOBODY or word in AROUND for word in words) or is_role(words):
        return False
    return any(map(str.isalpha, text)) and not _NO_NAME.search(text)


def is_role(words: list[str]) -> bool:
    """Whether words in lower case are a role: `film editor`, `ceo of analytical`."""
    if len(words) > 2 and words[0] in ROLES and words[1] in ("of", "at", "for", "in", "with"):
        return True
    known = all(word in ROLES or word in ROLE_MODIFIERS for word in words)
    return known and not ROLES.isdisjoint(words)


def first_last(name: str) -> str:
    """Return "First Last" for "Last, First", with particles and "Jr." in their places."""
    parts = [part.strip() for part in name.split(",") if part.strip()]
    suffix = [part for part in parts[1:] if SUFFIX.fullmatch(part)]
    parts = [part for part in parts if part not in suffix and not DEGREE.fullmatch(part)]
    if len(parts) < 2:
        return " ".join([*parts, *suffix])
    return " ".join([parts[1], parts[0], *suffix])


def fold(name: str) -> str:
    """Return a name without accents, case and punctuation, to compare spellings."""
    plain = unicodedata.normalize("NFKD", name)
    return "".join(c for c in plain.casefold() if c.isalnum() or c == " ").strip()


def same_people(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether two lists name the same people, by family names and first initials."""
    return {_signature(name) for name in one} == {_signature(name) for name in other}


def _signature(name: str) -> tuple[str, str]:
    words = fold(name).split() or [""]
    return words[-1], words[0][:1]


def _split(text: str, *, family_first: bool) -> list[str]:
    """Split a text into names."""
    text = _BY.sub("", _DATE_BY.sub("", _without_addresses(text)))
    names: list[str] = []
    for part in _JOINERS.split(_DATED.sub("", text)):
        names += _at_commas(part, family_first=family_first)
    return [tidy(name) for name in names]


def _without_addresses(text: str) -> str:
    """Remove e-mail and web addresses, and handles."""
    if "@" not in text and "://" not in text and "www." not in text:
        return text
    kept = (word for word in text.split(" ") if not _is_address(word))
    return " ".join(kept)


def _is_address(word: str) -> bool:
    before, at, domain = word.strip("<>()[],;").partition("@")
    return bool(at and (not before or "." in domain)) or "://" in word or "www." in word


def _at_commas(text: str, *, family_first: bool) -> list[str]:
    """Split a text at commas: "Last, First", a list, or a name and other text."""
    parts = [part.strip() for part in text.split(",") if part.strip()]
    parts = [part for part in parts if not DEGREE.fullmatch(part)]
    parts = parts[:1] + [part for part in parts[1:] if not is_role(part.casefold().split())]
    if len(parts) < 2:
        return _at_slashes(parts)
    if any(SUFFIX.fullmatch(part) for part in parts) and len(parts) <= 3:
        return [first_last(text) if len(parts) == 3 else " ".join(parts)]
    if family_first and len(parts) == 2:
        return [first_last(text)]
    if all(" " in part for part in parts):
        return parts
    if len(parts) == 2 and " " not in parts[0]:
        return [first_last(text)] if family_first or len(parts[1].split()) <= 2 else parts[:1]
    return [part for part in parts if " " in part] or parts


def _at_slashes(parts: list[str]) -> list[str]:
    """Split `Ada Byron / Charles Babbage`, but not `AP/Reuters` or a name and its site."""
    names = [name.strip() for part in parts for name in part.split("/")]
    return names if all(" " in name for name in names) else parts


def tidy(name: str) -> str:
    """Remove the text beside a name: role, site, brackets, stray punctuation."""
    name = _BY.sub("", name.strip(" \t\n\"'“”„«»-–—*:,|/(·•→"))
    words = _TAIL.sub("", _LABEL.sub("", name)).split()
    while len(words) > 1 and words[-1].casefold() in AROUND:
        words.pop()
    while len(words) > 2 and words[0].casefold() in AROUND - PARTICLES:
        words.pop(0)
    return " ".join(words).strip(" \"'“”„«»-–—*:,|/(·•")
