"""What people write where they mean to put something else later."""

from __future__ import annotations

import re

from linkroll.addresses import words

# Marks that templates have and no address may (RFC 3986, 2), and words in brackets.
MARKS = re.compile(
    r"\{\{|\}\}|\{%|\$\{|\[\[|\]\]|<[^<>]*>|\{[A-Za-z_][\w .:/-]*\}"
    r"|\[(?:insert|your|url|link|todo|tbd|here|add|paste|replace)[^\]]*\]"
)

# What stands in place of a whole address.
NO_ADDRESS = words(
    """
    # url link href todo tbd tba fixme xxx here none null nil n/a na undefined nan ? - -- ... … _ .
    placeholder example website site homepage address pending soon coming-soon missing unknown empty
    paper code pdf video slides blog post demo insert paste replace
    """
)

NOUN = (
    r"(?:user|username|name|handle|account|org|organi[sz]ation|company|team|owner|author|repo|"
    r"repository|project|domain|site|website|blog|post|page|paper|article|title|slug|id|link|url|"
    r"video|file|filename|path|channel|app|notebook|doi|key|token|server|host|model|dataset|space|"
    r"document|doc|folder|branch|profile|tweet|status|course|lab|group)"
)
SEPARATOR = r"[-_ .]?"
# Of these nobody has a page called so; `my-account` and `myspace` are real.
MINE = (
    r"(?:username|org|organi[sz]ation|company|repo|repository|project|domain|site|website|blog|"
    r"paper|article|slug|url|notebook|model|dataset|server|package|library)s?"
)
NOUNS = rf"{NOUN}(?:{SEPARATOR}{NOUN})*"

# A part of a path that stands for another, by how certain that is. All match whole parts.
CERTAIN = re.compile(
    rf"your{SEPARATOR}{NOUNS}(?:{SEPARATOR}(?:here|\d))?|{NOUNS}{SEPARATOR}here|"
    rf"insert{SEPARATOR}(?:your{SEPARATOR})?(?:the{SEPARATOR})?{NOUNS}(?:{SEPARATOR}here)?|"
    r"y{4}|\.\.\.|…|xxx+(?:[-_.]x+)*|(?:.*[-_.])?x{4,}(?:[-_.].*)?",
    re.IGNORECASE,
)
YOURS = re.compile(rf"your{SEPARATOR}{NOUNS}(?:{SEPARATOR}(?:here|\d))?", re.IGNORECASE)
CERTAIN_CAPITALS = re.compile(
    r"(?:[A-Z]+_)*(?:ID|SLUG|NAME|USER|USERNAME|REPO|ORG|OWNER|TITLE|HERE|HANDLE|PLACEHOLDER)(?:_HERE)?"
    r"|TODO|TBD|FIXME|INSERT_[A-Z_]+|YYYY|DD"
)
POSSIBLE = re.compile(
    rf"my{SEPARATOR}(?:(?:awesome|great|cool|first|new|super){SEPARATOR})?{MINE}(?:{SEPARATOR}{NOUN})?|"
    r"\[\w+\]|:[a-z_]+|"
    rf"(?:some|sample|example|dummy|fake|placeholder|test|demo){SEPARATOR}{NOUNS}|"
    rf"(?:user|repo|org|owner|post|page|paper|article|video|project|blog|file|document|course|notebook|dataset|model)"
    rf"{SEPARATOR}(?:name|slug|title|id|url|link|path)|"
    rf"(?:name|title|slug|id|link){SEPARATOR}(?:of|to){SEPARATOR}(?:the{SEPARATOR}|your{SEPARATOR}|my{SEPARATOR})?{NOUNS}|"
    rf"path-to-(?:your-|the-|my-)?{NOUNS}|"
    r"lorem[-_]?ipsum.*|insert[-_].*[-_]here|"
    r"(?:abc|xyz|def|test|foo|abcd|asdf)[-_]?(?:123|1234|12345)|"
    r"0?123456?7?8?9?0?|2345678?9?0?|([0-9])\1{4,}|"
    r"abcde(?:f(?:g(?:h(?:i(?:jk?)?)?)?)?)?|qwerty\w*|asdf\w{0,4}|zxcvb\w*|foobar|foo[-_]bar|"
    r"some[-_]?(?:thing|where|one)|blah(?:[-_]blah)*|username|todo|tbd|fixme",
    re.IGNORECASE,
)
# The first letters of what the three above match; most parts begin otherwise or are longer.
LONGEST = 48

# Parts that mean nothing only together.
PAIRS = re.compile(
    r"/(?:path/to(?=/|$)|(?:user|username|owner|org|organization|example|someuser|someone)/"
    r"(?:repo|repository|project|reponame|repo-name|example|myrepo|my-repo)(?=[/.]|$)|foo/ba[rz](?=/|$)|"
    r"(?:yyyy|\d{4})/(?:mm|\d\d)/(?:dd|\d\d)/(?:post|page|article|blog|title|slug|entry|example)"
    r"(?:[-_](?:post|page|article|title|slug|name|\d))*/?$|yyyy/mm(?=/|$)|placeholder/?$)",
    re.IGNORECASE,
)

# Names that are reserved: RFC 2606, RFC 6761, RFC 6762 (local), RFC 8375 (home.arpa), RFC 9476
# (alt), ICANN 2024-07-29 (internal); and endings that do not exist but are often invented.
RESERVED_ENDINGS = words("test example invalid localhost local alt internal")
NO_ENDINGS = words("tld lan corp domain ext placeholder url yyy zzz todo tbd")
RESERVED_NAMES = frozenset({"example.com", "example.net", "example.org", "home.arpa"})
HOST_CERTAIN = re.compile(
    rf"your-(?:{NOUN}(?:-{NOUN})*)(?:-here)?|your(?:{NOUN})(?:-?here|{NOUN})?|insert-?{NOUN}-?here|x{{4,}}|"
    r"(?:user|owner|org)-?name"
)
HOST_POSSIBLE = re.compile(
    rf"example|my-?{MINE}|(?:some|sample|example|dummy|fake|placeholder|any)-?(?:{NOUN})|"
    r"(?:company|domain|user)-?name|username|placeholder|(?:some|any|other)-?(?:site|where|thing)"
)
EXACT_HOSTS = words(
    "domain.com website.com site.com url.com mysite.com yoursite.com somesite.com test.com foo.com "
    "bar.com xyz.com example.edu example.io example.co example.ai example.dev"
)

# Repositories of many universities call themselves so: it is what DSpace is delivered with.
DELIVERED = "handle/123456789/"
