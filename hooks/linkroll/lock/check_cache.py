"""What earlier runs saw: due dates, answers not yet in the lock, and what makes asking cheap.

One file of JSON lines in the cache folder, written to at its end as soon as something is learnt,
so that an interrupted run keeps all it saw. Losing the file costs requests and nothing else.
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
    """One check that was made: of what, when, with which result, and how to ask again cheaply."""

    key: str
    url: str
    day: date
    seen: Observation
    validators: Mapping[str, str] = field(default_factory=dict)  # headers; they go with `at`
    at: str = ""  # the URL that the validators are for


@dataclass(frozen=True, slots=True)
class MetadataQuery:
    """When facts of a key were last asked for, and whether somebody told its title."""

    day: date
    told: bool = False


class CheckCache:
    """What was seen by this run and by earlier ones.

    Args:
        path: The file; None to remember only while the program runs.
        today: The day of this run.
    """

    def __init__(self, path: Path | None, today: date) -> None:
        self.today = today
        self._path = path
        self._checks: dict[str, CachedCheck] = {}  # by URL
        self._days: dict[str, date] = {}  # by key
        self._honest: dict[str, date] = {}
        self._facts: dict[str, MetadataQuery] = {}  # by key
        self._doubted: dict[str, date] = {}  # by host, since when
        self._lines = 0
        self._file: IO[str] | None = None
        if path is not None:
            self._read(path)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the file, and tidy it where most of it is outdated."""
        if self._file is not None:
            self._file.close()
            self._file = None
        known = len(self._checks) + len(self._honest) + len(self._facts) + len(self._doubted)
        if self._path is not None and self._lines > 2 * known + 100:
            lines = [dump_check(check) for check in self._checks.values()]
            lines += [dump_place(place, day) for place, day in self._honest.items()]
            lines += [dump_facts(key, asked) for key, asked in self._facts.items()]
            lines += [dump_doubt(host, day) for host, day in self._doubted.items()]
            write_whole(self._path, "".join(f"{line}\n" for line in lines).encode())
            self._lines = known

    def last(self, key: str) -> date | None:
        """The day of the last check of a key."""
        return self._days.get(key)

    def recall(self, url: str) -> CachedCheck | None:
        """The last check of a URL."""
        return self._checks.get(url)

    def checks(self) -> dict[str, list[CachedCheck]]:
        """The last checks of each key: those of its URLs that were made on its last day."""
        found: dict[str, list[CachedCheck]] = {}
        for check in self._checks.values():
            if check.day == self._days[check.key]:
                found.setdefault(check.key, []).append(check)
        return found

    def remember(self, check: CachedCheck) -> None:
        """Keep a check."""
        self._keep(check)
        self._write(dump_check(check))

    def returns_404_for_unknown(self, place: str) -> bool:
        """Whether this part of a site was seen lately to say that a made-up page is not there."""
        day = self._honest.get(place)
        return day is not None and self.today - day <= HONEST_FOR

    def record_404_for_unknown(self, place: str) -> None:
        """Keep that it was."""
        self._honest[place] = self.today
        self._write(dump_place(place, self.today))

    def last_facts(self, key: str) -> MetadataQuery | None:
        """When all who may know a key last answered a question about its facts."""
        return self._facts.get(key)

    def asked_facts(self, key: str, *, told: bool) -> None:
        """Keep that they did today. Call it once what they told is safe."""
        asked = MetadataQuery(self.today, told)
        if self._facts.get(key) != asked:
            self._facts[key] = asked
            self._write(dump_facts(key, asked))

    def doubted_since(self, host: str) -> date:
        """The day since which the failures of a host are put down to the network; or today."""
        return self._doubted.get(host, self.today)

    def doubt_host(self, host: str) -> None:
        """Note that the failures of a host count for nothing in this run."""
        if host not in self._doubted:
            self._doubted[host] = self.today
            self._write(dump_doubt(host, self.today))

    def believe_host(self, host: str) -> None:
        """Note that a host has answered."""
        if self._doubted.pop(host, None):
            self._write(dump_doubt(host, None))

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
        """Read what is there; a line that was cut off by the end of a run is passed over."""
        try:
            content = path.read_bytes()
        except OSError:
            return
        for line in content.removeprefix(BOM_UTF8).splitlines():
            self._lines += 1
            try:
                self._take(json.loads(line))
            except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
                continue  # whoever can write the file can write anything

    def _take(self, values: dict[str, Any]) -> None:
        if "doubted" in values:
            self._doubted.pop(str(values["doubted"]), None)
            if values.get("day"):
                self._doubted[str(values["doubted"])] = date.fromisoformat(values["day"])
            return
        day = date.fromisoformat(values["day"])
        if "honest" in values:
            self._honest[str(values["honest"])] = day
            return
        if "facts" in values:
            self._facts[str(values["facts"])] = MetadataQuery(day, bool(values.get("told")))
            return
        outcome = Outcome(at=day.isoformat(), **values["outcome"])
        chain = tuple(Hop(str(url), int(status)) for url, status in values.get("chain", ()))
        check = CachedCheck(
            key=str(values["key"]),
            url=str(values["url"]),
            day=day,
            seen=Observation(Result(values["result"]), outcome, chain),
            validators=dict(values.get("validators", {})),
            at=str(values.get("at", "")),
        )
        self._keep(check)


def dump_check(check: CachedCheck) -> str:
    """Write a check as a line."""
    outcome = {
        name: getattr(check.seen.outcome, name) for name in ("status", "final", "reason", "by")
    }
    values = {
        "key": check.key,
        "url": check.url,
        "day": check.day.isoformat(),
        "result": check.seen.result.value,
        "outcome": {name: value for name, value in outcome.items() if value is not None},
        "chain": [[hop.url, hop.status] for hop in check.seen.chain],
        "validators": dict(check.validators),
        "at": check.at,
    }
    return json.dumps({name: value for name, value in values.items() if value})


def dump_place(place: str, day: date) -> str:
    """Write an honest part of a site as a line."""
    return json.dumps({"honest": place, "day": day.isoformat()})


def dump_doubt(host: str, day: date | None) -> str:
    """Write since when a host is doubted as a line; no longer, where there is no day."""
    return json.dumps({"doubted": host, **({"day": day.isoformat()} if day else {})})


def dump_facts(key: str, asked: MetadataQuery) -> str:
    """Write when facts were asked for as a line."""
    return json.dumps({"facts": key, "day": asked.day.isoformat(), "told": asked.told})
