"""Works under several keys: joined where they are listed, and shown where else they are."""

from __future__ import annotations

import json
import re

import pytest

from conftest import ROOT, write
from linkroll.lock.lockfile import read_lock
from linkroll.lock.record import Record
from linkroll.lock.works import Works
from linkroll.site.export_bibtex import as_bibtex
from linkroll.urls.identify import identify
from linkroll.urls.resource import HOMES, url_of_key


def record(key, *same):
    return Record(key, url_of_key(key) or "https://a.org/", "paper", same=same)


# rule it guards; records; pairs that lines state; the keys of one work
JOINED = [
    ("what a record says", [record("arxiv:1", "doi:10.1/a")], [], {"arxiv:1", "doi:10.1/a"}),
    ("in either direction", [record("doi:10.1/a", "arxiv:1")], [], {"arxiv:1", "doi:10.1/a"}),
    ("over a third", [record("doi:10.1/a", "arxiv:1"), record("arxiv:1", "or:x")], [], {"arxiv:1", "doi:10.1/a", "or:x"}),
    ("what a line states", [], [("arxiv:1", "lw:x")], {"arxiv:1", "lw:x"}),
    ("a DOI of arXiv is a number of arXiv", [record("arxiv:2202.05262", "doi:10.48550/arxiv.2202.05262"), record("doi:10.1/a", "doi:10.48550/arxiv.2202.05262")], [], {"arxiv:2202.05262", "doi:10.1/a"}),
    ("a paper is not its code", [record("arxiv:1", "gh:a/b")], [], {"arxiv:1"}),
    ("nor code its paper", [record("gh:a/b", "arxiv:1")], [], {"arxiv:1"}),
    ("code is its site", [record("gh:a/b", "url:https://b.org")], [], {"gh:a/b", "url:https://b.org"}),
    ("itself", [record("arxiv:1", "arxiv:1")], [], {"arxiv:1"}),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "records", "stated", "keys"), JOINED, ids=[row[0] for row in JOINED])  # fmt: skip
def test_keys_of_one_work_are_joined(rule, records, stated, keys):
    works = Works({each.key: each for each in records}, stated)
    for key in keys:
        assert set(works.of(key)) == keys, rule
        assert set(works.others(key)) == keys - {key}


def test_an_address_made_of_a_key_has_that_key():
    keys = [key for key in read_lock(ROOT / "links.lock").records if key.partition(":")[0] in HOMES]
    assert len(keys) > 300
    assert {key: identify(url_of_key(key)).key for key in keys} == {key: key for key in keys}


LOCK = [
    {"key": "arxiv:2309.00941", "url": "https://arxiv.org/abs/2309.00941", "kind": "paper", "title": "A paper", "same": ["doi:10.18653/v1/x.1", "lw:nmxzr2zsjNtjaHh7x", "gh:a/b"]},
    {"key": "gh:newer/name", "url": "https://github.com/newer/name", "kind": "tool", "same": ["gh:old/name", "url:https://name.org"]},
]  # fmt: skip
PAGES = {
    "links.lock": "".join(json.dumps(line) + "\n" for line in LOCK),
    "docs/topics/a.md": "# A\n\n## Links\n\n- [A post](https://www.lesswrong.com/posts/nmxzr2zsjNtjaHh7x/x) — first.\n- [Tool](https://github.com/newer/name)\n    - [Site](https://name.org/)\n",
    "docs/topics/b.md": "# B\n\n## Links\n\n- [A paper](https://arxiv.org/abs/2309.00941) — second.\n- [Stated](https://s.blog/){ same=https://arxiv.org/abs/2309.00941 }\n",
}  # fmt: skip


def test_a_work_is_listed_once_with_all_its_topics_and_keys(linkroll, tmp_path):
    write(tmp_path, PAGES)
    entries = json.loads(linkroll("export", "json").out)["entries"]
    assert [entry["title"] for entry in entries] == ["A post", "Tool"]
    first, second = entries
    assert (first["key"], first["topics"]) == ("lw:nmxzr2zsjNtjaHh7x", ["A", "B"])
    assert set(first["same"]) == {"arxiv:2309.00941", "doi:10.18653/v1/x.1", "url:https://s.blog"}
    assert second["same"] == ["gh:old/name", "url:https://name.org"]
    bib = linkroll("export", "bib").out
    assert "doi = {10.18653/v1/x.1}" in bib
    assert "eprint = {2309.00941}" in bib


def test_a_topic_alone_lists_what_stands_on_it(linkroll, tmp_path):
    write(tmp_path, PAGES)
    (entry,) = json.loads(linkroll("export", "json", "--topic", "b").out)["entries"]
    assert "arxiv:2309.00941" in entry["same"], "the work, as the whole catalogue has it"
    assert json.loads(linkroll("export", "json", "--topic", "a").out)["entries"][0] == entry


def test_a_card_says_where_else_the_work_is(build):
    built = build(PAGES)
    assert built.code == 0, built.log
    assert also(built.page("topics/a")) == ["arXiv 2309.00941", "DOI 10.18653/v1/x.1", "s.blog"]
    page = built.page("topics/b")
    assert also(page) == ["DOI 10.18653/v1/x.1", "LessWrong", "s.blog", "arXiv 2309.00941", "DOI 10.18653/v1/x.1", "LessWrong"], "whichever line states it"  # fmt: skip
    assert '<a href="https://doi.org/10.18653/v1/x.1">DOI 10.18653/v1/x.1</a>' in page


def also(page):
    return [label for line in re.findall(r"<span>Also:(.*?)</span>", page) for label in re.findall(r">([^<]+)</a>", line)]  # fmt: skip


def test_a_doi_that_would_break_bibtex_is_left_out():
    assert "doi =" not in as_bibtex([{"key": "doi:10.1/{", "kind": "paper", "title": "T"}])
