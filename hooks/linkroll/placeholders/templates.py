"""What people write where they mean to put something else later."""

from __future__ import annotations

import re
from itertools import dropwhile
from typing import TYPE_CHECKING
from urllib.parse import unquote

from linkroll.placeholders.reasons import PUT_THE_REAL_ONE, Reason, suspect
from linkroll.urls.hosts import HOSTS
from linkroll.urls.normalize import word_set

if TYPE_CHECKING:
    from collections.abc import Iterator

    from linkroll.urls.normalize import NormalUrl

# Marks that templates have and no address may (RFC 3986, 2), and words in brackets. JSON in a query
# has braces before a percent-code, and old DOIs of Wiley have numbers between angles.
MARKS = re.compile(
    r"\{\{|\}\}|\{%(?![0-9A-Fa-f]{2})|\$\{|\[\[|\]\]|<(?!\d)[^<>]{0,200}>|\{[A-Za-z_][\w .:/-]{0,80}\}"
    r"|\[(?:insert|your|url|link|todo|tbd|here|add|paste|replace)[^\]]{0,80}\]"
)

# A file that is a template may be called like one.
IN_REPOSITORY = re.compile(
    r"https?://(?:github|gitlab)\.com/[\w.-]+/[\w.-]+/(?:-/)?(?:blob|tree|raw)/", re.IGNORECASE
)

TO_FILL_IN = re.compile(r"\{\{.*\}\}|\$?\{\w+\}|<[\w-]+>")

# What stands in place of a whole address.
STAND_IN_TEXTS = word_set(
    """
    # url link href todo tbd tba fixme xxx here none null nil n/a na undefined nan ? - -- ... … _ .
    placeholder example website site homepage address pending soon coming-soon missing unknown empty
    paper code pdf video slides blog post demo insert paste replace
    """
)

NOUN = (
    r"(?:username|user|name|handle|account|org|organi[sz]ation|company|team|owner|author|repo|"
    r"repository|project|domain|site|website|blog|post|page|paper|article|title|slug|id|link|url|"
    r"video|file|filename|path|channel|app|notebook|doi|key|token|server|host|model|dataset|space|"
    r"package|library|crate|competition|"
    r"document|doc|folder|branch|profile|tweet|status|course|lab|group|github|alias|invite|entity|"
    r"workspace|email|product|service|topic|tag|category|image)"
)
BY = r"[-_ .]?"  # what stands between two words
NOUNS = rf"{NOUN}(?:{BY}{NOUN})*"
# Of these nobody has a page called so; `my-account` and `myspace` are real.
MINE = (
    r"(?:username|org|organi[sz]ation|company|repo|repository|project|domain|site|website|blog|"
    r"paper|article|slug|url|notebook|model|dataset|server|package|library)s?"
)
NAMED_BY_IT = (
    r"(?:user|repo|org|owner|post|page|paper|article|video|project|blog|file|document|course|"
    r"notebook|dataset|model|package|crate|competition|channel)"
)

