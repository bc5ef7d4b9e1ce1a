"""Render Markdown of other projects with the reader and without it, and compare.

    python tests/measure/rendering.py PATH…

Takes files and folders, fetches nothing and writes nothing. The Markdown extensions are those of
the nearest `mkdocs.yml`, as far as they are installed. Prints each page that differs, each rendered
link to the web that is not listed exactly once, and each listed line that holds neither the URL
nor the text of its link; then the counts, and how much longer rendering took. Exit code 1 if
anything was found.
"""

from __future__ import annotations

import sys
import time
from collections import Counter
from html.parser import HTMLParser
from typing import TYPE_CHECKING

from linkroll.markdown.extension import (
    DEFAULT,
    LinkReader,
    Page,
    load_extension,
    normal_lines,
    split_front_matter,
)
from linkroll.markdown.files import NoPageError, find_pages, read_text
from linkroll.markdown.project import Named, find_project
from linkroll.markdown.raw_html import decode_attribute
from markdown import Markdown

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from markdown.extensions import Extension

    from linkroll.markdown.links import Link

LINES = 4  # a link may be written over several lines; only its first is listed


class Anchors(HTMLParser):
    """The links to the web of a page, as browsers read them."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note one link; its address is decoded as in browsers, which `html.parser` is not sure to do."""
        if tag == "a" and dict(attrs).get("href"):
            raw = self.get_starttag_text() or ""
            quoted = raw.partition('href="')[2].partition('"')[0]
            url = (decode_attribute(quoted) if quoted else dict(attrs)["href"] or "").strip()
            if is_web(url):
                self.found.append(url)


def is_web(url: str) -> bool:
    """Whether a URL is one of the web."""
    return url.lower().startswith(("http:", "https:"))


def extensions_for(path: Path) -> list[Extension]:
    """Return the Markdown extensions of a page's project."""
    project = find_project(path)
    listed = (
        (*DEFAULT, Named("toc"))
        if project is None or project.extensions is None
        else project.extensions
    )
    made = (load_extension(named, project.root if project else None) for named in listed)
    return [each for each in made if each is not None]


def faults(path: Path, text: str, spent: Counter[str]) -> Iterator[str]:
    """Yield what is wrong with one page; count links and seconds."""
    body, _ = split_front_matter(text)
    started = time.perf_counter()
    plain = Markdown(extensions=extensions_for(path)).convert(body)
    spent["without"] += time.perf_counter() - started  # type: ignore[assignment]
    reader = LinkReader()
    started = time.perf_counter()
    md = Markdown(extensions=[*extensions_for(path), reader])
    reader.begin(Page(path.as_posix(), text), body)
    read = md.convert(body)
    spent["with"] += time.perf_counter() - started  # type: ignore[assignment]
    if read != plain:
        yield f"{path}: differs"
    anchors = Anchors()
    anchors.feed(plain)
    anchors.close()
    links = [link for link in reader.reading.links if is_web(link.url.strip())]
    rendered, listed = Counter(anchors.found), Counter(link.url.strip() for link in links)
    yield from (f"{path}: not listed: {url}" for url in rendered - listed)
    yield from (f"{path}: listed, but not rendered: {url}" for url in listed - rendered)
    spent["links"] += rendered.total()
    lines = normal_lines(text).split("\n")
    names = {name: url for name, (url, _) in md.references.items()}
    for link in links:
        if not holds(" ".join(" ".join(lines[link.line - 1 :][:LINES]).split()), link, names):
            yield f"{path}:{link.line}:{link.column}: is not the line of {link.url}"


def holds(line: str, link: Link, names: dict[str, str]) -> bool:
    """Whether a line holds the URL of a link, the name of its definition, or its text."""
    written = line.replace("&amp;", "&")
    named = (name for name, url in names.items() if link.url in url)
    return (
        link.url in written
        or any(f"[{name}" in line.lower() for name in named)
        or (bool(link.text) and link.text.lower() in line.lower())
    )  # fmt: skip


def main(paths: list[str]) -> int:
    """Compare all pages below some paths."""
    spent: Counter[str] = Counter()
    pages = found = 0
    for path in find_pages(paths):
        try:
            for fault in faults(path, read_text(path), spent):
                found += 1
                print(fault)
            pages += 1
        except (NoPageError, RecursionError) as error:
            print(f"{path}: left out: {error}", file=sys.stderr)
    ratio = spent["with"] / (spent["without"] or 1)
    print(f"{pages} pages, {spent['links']} links, {found} faults; {ratio:.2f} of the time")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
