"""Which lines a change touches, by git's own word."""

from __future__ import annotations

import subprocess

import pytest

from linkroll.lint.git_diff import ChangedLines, NoRevisionError


@pytest.fixture
def repository(tmp_path):
    """A checkout with one page of three lines, committed."""
    git(tmp_path, "init", "--quiet", "--initial-branch=main")
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs/x.md").write_text("one\ntwo\nthree\n")
    commit(tmp_path)
    return tmp_path


def git(folder, *arguments):
    subprocess.run(
        ["git", "-c", "user.name=T", "-c", "user.email=t@t.test", *arguments],
        cwd=folder,
        check=True,
    )


def commit(folder):
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--message=x")


def touched(folder, since="HEAD", name="docs/x.md", lines=9):
    changes = ChangedLines(folder, since)
    return [line for line in range(1, lines) if changes.touch(folder / name, line)]


def test_nothing_changed(repository):
    assert touched(repository) == []


def test_added_and_edited_lines(repository):
    (repository / "docs/x.md").write_text("one\nTWO\nthree\nfour\n")
    assert touched(repository) == [2, 4]


def test_a_deleted_line_touches_nothing(repository):
    (repository / "docs/x.md").write_text("one\nthree\n")
    assert touched(repository) == []


def test_a_line_that_looks_like_a_heading_of_a_diff(repository):
    (repository / "docs/x.md").write_text("one\n++ b/other.md\ntwo\nthree\n@@ -1 +9 @@\n")
    assert touched(repository) == [2, 5]


def test_a_line_that_holds_a_carriage_return(repository):
    (repository / "docs/x.md").write_bytes(b"one\nTWO\r+++ b/other.md\nthree\nfour\n")
    assert touched(repository) == [2, 4]


def test_a_new_file_is_all_new_whether_git_knows_it_or_not(repository):
    (repository / "docs/y.md").write_text("one\ntwo\n")
    assert touched(repository, name="docs/y.md", lines=3) == [1, 2]
    git(repository, "add", "--all")
    assert touched(repository, name="docs/y.md", lines=3) == [1, 2]


def test_names_with_spaces_and_other_letters(repository):
    (repository / "docs/ä b.md").write_text("one\n")
    commit(repository)
    (repository / "docs/ä b.md").write_text("one\ntwo\n")
    assert touched(repository, name="docs/ä b.md") == [2]


@pytest.mark.parametrize(
    "name",
    [
        'ä "q".md',
        "tab\tand\nline.md",
        r"back\slash\n.md",
        '"',
        "a b/+++ b.md",
        "end ",
        "bell\a\x1f.md",
    ],
)
def test_names_that_git_quotes(repository, name):
    path = repository / "docs" / name
    path.parent.mkdir(exist_ok=True)
    path.write_text("one\n")
    commit(repository)
    path.write_text("one\ntwo\n")
    assert touched(repository, name=f"docs/{name}") == [2]


SETTINGS = [
    ("hunks are not joined", "diff.interHunkContext", "10"),
    ("names are from the top", "diff.relative", "true"),
    ("prefixes are ours", "diff.noprefix", "true"),
    ("prefixes tell nothing", "diff.mnemonicPrefix", "true"),
    ("names are not quoted more than needed", "core.quotePath", "true"),
    ("no context", "diff.context", "3"),
    ("no colours", "color.ui", "always"),
    ("an untracked file counts", "status.showUntrackedFiles", "no"),
]


@pytest.mark.parametrize(("rule", "setting", "value"), SETTINGS, ids=[row[1] for row in SETTINGS])
def test_the_settings_of_a_user_change_nothing(repository, rule, setting, value):
    (repository / "docs/é.md").write_text("one\ntwo\nthree\nfour\nfive\n")
    commit(repository)
    git(repository, "config", setting, value)
    (repository / "docs/é.md").write_text("ONE\ntwo\nthree\nfour\nFIVE\n")
    changes = ChangedLines(repository / "docs", "HEAD")
    touched = [line for line in range(1, 9) if changes.touch(repository / "docs/é.md", line)]
    assert touched == [1, 5], rule


def test_a_filter_for_people_does_not_change_what_is_compared(repository):
    (repository / ".gitattributes").write_text("*.md diff=upper\n")
    git(repository, "config", "diff.upper.textconv", "sed s/.*/same/")
    (repository / "docs/x.md").write_text("one\nTWO\nthree\n")
    assert touched(repository) == [2]


def test_what_others_did_meanwhile_does_not_count(repository):
    git(repository, "checkout", "--quiet", "-b", "mine")
    (repository / "docs/x.md").write_text("one\ntwo\nthree\nmine\n")
    commit(repository)
    git(repository, "checkout", "--quiet", "main")
    (repository / "docs/x.md").write_text("theirs\ntwo\nthree\n")
    commit(repository)
    git(repository, "checkout", "--quiet", "mine")
    assert touched(repository, since="main") == [4]


def test_a_folder_below_the_top(repository):
    (repository / "docs/x.md").write_text("one\ntwo\nthree\nfour\n")
    changes = ChangedLines(repository / "docs", "HEAD")
    assert changes.touch(repository / "docs/x.md", 4)


@pytest.mark.parametrize("since", ["nothing-of-that-name", "--output=x", ""])
def test_a_revision_that_is_none(repository, since):
    with pytest.raises(NoRevisionError):
        ChangedLines(repository, since)


def test_no_repository(tmp_path):
    with pytest.raises(NoRevisionError, match="not a git repository"):
        ChangedLines(tmp_path, "HEAD")


def test_no_git(repository, monkeypatch):
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(NoRevisionError, match="git cannot be run"):
        ChangedLines(repository, "HEAD")
