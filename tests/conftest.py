"""What tests share: small sites, real builds of them, and a browser."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ROOT = Path(__file__).parent.parent

# A shell ignores Ctrl-C for what it starts in the background, and children inherit that. Tests
# interrupt their children, so they start from the default.
signal.signal(signal.SIGINT, signal.default_int_handler)

# A busy machine makes the first example of a test slow; times have tests of their own.
settings.register_profile("suite", deadline=None)
settings.load_profile("suite")

# A site with nothing but the hook, whose pages are what the Markdown became and nothing more.
SMALL_SITE = f"""
site_name: Small
site_url: https://small.test/
repo_url: https://github.com/someone/small
edit_uri: edit/main/docs/
theme: {{ name: null, custom_dir: theme }}
hooks: ["{ROOT}/hooks/links.py"]
plugins: []
markdown_extensions: [attr_list, admonition, tables, footnotes, md_in_html, abbr, def_list,
  pymdownx.details, pymdownx.superfences, pymdownx.tabbed]
extra: {{ linkroll: {{ check: "off", since: !ENV LINKROLL_SINCE }} }}
"""


SMALL_THEME = {
    "theme/main.html": "{{ page.content }}\n",
    "theme/partials/entry.html": (ROOT / "overrides/partials/entry.html").read_text(),
}


@dataclass
class Built:
    """A build that has ended: its exit code, what it logged, and what it wrote."""

    code: int
    log: str
    folder: Path

    def page(self, name: str) -> str:
        """Return a page's HTML."""
        return (self.folder / "site" / name / "index.html").read_text()

    def told(self) -> list[str]:
        """Return the lines that the hook logged, with their level."""
        return [line for line in self.log.splitlines() if " links: " in line]


def environment(**changes: str) -> dict[str, str]:
    """Return the environment for a command: what is set here must not change its result."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("LINKROLL")}
    kept.pop("SOURCE_DATE_EPOCH", None)
    return {**kept, "NO_MKDOCS_2_WARNING": "1", "LINKROLL_CHECK": "off", **changes}


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let golden files be written anew."""
    parser.addoption("--update-golden", action="store_true", help="write the golden files anew")


@pytest.fixture
def build(tmp_path: Path) -> Callable[..., Built]:
    """Write a small site's files and build it with MkDocs itself."""

    def run(files: dict[str, str | bytes], *options: str, **env: str) -> Built:
        basis = {"mkdocs.yml": SMALL_SITE, "docs/index.md": "# Home\n", **SMALL_THEME}
        write(tmp_path, {**basis, **files})
        return mkdocs(tmp_path, "build", *options, **env)

    return run


def copy_site(folder: Path) -> Path:
    """Copy the real site, as git has it and as it is edited now, to a folder."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=True,
    ).stdout.decode()
    for name in listed.split("\0"):
        if name.startswith(("docs/", "hooks/", "overrides/", "mkdocs.yml", "links.lock")):
            target = folder / name
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(ROOT / name, target)
    return folder


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Build the real site, serve it on loopback, and give its address."""
    folder = copy_site(tmp_path_factory.mktemp("real"))
    built = mkdocs(folder, "build", SITE_URL="http://127.0.0.1/")
    assert built.code == 0, built.log
    with serve(folder / "site") as address:
        yield address


@contextmanager
def serve(folder: Path) -> Iterator[str]:
    """Serve a folder on loopback, with the 404 page of the site."""

    class Handler(SimpleHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            pass

        def send_error(self, code: int, *_: object, **__: object) -> None:
            body = (folder / "404.html").read_bytes() if code == 404 else b""
            self.send_response(code)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Handler, directory=folder)) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


def write(folder: Path, files: dict[str, str | bytes]) -> None:
    """Write files below a folder, byte for byte."""
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())


def mkdocs(folder: Path, *arguments: str, **env: str) -> Built:
    """Run MkDocs in a folder."""
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", *arguments],
        cwd=folder,
        env=environment(**env),
        capture_output=True,
        text=True,
        check=False,
    )
    return Built(done.returncode, done.stdout + done.stderr, folder)


@dataclass
class Ran:
    """A command that has ended."""

    code: int
    out: str
    err: str


@pytest.fixture
def linkroll(tmp_path: Path) -> Callable[..., Ran]:
    """Run the command as people do, in an empty folder."""

    def run(*arguments: str, stdin: str | bytes = "", **env: str) -> Ran:
        done = subprocess.run(
            [
                sys.executable,
                "-c",
                "import sys; from linkroll.cli.main import main; sys.exit(main())",
                *list(arguments),
            ],
            cwd=tmp_path,
            env=environment(PYTHONPATH=str(ROOT / "hooks"), **env),
            input=stdin if isinstance(stdin, bytes) else stdin.encode(),
            capture_output=True,
            check=False,
        )
        return Ran(done.returncode, done.stdout.decode(), done.stderr.decode())

    return run
