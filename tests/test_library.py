"""The public surface: what it exports, and the example of its page."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib

import linkroll
from conftest import ROOT, environment, write

PAGE = (ROOT / "docs/reference/library.md").read_text()


def test_every_public_name_is_there_and_on_the_page():
    for name in linkroll.__all__:
        assert getattr(linkroll, name).__name__ == name
        assert f"`{name}" in PAGE
    assert not hasattr(linkroll, "no_such_name")


def test_the_example_of_the_page_runs(tmp_path):
    (example,) = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)
    assert len([line for line in example.splitlines() if line.strip()]) <= 14
    write(tmp_path, {"docs/topics/x.md": "# X\n\n- [Never written](https://example.com/TODO)\n"})
    done = subprocess.run(
        [sys.executable, "-c", example],
        cwd=tmp_path, env=environment(PYTHONPATH=str(ROOT / "hooks")), capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("docs/topics/x.md:3:3 placeholder ")
    assert (tmp_path / "links.lock").exists()


def test_importing_the_library_loads_neither_client_nor_parser():
    code = "import linkroll, sys; print([name for name in ('aiohttp', 'lxml', 'markdown') if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], env=environment(PYTHONPATH=str(ROOT / "hooks")), capture_output=True, text=True, check=True)  # fmt: skip
    assert done.stdout == "[]\n"


def test_the_version_is_stated_once_more_in_the_package():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    assert project.get("version", linkroll.__version__) == linkroll.__version__
