"""Is it itself? What an answer with status 200 gives away when it is not the thing.

Each rule is a small function of what was asked and what came. In doubt a rule says nothing: a
living page called dead is worse than a dead one found a week later.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import SplitResult, unquote, urlsplit

from linkroll.checker.page import WORD, CheckedPage

if TYPE_CHECKING:
    from collections.abc import Mapping

# What servers call their front page: index.html, default.aspx, Main.shtml …
HOME = re.compile(r"/?|/(?:index|default|home|main|start|welcome)(?:\.\w{2,5})?", re.IGNORECASE)
# The only query under which a front page is still the front page.
LANGUAGE_QUERY = re.compile(r"(?:(?:lang|language|locale|hl|lng)=[\w-]{0,20}&?)*", re.IGNORECASE)
LANGUAGE = re.compile(r"/[a-z]{2}(-[a-z]{2})?/?", re.IGNORECASE)
LOGIN_PATH = re.compile(
    r"/(log-?in|sign-?in|sign_in|users/sign_in|sso|oauth2?/authorize|auth/login|session/new"
    r"|accounts/login|ServiceLogin|wp-login\.php|authwall)(\.\w{2,5})?(/|$)",
    re.IGNORECASE,
)
LOGIN_HOST = re.compile(r"^(accounts|login|signin|auth|sso|idp)\.", re.IGNORECASE)
CONSENT = re.compile(r"^consent\.|/(cookie-?consent|consent|cookie-?wall|gdpr)(/|$)", re.IGNORECASE)

# Titles, as words, of pages that say they are not there; any number of the first, one of the
# second, any number of the third.
MISSING = re.compile(
    r"(?:(?:sorry|oops|whoops|uh|oh|error|http|404|the|this|that|your|our|requested|page|file"
    r"|document|post|article|notebook|resource|content|site|website|url|link|you|were|was|are|re"
    r"|looking|for|we|it|is|has|been|does|could|can|t|no|such) )*"
    r"(?:404|not found|cannot be found|can t be found|could not be found|couldn t be found"
    r"|(?:cannot|can t|couldn t|could not) find (?:it|that|this|the|your)(?: page)?"
    r"|not exist|doesn t exist|no longer (?:exists?|available|here)|(?:been )?(?:removed|deleted)"
    r"|isn t (?:here|available)|not available|nothing found|no such (?:page|file|document|post)"
    r"|seite(?: wurde)? nicht gefunden|page introuvable|page non trouvée|página no encontrada"
    r"|pagina non trovata|página não encontrada|страница не найдена"
    r"|ページが見つかりません(?:でした)?|页面不存在|页面未找到|找不到页面)"
    r"(?: (?:error|page|here|anymore|any|more|sorry|404|not|found|1))*"
)
SEPARATOR = re.compile(r"\s+[-–—|·•:»]+\s+|\s*[|·•»]\s*")
FEW_WORDS = 300  # an essay on error pages is longer than an error page

# What stands on a page that sells its domain. Each is enough by itself.
PARKED = re.compile(
    r"(this |the )?domain (name )?(\S{1,80} )?(is|may be) (available )?for sale"
    r"|buy this domain|this domain (has|is) (been )?(expired|parked|registered at)"
    r"|domain (has )?expired\b|(parked|parking) (page|domain) (by|provided|courtesy)"
    r"|inquire about this domain|this (web ?page|site) is parked",
    re.IGNORECASE,
)
PARKING_HOSTS = re.compile(
    r"(^|\.)(sedoparking|sedo|parkingcrew|bodis|hugedomains|afternic|dan|above|parklogic"
    r"|domainmarket|undeveloped|namebright|buydomains|cashparking)\.(com|net)$",
    re.IGNORECASE,
)
# One of these stands on every page that the two others know; it is quick to look for.
PARKING_WORDS = re.compile(r"domain|park|bodis|_fd\?", re.IGNORECASE)
PARKING_SCRIPTS = re.compile(
    r"(src|href|content)=[\"'][^\"']{0,200}(sedoparking\.com|parkingcrew\.net|bodis\.com/"
    r"|hugedomains\.com/domain|img1\.wsimg\.com/parking-lander|/_fd\?|parklogic\.com)",
    re.IGNORECASE,
)

# Titles of pages that ask whether we are human, and marks that stand on nothing else.
CHALLENGE_TITLE = re.compile(
    r"just a moment\W*|attention required! \| cloudflare|access denied|pardon our interruption"
    r"|(are you|verify(ing)? (that )?you are) (a )?(human|not a robot|a robot).{0,40}"
    r"|security check(point)?|vercel security checkpoint|checking your browser.{0,40}"
    r"|making sure you['’]re not a bot\W*|ddos-guard|captcha|robot check|human verification"
    r"|client challenge|one moment, please\W*|please wait\W*|bot verification",
    re.IGNORECASE,
)
CHALLENGE_MARK = re.compile(
    r"window\._cf_chl_opt|/cdn-cgi/challenge-platform/h/[bg]/orchestrate|_Incapsula_Resource"
    r"|captcha-delivery\.com|px-captcha|awsWafCookieDomainList|AwsWafIntegration"
    r"|id=[\"']?anubis_challenge|sgcaptcha",
)
CHALLENGE_HEADERS = (
    ("cf-mitigated", {"challenge"}),
    ("x-amzn-waf-action", {"challenge", "captcha"}),
    ("x-vercel-mitigated", {"challenge", "deny"}),
)


def blocked_reason(headers: Mapping[str, str], page: CheckedPage | None) -> str | None:
    """Say by what we were stopped, where an answer is a question whether we are human."""
    if any(headers.get(name, "").lower() in words for name, words in CHALLENGE_HEADERS):
        return "challenge"
    if page and (CHALLENGE_TITLE.fullmatch(page.title) or CHALLENGE_MARK.search(page.html)):
        return "challenge" if len(page.words) < FEW_WORDS else None
    return None


def elsewhere_reason(asked: str, final: str) -> str | None:
    """Say to what we were sent instead, judged by the addresses alone."""
    if asked == final:
        return None
    before, after = urlsplit(asked), urlsplit(final)
    if (before.netloc, before.path) == (after.netloc, after.path):
        return None
    if PARKING_HOSTS.search(after.hostname or ""):
        return "parked domain"
    if is_login(after.hostname or "", after.path) and not LOGIN_PATH.search(before.path):
        return "sent to a login"
    if same_site(before.hostname, after.hostname) and is_home(after) and not is_home(before):
        return "sent to the home page"
    return None


def is_consent(url: str) -> bool:
    """Whether a URL is a page that asks for consent before it shows another."""
    parts = urlsplit(url)
    return bool(CONSENT.search(parts.hostname or "") or CONSENT.search(parts.path))


def is_login(host: str, path: str) -> bool:
    """Whether an address is a door that asks for a name."""
    return bool(LOGIN_HOST.search(host) or LOGIN_PATH.search(path))


def is_home(parts: SplitResult) -> bool:
    """Whether a split URL is the front page of its site, in whatever language."""
    if not LANGUAGE_QUERY.fullmatch(parts.query):
        return False
    return bool(HOME.fullmatch(parts.path) or LANGUAGE.fullmatch(parts.path))


def same_site(one: str | None, other: str | None) -> bool:
    """Whether two hosts are one, with and without www."""
    return (one or "").removeprefix("www.") == (other or "").removeprefix("www.")


def missing_reason(page: CheckedPage | None) -> str | None:
    """Say what a page itself says of its absence: it is parked, or it was not found."""
    if page is None:
        return None
    if PARKING_WORDS.search(page.html) and is_parked(page):
        return "parked domain"
    if title_says_missing(page.title) and short(page):
        return "soft-404: the page calls itself not found"
    return None


def title_says_missing(title: str) -> bool:
    """Whether a title, or a part of it beside the site's name, says that nothing is there."""
    parts = (" ".join(WORD.findall(part.lower())) for part in (title, *SEPARATOR.split(title)))
    return any(map(MISSING.fullmatch, parts))


def is_parked(page: CheckedPage) -> bool:
    """Whether a page loads what only parked pages load, or is short and speaks of the sale."""
    if PARKING_SCRIPTS.search(page.html):
        return True
    text = " ".join("".join(page.text.parts).split())
    return short(page) and bool(PARKED.search(f"{page.title} {text}"))


def short(page: CheckedPage) -> bool:
    """Whether a page is no longer than a page without contents."""
    return page.whole and len(page.words) < FEW_WORDS


def names_itself(url: str, label: str, page: CheckedPage) -> bool:
    """Whether the title names what was asked for: by the words of the address or of the link."""
    title = set(WORD.findall(page.title.lower()))
    segment = unquote(urlsplit(url).path.rstrip("/").rpartition("/")[2])
    slug = WORD.findall(re.sub(r"\.\w{2,5}$", "", segment).lower().replace("_", " "))
    called = WORD.findall(label.lower())
    return covers(title, slug) or (len(called) > 1 and covers(title, called))


def covers(title: set[str], words: list[str]) -> bool:
    """Whether most of the words, and at least one, stand in a title."""
    return bool(words) and sum(word in title for word in words) >= 0.7 * len(words)