# A part of a path, whole, that stands for another. What stands in brackets and capitals is what
# programs fill in; `YYYY` and `xxxx` are what is counted.
YOURS = rf"your{BY}{NOUNS}(?:{BY}(?:here|\d))?"
CAPITALS = (
    r"(?:[A-Z]+_)*(?:ID|SLUG|NAME|USER|USERNAME|REPO|ORG|OWNER|TITLE|HERE|HANDLE|PLACEHOLDER|INVITE)"
    r"|TODO|TBD|FIXME|INSERT_[A-Z_]+|YYYY(?:[-_]?MM.*)?|DD|(?:.*[-_.])?(?:20XX|v?XXX+)(?:[-_.].*)?"
)
STANDS_FOR = (
    rf"{NOUNS}{BY}here|insert{BY}(?:your{BY})?(?:the{BY})?{NOUNS}(?:{BY}here)?|y{{4}}|\.\.\.|…|"
    r"\$(?:slug|id|title|name|url|user|repo|page|path|link)|xxx+(?:[-_.]x+)*|(?:.*[-_.])?x{4,}(?:[-_.].*)?"
)
MAY_STAND_FOR = (
    rf"my{BY}(?:(?:awesome|great|cool|first|new|super){BY})?{MINE}(?:{BY}{NOUN})?|"
    r"\[\w+\]|:[a-z_]*(?:id|slug|name|title)|"
    rf"(?:some|sample|example|dummy|fake|placeholder|test|demo){BY}{NOUNS}|"
    rf"(?:{NAMED_BY_IT}{BY})+(?:name|slug|title|id|url|link|path)|"
    r"\d{4}-\d\d-\d\d-(?:(?:post|article|page)-)?(?:title|slug|name|post)|"
    r"([a-z])\5{3,}|(?:john|jane)[-_.]?doe(?:[-_]?\d+)?|first[-_]?name[-_]?last[-_]?name|undefined|\[object object\]|"
    rf"(?:name|title|slug|id|link){BY}(?:of|to){BY}(?:the{BY}|your{BY}|my{BY})?{NOUNS}|"
    rf"path-to-(?:your-|the-|my-)?{NOUNS}|lorem[-_]?ipsum.*|insert[-_].*[-_]here|"
    r"(?:abc|xyz|def|test|foo|abcd|asdf)[-_]?(?:123|1234|12345)|"
    r"0?123456?7?8?9?0?|2345678?9?0?|([0-9])\6{4,}|"
    r"abcde(?:f(?:g(?:h(?:i(?:jk?)?)?)?)?)?|qwerty\w*|asdf\w{0,4}|zxcvb\w*|foobar|foo[-_]bar|"
    r"some[-_]?(?:thing|where|one)|blah(?:[-_]blah)+|username|todo|tbd|fixme"
)
# What a model, a layer or a paper is called where a template names none.
CAPITAL_NOUN = re.compile(
    r"(?:MODEL|LAYER|FEATURE|INDEX|DATASET|PAPER|ARTICLE|SPACE|NOTEBOOK|BRANCH|USER|USERNAME|ORG|OWNER|REPO|PROJECT|PAGE|POST|TITLE|"
    r"YEAR|MONTH|DAY|AUTHOR|SLUG|NAME|ID|PATH|FILE|VIDEO|CHANNEL|GROUP|TOPIC|SECTION|CHAPTER|NEURON|SAE|TOKEN|DOI)"
    r"(?:[_-](?:MODEL|LAYER|FEATURE|INDEX|NAME|ID|TITLE|SLUG|NUMBER|PATH|HERE|URL|N))*"
)
CAPITALS_IN_ROW = re.compile(r"/[A-Z]{2}")
# How a part begins that `PART` can match, in lower case; nearly none does, and this is quicker.
STARTS = word_set("""
    use nam han acc org com tea own aut rep pro dom sit web blo pos pag pap art tit slu lin url vid fil pat cha app not doi key tok
    ser hos mod dat spa pac lib cra doc fol bra twe sta cou lab gro git ali inv ent wor ema top tag cat ima you ins yyy sam exa som
    dum fak fir pla tes dem joh jan und abc xyz def foo asd qwe zxc bla tod tbd fix lor obj id my dd
    """) | {letter * 3 for letter in "abcdefghijklmnopqrstuvwxyz"}
ODD_STARTS = frozenset("[$:….@~0123456789{<")


def may_match(part: str) -> bool:
    """Whether `PART` or `TO_FILL_IN` could match, by how a part begins and what it holds."""
    low = part.lower()
    start = low[:3]
    return (
        start in STARTS
        or start[:2] in STARTS
        or start[:1] in ODD_STARTS
        or "%" in part
        or "xx" in low
    )


PART = re.compile(
    f"((?i:{YOURS}))|({CAPITALS})|((?i:{STANDS_FOR}))|((?i:{MAY_STAND_FOR}))", re.DOTALL
)
# Longer parts are titles.
LONGEST_PART = 48

