"""Readers of the hosts where code, models and notebooks are; see `works` for what they return."""

from __future__ import annotations

import re
from urllib.parse import unquote

from linkroll.urls.normalize import NormalUrl, encoded, normalize_url, word_set
from linkroll.urls.papers import arxiv
from linkroll.urls.resource import Companion, Resource

# First parts of a path on github.com that are not owners.
NOT_OWNERS = word_set("""
    about account apps blog codespaces collections contact customer-stories dashboard enterprise
    events explore features git-guides issues join login logout marketplace new notifications
    organizations orgs pricing pulls readme search security sessions settings signup site solutions
    sponsors stars team topics trending users watching
    """)
THREADS = frozenset({"issues", "discussions", "pull"})
# The branches that a repository's own page shows.
MAIN = frozenset({"main", "master", "HEAD"})
FILE_VIEWS = frozenset({"blob", "raw", "blame", "edit"})

# First parts of a path on huggingface.co that are not owners.
NOT_HUGGERS = word_set("""
    api blog brand chat collections contact docs enterprise events hardware huggingface inference
    join jobs landing languages learn login metrics models new notifications organizations papers
    posts pricing privacy search security settings storage support tasks terms-of-service
    transformers
    """)

GIST_ID = re.compile(r"[0-9a-f]{20,40}|\d{1,9}", re.IGNORECASE)
FILE_ID = re.compile(r"(?:^|[&?])fileId=([^&]+)")


def read_github(address: NormalUrl) -> Resource | NormalUrl:
    """Read github.com: a repository, or a file, thread or commit in it."""
    match address.segments:
        case [owner, repository, *rest] if owner.lower() not in NOT_OWNERS:
            return in_repository(owner, repository, rest)
        case [owner]:
            return address._replace(path=f"/{owner.lower()}", query=(), fragment="")
    return address


def in_repository(owner: str, repository: str, rest: list[str]) -> Resource:
    """Name a repository or what is in it.

    GitHub folds the case of owner and repository, and numbers issues and pull requests in one
    row; so does the key. The canonical address keeps the case as written.
    """
    repository = repository.removesuffix(".git") or repository
    base = f"https://github.com/{owner}/{repository}"
    name = f"{owner}/{repository}".lower()
    match rest:
        case [] | ["tree"]:
            return Resource("gh", name, "code", base)
        case ["tree", branch] if branch in MAIN:
            return Resource("gh", name, "code", base)
        case [view, *where] if view in FILE_VIEWS and len(where) > 1:
            return in_file(owner, repository, where)
        case ["pull" | "issues", number, *deeper]:
            part = "/".join(["issues", number, *deeper])
        case _:
            part = "/".join(rest)
    kind = "thread" if rest[0] in THREADS else "code"
    return Resource("gh", name, kind, f"{base}/{part}", f"/{part}")


def in_file(owner: str, repository: str, where: list[str]) -> Resource:
    """Name a file by branch (or tag, or commit) and path; a notebook has addresses elsewhere."""
    if where[0] == "refs" and len(where) > 3:
        where = where[2:]
    branch, path = where[0], "/".join(where[1:])
    spot = f"{owner}/{repository}/blob/{branch}/{path}"
    name = f"{owner}/{repository}".lower()
    if not path.lower().endswith(".ipynb"):
        part = f"/blob/{branch}/{path}"
        return Resource("gh", name, "code", f"https://github.com/{spot}", part)
    forms = (
        Companion("github", f"https://github.com/{spot}"),
        Companion("colab", f"https://colab.research.google.com/github/{spot}"),
        Companion("nbviewer", f"https://nbviewer.org/github/{spot}"),
    )
    return Resource("nb:gh", name, "notebook", forms[0].url, f"@{branch}:{path}", forms)


def read_raw_github(address: NormalUrl) -> Resource | NormalUrl:
    """Read the hosts that serve GitHub's files as they are."""
    match address.segments:
        case ["media", owner, repository, *where] | [owner, repository, *where] if len(where) > 1:
            return in_file(owner, repository.removesuffix(".git"), where)
    return address


def read_gist(address: NormalUrl) -> Resource | NormalUrl:
    """Read gists, named by their number alone: the owner is left out by some addresses."""
    # What is put into pages as a script is the gist with an ending.
    match [part.removesuffix(".js") for part in address.segments]:
        case [owner, name, *_] if GIST_ID.fullmatch(name) or not GIST_ID.fullmatch(owner):
            return gist(name, "code", owner)
        case [name, *_] if GIST_ID.fullmatch(name):
            return gist(name, "code")
    return address


