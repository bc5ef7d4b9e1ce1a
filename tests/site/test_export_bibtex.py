"""BibTeX that every reader of it loads, whatever names and titles hold."""

from __future__ import annotations

import json
import random
import shutil
import subprocess
from typing import TYPE_CHECKING

import bibtexparser
import pypandoc
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conftest import ROOT
from linkroll.cli.main import main
from linkroll.site.export_bibtex import as_bibtex

if TYPE_CHECKING:
    from pathlib import Path

HOSTILE = ["{", "}", "\\", "\\end{document}", "%", "$x$", "a & b", "#1", "_", "^", "~", '"', "@article{", "and", "A and B", "O'Neil, X", "Ünal", "李明", "\u202eevil", "\n\n", "\\input{/etc/passwd}", "Martin Luther King Jr.", "a{b", "100%", "<b>", ",", "=", "  "]  # fmt: skip


def entry(**stated: object) -> dict[str, object]:
    return {"key": "arxiv:2209.10652", "kind": "paper", "title": "T", "url": "https://arxiv.org/abs/2209.10652"} | stated  # fmt: skip


def hostile_entries() -> list[dict[str, object]]:
    return [
        entry(key=f"url:https://e.org/{number}{text}", title=f"A {text} title", authors=["Ada Byron", f"Eve {text}", text], venue=text, date="2022-09")
        for number, text in enumerate(HOSTILE)
    ]  # fmt: skip


@given(st.lists(st.text(max_size=30) | st.sampled_from(HOSTILE), min_size=1, max_size=4), st.text(max_size=20))  # fmt: skip
@settings(deadline=None, max_examples=150)
def test_any_names_and_titles_load(names: list[str], title: str) -> None:
    written = as_bibtex([entry(title=title + "x", authors=names), entry(key="doi:10.1/a")])
    library = bibtexparser.parse_string(written)
    assert not library.failed_blocks
    assert len(library.entries) == 2


def test_hostile_entries_load_in_bibtexparser() -> None:
    library = bibtexparser.parse_string(as_bibtex(hostile_entries()))
    assert not library.failed_blocks
    assert len(library.entries) == len(HOSTILE)


def in_pandoc(bibtex: str) -> list[dict[str, str]]:
    """Load BibTeX in pandoc; give each entry's title, names and address, as it understands them."""
    command = [pypandoc.get_pandoc_path(), "--from=bibtex", "--to=json"]
    done = subprocess.run(command, input=bibtex, capture_output=True, encoding="utf-8", check=True, timeout=120)  # fmt: skip
    assert done.stderr == ""
    items = [item["c"] for item in json.loads(done.stdout)["meta"]["references"]["c"]]
    return [{"title": spoken(item["title"]), "url": spoken(item.get("url", "")),
             "names": " & ".join(spoken_name(name["c"]) for name in item.get("author", {"c": []})["c"])} for item in items]  # fmt: skip


def spoken(node: object) -> str:
    """Return the text of a piece of pandoc's tree; what is raw, no reader of it sees."""
    if isinstance(node, list):
        return "".join(map(spoken, node))
    if not isinstance(node, dict) or node["t"] == "RawInline":
        return ""
    if node["t"] == "Span":
        return spoken(node["c"][1])
    texts = {"Space": " ", "SoftBreak": " ", "Str": node.get("c"), "MetaString": node.get("c")}
    return texts.get(node["t"], spoken(node.get("c", "")))


def spoken_name(parts: dict[str, object]) -> str:
    order = ("literal", "given", "dropping-particle", "non-dropping-particle", "family", "suffix")
    return " ".join(spoken(parts[part]) for part in order if part in parts)


def on_one_line(text: str) -> str:
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def typeset(text: str) -> str:
    """What pandoc makes of straight apostrophes is what TeX makes of them."""
    return on_one_line(text).replace("'", "’")


def test_hostile_entries_load_in_pandoc_with_names_and_titles_whole() -> None:
    """A brace without its other cannot stand in BibTeX; all else comes out as it went in."""
    given_in = hostile_entries()
    loaded = in_pandoc(as_bibtex(given_in))
    assert len(loaded) == len(given_in)
    for entry_, item in zip(given_in, loaded, strict=True):
        lone = str(entry_["title"]).count("{") != str(entry_["title"]).count("}")
        shown = str(entry_["title"]).replace("{", " ").replace("}", " ") if lone else str(entry_["title"])  # fmt: skip
        assert on_one_line(item["title"]) == typeset(shown) or lone
        if not lone:
            names = [typeset(name) for name in entry_["authors"] if on_one_line(name)]  # type: ignore[attr-defined]
            assert item["names"] == " & ".join(names)
        assert item["url"] == entry_["url"]


