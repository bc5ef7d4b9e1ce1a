"""The library in another site: installed from a git address, named as a plugin, in any theme."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from conftest import ROOT, copy_site, environment, write

if TYPE_CHECKING:
    from pathlib import Path

PAGE = """# Things

## Papers

- [Toy Models](https://arxiv.org/abs/2209.10652){ by="Ada Byron" date=2022-09-21 } — A note.
    - [Code](https://github.com/anthropics/toy-models-of-superposition)
- [Made up](https://example.com/paper)
"""


def run(*words: str | Path, cwd: Path, **env: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        list(map(str, words)),
        cwd=cwd,
        env=environment(**env),
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Install the library from a git address, with nothing but itself, into a folder."""
    source = copy_site(tmp_path_factory.mktemp("source"))
    for name in ("pyproject.toml", "README.md", "LICENSE", "requirements.txt"):
        (source / name).write_text((ROOT / name).read_text())
    for words in (["init", "-q"], ["add", "-A"], ["commit", "-qm", "x"]):
        git = ["git", "-c", "user.name=A", "-c", "user.email=a@b.invalid", *words]
        assert run(*git, cwd=source).returncode == 0
    target = tmp_path_factory.mktemp("target")
    done = run(
        sys.executable, "-m", "pip", "install", "-q", "--no-deps", "--no-index",
        "--no-build-isolation", "--target", target, f"git+file://{source}",
        cwd=target,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return target


def build(folder: Path, config: str, installed: Path, page: str = PAGE):
    write(
        folder, {"mkdocs.yml": config, "docs/index.md": "# Home\n", "docs/reading/things.md": page}
    )
    return run(sys.executable, "-m", "mkdocs", "build", cwd=folder, PYTHONPATH=str(installed))


def test_what_is_installed_is_the_library_alone(installed):
    names = {path.name for path in installed.iterdir()} - {"bin"}
    assert {name for name in names if not name.endswith(".dist-info")} == {
        "linkroll",
        "linkroll_mkdocs",
    }
    for name in ("linkroll.css", "partials/entry.html"):
        assert (installed / "linkroll/site/templates" / name).is_file()


@pytest.mark.parametrize("theme", ["mkdocs", "readthedocs", "material"])
def test_a_site_names_the_plugin_and_has_styled_cards(tmp_path: Path, installed, theme):
    config = f"""
site_name: Other
theme: {theme}
plugins: [{{linkroll: {{topics: [reading/]}}}}]
"""
    built = build(tmp_path, config, installed)
    assert built.returncode == 0, built.stderr
    assert "docs/reading/things.md:7:3: placeholder: “https://example.com/paper”" in built.stderr
    html = (tmp_path / "site/reading/things/index.html").read_text()
    assert 'id="arxiv-2209.10652"' in html
    assert "Ada Byron" in html
    assert 'href="../../assets/linkroll.css"' in html
    assert (tmp_path / "site/assets/linkroll.css").read_text().count(".entry") > 5


def test_options_of_the_plugin_are_those_of_the_table(tmp_path: Path, installed):
    config = "site_name: X\ntheme: mkdocs\nplugins: [{linkroll: {chekc: new}}]\n"
    built = build(tmp_path, config, installed)
    assert built.returncode == 1
    assert "plugins.linkroll has no setting “chekc”; did you mean “check”?" in built.stderr
    assert "Traceback" not in built.stderr


def test_a_theme_that_draws_its_own_entries_gets_no_style(tmp_path: Path, installed):
    write(tmp_path, {"theme/partials/entry.html": "{% macro entry(card, around) %}OWN{% endmacro %}"})  # fmt: skip
    config = """
site_name: X
theme: {name: mkdocs, custom_dir: theme}
plugins: [linkroll]
extra: {linkroll: {topics: "reading/"}}
"""
    assert build(tmp_path, config, installed).returncode == 0
    html = (tmp_path / "site/reading/things/index.html").read_text()
    assert html.count(">OWN</li>") == 2
    assert "linkroll.css" not in html


def test_the_command_is_installed(tmp_path: Path, installed):
    (tmp_path / "README.md").write_text(PAGE)
    command = installed / "bin" / ("linkroll.exe" if os.name == "nt" else "linkroll")
    done = run(
        sys.executable, command, "check", "README.md", cwd=tmp_path, PYTHONPATH=str(installed)
    )
    assert (done.returncode, "placeholder" in done.stdout) == (1, True)
