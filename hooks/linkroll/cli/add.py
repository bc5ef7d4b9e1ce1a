"""`linkroll add`: write a new entry on a topic, under its own title."""

from __future__ import annotations

import argparse
import json
import os
import re
import sys
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from linkroll.cli.exit_codes import WARNINGS, WrongUseError
from linkroll.cli.lock_report import print_lock_findings
from linkroll.cli.network_options import add_network, allowed, settings
from linkroll.clock import clock
from linkroll.findings import UNSAFE, as_text, one_line
from linkroll.kinds import KINDS
from linkroll.lint.rules import lint_link
from linkroll.lock.atomic import write_whole
from linkroll.lock.lockfile import LOCK, read_lock
from linkroll.lock.works import Works, declared_same
from linkroll.markdown.files import (
    NoPageError,
    docs_folder,
    find_pages,
    page_name,
    read_file,
    read_text,
    topic_pages,
)
from linkroll.markdown.insert import CannotInsertError, Inserted, entry_line, insert, section_of
from linkroll.markdown.project import find_project, in_project
from linkroll.metadata.types import Metadata
from linkroll.placeholders.lint_url import lint_url
from linkroll.tasks.fix import LEFT_ALONE
from linkroll.tasks.lookup import look_up
from linkroll.urls.identify import identify
from linkroll.urls.resource import PAPERS
from linkroll.urls.rewrite import rewrite_url

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date

    from linkroll.lock.record import Record
    from linkroll.markdown.links import Link
    from linkroll.urls.identify import Identity

    # Returns the metadata of a URL; None where no provider was queried, or none has any.
    LookUp = Callable[[str], Metadata | None]


class RefusedError(Exception):
    """The entry must not be listed; the text says why, with the place."""


class Work(NamedTuple):
    """What to add: its identity, its record in the lock, and what providers return."""

    identity: Identity
    record: Record | None
    metadata: Metadata

    @property
    def default_kind(self) -> str:
        """The kind that a card shows where the line states none."""
        return self.record.kind if self.record else self.identity.kind

    @property
    def kind(self) -> str:
        """The kind, from the lock, a provider or the URL."""
        return self.record.kind if self.record else self.metadata.kind or self.identity.kind

    @property
    def title(self) -> str:
        """The title; empty where it is not known."""
        return (self.record and self.record.title) or self.metadata.title or ""


def describe(part: argparse.ArgumentParser) -> None:
    """Add the options of the command."""
    part.description = (
        "Add a new entry to the end of the appropriate list: people under People, demos and "
        "notebooks under Demos, everything else under Links. Rejects URLs that cannot be real, "
        "and works already listed under any URL (see --allow-duplicate)."
    )
    part.add_argument(
        "url",
        nargs="?",
        default="",
        metavar="URL",
        help="URL of the resource, in any form; required unless --issue has it",
    )
    part.add_argument(
        "--topic",
        default="",
        metavar="TOPIC",
        help="file name of the topic in docs/topics, without .md; required unless --issue has it",
    )
    part.add_argument(
        "--issue",
        type=Path,
        metavar="FILE",
        help="read the URL, topic, title and note from the suggestion in this GitHub event file",
    )
    part.add_argument(
        "--note", default="", help="why the resource is worth a reader's time, in a sentence or two"
    )
    part.add_argument(
        "--title", default="", help="title of the resource (default: from links.lock or a provider)"
    )
    part.add_argument(
        "--kind", choices=KINDS, metavar="KIND", help=f"kind of resource: {', '.join(KINDS)}"
    )
    part.add_argument(
        "--allow-duplicate",
        action="store_true",
        help="add the entry even if another page already links to it",
    )
    part.add_argument(
        "--again", dest="allow_duplicate", action="store_true", help=argparse.SUPPRESS
    )
    add_network(part, budget=20.0)


def lookup_for(options: argparse.Namespace) -> LookUp:
    """Return the function that fetches metadata; it requests nothing where the title is given."""

    def fetch(url: str) -> Metadata | None:
        return None if options.title else look_up(url, settings(options), clock(os.environ))

    return fetch


def run(options: argparse.Namespace, fetch: LookUp | None = None) -> int:
    """Add an entry, and print its place."""
    if options.issue:
        read_suggestion(options)
    if not options.url or not options.topic:
        raise WrongUseError("add needs a URL and --topic, or a suggestion with both in --issue")
    path = find_topic(options.topic)
    lock = read_lock(in_project(LOCK))
    code = print_lock_findings(lock)
    try:
        added = add(options, path, lock.records, fetch or lookup_for(options))
        write_whole(path, added.text.encode())
    except RefusedError as error:
        print(error, file=sys.stderr)
        return WARNINGS
    except NoPageError as error:
        raise WrongUseError(str(error)) from None
    except CannotInsertError as error:
        what = f"the entry cannot be added to {path} without changing other text"
        raise WrongUseError(f"{what}; write it by hand: {error}") from None
    print(one_line(f"{added.link.path}:{added.link.line}: {added.line}"))
    return code


# The labels of `.github/ISSUE_TEMPLATE/suggest-a-resource.yml`. An issue form becomes a heading
# for each label, with the answer below it.
# https://docs.github.com/en/communities/using-templates-to-encourage-useful-issues-and-pull-requests/syntax-for-issue-forms
ANSWERS = {"Address": "url", "Topic": "topic", "Title": "title", "Why it is worth a reader's time": "note"}  # fmt: skip
NO_ANSWER = "_No response_"


