"""What a build does to the world around it: nothing, and twice the same."""

from __future__ import annotations

import contextlib
import hashlib
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request

import pytest

from conftest import ROOT, SMALL_SITE, copy_site, environment, mkdocs, write
from linkroll.site_url import SITE

PAGE = "docs/topics/x.md"
INVENTED = "# T\n\n- [Invented](TODO)\n- [Real](https://arxiv.org/abs/2209.10652)\n"

# Python runs this before anything else: whoever opens a socket to elsewhere is heard of.
NO_NETWORK = """
import socket
def refuse(self, address, *rest):
    raise SystemExit(f"the network was asked for {address}")
socket.socket.connect = refuse
socket.socket.connect_ex = refuse
def unresolved(host, *rest, **more):
    raise SystemExit(f"the network was asked for {host}")
socket.getaddrinfo = unresolved
"""


def digests(folder):
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@pytest.fixture(scope="module")
def real(tmp_path_factory):
    """A copy of the real site, as git has it, in a folder with a space in its name."""
    folder = copy_site(tmp_path_factory.mktemp("a clone"))
    write(folder, {"no network/sitecustomize.py": NO_NETWORK})
    return folder


def test_two_builds_are_the_same_touch_nothing_and_ask_nobody(real):
    before = digests(real)
    runs = []
    for _ in range(2):
        built = mkdocs(real, "build", PYTHONPATH=str(real / "no network"))
        assert built.code == 0, built.log
        assert "the network was asked" not in built.log
        runs.append(digests(real / "site"))
        shutil.rmtree(real / "site")
    assert runs[0] == runs[1]
    after = {
        name: digest for name, digest in digests(real).items() if not name.startswith(".cache/")
    }
    assert {name for name in after if "__pycache__" not in name} == set(before)
    assert {name: after[name] for name in before} == before


def test_the_switch_for_the_test_above_works(real):
    write(
        real, {"ask.py": "import urllib.request\nurllib.request.urlopen('http://127.0.0.1:9/')\n"}
    )
    done = subprocess.run(
        [shutil.which("python3"), "ask.py"], cwd=real, capture_output=True, text=True, check=False,
        env={"PYTHONPATH": str(real / "no network")},
    )  # fmt: skip
    (real / "ask.py").unlink()
    assert "the network was asked" in done.stderr


def test_the_real_site_has_no_warning(real):
    built = mkdocs(real, "build", "--strict")
    assert built.code == 0, built.log
    assert "WARNING" not in built.log


def test_the_output_is_free_of_banners(real):
    log = mkdocs(real, "build").log
    assert "MkDocs 2" not in log
    assert "ProperDocs" not in log
    assert "Zensical" not in log


