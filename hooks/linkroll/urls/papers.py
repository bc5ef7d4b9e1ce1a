"""Readers of the hosts of papers, posts and videos: they take a URL and return what it names.

Each returns a `Resource`, or, for anything else on that host, the one `NormalUrl` of the page. The
table in `hosts.py` says which reader a host has; many journals share one.
"""

from __future__ import annotations

import re
from urllib.parse import unquote

from linkroll.urls.normalize import NormalUrl, encoded, word_set
from linkroll.urls.resource import Companion, Resource

ARXIV_FORMS = word_set("abs pdf html ps format src e-print other overview papers arxiv resources")
# arXiv/arxiv-base, arxiv/identifier/__init__.py: endings and versions are not of the identity.
ARXIV_TAIL = re.compile(r"(?:\.(?:pdf|ps|gz|md|txt)|/)+$", re.IGNORECASE)
ARXIV_PREFIX = re.compile(r"^arxiv:", re.IGNORECASE)
ARXIV_VERSION = re.compile(r"(?<=\d)v\d+$", re.IGNORECASE)
ARXIV_OLD = re.compile(r"([a-z-]+)(?:\.[a-z-]{2,})?/(\d{7})", re.IGNORECASE)
# arXiv serves HTML of what was submitted since December 2023; ar5iv has what came before.
FIRST_HTML = "2312"

DOI_VIEWS = re.compile(
    r"(?:\.full(?:\.pdf)?|\.abstract|\.pdf|/(?:full|pdf|epdf|abstract|meta|html|fulltext))+$"
)
# bioRxiv and medRxiv write the version behind the DOI: 10.1101/2020.01.01.123456v2.full
PREPRINT_VERSION = re.compile(r"v\d+$")

FORUM_ID = re.compile(r"[A-Za-z0-9]{17}")
BROKEN_CASE = re.compile(r"\d|[a-z][A-Z]")

ACL_ID = re.compile(
    r"(\d{4}\.[a-z0-9_]+-[a-z0-9_]+\.\d+|[a-z]\d{2}-\d{4,5})(?:v\d+)?", re.IGNORECASE
)
ACL_ENDINGS = re.compile(r"\.(?:pdf|bib|xml|endf|bibtex|zip)$", re.IGNORECASE)

VIDEO_FORMS = word_set("embed v e vi shorts live an_webp watch")
TWEET = re.compile(r"/(?:i/web|[^/]+)/status(?:es)?/([^/]+)")
# First parts of a path that are never somebody's name on X.
NOT_HANDLES = word_set("i home search hashtag explore intent share settings login about")


def read_arxiv(address: NormalUrl) -> Resource | NormalUrl:
    """Read arXiv and its mirrors, old and new style; a version is not part of the identity."""
    form, *rest = address.segments or [""]
    if form == "ftp" and rest:
        return arxiv(rest[-1])
    if form not in ARXIV_FORMS:
        return address
    # An HTML page brings its figures along: 2502.06852v1/x3.png
    return arxiv(rest[0] if form == "html" and rest and "." in rest[0][:5] else "/".join(rest))


def read_ar5iv(address: NormalUrl) -> Resource | NormalUrl:
    """Read ar5iv, which takes arXiv's paths and bare numbers."""
    read = read_arxiv(address)
    bare = len(address.segments) == 1 and address.segments[0][:1].isdigit()
    return arxiv(address.segments[0]) if isinstance(read, NormalUrl) and bare else read


def arxiv(written: str) -> Resource:
    """Name a paper on arXiv by what stands where its number should."""
    number = ARXIV_TAIL.sub("", unquote(written))
    number = ARXIV_VERSION.sub("", ARXIV_PREFIX.sub("", number))
    old = ARXIV_OLD.fullmatch(number)
    if old:
        number = f"{old[1].lower()}/{old[2]}"
    number = encoded(number)
    recent = not old and number[:4] >= FIRST_HTML
    html = "https://arxiv.org/html/" if recent else "https://ar5iv.labs.arxiv.org/html/"
    canonical = f"https://arxiv.org/abs/{number}"
    forms = (
        Companion("abs", canonical),
        Companion("pdf", f"https://arxiv.org/pdf/{number}"),
        Companion("html", html + number),
    )
    return Resource("arxiv", number, "paper", canonical, forms=forms)


