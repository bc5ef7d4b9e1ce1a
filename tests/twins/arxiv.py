"""The arXiv API as its manual says.

https://info.arxiv.org/help/api/user-manual.html, 3.1.1 (``id_list``, ``max_results`` is 10 unless
asked), 3.4 (errors: HTTP 400 and one entry titled "Error" for a malformed id, which costs the whole
list), and https://info.arxiv.org/help/api/tou.html (one connection, three seconds apart; sooner is
refused, here with 429 as clients report). An id that no paper has is left out.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from xml.sax.saxutils import escape

from aiohttp import web

ENTRY = """<entry><id>http://arxiv.org/abs/{number}v{version}</id><updated>{updated}T00:00:00Z</updated>
<published>{published}T17:54:00Z</published><title>{title}</title><summary>Not to be kept.</summary>
{authors}{doi}{comment}{journal}</entry>"""
FEED = '<?xml version="1.0" encoding="UTF-8"?><feed xmlns="http://www.w3.org/2005/Atom" xmlns:arxiv="http://arxiv.org/schemas/atom">{}</feed>'
GRAMMAR = re.compile(r"(\d{4}\.\d{4,5}|[a-z-]+/\d{7})(v\d+)?")


@dataclass
class Twin:
    papers: dict[str, dict[str, object]]
    now: object = None  # a clock, to refuse what comes too soon
    last: float = float("-inf")
    refuse: int = 0  # so many requests are refused first
    batches: list[list[str]] = field(default_factory=list)
    fussy: str = ""  # a well-formed id that is refused all the same
    down: bool = False
    body: str | None = None

    def app(self) -> web.Application:
        app = web.Application()
        app.router.add_get("/api/query", self.query)
        return app

    async def query(self, request: web.Request) -> web.Response:
        numbers = [each for each in request.query.get("id_list", "").split(",") if each]
        self.batches.append(numbers)
        if self.down:
            return web.Response(status=500, text="oops")
        if self.body is not None:
            return web.Response(text=self.body, content_type="application/atom+xml")
        if self.now is not None:
            now, self.last, before = self.now(), self.now(), self.last
            if now - before < 3:
                return web.Response(status=429, headers={"Retry-After": "1"}, text="Rate exceeded.")
        if self.refuse:
            self.refuse -= 1
            return web.Response(status=429, headers={"Retry-After": "2"}, text="Rate exceeded.")
        for number in numbers:
            if not GRAMMAR.fullmatch(number) or number == self.fussy:
                error = f"<entry><id>https://arxiv.org/api/errors#incorrect_id_format_for_{escape(number)}</id><title>Error</title></entry>"
                return web.Response(
                    status=400, text=FEED.format(error), content_type="application/atom+xml"
                )
        most = int(request.query.get("max_results", 10))
        known = [self.entry(each) for each in numbers if each in self.papers][:most]
        return web.Response(text=FEED.format("".join(known)), content_type="application/atom+xml")

    def entry(self, number: str) -> str:
        paper = {
            "title": "A",
            "authors": ["Ada Byron"],
            "published": "2022-02-23",
            "doi": "",
            "version": 3,
            "updated": "2024-05-05",
            "comment": "",
            "journal": "",
        } | self.papers[number]
        authors = "".join(
            f"<author><name>{escape(str(each))}</name></author>" for each in paper["authors"]
        )
        doi = f"<arxiv:doi>{paper['doi']}</arxiv:doi>" if paper["doi"] else ""
        return ENTRY.format(
            number=number,
            version=paper["version"],
            updated=paper["updated"],
            comment=element("comment", paper["comment"]),
            journal=element("journal_ref", paper["journal"]),
            published=paper["published"],
            title=escape(str(paper["title"])),
            authors=authors,
            doi=doi,
        )


def element(name: str, text: object) -> str:
    """An element of arXiv's own; the manual (4.2) has ``comment`` and ``journal_ref``."""
    return f"<arxiv:{name}>{escape(str(text))}</arxiv:{name}>" if text else ""
