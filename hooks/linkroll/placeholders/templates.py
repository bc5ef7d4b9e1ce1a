"""What people write where they mean to put something else later."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import unquote

from linkroll.placeholders.reasons import PUT_THE_REAL_ONE, Reason, cannot_be, may_not_be
from linkroll.urls.normalize import words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from linkroll.urls.normalize import Address

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
NO_ADDRESS = words(
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
    r"notebook|dataset|model|package|crate|competition)"
)

# A part of a path, whole, that stands for another. What stands in brackets and capitals is what
# programs fill in; `YYYY` and `xxxx` are what is counted.
YOURS = rf"your{BY}{NOUNS}(?:{BY}(?:here|\d))?"
CAPITALS = (
    r"(?:[A-Z]+_)*(?:ID|SLUG|NAME|USER|USERNAME|REPO|ORG|OWNER|TITLE|HERE|HANDLE|PLACEHOLDER)"
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
    r"([a-z])\5{3,}|(?:john|jane)[-_.]?doe(?:[-_]?\d+)?|undefined|\[object object\]|"
    rf"(?:name|title|slug|id|link){BY}(?:of|to){BY}(?:the{BY}|your{BY}|my{BY})?{NOUNS}|"
    rf"path-to-(?:your-|the-|my-)?{NOUNS}|lorem[-_]?ipsum.*|insert[-_].*[-_]here|"
    r"(?:abc|xyz|def|test|foo|abcd|asdf)[-_]?(?:123|1234|12345)|"
    r"0?123456?7?8?9?0?|2345678?9?0?|([0-9])\6{4,}|"
    r"abcde(?:f(?:g(?:h(?:i(?:jk?)?)?)?)?)?|qwerty\w*|asdf\w{0,4}|zxcvb\w*|foobar|foo[-_]bar|"
    r"some[-_]?(?:thing|where|one)|blah(?:[-_]blah)*|username|todo|tbd|fixme"
)
PART = re.compile(
    f"((?i:{YOURS}))|({CAPITALS})|((?i:{STANDS_FOR}))|((?i:{MAY_STAND_FOR}))", re.DOTALL
)
# Longer parts are titles.
LONGEST_PART = 48

# Parts that mean nothing only together.
TOGETHER = re.compile(
    r"/(?:path/to(?=/|$)|foo/ba[rz](?=/|$)|placeholder/?$|yyyy/mm(?=/|$)|abc/xyz(?=/|$)|"
    r"\d{4}/\d\d/\d\d/(?:post|page|article|blog|title|slug|entry|example)"
    r"(?:[-_](?:post|page|article|title|slug|name|\d))*/?$)",
    re.IGNORECASE,
)
# At the beginning of a path, or behind the name of the forge: elsewhere these are chapters.
NOBODY_S = re.compile(
    r"/(?:gh/|github/|gist/|datasets/|spaces/)?(?:"
    r"(?:user|username|owner|org|organization|example|someuser|someone|anonymous)/"
    r"(?:repo|repository|project|reponame|repo-name|example|myrepo|my-repo)(?=[/.]|$)|"
    r"(?:user|username|org)/(?:model|space|dataset)(?=/|$))",
    re.IGNORECASE,
)

# Where the first two parts of a path are names that somebody has.
FORGES = words("github.com gitlab.com huggingface.co bitbucket.org codeberg.org")
# Repositories of many universities call themselves so: it is what DSpace is delivered with.
DELIVERED = re.compile(r"/(?:handle|bitstream)/123456789/")
# Which have an article on each word that stands for another.
ENCYCLOPEDIAS = words("wikipedia.org")
# Parameters whose value says which thing is meant; that of others may be any number.
NAMING = words("id v p user uid paper item doc docid abstract_id")


def about_templates(address: Address) -> Iterator[Reason]:
    """Say which parts of an address stand for something else."""
    if ".".join(address.host.split(".")[-2:]) in ENCYCLOPEDIAS:
        return
    if TOGETHER.search(address.path) or NOBODY_S.match(address.path):
        yield may_not_be("has a path that repeats a template", PUT_THE_REAL_ONE)
    parts = address.segments
    if DELIVERED.search(address.path):
        parts.remove("123456789")
    names = len(parts[:2]) if address.site in FORGES else 0
    if names and parts[0].lower().startswith(("your-", "your_")):
        yield may_not_be(f"has “{parts[0]}” where a name should be", PUT_THE_REAL_ONE)
    for place, part in enumerate(parts):
        yield from about_part(part, is_name=place < names)
    for part in address.query:
        name, _, value = part.partition("=")
        yield from about_part(value, is_id=name in NAMING)


def about_part(written: str, *, is_name: bool = False, is_id: bool = True) -> Iterator[Reason]:
    """Say why one part of an address stands for something else."""
    if len(written) > LONGEST_PART:
        return
    part = unquote(written) if "%" in written else written
    match = PART.fullmatch(part.lstrip("@~").removesuffix(".html"))
    if match is None:
        if "%" in written and not is_name and TO_FILL_IN.fullmatch(part):
            yield may_not_be(f"has “{part}”, a mark of a template", PUT_THE_REAL_ONE)
        return
    if is_name and match[1]:
        yield cannot_be(f"has “{part}” where a name should be")
    elif match[1] or match[2] or match[3]:
        yield may_not_be(f"has “{part}” where something else is meant", PUT_THE_REAL_ONE)
    elif is_id:
        yield may_not_be(f"has “{part}” where something else may be meant")
