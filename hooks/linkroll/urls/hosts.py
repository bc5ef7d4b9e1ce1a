"""The one table of hosts: what each is called, and who reads its addresses."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from linkroll.urls import code as forges
from linkroll.urls import papers as works

if TYPE_CHECKING:
    from collections.abc import Callable

    from linkroll.urls.normalize import NormalUrl
    from linkroll.urls.resource import Resource

    Reader = Callable[[NormalUrl], Resource | NormalUrl]


class Host(NamedTuple):
    """What a host is called, and its reader, if its addresses name things."""

    site: str
    read: Reader | None = None


ARXIV = Host("arXiv", works.read_arxiv)
AR5IV = Host("arXiv", works.read_ar5iv)
LESSWRONG = Host("LessWrong", works.read_lesswrong)
ALIGNMENT_FORUM = Host("Alignment Forum", works.read_lesswrong)
EA_FORUM = Host("EA Forum", works.read_ea_forum)
DOI = Host("DOI", works.read_doi)
OPENREVIEW = Host("OpenReview", works.read_openreview)
ACL = Host("ACL Anthology", works.read_acl)
YOUTUBE = Host("YouTube", works.read_youtube)
X = Host("X", works.read_x)
GITHUB = Host("GitHub", forges.read_github)
RAW_GITHUB = Host("GitHub", forges.read_raw_github)
GIST = Host("GitHub", forges.read_gist)
COLAB = Host("Colab", forges.read_colab)
NBVIEWER = Host("nbviewer", forges.read_nbviewer)
HUGGING_FACE = Host("Hugging Face", forges.read_hugging_face)

# By host, without `www.`.
HOSTS = {
    "arxiv.org": ARXIV,
    "xxx.lanl.gov": ARXIV,
    "alphaxiv.org": ARXIV,
    "arxiv-vanity.com": ARXIV,
    "ar5iv.org": AR5IV,
    "ar5iv.labs.arxiv.org": AR5IV,
    "lesswrong.com": LESSWRONG,
    "lesserwrong.com": LESSWRONG,
    "lessestwrong.com": LESSWRONG,
    "greaterwrong.com": LESSWRONG,
    "alignmentforum.org": ALIGNMENT_FORUM,
    "alignment-forum.com": ALIGNMENT_FORUM,
    "forum.effectivealtruism.org": EA_FORUM,
    "ea.greaterwrong.com": EA_FORUM,
    "doi.org": DOI,
    "dx.doi.org": DOI,
    "dl.acm.org": Host("ACM", works.read_publisher),
    "link.springer.com": Host("Springer", works.read_publisher),
    "onlinelibrary.wiley.com": Host("Wiley", works.read_publisher),
    "tandfonline.com": Host("Taylor & Francis", works.read_publisher),
    "journals.sagepub.com": Host("SAGE", works.read_publisher),
    "science.org": Host("Science", works.read_publisher),
    "pnas.org": Host("PNAS", works.read_publisher),
    "pubs.acs.org": Host("ACS", works.read_publisher),
    "journals.aps.org": Host("APS", works.read_publisher),
    "frontiersin.org": Host("Frontiers", works.read_publisher),
    "biorxiv.org": Host("bioRxiv", works.read_publisher),
    "medrxiv.org": Host("medRxiv", works.read_publisher),
    "nature.com": Host("Nature", works.read_nature),
    "ssrn.com": Host("SSRN", works.read_ssrn),
    "papers.ssrn.com": Host("SSRN", works.read_ssrn),
    "openreview.net": OPENREVIEW,
    "aclanthology.org": ACL,
    "aclanthology.info": ACL,
    "aclweb.org": ACL,
    "youtube.com": YOUTUBE,
    "m.youtube.com": YOUTUBE,
    "music.youtube.com": YOUTUBE,
    "youtube-nocookie.com": YOUTUBE,
    "youtu.be": Host("YouTube", works.read_youtu_be),
    "x.com": X,
    "twitter.com": X,
    "mobile.x.com": X,
    "mobile.twitter.com": X,
    "m.twitter.com": X,
    "nitter.net": X,
    "fxtwitter.com": X,
    "vxtwitter.com": X,
    "github.com": GITHUB,
    "raw.githubusercontent.com": RAW_GITHUB,
    "media.githubusercontent.com": RAW_GITHUB,
    "raw.github.com": RAW_GITHUB,
    "gist.github.com": GIST,
    "gist.githubusercontent.com": GIST,
    "colab.research.google.com": COLAB,
    "colab.sandbox.google.com": COLAB,
    "githubtocolab.com": Host("Colab", forges.read_github_to_colab),
    "nbviewer.org": NBVIEWER,
    "nbviewer.jupyter.org": NBVIEWER,
    "nbviewer.ipython.org": NBVIEWER,
    "mybinder.org": Host("Binder", forges.read_binder),
    "huggingface.co": HUGGING_FACE,
    "hf.co": HUGGING_FACE,
    "distill.pub": Host("Distill"),
    "transformer-circuits.pub": Host("Transformer Circuits"),
    "neuronpedia.org": Host("Neuronpedia"),
    "dynalist.io": Host("Dynalist"),
    "en.wikipedia.org": Host("Wikipedia"),
    "scholar.google.com": Host("Google Scholar"),
    "linkedin.com": Host("LinkedIn"),
    "web.archive.org": Host("Wayback Machine"),
    "archive.org": Host("Internet Archive"),
    "bsky.app": Host("Bluesky"),
    "semanticscholar.org": Host("Semantic Scholar"),
    "proceedings.neurips.cc": Host("NeurIPS"),
    "papers.nips.cc": Host("NeurIPS"),
    "proceedings.mlr.press": Host("PMLR"),
    "openaccess.thecvf.com": Host("CVF"),
}


def host_of(address: NormalUrl) -> Host:
    """Return what is known of an address's host; an unknown one is called by its name."""
    return host_of_site(address.site)


