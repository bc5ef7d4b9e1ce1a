"""What saved pages state, host by host and trap by trap."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from linkroll.cli.main import main
from linkroll.metadata.html.extract import extract_metadata

if TYPE_CHECKING:
    from pathlib import Path

LW = "https://www.lesswrong.com/posts/vJFdjigzmcXMhNTsx/simulators"
BLOG = "https://blog.example.org/p/grokking"


def ld(**thing: object) -> str:
    return f'<script type="application/ld+json">{json.dumps(thing)}</script>'


def meta(**stated: str | list[str]) -> str:
    return "".join(
        f'<meta name="{name.replace("__", ":")}" content="{value}">'
        for name, values in stated.items()
        for value in ([values] if isinstance(values, str) else values)
    )


FORUM = (
    "<head></head><body><title>Simulators — LessWrong</title>"
    + meta(
        og__title="Simulators — LessWrong",
        citation_title="Simulators",
        citation_author=["janus", "Ada Byron"],
        citation_publication_date="2022/08/30",
    )
    + ld(**{"@type": "Article"}, headline="Simulators — LessWrong", datePublished="2022-09-02T12:45:33.723Z", author=[{"@type": "Person", "name": "janus"}])
)  # fmt: skip

ARXIV = meta(
    citation_title="Toy Models of Superposition",
    citation_author=["Elhage, Nelson", "van der Berg, Jan", "Hume, Tristan"],
    citation_date="2022/09/21",
    citation_online_date="2024/01/03",
    citation_arxiv_id="2209.10652",
    og__site_name="arXiv.org",
    og__title="Toy Models of Superposition",
)

DISTILL = (
    '<meta property="article:published" content="2020-03-10"><meta property="article:modified" content="2021-09-09">'
    '<meta name="citation_reference" content="citation_title=Another work;citation_author=Nobody, A">'
    '<meta property="og:site_name" content="Distill"><title>Zoom In: An Introduction to Circuits</title>'
    '<d-front-matter><script type="text/json">{"title": "Zoom In: An Introduction to Circuits",'
    ' "authors": [{"author": "Chris Olah", "affiliation": "OpenAI"}, {"author": "Nick Cammarata"}]}</script></d-front-matter>'
)

THREAD = """<title>A Mathematical Framework for Transformer Circuits</title>
<d-front-matter><script type="text/json">{"title": "A Mathematical Framework for Transformer Circuits", "authors": []}</script></d-front-matter>
<d-byline>Anthropic</d-byline>
<pre class="citation">@article{elhage2021mathematical,
   title={A Mathematical Framework for Transformer Circuits},
   author={Elhage, Nelson and Nanda, Neel and Olah, Chris},
   year={2021}, month = dec,
   journal={Transformer Circuits Thread}
}</pre>"""

# url, page, what is expected of some fields, the rule that it guards
CASES = [
    (LW, FORUM, {"title": "Simulators"}, "the site's name is cut off, and tags in the body are read"),
    (LW, FORUM, {"authors": ("janus", "Ada Byron")}, "JSON-LD leaves out coauthors: Highwire knows them"),
    (LW, FORUM, {"date": "2022-09-02"}, "Highwire dates the draft, JSON-LD the post"),
    ("https://arxiv.org/abs/2209.10652v3", ARXIV, {"date": "2022-09-21"}, "the first version, not this one"),
    ("https://arxiv.org/abs/2209.10652v3", ARXIV, {"authors": ("Nelson Elhage", "Jan van der Berg", "Tristan Hume")}, "all authors, turned around, particles kept"),
    ("https://distill.pub/2020/circuits/zoom-in/", DISTILL, {"date": "2020-03-10", "authors": ("Chris Olah", "Nick Cammarata")}, "front matter, article:published, no reference's authors"),
    ("https://transformer-circuits.pub/2021/framework/index.html", THREAD, {"authors": ("Nelson Elhage", "Neel Nanda", "Chris Olah"), "date": "2021-12", "venue": "Transformer Circuits Thread"}, "an empty list in the front matter; the block to cite knows"),
    ("https://openreview.net/forum?id=NpsVSN6o4ul", meta(citation_title="Interpretability in the Wild: a Circuit for Indirect Object Identification in GPT-2 small", citation_author=["Kevin Ro Wang", "Alexandre Variengien"], citation_online_date="2022/09/22", citation_conference_title="ICLR 2023", og__title="Interpretability in the Wild: a Circuit for Indirect Object Identif..."), {"title": "Interpretability in the Wild: a Circuit for Indirect Object Identification in GPT-2 small", "date": "2022-09-22", "venue": "ICLR 2023"}, "og:title is cut at 70 characters; online date stands alone"),
    ("https://aclanthology.org/2021.naacl-main.208/", meta(citation_title="A Title", citation_author=["Teven Le Scao", "Alexander Rush"], citation_publication_date="2021/6", citation_conference_title="NAACL"), {"date": "2021-06", "authors": ("Teven Le Scao", "Alexander Rush")}, "YYYY/M, names already in order"),
    (BLOG, meta(citation_title="A", citation_publication_date="2021/08", citation_online_date="2021/07/15"), {"date": "2021-07-15"}, "online before print: the first publication"),
    (BLOG, meta(citation_title="A", citation_publication_date="2020/01/01", citation_online_date="2020/03/27"), {"date": "2020-03-27"}, "1 January is a database's word for the year"),
    (BLOG, ld(**{"@type": "BlogPosting"}, headline="A B", dateModified="2024-02-02", datePublished="2023-01-01"), {"date": "2023-01-01"}, "never the last modification"),
    (BLOG, '<meta property="article:modified_time" content="2024-02-02"><time class="updated" datetime="2024-02-02">', {"date": None}, "no date rather than a modification's"),
    (BLOG, "<h1>A Long Title</h1><p>Last edited on 3 May 2021</p>", {"date": None}, "nor a modification in words"),
    (BLOG, ld(**{"@graph": [{"@type": "WebPage", "name": "x"}, {"@type": "Article", "headline": "On Grokking", "author": {"@id": "#ada"}}, {"@type": "Person", "@id": "#ada", "name": "Ada Byron"}]}), {"authors": ("Ada Byron",), "title": "On Grokking"}, "a reference to another node of the graph"),
    (BLOG, '<script type="application/ld+json">{"@type": "Article", "headline": "On\nGrokking", "author": "Ada Byron",}</script>', {"title": "On Grokking"}, "raw line breaks and trailing commas"),
    (BLOG, "".join(ld(**{"@type": "Article"}, headline=f"Story {n}", url=f"https://x.example/{n}") for n in range(5)) + "<title>All stories</title>", {"title": "All stories"}, "a list of articles is not an article"),
    (BLOG, ld(**{"@type": "Article"}, headline="A", author={"@type": "Person", "name": "Byron, Ada"}, comment=[{"@type": "Article", "author": "Troll"}]), {"authors": ("Ada Byron",)}, "comments are others'"),
    (BLOG, '<meta property="og:site_name" content="Grok Blog"><title>On Grokking | Grok Blog</title>', {"title": "On Grokking", "venue": "Grok Blog"}, "a stated site name"),
    ("https://www.grokblog.org/x", "<title>Grokblog: On Grokking</title>", {"title": "On Grokking"}, "the host's name in front"),
    (BLOG, "<title>Why circuits: a primer - Some Unknown Place</title><h1>Why circuits: a primer</h1>", {"title": "Why circuits: a primer"}, "an unknown tail, without which the heading agrees"),
    (BLOG, "<title>Sparse autoencoders - a field guide</title>", {"title": "Sparse autoencoders - a field guide"}, "a dash in a title is no site's name"),
    (BLOG, '<header><h1><a href="/">My Place</a></h1></header><h1>On Grokking</h1><title>On Grokking - My Place</title>', {"title": "On Grokking"}, "a heading that links home is a logo"),
    (BLOG, "<title>On Grokking &amp;amp; Circuits</title>", {"title": "On Grokking & Circuits"}, "entities written twice"),
    (BLOG, meta(citation_title=r"Learning $k$-parities with $\mathbb{Z}_p$ and \'Etale Cohomology"), {"title": "Learning k-parities with Z_p and Étale Cohomology"}, "LaTeX is read"),
    (BLOG, "<title>From $10 to $20 a token</title>", {"title": "From $10 to $20 a token"}, "dollars are money"),
    (BLOG, "<h1>On Grokking</h1><p class=byline>By Ada Byron and Charles Babbage, March 29, 2023</p>", {"authors": ("Ada Byron", "Charles Babbage"), "date": "2023-03-29"}, "a byline with two people and a date"),
    (BLOG, "<h1>Über das Lernen</h1><div class=meta>Von <a rel=author href=/autor/ada>Ada Byron</a> am 3. März 2021</div>", {"authors": ("Ada Byron",), "date": "2021-03-03"}, "months in other languages"),
    (BLOG, meta(author="admin") + "<h1>On Grokking</h1>", {"authors": ()}, "an engine's default is nobody"),
    (BLOG, '<meta property="article:author" content="https://facebook.com/ada">', {"authors": ()}, "an address is no name"),
    (BLOG, meta(author="Grok Blog", og__site_name="Grok Blog") + "<h1>On Grokking</h1><p class=byline>By Ada Byron</p>", {"authors": ("Ada Byron",)}, "a site that calls itself the author says nothing"),
    (BLOG, "<h1>On Grokking</h1><div class=comments><span class=author>Troll Face</span><time datetime=2020-01-01></time></div>", {"authors": (), "date": None}, "comments are not the page"),
    ("https://blog.example.org/2021/04/05/grok", "<title>Grok it</title>", {"date": "2021-04-05"}, "a day in the address"),
    (BLOG, "<h1>Grok</h1><pre>@article{x, title={Another Paper Entirely}, author={Nobody, A}}</pre>", {"authors": ()}, "a BibTeX block of another work"),
    (BLOG, '<div itemscope itemtype="https://schema.org/Article"><h2 itemprop=headline>On Grokking</h2><span itemprop=author itemscope><i itemprop=name>Ada Byron</i>, boss</span><meta itemprop=datePublished content=2021-02-03></div>', {"authors": ("Ada Byron",), "date": "2021-02-03"}, "microdata"),
    (BLOG, meta(**{"DC.Title": "On Grokking", "DC.Creator": ["Byron, Ada", "Babbage, Charles"], "DC.Date": "2020-05"}), {"title": "On Grokking", "authors": ("Ada Byron", "Charles Babbage"), "date": "2020-05"}, "Dublin Core, in any case"),
    (BLOG, meta(author="Ada Byron, Charles Babbage") + ld(**{"@type": "Article"}, headline="x", author={"name": "Ada Byron"}), {"authors": ("Ada Byron", "Charles Babbage")}, "a list that has everybody beats one that has some"),
    (BLOG, meta(author="Ada Byron, Grok Blog", og__site_name="Grok Blog"), {"authors": ("Ada Byron",)}, "a site among the authors is none"),
    (BLOG, meta(author="Ada Byron, Charles Babbage", og__site_name="Ada Byron"), {"authors": ("Ada Byron", "Charles Babbage")}, "who owns the site may write with others"),
    (BLOG, meta(author=["Ada Byron", "Illustration by Claire Lord", "Photographs by Ann Lens"]), {"authors": ("Ada Byron",)}, "who drew is no author"),
    (BLOG, "<h1>On Grokking</h1><ul><li><a href=/author/ada/>Ada Byron</a></li></ul>", {"authors": ("Ada Byron",)}, "a link to an author's page"),
    (BLOG, "<h1>On Grokking</h1><p><a href=/autoren/name/ada>Dr. Ada Byron</a></p>", {"authors": ("Dr. Ada Byron",)}, "a title before a name"),
    (BLOG, meta(author="신현주 기자"), {"authors": ("신현주",)}, "a reporter's label behind the name"),
    (BLOG, "<h1>On Grokking</h1><h6 class=reporter-line>Ada Byron</h6>", {"authors": ("Ada Byron",)}, "a reporter's line"),
    (BLOG, "<h1>On Grokking</h1><span class=submitted-by>Submitted on Mon, 2019-01-21 13:49</span>", {"authors": ()}, "when it was submitted is nobody"),
    (BLOG, '<h1>On Grokking?</h1><i itemprop=author>Ada Byron</i><div itemscope itemtype="https://schema.org/Answer"><i itemprop=author>Troll Face</i></div>', {"authors": ("Ada Byron",)}, "who answers is no author"),
    (BLOG, "<h1>On Grokking</h1><div class=byline><span class=sr-only>Open the panel</span><b>Ada Byron</b></div>", {"authors": ("Ada Byron",)}, "what only screen readers are told is no name"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("url", "page", "expected", "rule"), CASES, ids=[case[3] for case in CASES]
)
def test_what_a_page_states(url: str, page: str, expected: dict[str, object], rule: str) -> None:
    facts = extract_metadata(page.encode(), url)
    assert {name: getattr(facts, name) for name in expected} == expected, rule


CHARSETS = [
    ("Schrödinger’s Übung", "utf-8", "text/html; charset=iso-8859-1", "valid UTF-8 is UTF-8, whatever the header says"),
    ("Schrödingers Übung", "cp1252", "text/html; charset=iso-8859-1", "the header's label, as the web means it"),
    ("Привет мир", "cp1251", "text/html; charset=windows-1251", "a Cyrillic page"),
    ("機械学習の解釈", "shift_jis", "text/html; charset=Shift_JIS", "a Japanese page"),
    ("机器学习", "gb18030", "text/html; charset=gb2312", "GB 2312 means its superset"),
    ("Schrödingers Übung", "cp1252", "text/html; charset=utf-8", "a header that lies about UTF-8"),
    ("Schrödinger", "utf-16", None, "a byte order mark"),
]  # fmt: skip


@pytest.mark.parametrize(("title", "encoding", "header", "rule"), CHARSETS, ids=[c[3] for c in CHARSETS])  # fmt: skip
def test_bytes_are_believed_before_labels(
    title: str, encoding: str, header: str | None, rule: str
) -> None:
    body = f"<title>{title}</title>".encode(encoding)
    assert extract_metadata(body, BLOG, header).title == title, rule


def test_a_label_in_the_page_is_read() -> None:
    body = "<meta charset=windows-1251><title>Привет мир</title>".encode("cp1251")
    assert extract_metadata(body, BLOG).title == "Привет мир"


def test_one_broken_byte_does_not_make_a_page_something_else() -> None:
    body = ("<title>Schrödinger</title>" + "ü" * 500).encode() + b"\xff"
    assert extract_metadata(body, BLOG).title == "Schrödinger"


def test_disagreement_is_kept_with_its_source() -> None:
    facts = extract_metadata(FORUM.encode(), LW)
    assert facts.origin["date"] == "json-ld"
    assert facts.origin["authors"] == "highwire"
    told = {(each.field, each.source): each.value for each in facts.disagreements}
    assert told["date", "highwire"] == "2022-08-30"
    assert told["authors", "json-ld"] == "janus"


def test_spelling_and_precision_are_no_disagreement() -> None:
    page = meta(citation_title="On Grokking", citation_date="2020", og__title="On grokking!") + ld(
        **{"@type": "Article"}, headline="On Grokking", datePublished="2020-05-06"
    )
    assert extract_metadata(page.encode(), BLOG).disagreements == ()


def test_explain_tells_a_saved_page(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    saved = tmp_path / "page.html"
    saved.write_text(FORUM, encoding="utf-8")
    assert main(["explain", "--html", str(saved), LW]) == 0
    told = json.loads(capsys.readouterr().out)
    assert list(told) == ["title", "authors", "date", "venue", "kind", "key", "from"]
    assert told["title"] == "Simulators"
    assert told["from"]["date"] == "json-ld"


def test_explain_wants_the_page_s_own_address_alone(tmp_path: Path) -> None:
    saved = tmp_path / "page.html"
    saved.touch()
    assert main(["explain", "--html", str(saved), LW, BLOG]) == 2


def test_explain_says_which_file_it_cannot_read(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", "--html", "no/such/file", LW]) == 2
    assert "no/such/file" in capsys.readouterr().err