# A DOI, or what would be one if it began with 10: the resolver has other pages too.
DOI_LIKE = re.compile(r"10|\d+\.\d+/")


def read_doi(address: NormalUrl) -> Resource | NormalUrl:
    """Read the resolvers of DOIs."""
    path = unquote(address.path).strip("/")
    path = re.sub(r"^(?:doi:|urn:doi:)\s*", "", path, flags=re.IGNORECASE)
    return doi(path) if DOI_LIKE.match(path) else address


def read_publisher(address: NormalUrl) -> Resource | NormalUrl:
    """Read journals that write the DOI into the path, whatever stands before it."""
    path = unquote(address.path)
    at = path.find("/10.")
    # ACM numbers what has no DOI under 10.5555, which no resolver resolves.
    if at < 0 or path.startswith("/10.5555/", at):
        return address
    return doi(PREPRINT_VERSION.sub("", DOI_VIEWS.sub("", path[at + 1 :])))


def read_nature(address: NormalUrl) -> Resource | NormalUrl:
    """Read Nature's articles, whose DOI is 10.1038 and the last part of the path."""
    match address.segments:
        case ["articles", name, *_] if name.startswith(("s4", "nature", "s1", "s0", "nn", "nm")):
            return doi("10.1038/" + ACL_ENDINGS.sub("", name))
    return address


def read_ssrn(address: NormalUrl) -> Resource | NormalUrl:
    """Read SSRN, whose DOIs end in the number of the abstract."""
    number = address.parameter("abstract_id") or address.parameter("abstractid")
    number = number or address.parameter("abstract") or address.path.partition("abstract=")[2]
    return doi(f"10.2139/ssrn.{number}") if number else address


def doi(written: str) -> Resource:
    """Name a work by its DOI; those that arXiv and the ACL Anthology give are theirs.

    DOIs are case-insensitive (DOI Handbook, 2.4).
    """
    name = DOI_VIEWS.sub("", written.lower()).rstrip(".,;:)]/ ")
    if name.count("(") > name.count(")"):
        name += ")"  # one of its own, as in old names of Wiley and Elsevier
    if name.startswith("10.48550/arxiv."):
        return arxiv(name.removeprefix("10.48550/arxiv."))
    if name.startswith("10.18653/v1/") and ACL_ID.fullmatch(name[12:]):
        return acl(name[12:])
    name = encoded(name.replace("%", "%25")).replace("?", "%3F")
    kind = "page" if name.startswith(("10.5281/", "10.6084/")) else "paper"
    return Resource("doi", name, kind, f"https://doi.org/{name}")


def read_openreview(address: NormalUrl) -> Resource | NormalUrl:
    """Read OpenReview: a submission, its PDF and its attachments are one; a reply is not."""
    number = address.parameter("arxivid")
    if number:
        return arxiv(number)
    name, reply = encoded(address.parameter("id")), encoded(address.parameter("noteId"))
    if address.path.strip("/") not in ("forum", "pdf", "attachment", "revisions"):
        return address._replace(query=address.with_only("id"))
    canonical = f"https://openreview.net/forum?id={name}"
    if reply and reply != name:
        return Resource("or", name, "thread", f"{canonical}&noteId={reply}", f"/{reply}")
    pdf = f"https://openreview.net/pdf?id={name}"
    return Resource("or", name, "paper", canonical, forms=(Companion("pdf", pdf),))


def read_acl(address: NormalUrl) -> Resource | NormalUrl:
    """Read the ACL Anthology at all its addresses so far."""
    for segment in reversed(address.segments):
        match = ACL_ID.fullmatch(ACL_ENDINGS.sub("", segment))
        if match:
            return acl(match[1])
    return address


