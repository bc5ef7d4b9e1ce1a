"""What each part may import: only what is below it."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

HOOKS = Path(__file__).parent.parent / "hooks"

# From the ground up. A module imports from lower layers, and from its own.
LAYERS = (
    {"kinds", "site", "urls"},
    {
        "attributes",
        "marks",
        "tree",
        "markdown",
        "placeholders",
        "titles",
        "pages",
        "editing",
        "inserting",
    },
    {
        "findings",
        "records",
        "verdicts",
        "review",
        "mislabelled",
        "contradictions",
        "changes",
        "importing",
        "mending",
        "works",
        "fixing",
    },
    {"memory", "sources", "network", "bibliographies"},
    {"facts", "planning"},
    {"refresh", "lookup", "asking"},
    {
        "timeline",
        "exports",
        "bibtex",
        "reports",
        "cards",
        "glossary",
        "people",
        "linked_data",
        "catalogue",
        "searching",
    },
    {"building", "commands", "cli"},
)
LAYER = {name: rank for rank, names in enumerate(LAYERS) for name in names}

# The only modules that may touch a socket.
ASKS_THE_WEB = {"network"}
SOCKETS = {"socket", "ssl", "http", "urllib.request", "aiohttp", "requests", "asyncio.streams"}

# An element that is written out. Rules may look for a tag; only templates make elements.
ELEMENT = re.compile(r"<[a-z]+[^<>]*>[^<>]*</[a-z]+>")

MODULES = sorted((HOOKS / "linkroll").rglob("*.py"))


def room(path: Path) -> str:
    """The part of the library that a file belongs to."""
    return path.relative_to(HOOKS / "linkroll").parts[0].removesuffix(".py")


def imports(path: Path) -> list[str]:
    """The full names of what a file imports, wherever it does so."""
    found = []
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            found += [name.name for name in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: a relative import"
            found += [f"{node.module}.{name.name}" for name in node.names]
    return found


@pytest.mark.parametrize("path", MODULES, ids=[str(path.relative_to(HOOKS)) for path in MODULES])
def test_imports_run_downwards_only(path):
    here = room(path)
    if here == "__init__":
        assert imports(path) in ([], ["__future__.annotations"])
        return
    assert here in LAYER, f"say in which layer “{here}” is"
    for name in imports(path):
        if name.startswith("linkroll."):
            there = name.split(".")[1]
            assert LAYER[there] <= LAYER[here], f"{here} imports {there}, which is above it"


@pytest.mark.parametrize("path", MODULES, ids=[str(path.relative_to(HOOKS)) for path in MODULES])
def test_the_library_knows_nothing_of_mkdocs(path):
    assert [name for name in imports(path) if name.split(".")[0] in ("mkdocs", "material")] == []


@pytest.mark.parametrize("path", MODULES, ids=[str(path.relative_to(HOOKS)) for path in MODULES])
def test_only_one_part_opens_sockets(path):
    asked = {
        name for name in imports(path) for module in SOCKETS if f"{name}.".startswith(f"{module}.")
    }
    assert not asked or room(path) in ASKS_THE_WEB


def test_html_stands_in_templates_only():
    for path in [*MODULES, HOOKS / "links.py"]:
        tree = ast.parse(path.read_text())
        docs = {id(node.body[0].value) for node in ast.walk(tree)
                if isinstance(node, ast.Module | ast.FunctionDef | ast.ClassDef | ast.AsyncFunctionDef)
                and node.body and isinstance(node.body[0], ast.Expr)}  # fmt: skip
        for node in ast.walk(tree):
            if (
                isinstance(node, ast.Constant)
                and isinstance(node.value, str)
                and id(node) not in docs
            ):
                assert not ELEMENT.search(node.value), f"{path}: HTML in code"


def test_every_module_says_what_it_is():
    for path in MODULES:
        assert ast.get_docstring(ast.parse(path.read_text())), f"{path} has no docstring"