ODD = ["{", "}", "\\", "%", "$", "&", "#", "_", "^", "~", '"', "@", "and", " ", ",", "=", "-", "é", "李", "Ada", "of", "Jr.", "\u202e", "\n", "<", "`", "|", "[", "]", "(", "!", "?", ":", ";", "*", "+", "/", "."]  # fmt: skip


def test_a_thousand_made_up_entries_load_in_pandoc() -> None:
    """The seed is fixed, so that one run of pandoc shows the same each time."""
    chance = random.Random(6)
    texts = ["".join(chance.choices(ODD, k=chance.randint(1, 8))) for _ in range(1000)]
    entries = [entry(key=f"url:https://e.org/{n}", title=f"T{text}", authors=[text, "Ada Byron"], venue=text) for n, text in enumerate(texts)]  # fmt: skip
    loaded = in_pandoc(as_bibtex(entries))
    assert len(loaded) == len(texts)
    assert all(item["names"].endswith("Ada Byron") for item in loaded)


def test_the_whole_index_loads_in_pandoc(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:  # fmt: skip
    monkeypatch.chdir(ROOT)
    main(["export", "json"])
    works = [each for each in json.loads(capsys.readouterr().out)["entries"] if "citekey" in each]  # fmt: skip
    main(["export", "bib"])
    loaded = in_pandoc(capsys.readouterr().out)
    assert [on_one_line(item["title"]).replace("’", "'") for item in loaded] == [each["title"].replace("’", "'") for each in works]  # fmt: skip
    assert [item["names"] for item in loaded] == [typeset(" & ".join(each.get("authors", []))) for each in works]  # fmt: skip


@pytest.mark.skipif(not shutil.which("biber"), reason="biber is not installed")
def test_hostile_entries_load_in_biber(tmp_path: Path) -> None:
    path = tmp_path / "all.bib"
    path.write_text(as_bibtex(hostile_entries()), encoding="utf-8")
    done = subprocess.run(["biber", "--tool", str(path), "-O", str(tmp_path / "out.bib")], capture_output=True, text=True, check=True, timeout=120)  # fmt: skip
    assert "WARN" not in done.stdout
    assert "ERROR" not in done.stdout


def test_a_name_stays_one_name() -> None:
    written = as_bibtex([entry(authors=["Jan van der Berg", "OpenAI", "Smith and Sons", "Martin Luther King Jr."])])  # fmt: skip
    assert "author = {Jan van der Berg and {OpenAI} and {Smith and Sons} and King, Jr., Martin Luther}" in written  # fmt: skip


def test_keys_are_the_entry_s_own_and_never_meet() -> None:
    written = as_bibtex([entry(key="url:a/b"), entry(key="url:a-b"), entry(key="url:A-B")])
    keys = [block.key for block in bibtexparser.parse_string(written).entries]
    assert keys == ["url-a-b", "url-a-b-2", "url-A-B-3"]


def test_people_are_no_works() -> None:
    assert as_bibtex([entry(kind="person")]) == ""


def test_export_writes_each_entry_once_and_a_topic_alone(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(ROOT)
    assert main(["export", "json"]) == 0
    everything = json.loads(capsys.readouterr().out)["entries"]
    assert len({each["key"] for each in everything}) == len(everything)
    assert main(["export", "bib"]) == 0
    library = bibtexparser.parse_string(capsys.readouterr().out)
    assert not library.failed_blocks
    assert len(library.entries) == sum("citekey" in each for each in everything)
    assert main(["export", "json", "--topic", "grokking"]) == 0
    topic = json.loads(capsys.readouterr().out)["entries"]
    assert 0 < len(topic) < len(everything)
    assert main(["export", "bib", "--topic", "no-such-topic"]) == 2
    assert "grokking" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("kind", "venue", "written", "rule"),
    [
        ("paper", "arXiv", "@misc howpublished", "a preprint is not published"),
        ("paper", None, "@misc ", "nor is what has no venue"),
        ("paper", "ICML 2025", "@inproceedings booktitle", "a venue with its year is a meeting"),
        ("paper", "ICLR 2017 Workshop", "@inproceedings booktitle", "so is a workshop"),
        ("paper", "Distill", "@article journal", "all others are journals"),
        ("paper", "TMLR 2024", "@article journal", "some journals are told with their year"),
        ("paper", "Nature Methods 2025", "@article journal", "so are these"),
        (
            "paper",
            "Meeting on Computational Linguistics 2024",
            "@inproceedings booktitle",
            "the name of a journal within that of a meeting",
        ),
        ("post", "LessWrong", "@misc howpublished", "a post is no paper"),
    ],
)
def test_bibtex_types_follow_the_venue(kind, venue, written, rule):
    entry = {"key": "doi:10.1/x", "kind": kind, "title": "T", "venue": venue}
    text = as_bibtex([entry])
    name, field = written.split(" ")
    assert text.startswith(f"{name}{{"), rule
    assert f"{field} = {{{venue}}}" in text or not field, rule