def test_a_preview_shows_an_edit_soon_and_asks_nobody(real):
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    process = subprocess.Popen(
        [sys.executable, "-m", "mkdocs", "serve", "--dev-addr", f"127.0.0.1:{port}"],
        cwd=real, env=environment(LINKROLL_CHECK="all"), stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    page = real / "docs/topics/grokking.md"
    before = page.read_text()
    try:
        address = f"http://127.0.0.1:{port}/interp-index/topics/grokking/"
        assert "never seen before" not in wait_for(address, "Grokking", seconds=60)
        page.write_text(
            before.replace("\n- [", "\n- [Never seen before](https://distill.pub/) — x\n- [", 1)
        )
        assert "Never seen before" in wait_for(address, "Never seen before", seconds=20)
    finally:
        page.write_text(before)
        process.terminate()
        log = process.communicate()[1]
    assert "asked" not in log
    assert "no network" not in log
    assert not (real / ".cache").exists()


def wait_for(address, text, seconds):
    """Ask for a page until it says something, or time is up; return the last answer."""
    body, end = "", time.monotonic() + seconds
    while text.lower() not in body.lower() and time.monotonic() < end:
        time.sleep(0.2)
        with contextlib.suppress(OSError), urllib.request.urlopen(address) as answer:
            body = answer.read().decode()
    return body


def test_strict_fails_on_a_warning_and_plain_does_not(build):
    assert build({PAGE: INVENTED}).code == 0
    strict = build({PAGE: INVENTED}, "--strict")
    assert strict.code == 1
    assert f"WARNING -  links: {PAGE}:3:3: placeholder: " in strict.log


def test_all_warnings_come_in_one_build(build):
    told = build(
        {PAGE: INVENTED, "docs/topics/y.md": "x\n\n    - [y](https://arxiv.org/)\n"}
    ).told()
    assert [re.findall(r"docs/topics/.\.md:\d+:\d+: \w+", line)[0] for line in told] == [
        "docs/topics/x.md:3:3: placeholder",
        "docs/topics/y.md:3:7: swallowed",
    ]


def test_lines_are_those_of_the_file_front_matter_counted(build):
    told = build({PAGE: f"---\ntitle: x\ntags: [a]\n---\n\n{INVENTED}"}).told()
    assert f"{PAGE}:8:3: placeholder" in told[0]


def test_a_change_answers_only_for_its_own_lines(build, tmp_path):
    write(tmp_path, {PAGE: INVENTED})
    for arguments in (["init", "-q"], ["add", "-A"], ["commit", "-qm", "x"]):
        subprocess.run(
            ["git", "-c", "user.name=T", "-c", "user.email=t@t.test", *arguments],
            cwd=tmp_path,
            check=True,
        )
    more = INVENTED + "- [Other](https://arxiv.org/abs/2211.00593)\n"
    assert build({PAGE: more}, "--strict", LINKROLL_SINCE="HEAD").code == 0
    failed = build({PAGE: more + "- [New](#)\n"}, "--strict", LINKROLL_SINCE="HEAD")
    assert failed.code == 1
    assert [line.split()[0] for line in failed.told()] == ["INFO", "WARNING"]


def test_a_revision_that_is_none_is_one_line_and_everything_counts(build):
    built = build({PAGE: INVENTED}, LINKROLL_SINCE="no-such")
    assert built.code == 0
    assert "mkdocs.yml:1:1: malformed: cannot compare with “no-such”" in built.log
    assert "placeholder" in built.log


def test_the_founding_list_as_it_was_is_one_finding(build):
    """The list that the site grew out of, indented as it was."""
    told = build({PAGE: (ROOT / "tests/data/seed.md").read_text()}).told()
    assert len(told) == 1
    assert f"{PAGE}:7:11: swallowed: 16 links on lines 7 to 23" in told[0]


def test_the_founding_list_outdented_has_its_entries_and_the_invented_one_is_told(build):
    seed = (ROOT / "tests/data/seed.md").read_text()
    built = build({PAGE: "\n".join(line.removeprefix("    ") for line in seed.split("\n"))})
    assert built.page("topics/x").count('<li class="entry') == 13
    told = [line for line in built.told() if line.startswith("WARNING")]
    assert len(told) == 1
    assert f"{PAGE}:16:7: placeholder" in told[0]
    assert "7Z9vZv7Zv7Zv7Zv7Z/interpreting-gpt-3" in told[0]


def test_every_address_of_the_founding_list_is_on_the_site(real):
    """All sixteen are on a page of their own; topics list those that are right and current."""
    from linkroll.markdown.extension import read_page

    seed = (ROOT / "tests/data/seed.md").read_text()
    lines = (line.removeprefix("    ") for line in seed.split("\n"))
    wanted = {link.url for link in read_page("docs/topics/x.md", "\n".join(lines)).links}
    assert len(wanted) == 16
    told = read_page("x.md", (real / "docs/founding-list.md").read_text()).links
    assert wanted - {link.url for link in told} == set()
    listed = set()
    for page in (real / "docs/topics").glob("*.md"):
        listed |= {
            link.url for link in read_page(f"docs/topics/{page.name}", page.read_text()).links
        }
    assert {address.split("#")[0].split("?")[0] for address in wanted - listed} == {
        "https://www.neelnanda.io/mechanistic-interpretability/getting-started",  # superseded
        "https://arxiv.org/abs/2202.11688",  # mislabelled
        "https://github.com/neelnanda-io/TransformerLens/blob/main/demos/Exploratory_Analysis_Demo.ipynb",  # moved
        "https://colah.github.io/posts/2022-02-07-Multimodal-Neurons/",  # made up
        "https://www.lesswrong.com/posts/7Z9vZv7Zv7Zv7Zv7Z/interpreting-gpt-3",  # made up
        "https://colab.research.google.com/drive/1N4iPEyBVuctveCA0Zre92SpfgH6nmHXY",  # private
        "https://www.lesswrong.com/users/eliezer_yudkowsky",  # no work on this subject
        "https://twitter.com/esyudkowsky",
    }  # fmt: skip


# the rule; what stands for the settings of the site; what is said, or nothing if it builds
SETTINGS = [
    ("empty settings are none", "extra: { linkroll: }", None),
    ("settings have names", "extra: { linkroll: soon }", "extra.linkroll is “soon”; write settings with their names there"),
    ("a check is one of four", "extra: { linkroll: { check: soon } }", "extra.linkroll.check is “soon”; it must be one of off, new, due, all"),
    ("a budget is a number", "extra: { linkroll: { check: new, budget: soon } }", "extra.linkroll.budget is “soon”; it must be a number of seconds"),
    ("a budget has an end", "extra: { linkroll: { check: new, budget: .inf } }", "extra.linkroll.budget is “inf”; it must be a number of seconds"),
    ("a budget is above zero", "extra: { linkroll: { check: new, budget: 0 } }", "extra.linkroll.budget is “0”; it must be a number of seconds"),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "stated", "said"), SETTINGS, ids=[row[0] for row in SETTINGS])
def test_a_setting_that_cannot_be_used_is_one_line(build, rule, stated, said):
    config = SMALL_SITE[: SMALL_SITE.index("extra:")] + stated
    built = build({"mkdocs.yml": config})
    assert "Traceback" not in built.log, rule
    assert (built.code == 0) is (said is None), built.log
    assert said is None or said in built.log


def test_a_day_that_is_none_ends_a_build_in_one_line(build):
    built = build({}, SOURCE_DATE_EPOCH="soon")
    assert built.code == 1
    assert "Traceback" not in built.log
    assert "SOURCE_DATE_EPOCH is “soon”" in built.log


def test_a_site_without_an_address_gets_none_of_another_site(build):
    feed = (ROOT / "overrides/feed.xml").read_text()
    config = SMALL_SITE.replace("https://small.test/", "!ENV SITE_URL").replace("custom_dir: theme", "custom_dir: theme, static_templates: [feed.xml]")  # fmt: skip
    built = build({"mkdocs.yml": config, "theme/feed.xml": feed}, SITE_URL="")
    assert built.code == 0, built.log
    written = (built.folder / "site/feed.xml").read_text()
    assert SITE not in written
    assert "None" not in written
