"""The settings of a site: one table, and errors that say what to write."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

import pytest

from conftest import ROOT, SMALL_SITE
from linkroll.cli.main import main
from linkroll.findings import SettingError
from linkroll.placeholders.lint_url import lint_url
from linkroll.settings import Settings, matches, read_settings, table

if TYPE_CHECKING:
    from pathlib import Path

TODAY = date(2026, 11, 25)
PAGE = ROOT / "docs/reference/settings.md"


def test_what_is_absent_or_empty_has_its_default():
    assert read_settings(None) == read_settings({}) == Settings()
    assert read_settings({"since": None, "allow": "", "budget": ""}) == Settings()


def test_each_setting_is_read():
    read = read_settings(
        {
            "check": False,  # YAML's reading of `off`
            "budget": "5",
            "topics": ["reading/", "*/links.md"],
            "allow": "example, localhost",
            "allow_private": True,
            "since": "main",
        }
    )
    assert read == Settings(
        check="off",
        budget=5.0,
        topics=("reading/", "*/links.md"),
        allow=frozenset({"example", "localhost"}),
        allow_private=True,
        since="main",
    )
    assert read.allowed == {"example", "localhost", "private"}


@pytest.mark.parametrize(
    ("stated", "said"),
    [
        ({"chekc": "off"}, "extra.linkroll has no setting “chekc”; did you mean “check”?"),
        ({"colour": 1}, "extra.linkroll has no setting “colour”; there are: check, budget, "),
        ({"check": "yes"}, "extra.linkroll.check is “yes”; it must be one of off, new, due, all"),
        ({"check": ["new"]}, "it must be one of off, new, due, all"),
        ({"budget": 0}, "extra.linkroll.budget is “0”; it must be a number of seconds"),
        ({"budget": True}, "it must be a number of seconds"),
        ({"allow_private": "no"}, "extra.linkroll.allow_private is “no”; it must be true or false"),
        ({"allow": ["lan"]}, "it must be a list of example, localhost, private"),
        ({"topics": {"a": 1}}, "it must be a list of texts"),
        ({"since": ["main"]}, "it must be a text"),
        ("new", "extra.linkroll is “new”; write settings with their names there"),
        (["check"], "write settings with their names there"),
    ],
)
def test_what_cannot_be_used_is_refused_with_what_to_write(stated, said):
    with pytest.raises(SettingError) as error:
        read_settings(stated)
    assert said in str(error.value)
    assert "\n" not in str(error.value)


@pytest.mark.parametrize(
    ("patterns", "page", "held"),
    [
        (("topics/",), "topics/a.md", True),
        (("topics/",), "topics/deep/a.md", True),
        (("topics/",), "other/topics/a.md", False),
        (("./topics/",), "topics/a.md", True),
        (("*",), "index.md", True),
        (("*/links.md",), "x/links.md", True),
        (("*/links.md",), "links.md", False),
        (("**/reading/",), "a/reading/b.md", True),
        (("reading.md", "lists/"), "reading.md", True),
        ((), "topics/a.md", False),
    ],
)
def test_topics_are_folders_or_patterns(patterns, page, held):
    assert matches(patterns, page) is held


HOSTS = {
    "example": [
        "https://example.com/a",
        "https://docs.example.org",
        "https://a.test/",
        "http://192.0.2.7/",
        "http://[2001:db8::1]/",
    ],
    "localhost": [
        "http://localhost:8000/",
        "http://127.0.0.1:8000/",
        "http://[::1]/",
        "http://0.0.0.0:80/",
        "http://app.localhost/",
    ],
    "private": [
        "http://192.168.1.1/",
        "http://10.0.0.5/",
        "http://printer.local/",
        "http://nas/",
        "http://x.internal/",
        "http://router.lan/",
        "http://a.home.arpa/",
        "http://[fd00::1]/",
    ],
}


@pytest.mark.parametrize(("group", "url"), [(g, url) for g, urls in HOSTS.items() for url in urls])
def test_a_group_accepts_its_hosts_and_no_others(group, url):
    assert lint_url(url, TODAY)[0].code == "placeholder"
    assert lint_url(url, TODAY, allow=frozenset({group})) == ()
    others = frozenset(HOSTS) - {group}
    assert lint_url(url, TODAY, allow=others)[0].code == "placeholder"
    assert (lint_url(url, TODAY, allow_private=True) == ()) is (group != "example")


@pytest.mark.parametrize("url", ["https://your-domain.com/", "https://example.com/{{x}}", "TODO"])
def test_what_is_no_host_of_a_group_stays_a_placeholder(url):
    assert lint_url(url, TODAY, allow=frozenset(HOSTS))


LOCAL = (
    "# X\n\nOpen [it](http://localhost:8000/), [it](http://10.0.0.1/), [it](http://nas.local/).\n"
)


def test_the_command_accepts_groups_by_option_and_by_the_site(tmp_path: Path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "README.md").write_text(LOCAL)
    assert main(["check", "README.md"]) == 1
    assert main(["check", "README.md", "--allow", "localhost,private"]) == 0
    assert main(["check", "README.md", "--allow", "localhost"]) == 1
    assert main(["check", "README.md", "--allow-private"]) == 0
    with pytest.raises(SystemExit):
        main(["check", "README.md", "--allow", "lan"])
    (tmp_path / "site").mkdir()
    (tmp_path / "site/mkdocs.yml").write_text("extra: {linkroll: {allow: [localhost, private]}}")
    (tmp_path / "site/README.md").write_text(LOCAL)
    capsys.readouterr()
    assert main(["check", "site/README.md"]) == 0


def test_the_command_refuses_unknown_settings_of_a_site(tmp_path: Path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "mkdocs.yml").write_text("plugins: [{linkroll: {chekc: new}}]\n")
    (tmp_path / "README.md").write_text("# X\n")
    assert main(["check", "README.md"]) == 2
    said = capsys.readouterr().err
    assert said == (
        "linkroll: mkdocs.yml: plugins.linkroll has no setting “chekc”; did you mean “check”?\n"
    )


def test_the_page_of_settings_is_the_table_of_the_code():
    text = PAGE.read_text()
    for each in table():
        default = each.default
        if isinstance(default, frozenset | tuple):
            default = ", ".join(f"`{item}`" for item in default)
        elif isinstance(default, bool):
            default = f"`{str(default).lower()}`"
        elif default is not None:
            default = f"`{default:g}`" if isinstance(default, float) else f"`{default}`"
        assert f"| `{each.name}` | {each.form} | {default or '–'} | {each.help} |" in text


def test_the_page_of_settings_names_every_environment_variable_that_the_code_reads():
    pattern = re.compile(r"""(?:environ|environment)\b[^\n]{0,20}?["']([A-Z][A-Z0-9_]{3,})["']""")
    sources = [*(ROOT / "hooks").rglob("*.py")]
    named = {name for path in sources for name in pattern.findall(path.read_text())}
    config = (ROOT / "mkdocs.yml").read_text()
    named.discard("PYTHONPATH")  # set for a process of its own, not read
    named |= set(re.findall(r"!ENV \[?([A-Z_]+)", config))
    assert {"GITHUB_TOKEN", "SOURCE_DATE_EPOCH", "LINKROLL_SINCE"} <= named
    text = PAGE.read_text()
    assert [name for name in sorted(named) if f"`{name}`" not in text] == []


def test_a_build_accepts_what_the_settings_allow(build):
    site = SMALL_SITE.replace('check: "off"', 'check: "off", allow: [localhost, private]')
    files = {"docs/index.md": LOCAL}
    assert len(build(files).told()) == 3
    assert build({**files, "mkdocs.yml": site}).told() == []


def test_allow_private_lifts_the_rule_as_well_as_the_guard(build):
    site = SMALL_SITE.replace('check: "off"', 'check: "off", allow_private: true')
    assert build({"docs/index.md": LOCAL, "mkdocs.yml": site}).told() == []


def test_an_unknown_setting_ends_the_build_with_one_line(build):
    built = build({"mkdocs.yml": SMALL_SITE.replace("check:", "chekc:")})
    assert built.code == 1
    assert "extra.linkroll has no setting “chekc”; did you mean “check”?" in built.log
    assert "Traceback" not in built.log