def gist(name: str, kind: str, owner: str = "") -> Resource:
    """Name a gist, which may hold a notebook."""
    spot = f"{owner}/{name.lower()}" if owner else name.lower()
    github = f"https://gist.github.com/{spot}"
    forms = (
        Companion("github", github),
        *([Companion("colab", f"https://colab.research.google.com/gist/{spot}")] if owner else []),
        Companion("nbviewer", f"https://nbviewer.org/gist/{spot}"),
    )
    return Resource(
        "nb:gist", name.lower(), kind, github, forms=forms if kind == "notebook" else ()
    )


def read_colab(address: NormalUrl) -> Resource | NormalUrl:
    """Read Colab: notebooks on GitHub, in gists, on Drive, and anywhere else by `#fileId=`."""
    match address.segments:
        case ["github", owner, repository, "blob" | "tree", *where] if len(where) > 1:
            return in_file(owner, repository, where)
        case ["gist", owner, name, *_]:
            return gist(name, "notebook", owner)
        case ["drive"]:
            return Resource("nb:drive", "", "notebook", str(address))
        case ["drive", name, *_]:
            # Without it Drive refuses files that were shared before 2021 (Google, "Security update").
            key = "&".join(address.with_only("resourcekey"))
            url = f"https://colab.research.google.com/drive/{name}{'?' if key else ''}{key}"
            return Resource("nb:drive", name, "notebook", url)
    inner = FILE_ID.search(address.fragment)
    elsewhere = normalize_url(unquote(inner[1])) if inner else None
    if elsewhere:
        return elsewhere
    return address._replace(host="colab.research.google.com", query=(), fragment="")


def read_github_to_colab(address: NormalUrl) -> Resource | NormalUrl:
    """Read the host that people write instead of github.com to open a notebook in Colab."""
    return read_github(address._replace(host="github.com"))


def read_nbviewer(address: NormalUrl) -> Resource | NormalUrl:
    """Read nbviewer; jupyter/nbviewer, nbviewer/providers, says which paths there are."""
    match address.segments:
        case ["github", owner, repository, "blob" | "tree" | "raw", *where] if len(where) > 1:
            return in_file(owner, repository, where)
        case ["gist", owner, name, *_] if GIST_ID.fullmatch(name):
            return gist(name, "notebook", owner)
        case ["gist", name, *_]:
            return gist(name, "notebook")
        case ["url" | "urls" as which, host, *where]:
            scheme = "https" if which == "urls" else "http"
            return normalize_url(f"{scheme}://{host}/{'/'.join(where)}") or address
    return address


def read_binder(address: NormalUrl) -> Resource | NormalUrl:
    """Read Binder where it opens one notebook of a repository."""
    opened = address.parameter("labpath") or address.parameter("filepath")
    match address.segments:
        case ["v2", "gh", owner, repository, branch] if opened.endswith(".ipynb"):
            return in_file(owner, repository, [branch, *encoded(opened).strip("/").split("/")])
    return address


def read_hugging_face(address: NormalUrl) -> Resource | NormalUrl:
    """Read Hugging Face: models, datasets and Spaces; what is in them; notebooks."""
    address = address._replace(host="huggingface.co")
    match address.segments:
        case ["papers", number]:
            return arxiv(number)
        case ["datasets" | "spaces" as group, owner, name, *rest]:
            return in_hub(address, group, f"{owner}/{name}", rest)
        case [owner, name, *rest] if owner not in NOT_HUGGERS and owner not in HUB_KINDS:
            return in_hub(address, "models", f"{owner}/{name}", rest)
    return address


# What a repository of the Hub is, by where it stands. A model is something to work with.
HUB_KINDS = {"models": "tool", "datasets": "dataset", "spaces": "interactive"}


def in_hub(address: NormalUrl, group: str, name: str, rest: list[str]) -> Resource | NormalUrl:
    """Name a repository of the Hub, or what is in it. No two names differ in case alone."""
    prefix = "" if group == "models" else f"{group}/"
    base = f"https://huggingface.co/{prefix}{name}"
    match rest:
        case [] | ["tree"] | ["tree", "main"] | ["viewer"]:
            return Resource("hf", f"{group}/{name.lower()}", HUB_KINDS[group], base)
        case ["blob" | "resolve" | "raw", *where] if where[-1:] and where[-1].endswith(".ipynb"):
            path = "/".join(["", *base.split("/")[3:], "blob", *where])
            return address._replace(path=path, query=(), fragment="")
        case ["resolve" | "raw", *where]:
            part = "/".join(["blob", *where])
        case _:
            part = "/".join(rest)
    kind = "thread" if rest[0] == "discussions" else HUB_KINDS[group]
    return Resource("hf", f"{group}/{name.lower()}", kind, f"{base}/{part}", f"/{part}")
