"""Audit the built site as readers get it: Lighthouse, axe, html-validate, and what goes over the wire.

    python tests/audit/audit.py [RUNS] [PART ...]      (parts: html axe weight lighthouse)

Lighthouse asks each page RUNS times (3) as a phone and as a desktop; the median counts. axe looks at
every page of the site, light and dark, at 390 and at 1280 px. Lighthouse and html-validate are those of `package.json`.
Prints what is below the bar, and ends with 1 if anything is; figures are in `audit.json` beside this.
"""

from __future__ import annotations

import gzip
import json
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import sync_playwright

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
sys.path[:0] = [str(ROOT / "tests")]

from find_browser import find_browser  # noqa: E402 - the tests' folder is no package

BIN = HERE / "node_modules/.bin"
PAGES = ("", "links/", "demos/", "people/", "map/", "health/", "404.html")
BARS = {"performance": 99, "accessibility": 100, "best-practices": 100, "seo": 100}
WIRE = 120 * 1024  # bytes of a first visit to the longest topic
MANY, TOPICS, MORE = 10_000, 50, 1.3  # entries of a large site, and what its pages may weigh more
GZIPPED = (".html", ".css", ".js", ".json", ".svg", ".xml", ".txt", ".bib")


class Served(SimpleHTTPRequestHandler):
    """A static server as hosts of pages run it: HTTP/1.1, gzip, and the site's page for 404."""

    protocol_version = "HTTP/1.1"

    def do_GET(self):
        """Answer with a file, packed where the reader can unpack it."""
        path = Path(self.translate_path(self.path))
        path = path / "index.html" if path.is_dir() else path
        found = path.exists()
        path = path if found else Path(self.directory) / "404.html"
        body = path.read_bytes()
        packed = path.suffix in GZIPPED and "gzip" in self.headers.get("Accept-Encoding", "")
        body = gzip.compress(body, 6) if packed else body
        self.send_response(200 if found else 404)
        self.send_header("Content-Type", self.guess_type(path))
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "max-age=600")
        if packed:
            self.send_header("Content-Encoding", "gzip")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        """Say nothing."""


def serve(folder):
    """Serve a folder on a free port; return its address."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Served, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return f"http://127.0.0.1:{server.server_port}/"


def build(folder, address, source=ROOT):
    """Build the site for the address that it is served at."""
    subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--quiet", "--site-dir", folder],
        cwd=source,
        env={
            **os.environ,
            "SITE_URL": address,
            "LINKROLL_CHECK": "off",
            "NO_MKDOCS_2_WARNING": "1",
        },
        check=True,
    )


def all_pages(folder):
    """Return the address of every page, from the site's root."""
    return sorted(
        path.relative_to(folder).as_posix().removesuffix("index.html")
        for path in folder.rglob("*.html")
    )


def longest_topic(folder):
    """Return the topic whose page is the largest."""
    pages = (folder / "topics").glob("*/index.html")
    return f"topics/{max(pages, key=lambda page: page.stat().st_size).parent.name}/"


def enlarge(source):
    """Copy the site's source, and give it topics until it has `MANY` entries on `TOPICS` topics."""
    for name in ("docs", "hooks", "overrides"):
        shutil.copytree(ROOT / name, source / name)
    shutil.copy(ROOT / "links.lock", source)
    topics = sorted(path.stem for path in (source / "docs/topics").glob("*.md"))
    had = sum(path.read_text().count("\n- [") for path in (source / "docs/topics").glob("*.md"))
    names = [f"made-{number:02d}" for number in range(TOPICS - len(topics))]
    for number, name in enumerate(names):
        entries = (
            f"- [Article {n} of a long series](https://journal{n % 200}.org/articles/{n}) — a note on it."
            for n in range(number, MANY - had, len(names))
        )
        text = f"# Made topic {number}\n\n## Links\n\n" + "\n".join(entries) + "\n"
        (source / f"docs/topics/{name}.md").write_text(text)
    config = (ROOT / "mkdocs.yml").read_text()
    last = "      - topics/courses-and-communities.md\n"
    assert last in config, "the last topic of the navigation has another name"
    lines = "".join(f"      - topics/{name}.md\n" for name in names)
    (source / "mkdocs.yml").write_text(config.replace(last, last + lines))


def weigh_large(browser, topic):
    """Return what a first visit to a topic weighs in a large site."""
    with tempfile.TemporaryDirectory() as source, tempfile.TemporaryDirectory() as folder:
        site = serve(Path(folder))
        enlarge(Path(source))
        build(folder, site, source)
        return weigh(browser, site + topic)[0]


def audit_html(folder):
    """Validate every page; return what is wrong, a line each.

    One rule is off, ``valid-autocomplete``: Material's two checkboxes for drawer and search break it,
    and without the attribute Firefox would keep the drawer open over a reload.
    """
    told = folder.with_suffix(".json")  # by its standard output the tool tells only the beginning
    subprocess.run(
        [BIN / "html-validate", "--config", HERE / "htmlvalidate.json", "--formatter", f"json={told}",
         *folder.rglob("*.html")],
        check=False, cwd=HERE,
    )  # fmt: skip
    return [
        f"{Path(page['filePath']).relative_to(folder)}:{found['line']}: {found['ruleId']}: {found['message']}"
        for page in json.loads(told.read_text())
        for found in page["messages"]
    ]


