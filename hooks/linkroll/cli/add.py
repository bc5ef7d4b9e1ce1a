"""`linkroll add`: one more entry on a topic, under its true title."""

from __future__ import annotations

import os
import sys
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from linkroll.cli.exit_codes import WARNINGS, WrongUseError
from linkroll.cli.export import TOPICS
from linkroll.cli.lock_report import print_lock_findings
from linkroll.cli.network_options import add_network, settings
from linkroll.clock import clock
from linkroll.findings import UNSAFE, as_text, one_line
from linkroll.kinds import KINDS
from linkroll.lint.rules import lint_link
from linkroll.lock.atomic import write_whole
from linkroll.lock.lockfile import LOCK, read_lock
from linkroll.lock.works import Works, stated
from linkroll.markdown.files import NoPageError, find_pages, page_name, read_file, read_text
from linkroll.markdown.insert import CannotInsertError, Inserted, entry_line, insert, section_of
from linkroll.metadata.types import Metadata
from linkroll.placeholders.lint_url import lint_url
from linkroll.tasks.fix import LEFT_ALONE
from linkroll.tasks.lookup import look_up
from linkroll.urls.identify import identify
from linkroll.urls.resource import PAPERS
from linkroll.urls.rewrite import rewrite_url

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Mapping
    from datetime import date

    from linkroll.lock.record import Record
    from linkroll.markdown.links import Link
    from linkroll.urls.identify import Identity

    # Given an address, what sources state of it; None where none was asked, or none knows it.
    Ask = Callable[[str], Metadata | None]


class RefusedError(Exception):
    """What was asked for is not to be listed; the text says why, with the place."""


class Work(NamedTuple):
    """What is to be added: its identity, what the lock knows of it, and what sources say."""

    identity: Identity
    record: Record | None
    facts: Metadata

    @property
    def kind_by_itself(self) -> str:
        """What a card will call it where the line does not say."""
        return self.record.kind if self.record else self.identity.kind

    @property
    def kind(self) -> str:
        """What it is, by the best that is known."""
        return self.record.kind if self.record else self.facts.kind or self.identity.kind

    @property
    def title(self) -> str:
        """What it is called; empty where nobody knows."""
        return (self.record and self.record.title) or self.facts.title or ""


def describe(part: argparse.ArgumentParser) -> None:
    """Describe the command."""
    part.description = (
        "Write a new entry at the end of the list where it belongs: people under People, demos "
        "and notebooks under Demos, all else under Links. What is listed already is refused, "
        "under whatever address, and so is an address that cannot be real."
    )
    part.add_argument("url", metavar="URL", help="its address, any form of it")
    part.add_argument(
        "--topic", required=True, metavar="T", help="the topic: the name of its file in docs/topics"
    )
    part.add_argument(
        "--note", default="", help="why it is worth a reader's time, in a sentence or two"
    )
    part.add_argument(
        "--title", default="", help="its own title (default: what links.lock or a source says)"
    )
    part.add_argument(
        "--kind", choices=KINDS, metavar="KIND", help=f"what it is: {', '.join(KINDS)}"
    )
    part.add_argument(
        "--again", action="store_true", help="list it here too, though another page links it"
    )
    add_network(part, budget=20.0)


def asking(options: argparse.Namespace) -> Ask:
    """Return how to ask; nobody is asked where the title is given."""

    def ask(url: str) -> Metadata | None:
        return None if options.title else look_up(url, settings(options), clock(os.environ))

    return ask


def run(options: argparse.Namespace, ask: Ask | None = None) -> int:
    """Add an entry, and say where it stands."""
    path = find_topic(options.topic)
    lock = read_lock(Path(LOCK))
    code = print_lock_findings(lock)
    try:
        added = add(options, path, lock.records, ask or asking(options))
        write_whole(path, added.text.encode())
    except RefusedError as error:
        print(error, file=sys.stderr)
        return WARNINGS
    except NoPageError as error:
        raise WrongUseError(str(error)) from None
    except CannotInsertError as error:
        what = f"the entry cannot be added to {path} without changing what stands there"
        raise WrongUseError(f"{what}; write it by hand: {error}") from None
    print(one_line(f"{added.link.path}:{added.link.line}: {added.line}"))
    return code


def find_topic(name: str) -> Path:
    """Return the file of a topic, by its name.

    Raises:
        WrongUseError: There is no such topic; it says which are near.
    """
    topics = {path.stem: path for path in sorted(TOPICS.glob("*.md"))}
    wanted = name.removeprefix(f"{TOPICS.as_posix()}/").removesuffix(".md")
    if wanted in topics:
        return topics[wanted]
    near = get_close_matches(wanted.casefold(), topics, n=5, cutoff=0.4) or [
        topic for topic in topics if wanted.casefold() in topic
    ]
    said = f"near it: {', '.join(near)}" if near else f"there are: {', '.join(topics) or 'none'}"
    raise WrongUseError(f"there is no topic “{name}” in {TOPICS}; {said}")


