"""Every internal link and anchor of a built site, followed without a browser."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import TYPE_CHECKING
from urllib.parse import unquote, urljoin, urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

# Where elements name other files.
ADDRESSES = {
    "a": ("href",),
    "area": ("href",),
    "link": ("href",),
    "script": ("src",),
    "img": ("src", "srcset"),
    "source": ("src", "srcset"),
    "use": ("href", "xlink:href"),
    "form": ("action",),
    "iframe": ("src",),
}
BASE = "http://site.test/"


class Names(HTMLParser):
    """The links of a page, and the names that links to it may use."""

    def __init__(self) -> None:
        super().__init__()
        self.links: list[tuple[str, int]] = []
        self.names: set[str] = {"", "top"}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.names |= {value for name in ("id", "name") if (value := given.get(name))}
        for name in ADDRESSES.get(tag, ()):
            value = given.get(name)
            if value is not None and given.get("rel") != "canonical":
                urls = (
                    [part.split()[0] for part in value.split(",")] if name == "srcset" else [value]
                )
                self.links += [(url, self.getpos()[0]) for url in urls]


def read(path: Path) -> Names:
    """Read a page."""
    names = Names()
    names.feed(path.read_text())
    names.close()
    return names


def dead_links(site: Path) -> Iterator[str]:
    """Yield each internal link of a site that leads nowhere: `page:line: link`."""
    pages = {path: read(path) for path in sorted(site.rglob("*.html"))}
    for path, page in pages.items():
        here = BASE + path.relative_to(site).as_posix().removesuffix("index.html")
        for link, line in page.links:
            target = urlsplit(urljoin(here, link))
            if target.netloc != "site.test" or target.scheme not in ("http", "https"):
                continue
            file = site / unquote(target.path).lstrip("/")
            if target.path.endswith("/"):
                file /= "index.html"
            fragment = unquote(target.fragment)
            known = pages[file].names if file in pages else None
            if not file.is_file() or (
                known is not None and fragment not in known | {target.fragment}
            ):
                yield f"{path.relative_to(site)}:{line}: {link}"
