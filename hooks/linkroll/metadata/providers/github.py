"""The GitHub REST API (https://docs.github.com/en/rest/repos/repos#get-a-repository), and CITATION.cff.

Last change, license, archived or not, and the latest release
(https://docs.github.com/en/rest/releases/releases#get-the-latest-release; 404 where there is none)
are vital signs. 60 requests an hour without a token, 5000 with one. A renamed repository answers 301; its own answer
then has the new ``full_name``. The citation file (https://citation-file-format.github.io) knows the
authors and the title that the API does not.
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
        """Repositories, not their issues, commits or files."""
        return bool(_REPOSITORY.fullmatch(key))

    async def fetch(self, keys: Iterable[str], get: Fetcher) -> dict[str, Metadata]:
        """Fetch each repository, its citation file and its latest release."""
        found = {}
        for key in sorted(filter(self.handles, set(keys))):
            stated = json_of(await self.turns.get(get, f"{self.base}/repos/{key.removeprefix('gh:')}", self._headers()))  # fmt: skip
            if full_name := text(stated, "full_name"):
                file = await self.turns.get(get, f"{self.raw}/{full_name}/HEAD/CITATION.cff")
                release = await self.turns.get(get, f"{self.base}/repos/{full_name}/releases/latest", self._headers())  # fmt: skip
                found[key] = from_github(key, stated, read_citation(file), latest_release(release))
        return found

    def _headers(self) -> dict[str, str]:
        headers = {"accept": "application/vnd.github+json", "x-github-api-version": "2022-11-28"}
        return headers | ({"authorization": f"Bearer {self.token}"} if self.token else {})


def from_github(
    key: str,
    stated: object,
    citation: object,
    release: Mapping[str, str | int | None] = MappingProxyType({}),
) -> Metadata:
    """Read a repository; the owner is named where no citation file names authors.

    Its last change is its last push (``pushed_at``), to whichever branch.
    """
    full_name = text(stated, "full_name")
    authors = list(filter(None, (_author(each) for each in members(citation, "authors"))))
    metadata = clean_metadata(
        "github",
        key,
        title=full_name.rpartition("/")[2],
        authors=authors or [text(stated, "owner", "login")],
        date=parse_date(text(stated, "created_at")),
        venue="GitHub",
        kind="code",
        same=[f"gh:{full_name.lower()}"],
        vitals={
            "changed": month_of(text(stated, "pushed_at")),
            "state": "archived" if member(stated, "archived") is True else None,
            "license": spdx(text(stated, "license", "spdx_id")),
            **release,
        },
    )
    cited = metadata.origin | {"authors": "citation"}
    return replace(metadata, origin=cited) if authors else metadata


def latest_release(answer: ProviderResponse | None) -> dict[str, str | int | None]:
    """Read the latest release; nothing is stated where the API gave no usable answer."""
    if answer is not None and answer.status == 404:
        return {"release": None}
    name = text(json_of(answer), "tag_name")
    return {"release": name} if name else {}


def read_citation(answer: ProviderResponse | None) -> object:
    """Read a CITATION.cff; None for what is none."""
    if answer is None or answer.status != 200 or len(answer.body) > LONGEST_CITATION:
        return None
    try:
        return yaml.safe_load(answer.body)
    except (yaml.YAMLError, ValueError, RecursionError):
        return None


def _author(stated: object) -> str:
    """People have given and family names with a particle between them, entities a name."""
    names = ("given-names", "name-particle", "family-names", "name-suffix")
    return " ".join(filter(None, (text(stated, name) for name in names))) or text(stated, "name")
