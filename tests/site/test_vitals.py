"""Vital signs end to end: a provider's twin, `update`, the lock, a build, and all that shows them."""

from __future__ import annotations

import json
import re
from datetime import date

import pytest
from aiohttp import web

from conftest import ROOT, SMALL_SITE, mkdocs, write
from linkroll.checker.config import CheckerConfig
from linkroll.lock.check_cache import FILE, CheckCache
from linkroll.lock.record import Archive, Outcome, Record
from linkroll.lock.vitals import NONE, Vitals
from linkroll.markdown.extension import read_page
from linkroll.site.vitals import facets, signs
from linkroll.tasks.update import update
from twins import others
from twins.arxiv import Twin
from twins.world import World

TODAY = date(2026, 11, 25)
POST, VIDEO = "nmxzr2zsjNtjaHh7x", "GDRd-BFTYIg"
WORDS = "word " * 2380
TOPIC = f"""# T

## Links

- [Lens](https://github.com/ada/lens)
- [Old](https://github.com/ada/old)
- [A model](https://huggingface.co/ada/sae)
- [A paper](https://arxiv.org/abs/2202.11688)
- [A post](https://www.lesswrong.com/posts/{POST}/a-post)
- [A talk](https://www.youtube.com/watch?v={VIDEO})
- [An essay](https://essays.web.org/on-features){{ kind=post }}

## Demos

- [A notebook](https://github.com/ada/lens/blob/main/demos/n.ipynb)
"""


def with_page(app, path, text):
    """Add a page to the twin of an API that lives on the site itself."""

    async def page(_request):
        return web.Response(text=text, content_type="text/html")

    app.router.add_get(path, page)
    return app


def pages(*paths, text):
    """Pages of one text; anything else is 404."""
    app = web.Application()
    for path in paths:
        with_page(app, path, text)
    return app


def repository(name, number, **stated):
    return {
        "id": number, "full_name": f"ada/{name}", "created_at": "2021-01-01T00:00:00Z",
        "owner": {"login": "ada"}, "archived": False, "license": {"spdx_id": "MIT"}, **stated,
    }  # fmt: skip


def hosts():
    post = {"_id": POST, "title": "A post", "postedAt": "2023-03-29T22:19:34Z", "user": {"displayName": "Ada"}, "wordCount": 4760}  # fmt: skip
    repositories = {
        "ada/lens": repository("lens", 1, pushed_at="2026-10-02T00:00:00Z"),
        "ada/old": repository("old", 2, pushed_at="2023-04-02T00:00:00Z", archived=True, license=None),
    }  # fmt: skip
    notebook = others.notebook(("markdown", "# A notebook"), accelerator="GPU", colab={"gpuType": "T4"}, kernelspec={"language": "python"})  # fmt: skip
    forum = others.forum({POST: post}, knows="input")
    with_page(forum, f"/posts/{POST}/a-post", "<title>A post</title>")
    hub = others.huggingface({"models/ada/sae": {"id": "ada/sae", "author": "ada", "createdAt": "2024-01-01T00:00:00Z", "lastModified": "2024-03-22T16:41:21Z", "gated": "auto", "cardData": {"license": "apache-2.0"}}})  # fmt: skip
    with_page(hub, "/ada/sae", "<title>ada/sae</title>")
    tube = others.youtube({VIDEO: {"title": "A talk", "author_name": "Ada"}}, {})
    with_page(tube, "/watch", "<title>A talk - YouTube</title><div itemscope itemtype='http://schema.org/VideoObject'><meta itemprop=uploadDate content=2022-12-20><meta itemprop=duration content=PT94M12S></div>")  # fmt: skip
    return {
        "github.com": pages("/ada/lens", "/ada/old", "/ada/lens/blob/main/demos/n.ipynb", text="<title>GitHub</title>"),
        "api.github.com": others.github(repositories, releases={"ada/lens": "v2.1.0"}, commits={("ada/lens", "demos/n.ipynb"): "2026-07-04T10:00:00Z"}),
        "raw.githubusercontent.com": others.files({"/ada/lens/main/demos/n.ipynb": notebook}),
        "huggingface.co": hub,
        "arxiv.org": pages("/abs/2202.11688", text="<title>[2202.11688] A paper</title>"),
        "export.arxiv.org": Twin({"2202.11688": {"title": "A paper", "version": 3, "updated": "2025-02-11", "comment": "62 pages"}}).app(),
        "www.lesswrong.com": forum,
        "www.youtube.com": tube,
        "essays.web.org": pages("/on-features", text=f"<title>An essay</title><h1>An essay</h1><p>{WORDS}</p>"),
    }  # fmt: skip