def add(
    options: argparse.Namespace, path: Path, records: Mapping[str, Record], ask: Ask
) -> Inserted:
    """Put an entry on a page, if nothing speaks against it.

    Raises:
        RefusedError: It cannot be real, is linked already, or is called by another thing's title.
        WrongUseError: Its address or its title is missing.
        NoPageError: A page cannot be read.
        CannotInsertError: The page leaves no room for it.
    """
    url, today = options.url.strip(), clock(os.environ)
    refuse_placeholder(url, today, allow_private=options.allow_private)
    links = [link for page in find_pages([]) for link in read_file(page).links]
    works = Works(records, stated(links))
    refuse_duplicate(url, path, works, links, again=options.again)
    work = known_of(url, records, ask)
    for key in work.facts.same:
        works.join(work.identity.key, key)
    refuse_duplicate(url, path, works, links, again=options.again)
    added = insert(page_name(path), read_text(path), *describe_work(work, options))
    for found in lint_link(added.link, work.record, today, allow_private=options.allow_private):
        if found.level == "warning":
            raise RefusedError(as_text(found))
    return added


def describe_work(work: Work, options: argparse.Namespace) -> tuple[str, str]:
    """Return the section that an entry goes to, and its line.

    Raises:
        WrongUseError: Nobody knows its title.
    """
    title = one_line_of(options.title or work.title)
    if not title:
        what = f"the title of “{options.url}” is not known"
        raise WrongUseError(f"{what}: links.lock has none, and no source told it; give it with --title")  # fmt: skip
    kind = options.kind or work.kind
    section = section_of(kind)
    known_there = "person" if section == "People" and not work.record else work.kind_by_itself
    state = kind if kind != known_there else None
    return section, entry_line(title, written(work.identity), state, one_line_of(options.note))


def one_line_of(text: str) -> str:
    """Return a text on one line, without control characters."""
    return " ".join(UNSAFE.sub(" ", text).split())


def refuse_placeholder(url: str, today: date, *, allow_private: bool) -> None:
    """Refuse what cannot be real.

    Raises:
        RefusedError: It cannot be, and this is why.
        WrongUseError: It is no address of the web.
    """
    for doubt in lint_url(url, today, allow_private=allow_private):
        if doubt.code == "placeholder":
            raise RefusedError(f"placeholder: {one_line(doubt.message)}; {one_line(doubt.remedy)}")
    if not identify(url).canonical.startswith(("http://", "https://")):
        raise WrongUseError(f"“{url}” is no address of the web; write a whole one, with https://")


def refuse_duplicate(url: str, path: Path, works: Works, links: list[Link], *, again: bool) -> None:
    """Refuse what pages link already, under whatever key of the same work; entries first.

    Args:
        url: What is to be added.
        path: The page it is to be added to.
        works: Which keys are one work.
        links: All links of all pages.
        again: Whether it may be linked on another page, or on this one by no entry.

    Raises:
        RefusedError: It is, and this is where.
    """
    key = identify(url).key
    keys = set(works.of(key))
    here = page_name(path)
    known = [link for link in links if link.key in keys and not f"/{link.path}".endswith(f"/{LEFT_ALONE}")]  # fmt: skip
    if again:
        known = [link for link in known if link.entry and link.path == here]
    first = min(known, key=lambda link: not link.entry, default=None)
    if first is None:
        return
    which = "" if first.key == key else f", as “{first.url}”"
    remedy = "add to what is said there"
    if not (first.entry and first.path == here):
        remedy += ", or make an entry of it here too with --again"
    said = "listed" if first.entry else "linked"
    place = f"{first.path}:{first.line}:{first.column}"
    what = f"“{url}” is {said} here already{which}, under “{first.text}”"
    raise RefusedError(one_line(f"{place}: duplicate: {what}; {remedy}"))


def known_of(url: str, records: Mapping[str, Record], ask: Ask) -> Work:
    """Return what is known of an address; sources are asked only for what the lock does not know."""
    identity = identify(url)
    record = records.get(identity.key)
    facts = None if record and record.title else ask(identity.canonical)
    return Work(identity, record, facts or Metadata())


def written(identity: Identity) -> str:
    """Return the address to write: of papers the page about them, of all else a tidy form."""
    return identity.canonical if identity.key.startswith(PAPERS) else rewrite_url(identity.url)
