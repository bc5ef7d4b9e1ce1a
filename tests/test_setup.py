"""What a fresh machine needs: Python as stated, and packages that it admits."""

from __future__ import annotations

import re
import subprocess
import tomllib
from importlib.metadata import metadata

from packaging.specifiers import SpecifierSet

from conftest import ROOT

REQUIRED = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["requires-python"]
# Debian 12 ships this one.
FLOOR = "3.11.2"
PIN = re.compile(r"^([\w.-]+)==(\S+)", re.MULTILINE)


def test_every_pinned_package_runs_on_the_stated_python():
    assert FLOOR in SpecifierSet(REQUIRED)
    pins = PIN.findall((ROOT / "requirements.txt").read_text())
    pins += PIN.findall((ROOT / "tests/requirements.txt").read_text())
    assert pins
    unfit = {
        name: wanted
        for name, _ in pins
        if (wanted := metadata(name)["Requires-Python"]) and FLOOR not in SpecifierSet(wanted)
    }
    assert unfit == {}


def test_the_stated_python_is_the_same_everywhere():
    stated = REQUIRED.removeprefix(">=")
    major, minor = stated.split(".")
    assert f"Python {stated} or newer" in (ROOT / "README.md").read_text()
    assert f"version_info < ({major}, {minor})" in (ROOT / "Makefile").read_text()
    assert f'target-version = "py{major}{minor}"' in (ROOT / "pyproject.toml").read_text()


def make(folder, *arguments):
    """Run make in a folder that has the Makefile and no packages to install."""
    (folder / "Makefile").write_text((ROOT / "Makefile").read_text())
    for name in ("requirements.txt", "pyproject.toml"):
        (folder / name).touch()
    return subprocess.run(
        ["make", *arguments], cwd=folder, capture_output=True, text=True, check=False
    )


def python(path, *, suitable):
    """Write a program that passes for a Python; it fails whatever it is asked to run or not."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(
        f'#!/bin/sh\necho "$0 $*" >> "{path.parent}/log"\nexit {0 if suitable else 1}\n'
    )
    path.chmod(0o755)
    return path


def test_an_old_python_is_rejected_before_anything_is_made(tmp_path):
    old = python(tmp_path / "old", suitable=False)
    done = make(tmp_path, "setup", f"PYTHON={old}")
    assert done.returncode == 2
    assert done.stderr.startswith("Python 3.11 or newer is needed: make PYTHON=")
    assert not (tmp_path / ".venv").exists()


def test_a_venv_of_an_unsuitable_python_is_replaced(tmp_path):
    new = python(tmp_path / "bin/new", suitable=True)
    python(tmp_path / ".venv/bin/python", suitable=False)
    done = make(tmp_path, "setup", f"PYTHON={new}")
    assert "Setting up .venv" in done.stdout
    assert f"{new} -m venv --clear .venv" in (tmp_path / "bin/log").read_text()


def test_a_suitable_venv_is_kept(tmp_path):
    new = python(tmp_path / "bin/new", suitable=True)
    python(tmp_path / ".venv/bin/python", suitable=True)
    done = make(tmp_path, "setup", f"PYTHON={new}")
    assert done.returncode == 0, done.stderr
    assert "-m venv" not in (tmp_path / "bin/log").read_text()
