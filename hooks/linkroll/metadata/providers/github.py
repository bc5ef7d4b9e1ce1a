"""The GitHub REST API (https://docs.github.com/en/rest/repos/repos#get-a-repository), and CITATION.cff.

Last change, license, archived or not, and the latest release
(https://docs.github.com/en/rest/releases/releases#get-the-latest-release; 404 where there is none)
are vital signs. 60 requests an hour without a token, 5000 with one. A renamed repository returns 301; the response
then has the new ``full_name``. The citation file (https://citation-file-format.github.io) has the
authors and the title, which the API does not return.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import TYPE_CHECKING

import yaml

from linkroll.metadata.parse.dates import month_of, parse_date
from linkroll.metadata.parse.json import json_of, member, members, text
from linkroll.metadata.parse.license import spdx
from linkroll.metadata.providers.clean import clean_metadata
from linkroll.metadata.providers.queue import RequestQueue

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from linkroll.metadata.types import Fetcher, Metadata, ProviderResponse

LONGEST_CITATION = 100_000
_REPOSITORY = re.compile(r"gh:[\w-]+/[\w.-]+")


@dataclass(frozen=True, slots=True)
class GitHub:
    """Metadata of ``gh:owner/name`` keys; what lies inside of a repository is a page."""

    base: str = "https://api.github.com"
    raw: str = "https://raw.githubusercontent.com"
    token: str = ""
    turns: RequestQueue = field(default_factory=RequestQueue)
    name = "github"
    batch_size = 1

    def handles(self, key: str) -> bool:
        """Whether the key is a repository, not one of its issues, commits or files."""
        return bool(_REPOSITORY.fullmatch(key))

    async def fetch(self, keys: Iterable[str], get: Fetcher) -> dict[str, Metadata]:
        """Fetch each repository, its citation file and its latest release."""
        found = {}
        for key in sorted(filter(self.handles, set(keys))):
            data = json_of(await self.turns.get(get, f"{self.base}/repos/{key.removeprefix('gh:')}", self._headers()))  # fmt: skip
            if full_name := text(data, "full_name"):
                file = await self.turns.get(get, f"{self.raw}/{full_name}/HEAD/CITATION.cff")
                release = await self.turns.get(get, f"{self.base}/repos/{full_name}/releases/latest", self._headers())  # fmt: skip
                found[key] = from_github(key, data, read_citation(file), latest_release(release))
        return found

    def _headers(self) -> dict[str, str]:
        headers = {"accept": "application/vnd.github+json", "x-github-api-version": "2022-11-28"}
        return headers | ({"authorization": f"Bearer {self.token}"} if self.token else {})


def from_github(
    key: str,
    data: object,
    citation: object,
    release: Mapping[str, str | int | None] = MappingProxyType({}),
) -> Metadata:
    """Read a repository; the author is the owner where no citation file has authors.

    Its last change is its last push (``pushed_at``), to whichever branch.
    """
    full_name = text(data, "full_name")
    authors = list(filter(None, (_author(each) for each in members(citation, "authors"))))
    metadata = clean_metadata(
        "github",
        key,
        title=full_name.rpartition("/")[2],
        authors=authors or [text(data, "owner", "login")],
        date=parse_date(text(data, "created_at")),
        venue="GitHub",
        kind="code",
        same=[f"gh:{full_name.lower()}"],
        vitals={
            "changed": month_of(text(data, "pushed_at")),
            "state": "archived" if member(data, "archived") is True else None,
            "license": spdx(text(data, "license", "spdx_id")),
            **release,
        },
    )
    cited = metadata.origin | {"authors": "citation"}
    return replace(metadata, origin=cited) if authors else metadata


def latest_release(response: ProviderResponse | None) -> dict[str, str | int | None]:
    """Read the latest release; nothing where there is no usable response."""
    if response is not None and response.status == 404:
        return {"release": None}
    name = text(json_of(response), "tag_name")
    return {"release": name} if name else {}


def read_citation(response: ProviderResponse | None) -> object:
    """Read a CITATION.cff; None where there is no valid one."""
    if response is None or response.status != 200 or len(response.body) > LONGEST_CITATION:
        return None
    try:
        return yaml.safe_load(response.body)
    except (yaml.YAMLError, ValueError, RecursionError):
        return None


def _author(data: object) -> str:
    """Return the name of a person (given name, particle, family name) or of an entity."""
    names = ("given-names", "name-particle", "family-names", "name-suffix")
    return " ".join(filter(None, (text(data, name) for name in names))) or text(data, "name")