def acl(name: str) -> Resource:
    """Name a paper by its number in the ACL Anthology."""
    name = name.lower() if name[0].isdigit() else name.upper()
    canonical = f"https://aclanthology.org/{name}/"
    pdf = Companion("pdf", f"https://aclanthology.org/{name}.pdf")
    return Resource("acl", name, "paper", canonical, forms=(pdf,))


def read_lesswrong(address: NormalUrl) -> Resource | NormalUrl:
    """Read LessWrong and its mirrors: the id counts, not the host or the slug."""
    return read_forum(address, "lw", "www.lesswrong.com")


def read_ea_forum(address: NormalUrl) -> Resource | NormalUrl:
    """Read the EA Forum and its mirror."""
    return read_forum(address, "eaf", "forum.effectivealtruism.org")


def read_forum(address: NormalUrl, scheme: str, host: str) -> Resource | NormalUrl:
    """Read a forum that runs ForumMagnum.

    Its paths: ForumMagnum, packages/lesswrong/app and lib/routeChecks/redirects.ts.
    """
    match address.segments:
        case ["s" | "g", _, "p", post, *rest] | ["posts" | "events", post, *rest] if post != "slug":
            canonical = f"https://{host}/posts/{post}"
            comment = find_comment(address, rest)
            if comment:
                url = f"{canonical}?commentId={comment}"
                return Resource(scheme, post, "thread", url, f"/{comment}")
            return Resource(scheme, post, "post", canonical)
        case ["posts"]:
            return Resource(scheme, "", "post", f"https://{host}/posts")
        case ["tag" | "w" | "wiki", *rest] if rest:
            return address._replace(host=host, path="/w/" + "/".join(rest), query=(), fragment="")
        case ["users" | "s" | "sequences", name, *_]:
            where = address.segments[0]
            return address._replace(host=host, path=f"/{where}/{name}", query=(), fragment="")
    return address


def find_comment(address: NormalUrl, rest: list[str]) -> str:
    """Return the id of the comment that an address of a post leads to, if it does."""
    match rest:
        case [*_, "comment", comment]:
            return comment
    comment = encoded(address.parameter("commentId"))
    if comment:
        return comment
    anchor = address.fragment.removeprefix("comment-")
    is_id = FORUM_ID.fullmatch(anchor) and BROKEN_CASE.search(anchor)
    return anchor if is_id else ""


# What is embedded under these names is a playlist, and whatever a channel shows just now.
NO_VIDEOS = ("videoseries", "live_stream")


def read_youtube(address: NormalUrl) -> Resource | NormalUrl:
    """Read YouTube; what is no video keeps the parameters that say what it is."""
    match address.segments:
        case ["watch"]:
            return video(address.parameter("v") or address.parameter("vi"))
        case [form, name, *_] if form in VIDEO_FORMS and name not in NO_VIDEOS:
            return video(unquote(name))
        case ["attribution_link"]:
            return video(address.parameter("u").partition("v=")[2])
        case ["embed", "videoseries"]:
            path = "/playlist"
        case _:
            path = address.path
    query = address.with_only("list", "search_query", "channel")
    return address._replace(host="www.youtube.com", path=path, query=query, fragment="")


def read_youtu_be(address: NormalUrl) -> Resource | NormalUrl:
    """Read YouTube's short addresses."""
    segments = address.segments
    return video(unquote(segments[-1])) if segments else address


def video(written: str) -> Resource:
    """Name a video on YouTube."""
    name = encoded(re.split(r"[?&#/]", written, maxsplit=1)[0])
    return Resource("yt", name, "video", f"https://www.youtube.com/watch?v={name}")


def read_x(address: NormalUrl) -> Resource | NormalUrl:
    """Read X, once Twitter, and what shows the same; whose name is in the path does not matter."""
    tweet = TWEET.match(address.path)
    if tweet:
        return Resource("x", tweet[1], "thread", f"https://x.com/i/status/{tweet[1]}")
    match address.segments:
        case [handle] if handle.lower() not in NOT_HANDLES:
            return address._replace(host="x.com", path=f"/{handle.lower()}", query=(), fragment="")
    return address._replace(host="x.com")
