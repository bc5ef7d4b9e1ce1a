"""DOIs: Crossref (https://api.crossref.org/swagger-ui), and DataCite for those it does not have
(https://support.datacite.org/docs/api-get-doi).

Crossref requests a ``mailto`` as contact; it returns one record per request, no batch by DOI.
"""  # noqa: D205 - one sentence with two addresses

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import quote, urlencode

from linkroll.metadata.parse.authors import first_last
from linkroll.metadata.parse.dates import calendar_date, earliest, parse_date
from linkroll.metadata.parse.json import json_of, member, members, text, texts
from linkroll.metadata.parse.pages import count_pages
from linkroll.metadata.providers.clean import clean_metadata
from linkroll.metadata.providers.queue import RequestQueue

if TYPE_CHECKING:
    from collections.abc import Iterable

    from linkroll.metadata.types import Fetcher, Metadata

CROSSREF_KINDS = {"dataset": "dataset", "component": "page", "grant": "page"}
DATACITE_KINDS = {
    "Software": "code", "Dataset": "dataset", "Audiovisual": "video", "ComputationalNotebook": "notebook",
    "InteractiveResource": "interactive", "Collection": "page", "Other": "page",
}  # fmt: skip
# The date of first publication is the earliest of these.
DATES = ("published-online", "published-print", "published", "issued", "posted")
SAME = ("is-preprint-of", "has-preprint", "is-version-of", "has-version", "is-identical-to")
DATACITE_SAME = ("IsVersionOf", "IsIdenticalTo", "IsPreviousVersionOf", "IsPublishedIn")


@dataclass(frozen=True, slots=True)
class Crossref:
    """Metadata of ``doi:`` keys."""

    base: str = "https://api.crossref.org"
    datacite: str = "https://api.datacite.org"
    mailto: str = ""
    turns: RequestQueue = field(default_factory=lambda: RequestQueue(0.2))
    name = "crossref"
    batch_size = 1

    def handles(self, key: str) -> bool:
        """Whether the key is a DOI."""
        return key.startswith("doi:10.")

    async def fetch(self, keys: Iterable[str], get: Fetcher) -> dict[str, Metadata]:
        """Fetch each from Crossref, or from DataCite where Crossref responds with 404."""
        found = {}
        for key in sorted(filter(self.handles, set(keys))):
            if metadata := await self._one(key, get):
                found[key] = metadata
        return found

    async def _one(self, key: str, get: Fetcher) -> Metadata | None:
        doi = quote(key.removeprefix("doi:"), safe="")
        polite = "?" + urlencode({"mailto": self.mailto}) if self.mailto else ""
        response = await self.turns.get(get, f"{self.base}/works/{doi}{polite}")
        if response is not None and response.status == 404:
            response = await self.turns.get(get, f"{self.datacite}/dois/{doi}")
            data = member(json_of(response), "data", "attributes")
            return from_datacite(key, data) if isinstance(data, dict) else None
        work = member(json_of(response), "message")
        return from_crossref(key, work) if isinstance(work, dict) else None


def from_crossref(key: str, work: object) -> Metadata:
    """Read a work as Crossref describes it."""
    title = ": ".join(filter(None, (text(work, "title", 0), text(work, "subtitle", 0))))
    dates = [date for name in DATES if (date := _date(member(work, name, "date-parts", 0)))]
    relations = [
        text(each, "id").lower() for name in SAME for each in members(work, "relation", name)
    ]
    return clean_metadata(
        "crossref",
        key,
        title=title,
        authors=[_crossref_author(each) for each in members(work, "author")],
        date=earliest(dates),
        venue=next(iter(texts(work, "container-title")), "") or text(work, "institution", 0, "name"),
        kind=CROSSREF_KINDS.get(text(work, "type"), "paper"),
        same=[f"doi:{doi}" for doi in relations if doi.startswith("10.")],
        vitals={"pages": count_pages(text(work, "page"))},
    )  # fmt: skip


def _crossref_author(author: object) -> str:
    """People have a given and a family name, groups a name."""
    parts = (text(author, "given"), text(author, "family"), text(author, "suffix"))
    return " ".join(filter(None, parts)) or text(author, "name")


def _date(parts: object) -> str | None:
    """``[2021, 7, 15]``, with month and day or without."""
    numbers = [each for each in parts if isinstance(each, int)] if isinstance(parts, list) else []
    return calendar_date(*numbers[:3]) if numbers and 0 < numbers[0] < 10_000 else None


def from_datacite(key: str, data: object) -> Metadata:
    """Read a work as DataCite describes it."""
    kinds = DATACITE_KINDS.get(text(data, "types", "resourceTypeGeneral"), "paper")
    dated = {text(each, "dateType"): text(each, "date") for each in members(data, "dates")}
    dates = [
        parse_date(dated.get(name, "")[:10])
        for name in ("Issued", "Available", "Created", "Submitted")
    ]
    related = [
        text(each, "relatedIdentifier").lower()
        for each in members(data, "relatedIdentifiers")
        if text(each, "relationType") in DATACITE_SAME
        and text(each, "relatedIdentifierType") == "DOI"
    ]
    return clean_metadata(
        "datacite",
        key,
        title=text(data, "titles", 0, "title"),
        authors=[_datacite_author(each) for each in members(data, "creators")],
        date=next(filter(None, dates), None) or parse_date(str(member(data, "publicationYear"))),
        venue=text(data, "publisher") or text(data, "publisher", "name"),
        kind=kinds,
        same=[f"doi:{doi}" for doi in related if doi.startswith("10.")],
    )  # fmt: skip


def _datacite_author(creator: object) -> str:
    own = " ".join(filter(None, (text(creator, "givenName"), text(creator, "familyName"))))
    group = text(creator, "nameType") == "Organizational"
    return own or (text(creator, "name") if group else first_last(text(creator, "name")))
