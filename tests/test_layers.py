"""What each package may import: only what lies below it, and never in a circle."""

from __future__ import annotations

import ast
import re
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

HOOKS = Path(__file__).parent.parent / "hooks"
LIBRARY = HOOKS / "linkroll"

# From the top down. Packages of one layer do not import each other.
LAYERS = (
    {"cli"},
    {"site"},
    {"tasks"},
    {"checker"},
    {"metadata", "lint"},
    {"lock"},
    {"markdown", "placeholders"},
    {"urls"},
    {"clock", "settings"},
    {"kinds", "findings", "site_url"},
)
RANK = {name: rank for rank, layer in enumerate(reversed(LAYERS)) for name in layer}

# The only package that may touch a socket.
OPENS_SOCKETS = {"checker"}
SOCKETS = {"socket", "ssl", "http", "urllib.request", "aiohttp", "requests", "asyncio.streams"}

# An element that is written out. Rules may look for a tag; only templates make elements.
ELEMENT = re.compile(r"<[a-z]+[^<>]*>[^<>]*</[a-z]+>")

MODULES = {
    ".".join(path.relative_to(HOOKS).with_suffix("").parts).removesuffix(".__init__"): path
    for path in sorted(LIBRARY.rglob("*.py"))
}


def package(module: str) -> str:
    """The part of the library that a module belongs to; empty for the library itself."""
    return module.partition(".")[2].partition(".")[0]


def imports(path: Path) -> set[str]:
    """The full names of what a file imports, wherever it does so."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            found |= {name.name for name in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: a relative import"
            found |= {f"{node.module}.{name.name}" for name in node.names}
    return found


def imported_modules(path: Path) -> set[str]:
    """The modules of the library that a file imports."""
    names = {name for name in imports(path) if name.startswith("linkroll.")}
    return {name if name in MODULES else name.rpartition(".")[0] for name in names}


def test_every_package_has_a_layer():
    assert {package(module) for module in MODULES} - {""} == set(RANK)


def test_imports_run_downwards_only():
    upwards = [
        f"{module} imports {name}"
        for module, path in MODULES.items()
        for name in imported_modules(path)
        if package(module)
        and package(name)
        and package(name) != package(module)
        and RANK[package(name)] >= RANK[package(module)]
    ]
    assert upwards == []


def test_no_modules_import_each_other_in_a_circle():
    graph = {module: imported_modules(path) - {module} for module, path in MODULES.items()}
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        raise AssertionError(" → ".join(error.args[1])) from None


def test_the_library_does_not_import_mkdocs():
    found = [
        f"{module} imports {name}"
        for module, path in MODULES.items()
        for name in imports(path)
        if name.split(".")[0] in ("mkdocs", "material")
    ]
    assert found == []


def test_only_the_checker_opens_sockets():
    found = [
        f"{module} imports {name}"
        for module, path in MODULES.items()
        if package(module) not in OPENS_SOCKETS
        for name in imports(path)
        if any(f"{name}.".startswith(f"{socket}.") for socket in SOCKETS)
    ]
    assert found == []


def test_html_stands_in_templates_only():
    for path in [*MODULES.values(), *HOOKS.glob("*.py"), *HOOKS.glob("linkroll_mkdocs/*.py")]:
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


def test_every_module_has_a_docstring():
    for path in MODULES.values():
        assert ast.get_docstring(ast.parse(path.read_text())), f"{path} has no docstring"