EXPECTED = {
    "gh:ada/lens": {"changed": "2026-10", "license": "MIT", "release": "v2.1.0"},
    "gh:ada/old": {"changed": "2023-04", "state": "archived"},
    "hf:models/ada/sae": {"changed": "2024-03", "state": "gated", "license": "Apache-2.0"},
    "arxiv:2202.11688": {"changed": "2025-02", "version": 3, "pages": 62},
    f"lw:{POST}": {"minutes": 20},
    f"yt:{VIDEO}": {"minutes": 94},
    "url:https://essays.web.org/on-features": {"minutes": 10},
    "nb:gh:ada/lens@main:demos/n.ipynb": {"changed": "2026-07", "accelerator": "T4", "language": "Python"},
}  # fmt: skip


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A site whose lock was updated from the twins, on two days, and then built."""
    folder = tmp_path_factory.mktemp("site")
    listing = (ROOT / "overrides/listing.html").read_text()
    write(folder, {
        "mkdocs.yml": SMALL_SITE.replace("custom_dir: theme", "custom_dir: theme, static_templates: [links.json]"),
        "docs/index.md": "---\ntemplate: listing.html\n---\n# All\n",
        "docs/topics/t.md": TOPIC,
        "theme/main.html": "{% block content %}{{ page.content }}{% endblock %}\n",
        "theme/listing.html": listing,
        "theme/links.json": (ROOT / "overrides/links.json").read_text(),
        "theme/partials/entry.html": (ROOT / "overrides/partials/entry.html").read_text(),
    })  # fmt: skip
    world = World(hosts(), tmp_path_factory.mktemp("world"))
    with world:
        config = CheckerConfig(rate=1000, per_host=5, allow_private=True, timeout=5, lookup=world.lookup, environ=world.trust, budget=60)  # fmt: skip
        links = read_page("docs/topics/t.md", TOPIC).links
        contents = []
        for _ in range(2):
            with CheckCache(folder / "cache" / f"{len(contents)}{FILE}", TODAY) as cache:
                update(folder / "links.lock", links, config, cache)
            contents.append((folder / "links.lock").read_bytes())
    (folder / "second").write_bytes(contents[1])
    (folder / "first").write_bytes(contents[0])
    built = mkdocs(folder, "build", SOURCE_DATE_EPOCH="1795600000")
    assert built.code == 0, built.log
    return folder


def records(folder):
    lines = (folder / "links.lock").read_text().splitlines()
    return {record["key"]: record for record in map(json.loads, lines)}


def test_each_vital_sign_reaches_the_lock_with_its_source(folder):
    found = records(folder)
    assert {key: found[key].get("vitals") for key in EXPECTED} == EXPECTED
    assert all(found[key]["from"].keys() >= EXPECTED[key].keys() for key in EXPECTED)
    assert found["gh:ada/lens"]["from"]["release"] == "github"
    assert found[f"yt:{VIDEO}"]["from"]["minutes"] == "microdata"
    assert found["url:https://essays.web.org/on-features"]["from"]["minutes"] == "text"


def test_a_second_update_on_the_same_answers_changes_no_byte(folder):
    """The second run has no cache, so that everything is asked again."""
    assert (folder / "first").read_bytes() == (folder / "second").read_bytes()


def lines(html):
    return [
        re.sub(r"<[^>]+>", "", each) for each in re.findall(r'<p class="vitals">(.*?)</p>', html)
    ]


SHOWN = [
    "last change Oct 2026 release v2.1.0 MIT",
    "archived last change Apr 2023",
    "gated no change since Mar 2024 Apache-2.0",
    "v3, Feb 2025 62 pages",
    "20 min read",
    "1 h 34 min",
    "10 min read",
    "last change Jul 2026 needs a GPU (T4) Python",
]


@pytest.mark.parametrize("page", ["topics/t/index.html", "index.html"])
def test_cards_and_listings_show_them_on_one_line(folder, page):
    found = lines((folder / "site" / page).read_text())
    assert [line.removesuffix(" checked 25 Nov 2026") for line in found] == SHOWN
    assert all(line.endswith("checked 25 Nov 2026") for line in found)


def test_a_year_without_a_change_is_amber_and_archived_is_in_words(folder):
    html = (folder / "site/topics/t/index.html").read_text()
    assert re.findall(r'<span class="(old|ended)"[^>]*>([^<]+)<', html) == [
        ("ended", "archived"), ("old", "no change since Mar 2024"),
    ]  # fmt: skip


def test_listings_filter_by_them(folder):
    html = (folder / "site/index.html").read_text()
    options = re.findall(r'<option value="(\w+)" data-name="[^"]+">([^<]+)</option>', html)
    assert {
        ("current", "Changed within a year (2)"), ("stale", "No change for a year (1)"), ("archived", "Archived (1)"),
        ("10", "Up to 10 minutes (1)"), ("30", "Up to 30 minutes (2)"), ("gpu", "A GPU or TPU (1)"), ("stated", "States a license (2)"),
    } <= set(options)  # fmt: skip
    assert 'data-upkeep="current"' in html
    assert 'data-minutes="10 30 60"' in html


def test_programs_get_them(folder):
    entries = json.loads((folder / "site/links.json").read_text())["entries"]
    assert {each["key"]: each["vitals"] for each in entries} == EXPECTED
    assert {each["checked"] for each in entries} == {"2026-11-25"}


def shown(kind="code", vitals=None, **known):
    record = Record("gh:a/b", "https://github.com/a/b", kind, vitals=vitals or Vitals(), **known)
    return [sign.text for sign in signs(kind, record.vitals, record, TODAY)]


def test_a_year_counts_in_months():
    assert shown(vitals=Vitals(changed="2025-11")) == ["last change Nov 2025"]
    assert shown(vitals=Vitals(changed="2025-10")) == ["no change since Oct 2025"]


def test_a_card_says_when_a_link_was_checked_and_by_what_and_where_a_copy_is():
    outcome = Outcome(at="2026-11-20", status=200, by="http")
    known = {"verdict": "alive", "checked": "2026-11-20", "outcome": outcome}
    copy = Archive("https://web.archive.org/web/2020/https://x.org", "2020-05-04")
    record = Record("url:https://x.org", "https://x.org", "post", archive=copy, **known)
    (checked, archived) = signs("post", Vitals(), record, TODAY)  # fmt: skip
    assert (checked.text, checked.hint) == ("checked 20 Nov 2026", "By a request to it")
    assert (archived.text, archived.url) == ("copy of 4 May 2020", copy.url)


def test_of_nothing_there_is_nothing_to_say():
    assert shown() == []
    assert facets("paper", NONE, TODAY) == {}
    assert signs("paper", NONE, None, TODAY) == ()
