"""The same pages under MkDocs, ProperDocs and Zensical: the cards are the same.

A builder that is not installed is skipped. ProperDocs runs the hook and the plugin as they are;
Zensical runs Python-Markdown extensions alone.
"""

from __future__ import annotations

import re
import subprocess
import sys
from importlib.util import find_spec
from typing import TYPE_CHECKING

import pytest

from conftest import ROOT, SMALL_SITE, SMALL_THEME, environment, write
from linkroll.site.markdown_extension import makeExtension
from markdown import Markdown

if TYPE_CHECKING:
    from pathlib import Path

PAGE = """# Things

Some [link](http://localhost:8000/) and ==text==.

## Papers

- [Toy Models](https://arxiv.org/abs/2209.10652){ by="Ada Byron, Bo Chen" date=2022-09-21 essential } — A *note*.
    - [Code](https://github.com/anthropics/toy-models-of-superposition)
- [Made up](https://example.com/paper) & more
- [Gone](https://gone.dev/){ flag=dead because="the lab closed" }
"""
FILES = {"docs/index.md": "# Home\n", "docs/topics/things.md": PAGE, "docs/other.md": PAGE}
CARD = re.compile(r'<li class="entry.*?</li>(?=<li class="entry|</ul>)', re.DOTALL)
EXTENSIONS = "markdown_extensions: [attr_list, tables, {linkroll: {allow: [localhost]}}]\n"
SETTINGS = 'extra: {linkroll: {check: "off", allow: [localhost]}}\n'
PLAIN = f"site_name: Small\nsite_url: https://small.test/\n{SETTINGS}"


def run(builder: str, folder: Path, *options: str) -> subprocess.CompletedProcess[str]:
    if find_spec(builder) is None:
        pytest.skip(f"{builder} is not installed")
    return subprocess.run(
        [sys.executable, "-m", builder, "build", *options],
        cwd=folder,
        env=environment(PYTHONPATH=str(ROOT / "hooks")),
        capture_output=True,
        text=True,
        check=False,
    )


def pages(folder: Path) -> dict[str, str]:
    found = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*.html")}
    return {name: path.read_text() for name, path in found.items()}


def cards(html: str) -> list[str]:
    """Return the cards of a page, without what only spaces them."""
    return [re.sub(r"\s+", " ", card) for card in CARD.findall(html)]


def with_hook(folder: Path) -> str:
    """Build with MkDocs and the hook, drawing with the library's own template."""
    config = f'{PLAIN}theme: mkdocs\nplugins: []\nhooks: ["{ROOT}/hooks/links.py"]\nmarkdown_extensions: [attr_list, tables]\n'
    write(folder, {**FILES, "mkdocs.yml": config})
    built = run("mkdocs", folder)
    assert built.returncode == 0, built.stderr
    return pages(folder / "site")["topics/things/index.html"]


def test_properdocs_builds_the_same_pages(tmp_path: Path):
    files = {**FILES, **SMALL_THEME, "mkdocs.yml": SMALL_SITE}
    write(tmp_path / "a", files)
    write(tmp_path / "b", files)
    one = run("properdocs", tmp_path / "a", "-f", "mkdocs.yml")
    other = run("mkdocs", tmp_path / "b")
    assert (one.returncode, other.returncode) == (0, 0), one.stderr
    found = pages(tmp_path / "a/site")
    assert found == pages(tmp_path / "b/site")
    assert len(cards(found["topics/things/index.html"])) == 3
    place = "docs/topics/things.md:9:3: placeholder: “https://example.com/paper”"
    assert (place in one.stderr, place in other.stderr) == (True, True)


def test_zensical_draws_the_same_cards(tmp_path: Path):
    write(tmp_path / "a", {**FILES, "mkdocs.yml": PLAIN + "theme: {name: material}\n" + EXTENSIONS.replace("linkroll:", "linkroll.site.markdown_extension:")})  # fmt: skip
    built = run("zensical", tmp_path / "a", "-f", "mkdocs.yml")
    assert built.returncode == 0, built.stdout + built.stderr
    said = built.stdout + built.stderr
    found = pages(tmp_path / "a/site")
    drawn = cards(found["topics/things/index.html"])
    assert len(drawn) == 3
    assert cards(found["other/index.html"]) == []
    assert "docs/topics/things.md:9:3: placeholder: “https://example.com/paper”" in said
    assert "localhost" not in said
    assert drawn == cards(with_hook(tmp_path / "b"))


def test_the_extension_draws_cards_in_python_markdown_alone(tmp_path: Path, monkeypatch, caplog):
    monkeypatch.chdir(tmp_path)
    md = Markdown(extensions=["attr_list", makeExtension(allow=["localhost"])])
    html = md.convert(PAGE)
    assert len(cards(html)) == 3
    assert [record.message.partition(";")[0] for record in caplog.records] == [
        ":9:3: placeholder: “https://example.com/paper” has a host that is reserved for examples and tests"
    ]
    assert len(cards(md.reset().convert(PAGE))) == 3
    assert md.reset().convert("plain *text*") == "<p>plain <em>text</em></p>"


def test_the_extension_takes_the_settings_of_the_table():
    with pytest.raises(ValueError, match="did you mean “check”"):
        makeExtension(chekc="off")
