"""Finds the main content of a page: its heading, and the elements that belong to the page."""

from __future__ import annotations

import re
from dataclasses import dataclass

from linkroll.metadata.html.document import Element, HtmlDocument, marks_of
from linkroll.metadata.parse.titles import squeeze

# The distance from the heading, in elements, of a byline or a date without a label.
NEAR_ABOVE, NEAR_BELOW = -30, 120
# The distance at which even a "footer" or a "teaser" belongs to the heading.
BESIDE_ABOVE, BESIDE_BELOW = -8, 40
MOST_HEADINGS = 200

# Elements about other things than the page, by a word of their class or id.
_ELSEWHERE = re.compile(
    r"(?:^|[\s_-])(?:comments?|commentlist|respond|replies|related|recommend(?:ed|ations?)?|colophon|"
    r"nav|navigation|menu|popular|trending|latest|recent|more-?(?:posts|articles|stories|news)|read-?more|"
    r"also-?like|advert|ads?|disqus|pagination|next|prev(?:ious)?|breadcrumbs?|cookie|archive-list|infobox)(?=$|[\s_-])"
)
# Elements about other things, unless they are beside the heading.
_ASIDE = re.compile(r"(?:^|[\s_-])(?:sidebar|footer|teasers?|newsletter|promo|share)(?=$|[\s_-])")
# Blog engines put the author and date of a post below it, too.
_OF_THE_POST = re.compile(
    r"(?:post|entry|article|story)[_-]{1,2}(?:\w+-)?(?:footer|meta|share)|entry-meta|hentry|blog-?post"
)
_KICKER = re.compile(r"kicker|overline|dachzeile|eyebrow|topline|spitzmarke|roofline|superheadline|(?:^|[\s_-])(?:date|datum|label|badge|category|hidden|sr-only|visually-?hidden|pretitle|supertitle|anchor|headerlink)(?=$|[\s_-])")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Parts:
    """The elements of the main content with their positions, and the heading and its position."""

    page: HtmlDocument
    heading: Element | None
    at: int
    own: dict[Element, int]

    def near(self) -> list[Element]:
        """Return the elements around the heading; none where there is no heading."""
        if self.heading is None:
            return []
        return [
            each for each, place in self.own.items() if NEAR_ABOVE < place - self.at < NEAR_BELOW
        ]

    def distance(self, element: Element) -> int:
        """Return how many elements lie between one and the heading, or the page's start."""
        return abs(self.own[element] - self.at)


def parts_of(page: HtmlDocument) -> Parts:
    """Find the heading of a page, and omit elements about other things than the page."""
    heading = main_heading(page)
    at = page.elements.index(heading) if heading is not None else 0
    return Parts(page, heading, at, _own_elements(page, heading, at))


def main_heading(page: HtmlDocument) -> Element | None:
    """Find the heading that names the page: the one that its title repeats, or the only ``h1``.

    Of several that the title repeats, ``h1`` come first, then longer ones. Where one part of the
    title is an ``h1`` and its start is another heading, one of them is the site's name: the one
    that is first in the page.
    """
    headings = [each for each in page.elements if each.tag in ("h1", "h2", "h3")][:MOST_HEADINGS]
    texts = {each: squeeze(page.text_of(each)) for each in headings if not _is_logo(each)}
    titles = [squeeze(text) for text in [*title_elements(page), *page.meta("og:title")]]
    repeated = [each for each, text in texts.items() if _repeats(text, titles)]
    if repeated:
        best = max(repeated, key=lambda each: (each.tag == "h1", len(texts[each])))
        starts = [each for each in repeated if any(t.startswith(texts[each]) for t in titles)]
        first = max(starts or [best], key=lambda each: (each.tag == "h1", len(texts[each])))
        return max(best, first, key=headings.index)
    only = [each for each, text in texts.items() if each.tag == "h1" and len(text) > 3]
    return only[0] if len(only) == 1 else None


def _repeats(text: str, titles: list[str]) -> bool:
    """Whether a title contains a heading, as more than a word that occurs in it by chance."""
    return any(
        len(text) > 4 and text in title and (len(text) > 14 or title.startswith(text) or title.endswith(text))
        for title in titles
    )  # fmt: skip


def heading_text(page: HtmlDocument, heading: Element) -> str:
    """Return the text of a heading, without a kicker, a date or a label inside it."""
    texts = heading.xpath(".//text()[not(parent::script or parent::style)]")
    kept = [
        str(text)
        for text in (texts if isinstance(texts, list) else [])
        if not any(_KICKER.search(marks_of(each)) for each in _between(text.getparent(), heading))
    ]
    return " ".join("".join(kept).split()) or page.text_of(heading)


def _between(element: Element | None, end: Element) -> list[Element]:
    found: list[Element] = []
    while element is not None and element is not end:
        found.append(element)
        element = element.getparent()
    return found


def _is_logo(heading: Element) -> bool:
    """Whether a heading links to the site's front page, so that it is the site's name."""
    return any(re.fullmatch(r"(?:https?://[^/]+)?/?(?:index\.\w+)?", each.get("href") or "-") for each in heading.iter("a"))  # fmt: skip


def title_elements(page: HtmlDocument) -> list[str]:
    """Return the texts of all ``<title>`` elements of the page, not of SVG images."""
    return [
        text
        for each in page.elements
        if each.tag == "title"
        and ((parent := each.getparent()) is None or parent.tag in ("head", "html", "body"))
        and (text := page.text_of(each))
    ]


def _own_elements(page: HtmlDocument, heading: Element | None, at: int) -> dict[Element, int]:
    around = set(heading.iterancestors()) if heading is not None else set()
    outside: set[Element] = set()
    posts: set[Element] = set()
    own: dict[Element, int] = {}
    for place, each in enumerate(page.elements):
        parent = each.getparent()
        if parent in posts or _is_post(each):
            posts.add(each)
        beside = heading is None or BESIDE_ABOVE < place - at < BESIDE_BELOW
        spared = beside or (each.tag == "footer" and each in posts)
        if parent in outside or (each not in around and _is_about_others(each, spared=spared)):
            outside.add(each)
        else:
            own[each] = place
    return own


def _is_about_others(element: Element, *, spared: bool) -> bool:
    """Whether an element is about other things; ``spared``: an aside here belongs to the page."""
    if element.tag in ("body", "html", "head", "main", "article", "time", "h1"):
        return False
    marks = _OF_THE_POST.sub(" ", marks_of(element))
    if _ELSEWHERE.search(marks) or element.tag in ("nav", "template", "noscript", "select"):
        return True
    return not spared and (element.tag in ("aside", "footer", "form") or bool(_ASIDE.search(marks)))


def _is_post(element: Element) -> bool:
    return element.tag in ("article", "main") or bool(_OF_THE_POST.search(marks_of(element)))