def read_suggestion(options: argparse.Namespace) -> None:
    """Take the options that are not given from the issue of an event of GitHub.

    Raises:
        WrongUseError: The file holds no such event.
    """
    try:
        body = json.loads(options.issue.read_bytes())["issue"]["body"]
    except (ValueError, KeyError, TypeError, RecursionError):
        body = None
    if not isinstance(body, str):
        raise WrongUseError(f"“{options.issue}” holds no issue; use the event file of GitHub")
    for part in re.split(r"^### ", body.replace("\r\n", "\n"), flags=re.MULTILINE)[1:]:
        label, _, answer = part.partition("\n")
        name = ANSWERS.get(label.strip())
        if name and not getattr(options, name) and answer.strip() != NO_ANSWER:
            setattr(options, name, one_line_of(answer))


def find_topic(name: str) -> Path:
    """Return the file of a topic, by its name or its title.

    Raises:
        WrongUseError: There is no such topic; the text names similar ones.
    """
    topics = {path.stem: path for path in topic_pages()}
    wanted = name.strip().rpartition("/")[2].removesuffix(".md")
    wanted = "-".join(wanted.casefold().split())
    if wanted in topics:
        return topics[wanted]
    near = get_close_matches(wanted.casefold(), topics, n=5, cutoff=0.4) or [
        topic for topic in topics if wanted.casefold() in topic
    ]
    known = f"similar: {', '.join(near)}" if near else f"topics: {', '.join(topics) or 'none'}"
    raise WrongUseError(f"there is no topic “{name}” in {docs_folder().as_posix()}; {known}")


def add(
    options: argparse.Namespace, path: Path, records: Mapping[str, Record], fetch: LookUp
) -> Inserted:
    """Return a page with a new entry.

    Raises:
        RefusedError: The URL cannot be real, is linked already, or leads to another title.
        WrongUseError: The URL or the title is missing.
        NoPageError: A page cannot be read.
        CannotInsertError: The page has no place for it.
    """
    url, today = options.url.strip(), clock(os.environ)
    refuse_placeholder(url, today, allow=allowed(options))
    links = [link for page in find_pages([]) for link in read_file(page).links]
    works = Works(records, declared_same(links))
    refuse_duplicate(url, path, works, links, allowed=options.allow_duplicate)
    work = find_work(url, records, fetch)
    for key in work.metadata.same:
        works.join(work.identity.key, key)
    refuse_duplicate(url, path, works, links, allowed=options.allow_duplicate)
    added = insert(
        page_name(path), read_text(path), *describe_work(work, options), find_project(path)
    )
    for found in lint_link(added.link, work.record, today, allow=allowed(options)):
        if found.level == "warning":
            raise RefusedError(as_text(found))
    return added


def describe_work(work: Work, options: argparse.Namespace) -> tuple[str, str]:
    """Return the section of an entry, and its line.

    Raises:
        WrongUseError: Its title is not known.
    """
    title = one_line_of(options.title or work.title)
    if not title:
        what = f"the title of “{options.url}” is not known"
        raise WrongUseError(f"{what}: neither links.lock nor a provider has it; use --title")
    kind = options.kind or work.kind
    section = section_of(kind)
    known_there = "person" if section == "People" and not work.record else work.default_kind
    state = kind if kind != known_there else None
    return section, entry_line(title, url_to_write(work.identity), state, one_line_of(options.note))


def one_line_of(text: str) -> str:
    """Return a text on one line, without control characters."""
    return " ".join(UNSAFE.sub(" ", text).split())


def refuse_placeholder(url: str, today: date, *, allow: frozenset[str]) -> None:
    """Reject a URL that cannot be real.

    Raises:
        RefusedError: It cannot be real; the text says why.
        WrongUseError: It is not a web URL.
    """
    for found in lint_url(url, today, allow=allow):
        if found.code == "placeholder":
            raise RefusedError(f"placeholder: {one_line(found.message)}; {one_line(found.remedy)}")
    if not identify(url).canonical.startswith(("http://", "https://")):
        raise WrongUseError(f"“{url}” is not a web URL; write the whole URL, with https://")


def refuse_duplicate(
    url: str, path: Path, works: Works, links: list[Link], *, allowed: bool
) -> None:
    """Reject a work that pages link already, under any of its keys.

    Args:
        url: The URL to add.
        path: The page to add it to.
        works: Which keys are one work.
        links: All links of all pages.
        allowed: Whether another page may link it, or this page outside of entries.

    Raises:
        RefusedError: It is linked; the text says where, and names an entry if there is one.
    """
    key = identify(url).key
    keys = set(works.of(key))
    here = page_name(path)
    known = [link for link in links if link.key in keys and not f"/{link.path}".endswith(f"/{LEFT_ALONE}")]  # fmt: skip
    if allowed:
        known = [link for link in known if link.entry and link.path == here]
    first = min(known, key=lambda link: not link.entry, default=None)
    if first is None:
        return
    which = "" if first.key == key else f", as “{first.url}”"
    remedy = "extend that entry"
    if not (first.entry and first.path == here):
        remedy += ", or add it here too with --allow-duplicate"
    said = "listed" if first.entry else "linked"
    place = f"{first.path}:{first.line}:{first.column}"
    what = f"“{url}” is already {said} here{which}, under “{first.text}”"
    raise RefusedError(one_line(f"{place}: duplicate: {what}; {remedy}"))


def find_work(url: str, records: Mapping[str, Record], fetch: LookUp) -> Work:
    """Return what is known of a URL; providers are queried only where the lock has no title."""
    identity = identify(url)
    record = records.get(identity.key)
    metadata = None if record and record.title else fetch(identity.canonical)
    return Work(identity, record, metadata or Metadata())


def url_to_write(identity: Identity) -> str:
    """Return the URL to write: the canonical one of papers, else the given one without trackers."""
    return identity.canonical if identity.key.startswith(PAPERS) else rewrite_url(identity.url)
