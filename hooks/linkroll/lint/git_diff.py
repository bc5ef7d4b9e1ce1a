"""The lines that a change adds or edits, from git."""

from __future__ import annotations

import ast
import os
import re
import subprocess
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

HUNK = re.compile(r"@@ -\d+(?:,(\d+))? \+(\d+)(?:,(\d+))? @@")


class NoRevisionError(Exception):
    """Git cannot compare with the named revision; the text says why."""


class ChangedLines:
    """The lines that differ between a revision and the files as they are.

    Args:
        root: A folder inside the git checkout.
        since: The revision. Changes are counted from its merge base with the present branch, so
            that what others committed there since does not count.

    Raises:
        NoRevisionError: There is no git, no checkout, or no such revision.
    """

    def __init__(self, root: Path, since: str) -> None:
        self.root = root
        self.top = self.git("rev-parse", "--show-toplevel").strip()
        commit = self.git(
            "rev-parse", "--verify", "--quiet", "--end-of-options", f"{since}^{{commit}}"
        )
        self.base = self.merge_base(commit.strip())
        # Each option overrides a user's setting; at the top, `diff.relative` has no effect.
        diff = self.git("-C", self.top, "-c", "core.quotePath=true", "diff", "--unified=0",
                        "--inter-hunk-context=0", "--no-color", "--no-ext-diff", "--no-textconv",
                        "--no-renames", "--src-prefix=a/", "--dst-prefix=b/", self.base, "--")  # fmt: skip
        self.lines = changed_lines(diff)
        untracked = self.git("-C", self.top, "ls-files", "--others", "--exclude-standard", "-z")
        self.untracked = frozenset(untracked.split("\0"))

    def touch(self, path: Path, line: int) -> bool:
        """Whether a line of a file was added or edited; files outside the checkout always count as changed."""
        try:
            name = path.resolve().relative_to(self.top).as_posix()
        except ValueError:
            return True
        return name in self.untracked or line in self.lines.get(name, ())

    def touch_file(self, path: Path) -> bool:
        """Whether a file has lines that were added or edited."""
        try:
            name = path.resolve().relative_to(self.top).as_posix()
        except ValueError:
            return True
        return name in self.untracked or name in self.lines

    def before(self, path: Path) -> bytes:
        """Return a file as it was before the change; empty where there was none."""
        try:
            name = path.resolve().relative_to(self.top).as_posix()
            return self._run("show", f"{self.base}:{name}")
        except (ValueError, NoRevisionError):
            return b""

    def merge_base(self, commit: str) -> str:
        """Return the merge base of a commit and the present branch, or the commit if there is none."""
        try:
            return self.git("merge-base", commit, "HEAD").strip()
        except NoRevisionError:
            return commit

    def git(self, *arguments: str) -> str:
        """Run git and return what it prints, as text."""
        return os.fsdecode(self._run(*arguments))

    def _run(self, *arguments: str) -> bytes:
        try:
            done = subprocess.run(  # noqa: S603 - no shell; the revision stands behind --end-of-options
                ["git", *arguments],  # noqa: S607 - the user's own git
                cwd=self.root,
                capture_output=True,
                check=False,
            )
        except OSError as error:
            raise NoRevisionError(f"git cannot be run ({error.strerror})") from None
        if done.returncode:
            message = (
                os.fsdecode(done.stderr).strip() or "there is no such revision"
            ).splitlines()[0]
            raise NoRevisionError(message.removeprefix("fatal: "))
        return done.stdout


def changed_lines(diff: str) -> dict[str, set[int]]:
    """Return the lines of each new file that a diff without context adds."""
    found: dict[str, set[int]] = {}
    lines: set[int] = set()
    passing = 0  # lines of the hunk still to come: contents, whatever they look like
    for line in diff.split("\n"):
        if passing and not line.startswith("\\"):
            passing -= 1
        elif line.startswith("+++ "):
            lines = found.setdefault(unquoted(line[4:]).removeprefix("b/"), set())
        elif hunk := HUNK.match(line):
            removed, start, added = int(hunk[1] or 1), int(hunk[2]), int(hunk[3] or 1)
            lines.update(range(start, start + added))
            passing = removed + added
    return found


def unquoted(name: str) -> str:
    """Return a file name that git may have quoted (git-config, core.quotePath).

    A name with a quote, a backslash, control or non-ASCII characters is in quotes, with escapes
    that Python's bytes share with C; a name with a space is followed by a tab.
    """
    name = name.removesuffix("\t")
    return os.fsdecode(ast.literal_eval(f"b{name}")) if name.startswith('"') else name
