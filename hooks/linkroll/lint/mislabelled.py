"""Whether a link leads to something else than its text names, by the title in the record."""

from __future__ import annotations

from typing import TYPE_CHECKING

from linkroll.lint.title_similarity import COMMON, carriers, clearly_differ
from linkroll.urls.normalize import normalize_url
from linkroll.urls.resource import PAPERS

if TYPE_CHECKING:
    from linkroll.lock.record import Record
    from linkroll.markdown.extension import Link

POSTS = ("lw:", "eaf:", "yt:", "nb:")
# What no source was seen to state; two places that agree make up for it.
UNSEEN = ("imported", "author", "")


def is_attested(record: Record) -> bool:
    """Whether a provider or a page gave a record's title, or two independent places did."""
    source = record.origin.get("title", "")
    return source not in UNSEEN or (source == "imported" and len(places(record)) > 1)


def places(record: Record) -> frozenset[str]:
    """Return who vouches for an imported title: owners of repositories, and hosts of pages."""
    return frozenset(
        address.site if (address := normalize_url(place)) else place.partition("/")[0].lower()
        for place in record.evidence
    )


def is_mislabelled(link: Link, record: Record) -> bool:
    """Say whether an entry's text clearly is not the title of its key, as independent sources give it.

    One shared word that carries the title is enough to be let through: posts and talks are often
    paraphrased, and papers change their titles. Of papers it must be one that few titles of the
    field share. When in doubt, it is not mislabelled.
    """
    if not link.entry or not record.title or not is_attested(record):
        return False
    if not link.key.startswith(PAPERS + POSTS) or not clearly_differ(link.text, record.title):
        return False
    shared = carriers(link.text) & carriers(record.title)
    return not (shared - COMMON if link.key.startswith(PAPERS) else shared)


PAGES = "url:"


def own_title(link: Link, record: Record) -> str | None:
    """Return what a page or a post calls itself, where the entry calls it something else.

    That is no fault: a page's title may be a slogan, and a person's home page their name.
    """
    if not record.title or record.origin.get("title", "") in UNSEEN or record.kind == "person":
        return None
    if not link.key.startswith((PAGES, *POSTS)) or not clearly_differ(link.text, record.title):
        return None
    return record.title
