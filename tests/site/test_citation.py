"""Citations: the venue decides the year, in BibTeX and in plain text, for every entry of this site."""

from __future__ import annotations

import json
import re
import shutil
import subprocess

import bibtexparser
import pytest

from conftest import ROOT
from linkroll.cli.main import main
from linkroll.site.citation import citation_text, cited_year, publication
from linkroll.site.export_bibtex import as_bibtex
from linkroll.site.model import Card

ARXIV = ("arxiv:2309.08600",)


@pytest.mark.parametrize(
    ("venue", "date", "keys", "year", "published"),
    [
        ("ICLR 2024", "2023-09", ARXIV, "2024", "ICLR 2024, preprint 2023"),
        ("ICLR 2024", "2024-01", ARXIV, "2024", "ICLR 2024"),
        ("ICLR 2024", "2023", ("or:abc",), "2024", "ICLR 2024, first online 2023"),
        ("ICLR 2024", None, ARXIV, "2024", "ICLR 2024"),
        ("arXiv", "2023-09", ARXIV, "2023", "arXiv"),
        ("Distill", "2020-03", (), "2020", "Distill"),
        ("Computational Linguistics", "2021-02", ("acl:2022.cl-1.7", "arxiv:2102.12452"), "2022", "Computational Linguistics 2022, preprint 2021"),
        ("HLT-NAACL", None, ("acl:N04-1001",), "2004", "HLT-NAACL"),
        ("arXiv", "2021", ("arxiv:2101.00001", "acl:2022.cl-1.7"), "2021", "arXiv"),
        (None, None, (), "", ""),
        ("Workshop of 20245", "2021", (), "2021", "Workshop of 20245"),
    ],
)  # fmt: skip
def test_the_venue_decides_the_year(venue, date, keys, year, published):
    assert cited_year(venue, date, keys) == year
    assert publication(venue, date, keys) == published


def card(**values) -> Card:
    known = {"id": "x", "key": "arxiv:2309.08600", "url": "https://arxiv.org/abs/2309.08600", "title": "Sparse", "kind": "paper", "site": "arXiv", "line": 1}  # fmt: skip
    return Card(**{**known, **values})


def test_a_citation_in_plain_text():
    full = card(
        authors=("Ada Byron", "Eve Li"), venue="ICLR 2024", date="2023-09", cited_year="2024"
    )
    assert citation_text(full) == "Ada Byron, Eve Li. “Sparse.” ICLR 2024. arXiv:2309.08600. https://arxiv.org/abs/2309.08600"  # fmt: skip
    assert (
        citation_text(card(title="Why?"))
        == "“Why?” arXiv:2309.08600. https://arxiv.org/abs/2309.08600"
    )
    many = card(authors=tuple(f"A{n}" for n in range(7)))
    assert citation_text(many).startswith("A0, A1, A2, et al. “Sparse.”")
    post = card(
        key="url:https://e.org", kind="post", site="e.org", cited_year="2021", url="https://e.org/"
    )
    assert citation_text(post) == "“Sparse.” e.org, 2021. https://e.org/"


@pytest.mark.parametrize(
    ("kind", "venue", "start", "fields"),
    [
        ("benchmark", "ICML 2025", "@inproceedings", {"booktitle": "ICML 2025", "year": "2025"}),
        ("dataset", "TMLR 2024", "@article", {"journal": "TMLR 2024"}),
        ("dataset", None, "@misc", {}),
        ("paper", "arXiv", "@misc", {"eprint": "2309.08600", "archiveprefix": "arXiv", "month": "sep"}),
        ("paper", "ICLR 2024", "@inproceedings", {"year": "2024", "eprint": "2309.08600"}),
        ("paper", "OpenAI", "@misc", {"howpublished": "OpenAI"}),
        ("tool", "GitHub", "@misc", {"howpublished": "GitHub"}),
    ],
)  # fmt: skip
def test_types_and_fields(kind, venue, start, fields):
    entry = {"key": "arxiv:2309.08600", "kind": kind, "title": "T", "venue": venue, "date": "2023-09", "authors": ["Ada Byron"]}  # fmt: skip
    written = as_bibtex([entry])
    (read,) = bibtexparser.parse_string(written).entries
    assert written.startswith(f"{start}{{")
    assert {name: read.fields_dict[name].value for name in fields} == fields
    if venue == "ICLR 2024":
        assert "month" not in read.fields_dict, "the preprint's month is not that of the meeting"
    if venue == "arXiv":
        assert "howpublished" not in read.fields_dict


@pytest.mark.skipif(shutil.which("biber") is None, reason="biber is not installed")
def test_biber_reads_the_bibliography_without_a_warning(monkeypatch, capsys, tmp_path):
    monkeypatch.chdir(ROOT)
    main(["export", "bib"])
    (tmp_path / "links.bib").write_text(capsys.readouterr().out)
    done = subprocess.run(["biber", "--tool", "links.bib"], cwd=tmp_path, capture_output=True, text=True, check=False, timeout=300)  # fmt: skip
    assert done.returncode == 0
    assert "WARN" not in done.stdout
    assert "ERROR" not in done.stdout


def test_the_year_is_the_venue_s_for_every_entry_of_this_site(monkeypatch, capsys):
    monkeypatch.chdir(ROOT)
    main(["export", "json"])
    entries = {each["citekey"]: each for each in json.loads(capsys.readouterr().out)["entries"] if "citekey" in each}  # fmt: skip
    main(["export", "bib"])
    library = bibtexparser.parse_string(capsys.readouterr().out)
    assert not library.failed_blocks
    assert {each.key for each in library.entries} == entries.keys()
    dated = 0
    for each in library.entries:
        years = re.findall(r"\b(?:19|20)\d\d\b", entries[each.key].get("venue", ""))
        if years:
            dated += 1
            assert each.fields_dict["year"].value == years[-1], each.key
            assert years[-1] in entries[each.key].get("citation", years[-1])
    assert dated > 100
