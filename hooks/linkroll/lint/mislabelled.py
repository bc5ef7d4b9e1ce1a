"""Whether a link leads to another thing than it says, by what a source calls the thing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from linkroll.lint.title_similarity import carriers, clearly_differ
from linkroll.urls.resource import PAPERS

if TYPE_CHECKING:
    from linkroll.lock.record import Record
    from linkroll.markdown.extension import Link

POSTS = ("lw:", "eaf:", "yt:", "nb:")
# A page can change and be anybody's, and what was imported was never seen at its source.
UNSEEN = ("imported", "author", "")


def is_mislabelled(link: Link, record: Record) -> bool:
    """Say whether an entry's text clearly is not the title that a source gives to its key.

    Papers are called by their titles; posts and talks are often paraphrased, so there one shared
    word that carries the title is enough to be let through. In doubt the answer is no.
    """
    if not link.entry or not record.title or record.origin.get("title", "") in UNSEEN:
        return False
    if not link.key.startswith(PAPERS + POSTS) or not clearly_differ(link.text, record.title):
        return False
    return link.key.startswith(PAPERS) or not carriers(link.text) & carriers(record.title)


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