def audit_axe(browser, site, pages):
    """Ask axe about every page in every guise; return what is wrong, a line each."""
    wrong = []
    for scheme in ("light", "dark"):
        for width in (390, 1280):
            context = browser.new_context(
                viewport={"width": width, "height": 900},
                color_scheme=scheme,
                reduced_motion="reduce",
            )
            for path in pages:
                page = context.new_page()
                page.goto(site + path, wait_until="networkidle")
                for found in Axe().run(page).response["violations"]:
                    where = ", ".join(str(node["target"]) for node in found["nodes"])
                    wrong.append(f"{path or '/'} {scheme} {width}: {found['id']}: {found['help']}: {where}")  # fmt: skip
                page.close()
            context.close()
    return wrong


def weigh(browser, address):
    """Return the bytes over the wire of a first visit, and the requests that left the site."""
    context = browser.new_context(viewport={"width": 390, "height": 900})
    page = context.new_page()
    devtools = context.new_cdp_session(page)
    devtools.send("Network.enable")
    sizes, asked = [], []
    devtools.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
    page.on("request", lambda request: asked.append(request.url))
    page.goto(address, wait_until="networkidle")
    context.close()
    site = address.split("/", 3)[:3]
    return int(sum(sizes)), [url for url in asked if url.split("/", 3)[:3] != site and not url.startswith("data:")]  # fmt: skip


def lighthouse(address, preset, chromium):
    """Return the scores of one run, in percent, and the shift of the layout."""
    with tempfile.TemporaryDirectory() as folder:
        told = Path(folder) / "told.json"
        subprocess.run(
            [BIN / "lighthouse", address, "--quiet", "--output=json", f"--output-path={told}",
             "--chrome-flags=--headless=new --no-sandbox", f"--only-categories={','.join(BARS)}",
             *(["--preset=desktop"] if preset == "desktop" else [])],
            env={**os.environ, "CHROME_PATH": chromium}, check=True, stdout=subprocess.DEVNULL,
        )  # fmt: skip
        report = json.loads(told.read_text())
    scores = {name: round(report["categories"][name]["score"] * 100) for name in BARS}
    return scores | {"shift": report["audits"]["cumulative-layout-shift"]["numericValue"]}


def audit_lighthouse(site, pages, runs, chromium):
    """Return the median scores of each page, as a phone and as a desktop."""
    found = {}
    for path in pages:
        for preset in ("mobile", "desktop"):
            told = [lighthouse(site + path, preset, chromium) for _ in range(runs)]
            scores = {name: statistics.median(run[name] for run in told) for name in told[0]}
            found[f"{path or '/'} {preset}"] = scores
            print(
                f"{path or '/':32} {preset:8}", *(f"{scores[name]:g}" for name in BARS), flush=True
            )
    return found


def below(scores):
    """Return which scores are below the bar, a line each."""
    return [
        f"{page}: {name} {told[name]:g}, not {bar}"
        for page, told in scores.items()
        for name, bar in BARS.items()
        if told[name] < bar
    ] + [f"{page}: layout shift {told['shift']}" for page, told in scores.items() if told["shift"]]


def main():
    """Build, audit, print and write."""
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 3
    parts = sys.argv[2:] or ["html", "axe", "weight", "lighthouse"]
    chromium = str(find_browser())  # asks Playwright, which must not run yet
    kept = HERE / "audit.json"  # parts that are not asked for stay as they were
    figures, wrong = json.loads(kept.read_text()) if kept.exists() else {}, []
    figures |= {"cpus": os.cpu_count(), "system": platform.platform(terse=True)}
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        folder = Path(name)
        site = serve(folder)
        build(folder, site)
        pages, topic = all_pages(folder), longest_topic(folder)
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        if "html" in parts:
            found = audit_html(folder)
            figures["html"] = {"pages": len(pages), "wrong": len(found)}
            wrong += found
        if "axe" in parts:
            found = audit_axe(browser, site, pages)
            figures["axe"] = {"pages": len(pages), "guises": 4, "wrong": len(found)}
            wrong += found
        if "weight" in parts:
            size, elsewhere = weigh(browser, site + topic)
            large = weigh_large(browser, topic)
            figures["wire"] = {"page": topic, "bytes": size, "goal": WIRE, "large": large, "more": round(large / size, 2)}  # fmt: skip
            wrong += [f"{topic}: {large / size:.2f} times as heavy with {MANY} entries"] * (large > MORE * size)  # fmt: skip
            wrong += [f"{topic}: {size} bytes, more than {WIRE}"] * (size > WIRE)
            wrong += [f"{topic}: asks {url}" for url in elsewhere]
        if "lighthouse" in parts:
            figures["runs"] = runs
            figures["lighthouse"] = audit_lighthouse(site, (*PAGES, topic), runs, chromium)
            wrong += below(figures["lighthouse"])
    kept.write_text(json.dumps(figures, indent=1) + "\n")
    print(*wrong, sep="\n")
    print(f"{len(wrong)} things are below the bar" if wrong else "all well")
    return bool(wrong)


if __name__ == "__main__":
    sys.exit(main())
