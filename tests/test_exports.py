"""What the site offers to programs."""

from __future__ import annotations

import json
import urllib.request
from xml.etree import ElementTree as ET

import jsonschema
import pytest

from conftest import ROOT

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


def test_links_json_has_every_entry_once_and_where_it_stands(get):
    entries = json.loads(get("links.json"))["entries"]
    assert len({entry["key"] for entry in entries}) == len(entries) > 200
    (othello,) = [entry for entry in entries if entry["key"] == "lw:nmxzr2zsjNtjaHh7x"]
    assert othello["page"].endswith("topics/world-models/#lw-nmxzr2zsjNtjaHh7x")
    assert othello["authors"] == ["Neel Nanda"]


def test_flags_are_in_links_json(get):
    flags = {
        entry["key"]: entry["flag"]["code"]
        for entry in json.loads(get("links.json"))["entries"]
        if "flag" in entry
    }
    assert flags["arxiv:2202.11688"] == "mislabelled"
    assert flags["lw:7Z9vZv7Zv7Zv7Zv7Z"] == "placeholder"


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
