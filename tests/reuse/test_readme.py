"""A list outside any site: `linkroll check README.md`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from linkroll.cli.main import main

LIST = """# Awesome

- [Contents](#things)
- [More](#things)

## Things

- [One](https://one.dev/tool) - first.
  - [Part](https://one.dev/part)
- [Two](https://two.dev/) - see also [One](https://one.dev/tool).

## Others

- **[One again](http://www.one.dev/tool/)** - the same.
- [A section](https://two.dev/#a)
- [Another section](https://two.dev/#b)
* text before [Two](https://two.dev/)
"""


def found(capsys) -> list[dict]:
    return json.loads(capsys.readouterr().out)["findings"]


def test_a_list_without_a_site_has_its_duplicates_found(tmp_path: Path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    Path("README.md").write_text(LIST)
    assert main(["check", "README.md", "--format", "json"]) == 0
    (one,) = found(capsys)
    assert (one["code"], one["line"], one["level"]) == ("duplicate", 14, "notice")
    assert "README.md:8:3" in one["message"]


def test_so_is_a_readme_beside_a_site(tmp_path: Path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    Path("mkdocs.yml").write_text("site_name: X\n")
    Path("README.md").write_text(LIST)
    main(["check", "README.md", "--format", "json"])
    assert [each["code"] for each in found(capsys)] == ["duplicate"]


@pytest.mark.parametrize("topics", ["", "extra: {linkroll: {topics: [other/]}}\n"])
def test_a_page_of_a_site_repeats_links_as_it_likes(tmp_path: Path, monkeypatch, capsys, topics):
    monkeypatch.chdir(tmp_path)
    Path("mkdocs.yml").write_text("site_name: X\n" + topics)
    Path("docs").mkdir()
    Path("docs/page.md").write_text(LIST)
    main(["check", "--format", "json"])
    assert found(capsys) == []


def test_the_pages_with_entries_are_a_setting(tmp_path: Path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    Path("mkdocs.yml").write_text(
        "site_name: X\ndocs_dir: text\nextra: {linkroll: {topics: [reading.md]}}\n"
    )
    Path("text").mkdir()
    Path("text/reading.md").write_text("# R\n\n- [One](https://one.dev/){ date=2023 }\n")
    assert main(["check"]) == 0
    capsys.readouterr()
    main(["links", "text"])
    assert [json.loads(line)["entry"] for line in capsys.readouterr().out.splitlines()] == [True]


DETAILS = """# List

<details>
<summary>More</summary>

- [One](https://one.dev/)

</details>

<div align="center">
[Shown as text](https://two.dev/)
<a href="https://three.dev/">Three</a>
</div>

```html
<div>
```

- [Four](https://four.dev/)

<!-- [Hidden](https://five.dev/) -->
"""


def test_a_readme_is_read_as_a_forge_shows_it(tmp_path: Path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    Path("README.md").write_text(DETAILS)
    assert main(["check", "README.md", "--format", "json"]) == 1
    report = json.loads(capsys.readouterr().out)
    assert [link["url"] for link in report["links"]] == [
        "https://one.dev/",
        "https://three.dev/",
        "https://four.dev/",
    ]
    (one,) = report["findings"]
    assert (one["code"], one["line"]) == ("swallowed", 11)
    assert one["remedy"] == "leave a line empty between <div> and the Markdown"


def test_so_is_one_with_front_matter(tmp_path: Path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    Path("README.md").write_text("---\ntitle: X\n---\n\n[A](https://example.com/)\n")
    assert main(["check", "README.md", "--format", "json"]) == 1
    assert [each["line"] for each in found(capsys)] == [5]
