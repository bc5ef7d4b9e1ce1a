"""The check cache: observations of earlier runs, validators for conditional requests, and dates.

It is one file of JSON lines in the cache folder. Each observation is appended at once, so that an
interrupted run loses none. Losing the file costs requests and nothing else.
"""

from __future__ import annotations

import json
from codecs import BOM_UTF8
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import IO, TYPE_CHECKING, Any, Self

from linkroll.lock.atomic import write_whole
from linkroll.lock.record import Outcome
from linkroll.lock.verdict import Hop, Observation, Result

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

FILE = "checks.jsonl"
HONEST_FOR = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class CachedCheck:
    """One check: its key, URL and day, what it observed, and validators for the next request."""

    key: str
    url: str
    day: date
    observation: Observation
    validators: Mapping[str, str] = field(default_factory=dict)  # headers; they go with `at`
    at: str = ""  # the URL that the validators are for


@dataclass(frozen=True, slots=True)
class MetadataQuery:
    """The day of the last complete query for metadata, and whether it returned a title."""

    day: date
    has_title: bool = False


class CheckCache:
    """The observations of this run and of earlier ones.

    Args:
        path: The file; None to keep everything in memory.
        today: The day of this run.
    """

    def __init__(self, path: Path | None, today: date) -> None:
        self.today = today
        self._path = path
        self._checks: dict[str, CachedCheck] = {}  # by URL
        self._days: dict[str, date] = {}  # by key
        self._honest: dict[str, date] = {}
        self._queries: dict[str, MetadataQuery] = {}  # by key
        self._withheld: dict[str, date] = {}  # by host, since when
        self._lines = 0
        self._file: IO[str] | None = None
        if path is not None:
            self._read(path)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the file, and rewrite it where most lines are outdated."""
        if self._file is not None:
            self._file.close()
            self._file = None
        known = len(self._checks) + len(self._honest) + len(self._queries) + len(self._withheld)
        if self._path is not None and self._lines > 2 * known + 100:
            lines = [dump_check(check) for check in self._checks.values()]
            lines += [dump_place(place, day) for place, day in self._honest.items()]
            lines += [dump_query(key, query) for key, query in self._queries.items()]
            lines += [dump_withheld(host, day) for host, day in self._withheld.items()]
            write_whole(self._path, "".join(f"{line}\n" for line in lines).encode())
            self._lines = known

    def last(self, key: str) -> date | None:
        """Return the day of the last check of a key."""
        return self._days.get(key)

    def recall(self, url: str) -> CachedCheck | None:
        """Return the last check of a URL."""
        return self._checks.get(url)

    def checks(self) -> dict[str, list[CachedCheck]]:
        """Return the checks of each key that were made on the day of its last check."""
        found: dict[str, list[CachedCheck]] = {}
        for check in self._checks.values():
            if check.day == self._days[check.key]:
                found.setdefault(check.key, []).append(check)
        return found

    def remember(self, check: CachedCheck) -> None:
        """Store a check."""
        self._keep(check)
        self._write(dump_check(check))

    def returns_404_for_unknown(self, place: str) -> bool:
        """Whether this part of a site recently returned 404 for a probe URL."""
        day = self._honest.get(place)
        return day is not None and self.today - day <= HONEST_FOR

    def record_404_for_unknown(self, place: str) -> None:
        """Record that this part of a site returned 404 for a probe URL."""
        self._honest[place] = self.today
        self._write(dump_place(place, self.today))

    def last_query(self, key: str) -> MetadataQuery | None:
        """Return the last query for the metadata of a key that all its providers responded to."""
        return self._queries.get(key)

    def record_query(self, key: str, *, has_title: bool) -> None:
        """Record that they all responded today. Call it after their metadata are saved."""
        query = MetadataQuery(self.today, has_title)
        if self._queries.get(key) != query:
            self._queries[key] = query
            self._write(dump_query(key, query))

    def withheld_since(self, host: str) -> date:
        """Return the day since which the failures of a host are withheld; today if they are not."""
        return self._withheld.get(host, self.today)

    def withhold_host(self, host: str) -> None:
        """Record that the failures of a host are withheld in this run."""
        if host not in self._withheld:
            self._withheld[host] = self.today
            self._write(dump_withheld(host, self.today))

    def release_host(self, host: str) -> None:
        """Record that a host has responded, so that its failures count again."""
        if self._withheld.pop(host, None):
            self._write(dump_withheld(host, None))

    def _keep(self, check: CachedCheck) -> None:
        self._checks[check.url] = check
        self._days[check.key] = max(check.day, self._days.get(check.key, check.day))

    def _write(self, line: str) -> None:
        if self._path is None:
            return
        if self._file is None:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            torn = self._path.exists() and not self._path.read_bytes().endswith(b"\n")
            self._file = self._path.open("a", encoding="utf-8")
            self._file.write("\n" if torn and self._lines else "")
        self._file.write(f"{line}\n")
        self._file.flush()
        self._lines += 1

    def _read(self, path: Path) -> None:
        """Read the file; an incomplete line, as a killed run leaves it, is skipped."""
        try:
            content = path.read_bytes()
        except OSError:
            return
        for line in content.removeprefix(BOM_UTF8).splitlines():
            self._lines += 1
            try:
                self._take(json.loads(line))
            except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
                continue  # the file is untrusted

    def _take(self, values: dict[str, Any]) -> None:
        if "doubted" in values:
            self._withheld.pop(str(values["doubted"]), None)
            if values.get("day"):
                self._withheld[str(values["doubted"])] = date.fromisoformat(values["day"])
            return
        day = date.fromisoformat(values["day"])
        if "honest" in values:
            self._honest[str(values["honest"])] = day
            return
        if "facts" in values:
            self._queries[str(values["facts"])] = MetadataQuery(day, bool(values.get("told")))
            return
        outcome = Outcome(at=day.isoformat(), **values["outcome"])
        chain = tuple(Hop(str(url), int(status)) for url, status in values.get("chain", ()))
        check = CachedCheck(
            key=str(values["key"]),
            url=str(values["url"]),
            day=day,
            observation=Observation(Result(values["result"]), outcome, chain),
            validators=dict(values.get("validators", {})),
            at=str(values.get("at", "")),
        )
        self._keep(check)


def dump_check(check: CachedCheck) -> str:
    """Return the line of a check."""
    outcome = {
        name: getattr(check.observation.outcome, name)
        for name in ("status", "final", "reason", "by")
    }
    values = {
        "key": check.key,
        "url": check.url,
        "day": check.day.isoformat(),
        "result": check.observation.result.value,
        "outcome": {name: value for name, value in outcome.items() if value is not None},
        "chain": [[hop.url, hop.status] for hop in check.observation.chain],
        "validators": dict(check.validators),
        "at": check.at,
    }
    return json.dumps({name: value for name, value in values.items() if value})


def dump_place(place: str, day: date) -> str:
    """Return the line of a part of a site that returns 404 for probe URLs."""
    return json.dumps({"honest": place, "day": day.isoformat()})


def dump_withheld(host: str, day: date | None) -> str:
    """Return the line of a host whose failures are withheld; without a day, they count again."""
    return json.dumps({"doubted": host, **({"day": day.isoformat()} if day else {})})


def dump_query(key: str, query: MetadataQuery) -> str:
    """Return the line of a query for metadata."""
    return json.dumps({"facts": key, "day": query.day.isoformat(), "told": query.has_title})