@lru_cache(maxsize=4096)
def host_of_site(site: str) -> Host:
    """Return what is known of a host without `www.`."""
    host = HOSTS.get(site)
    if host is None and site.endswith(".arxiv.org"):
        return ARXIV
    return host or Host(site)


@lru_cache(maxsize=64)  # `identify` and `lint_url` are called one after the other
def read_resource(address: NormalUrl) -> Resource | NormalUrl | None:
    """Return what an address names by its host's reader; None for a host without one."""
    reader = host_of(address).read
    return reader(address) if reader else None


# What stands at addresses that name nothing: host without `www.`, start of the path, kind.
KINDS_BY_PATH: tuple[tuple[str, str, str], ...] = (
    ("distill.pub", r"/\d{4}/.", "paper"),
    ("transformer-circuits.pub", r"/\d{4}/.", "paper"),
    ("proceedings.neurips.cc", r"/paper", "paper"),
    ("papers.nips.cc", r"/(paper|book)", "paper"),
    ("proceedings.mlr.press", r"/v\d+/.", "paper"),
    ("openaccess.thecvf.com", r"/content", "paper"),
    ("jmlr.org", r"/papers/.", "paper"),
    ("nature.com", r"/articles/.", "paper"),
    ("sciencedirect.com", r"/science/article/.", "paper"),
    ("ieeexplore.ieee.org", r"/(abstract/)?document/.", "paper"),
    ("semanticscholar.org", r"/paper/.", "paper"),
    ("semanticscholar.org", r"/author/.", "person"),
    ("pubmed.ncbi.nlm.nih.gov", r"/\d", "paper"),
    ("ncbi.nlm.nih.gov", r"/pmc/articles/.", "paper"),
    ("cell.com", r"/.*fulltext", "paper"),
    ("lesswrong.com", r"/users/.", "person"),
    ("forum.effectivealtruism.org", r"/users/.", "person"),
    ("openreview.net", r"/profile", "person"),
    ("aclanthology.org", r"/people/.", "person"),
    ("arxiv.org", r"/a/.", "person"),
    ("orcid.org", r"/[\d-]{19}", "person"),
    ("scholar.google.com", r"/citations", "person"),
    ("linkedin.com", r"/in/.", "person"),
    ("bsky.app", r"/profile/[^/]+/post/", "thread"),
    ("bsky.app", r"/profile/[^/]+$", "person"),
    ("x.com", r"/(?!home$|search$|hashtag$|explore$|i$)\w+$", "person"),
    ("dblp.org", r"/pid/.", "person"),
    ("news.ycombinator.com", r"/item", "thread"),
    ("reddit.com", r"/r/[^/]+/comments/", "thread"),
    ("youtube.com", r"/playlist", "video"),
    ("vimeo.com", r"/\d+", "video"),
    ("neuronpedia.org", r"/.", "interactive"),
    ("observablehq.com", r"/@", "interactive"),
    ("colab.research.google.com", r"/.+", "notebook"),
    ("kaggle.com", r"/code/.", "notebook"),
    ("kaggle.com", r"/datasets/.", "dataset"),
    ("pypi.org", r"/project/.", "code"),
    ("gitlab.com", r"/[^/]+/[^/]+", "code"),
    ("bitbucket.org", r"/[^/]+/[^/]+", "code"),
    ("codeberg.org", r"/[^/]+/[^/]+", "code"),
    ("coursera.org", r"/learn/.", "course"),
    ("edx.org", r"/(course|learn)/.", "course"),
    ("learn.arena.education", r"", "course"),
    ("course.fast.ai", r"", "course"),
    ("medium.com", r"/[^/]+/.", "post"),
    ("towardsdatascience.com", r"/.", "post"),
)

KINDS_OF: dict[str, list[tuple[re.Pattern[str], str]]] = {}
for _host, _path, _kind in KINDS_BY_PATH:
    KINDS_OF.setdefault(_host, []).append((re.compile(_path), _kind))


def kind_of(address: NormalUrl) -> str:
    """Return what stands at an address that names nothing; `page` when nothing better is known."""
    site = address.site
    for pattern, kind in KINDS_OF.get(site, ()):
        if pattern.match(address.path):
            return kind
    if address.path.endswith(".ipynb"):
        return "notebook"
    return (
        "post"
        if site.endswith((".substack.com", ".medium.com")) and address.path != "/"
        else "page"
    )