# Parts that mean nothing only together.
TEMPLATE_PATHS = re.compile(
    r"/(?:path/to(?=/|$)|foo/ba[rz](?=/|$)|placeholder/?$|yyyy/mm(?=/|$)|abc/xyz(?=/|$)|"
    r"\d{4}/\d\d/\d\d/(?:post|page|article|blog|title|slug|entry|example)"
    r"(?:[-_](?:post|page|article|title|slug|name|\d))*/?$)",
    re.IGNORECASE,
)
# Where the first two parts of a path are an owner and what is owned, and what stands before them.
FORGES = word_set("github.com gitlab.com huggingface.co bitbucket.org codeberg.org hf.co")
MIRRORS = word_set(
    "colab.research.google.com nbviewer.org nbviewer.jupyter.org mybinder.org raw.githubusercontent.com"
)
PREFIXES = word_set("datasets spaces github gh gist v2 models")
# Words for an owner and for a thing, of which somebody may have registered any.
OWNERS = re.compile(
    r"(?:your|my|some|any|example|sample|dummy|fake|test|demo|the)?[-_]?(?:user|username|user[-_]?name|owner|org|organi[sz]ation|"
    r"company|author|account|namespace|group|workspace|team|maintainer|developer|creator|publisher|somebody|someone|anonymous|me)"
    r"(?:[-_](?:name|id))?|example|sample|dummy|fake|foo|placeholder|abc|xyz|test|(?:john|jane)[-_]?doe(?:[-_]?\d+)?|yourname|myname",
    re.IGNORECASE,
)
# Of these nobody expects anything that is real behind them, whatever they are said to own.
STRONG_OWNERS = re.compile(
    r"(?:(?:your|some|example|sample|dummy|fake)[-_]?)?(?:user|user[-_]?name|owner|org|organi[sz]ation|author)|"
    r"example|dummy|someone|somebody|(?:john|jane)[-_]?doe|yourname|myname|(?:(?:your|my|some|example|sample|dummy|fake|test)[-_]?)"
    r"(?:user|username|name|org|organi[sz]ation|company|team|account|lab|handle)",
    re.IGNORECASE,
)
OWNED = re.compile(
    rf"(?:{NOUN}|tool|demo|def|baz|bar|example|sample|test|placeholder|thing|something|code|book)s?"
    rf"(?:[-_]?(?:name|id|here|url|link|code|slug|repo|title))?|(?:my|some|your|example|sample|dummy|fake|test|demo)[-_]?{NOUNS}|foo|bar|baz",
    re.IGNORECASE,
)

# Behind these stands a number that is counted.
NUMBERED = word_set("pull issues issue discussions merge_requests")
# Repositories of many universities call themselves so: it is what DSpace is delivered with.
DELIVERED = re.compile(r"/(?:handle|bitstream)/123456789/")
# Which have an article on each word that stands for another.
ENCYCLOPEDIAS = ("wikipedia.org",)
# Parameters whose value says which thing is meant; that of others may be any number.
NAMING = word_set("id v p user uid paper item doc docid abstract_id")


def lint_templates(address: NormalUrl) -> Iterator[Reason]:
    """Yield which parts of an address stand for something else."""
    site, path, parts = address.site, address.path, address.segments
    if site.endswith(ENCYCLOPEDIAS):
        return
    if parts and (TEMPLATE_PATHS.search(path) or repeats_template(site, path, parts)):
        yield suspect("has a path that repeats a template", PUT_THE_REAL_ONE)
    if "/123456789/" in path and DELIVERED.search(path):
        parts.remove("123456789")
    before = ""
    for part in parts:
        if may_match(part) and before not in NUMBERED:
            yield from lint_part(part)
        before = part
    for part in address.query:
        name, _, value = part.partition("=")
        if value and may_match(value):
            yield from lint_part(value, is_id=name in NAMING)


def repeats_template(site: str, path: str, parts: list[str]) -> bool:
    """Whether a path is `user/repo` or the like on a forge, or has two nouns in capitals."""
    if CAPITALS_IN_ROW.search(path):
        capitals = [part for part in parts if CAPITAL_NOUN.fullmatch(part)]
        if len(capitals) > 1 or (capitals and site in HOSTS):
            return True
    if site not in FORGES and site not in MIRRORS:
        return False
    owner, *owned = list(dropwhile(PREFIXES.__contains__, parts))[:2] or [""]
    owner = owner.lstrip("@~")
    if STRONG_OWNERS.fullmatch(owner) or owner.lower().startswith(("your-", "your_")):
        return True
    return bool(owned and OWNERS.fullmatch(owner) and OWNED.fullmatch(owned[0]))


def lint_part(written: str, *, is_id: bool = True) -> Iterator[Reason]:
    """Yield why one part of a path or a query stands for something else."""
    if len(written) > LONGEST_PART:
        return
    part = unquote(written) if "%" in written else written
    match = PART.fullmatch(part.lstrip("@~").removesuffix(".html"))
    if match is None:
        if "%" in written and TO_FILL_IN.fullmatch(part):
            yield suspect(f"has “{part}”, a mark of a template", PUT_THE_REAL_ONE)
        return
    if match[1] or match[2] or match[3]:
        yield suspect(f"has “{part}” where something else is meant", PUT_THE_REAL_ONE)
    elif is_id:
        yield suspect(f"has “{part}” where something else may be meant")
