"""What the site offers to programs."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import urllib.request
from xml.etree import ElementTree as ET

import jsonschema
import pytest

from conftest import ROOT, environment, write

ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture(scope="module")
def get(site):
    def fetch(name):
        with urllib.request.urlopen(site + name) as answer:
            return answer.read().decode()

    return fetch


def test_links_json_is_what_its_schema_says(get):
    schema = json.loads((ROOT / "docs/links.schema.json").read_text())
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(json.loads(get("links.json")), schema)


def exported(folder, *arguments):
    ran = subprocess.run(
        [sys.executable, "-c", "import sys; from linkroll.cli.main import main; sys.exit(main())", "export", *arguments],
        cwd=folder,
        env=environment(PYTHONPATH=str(ROOT / "hooks"), SITE_URL="http://127.0.0.1/"),
        capture_output=True,
        text=True,
        check=False,
    )  # fmt: skip
    return ran.returncode, ran.stdout, ran.stderr


def test_export_gives_what_the_site_gives(get):
    code, out, err = exported(ROOT, "json")
    assert (code, err) == (0, "")
    assert json.loads(out) == json.loads(get("links.json"))


def test_a_topic_is_exported_as_it_stands_in_the_whole(get):
    whole = json.loads(get("links.json"))["entries"]
    _, out, _ = exported(ROOT, "json", "--topic", "grokking")
    assert json.loads(out)["entries"] == [
        each for each in whole if "Algorithmic tasks and grokking" in each["topics"]
    ]


def test_export_reads_pages_as_a_build_does(tmp_path):
    """A byte order mark is no text, and a comment in code is no heading."""
    page = "\ufeff---\ntags: []\n---\n```\n# a comment\n```\n\n# Ask & *tell*\n\n## Links\n\n- [A](https://a.org/)\n"
    write(tmp_path, {"docs/topics/x.md": page})
    _, out, _ = exported(tmp_path, "json")
    assert [each["topics"] for each in json.loads(out)["entries"]] == [["Ask & tell"]]


def test_a_topic_that_is_no_utf8_is_told_with_its_line(tmp_path):
    write(tmp_path, {"docs/topics/x.md": b"# T\n\xe9\n"})
    code, out, err = exported(tmp_path, "json")
    assert (code, out) == (2, "")
    assert err == "linkroll: docs/topics/x.md:2: the file is not UTF-8; save it as UTF-8\n"


def test_links_json_has_every_entry_once_and_where_it_stands(get):
    entries = json.loads(get("links.json"))["entries"]
    assert len({entry["key"] for entry in entries}) == len(entries) > 200
    (othello,) = [entry for entry in entries if entry["key"] == "lw:nmxzr2zsjNtjaHh7x"]
    assert othello["page"].endswith("topics/world-models/#lw-nmxzr2zsjNtjaHh7x")
    assert othello["authors"] == ["Neel Nanda"]


def test_flags_are_in_links_json(tmp_path):
    flagged = '- [A](https://arxiv.org/abs/2202.11688){ flag=mislabelled because="another paper" }'
    write(tmp_path, {"docs/topics/x.md": f"# T\n\n## Links\n\n{flagged}\n- [B](https://a.org/)\n"})
    _, out, _ = exported(tmp_path, "json")
    flags = {each["key"]: each.get("flag", {}).get("code") for each in json.loads(out)["entries"]}
    assert flags == {"arxiv:2202.11688": "mislabelled", "url:https://a.org": None}


def test_feed_is_atom_with_what_atom_wants(get):
    """RFC 4287, 4.1.1 and 4.1.2: id, title and updated are required; an entry has a link."""
    feed = ET.fromstring(get("feed.xml"))
    assert feed.tag == f"{ATOM}feed"
    entries = feed.findall(f"{ATOM}entry")
    assert entries
    for element in [feed, *entries]:
        for name in ("id", "title", "updated"):
            assert element.findtext(f"{ATOM}{name}"), name
    assert len({entry.findtext(f"{ATOM}id") for entry in entries}) == len(entries)


def test_robots_may_read_everything(get):
    assert "Sitemap: " in get("robots.txt")
    assert "Disallow" not in get("robots.txt")


LINKED = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)


def linked_data(get, page):
    (found,) = LINKED.findall(get(page))
    return json.loads(found)


def things(value):
    """Every object of a piece of JSON-LD."""
    if isinstance(value, dict):
        yield value
    for part in value.values() if isinstance(value, dict) else value:
        if isinstance(part, dict | list):
            yield from things(part)


@pytest.mark.parametrize("page", ["", "people/", "topics/sparse-autoencoders/"])
def test_json_ld_says_what_schema_org_knows(get, page):
    """Types and properties are those of schema.org; `tests/measure/schema_org.py` cut them out.

    `PROPERTY-input` is of https://schema.org/docs/actions.html.
    """
    known = json.loads((ROOT / "tests/data/schema-org.json").read_text())["types"]
    data = linked_data(get, page)
    assert data["@context"] == "https://schema.org"
    for thing in things(data):
        properties = {name.removesuffix("-input") for name in thing if not name.startswith("@")}
        assert properties <= set(known[thing["@type"]]), thing


def test_json_ld_tells_of_each_entry_who_wrote_it_and_when(get):
    data = linked_data(get, "topics/sparse-autoencoders/")
    (paper,) = [
        part["item"]
        for part in data["mainEntity"]["itemListElement"]
        if part["item"].get("identifier", {}).get("value") == "2309.08600"
    ]
    assert paper["@type"] == "ScholarlyArticle"
    assert (
        paper["name"] == "Sparse Autoencoders Find Highly Interpretable Features in Language Models"
    )
    assert paper["author"][0] == {"@type": "Person", "name": "Hoagy Cunningham"}
    assert paper["datePublished"].startswith("2023-09")
