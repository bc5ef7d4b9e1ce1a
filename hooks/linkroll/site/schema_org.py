"""The JSON-LD of the pages, in the vocabulary of schema.org."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from linkroll.site.model import Around, Card, Listed, Person, Topic

CONTEXT = "https://schema.org"

TYPES = {
    "paper": "ScholarlyArticle",
    "post": "BlogPosting",
    "explainer": "Article",
    "course": "LearningResource",
    "video": "VideoObject",
    "notebook": "SoftwareSourceCode",
    "interactive": "WebApplication",
    "code": "SoftwareSourceCode",
    "tool": "SoftwareApplication",
    "dataset": "Dataset",
    "benchmark": "Dataset",
    "thread": "DiscussionForumPosting",
    "group": "Organization",
    "community": "Organization",
    "event": "Event",
    "list": "ItemList",
    "person": "Person",
}
OTHER = "WebPage"
# Relations that schema.org has a term for (https://schema.org/isBasedOn).
BASED_ON = ("Extends", "Uses")

# Numbers that the world knows a work by, by the beginning of its key.
IDENTIFIERS = {"arxiv": "arXiv", "doi": "DOI", "or": "OpenReview", "acl": "ACL Anthology"}


def topic_data(
    topic: Topic, address: str, description: str, around: Callable[[Card], Around]
) -> dict[str, Any]:
    """Describe a topic: what it lists, in its order.

    Args:
        topic: The topic.
        address: The page's address.
        description: What the topic is about, in a sentence.
        around: Returns what the site says elsewhere of an entry.
    """
    return {
        "@context": CONTEXT,
        "@type": "CollectionPage",
        "name": topic.title,
        "url": address,
        **known_values(description=description),
        "mainEntity": item_list(
            entry_data(listed.card, around(listed.card)) for listed in topic.entries
        ),
    }


def people_data(people: Iterable[Person], address: str) -> dict[str, Any]:
    """Describe everyone who is introduced.

    Args:
        people: All people.
        address: The page's address.
    """
    return {
        "@context": CONTEXT,
        "@type": "CollectionPage",
        "url": address,
        "mainEntity": item_list(
            {
                "@type": "Person",
                "name": person.name,
                **known_values(url=person.card.url, alternateName=list(person.also)),
            }
            for person in people
            if person.card
        ),
    }


def site_data(name: str, address: str) -> dict[str, Any]:
    """Describe the site, and how it is searched.

    Args:
        name: The site's name.
        address: Its address, with a slash at its end.
    """
    return {
        "@context": CONTEXT,
        "@type": "WebSite",
        "name": name,
        "url": address,
        "potentialAction": {
            "@type": "SearchAction",
            "target": {"@type": "EntryPoint", "urlTemplate": f"{address}links/?text={{words}}"},
            "query-input": "required name=words",
        },
    }


def entry_data(card: Card, around: Around) -> dict[str, Any]:
    """Describe one entry; what is not known is left out."""
    kind = TYPES.get(card.kind, OTHER)
    described = {"@type": kind, "name": card.title, **known_values(url=card.url)}
    if kind == "Person":
        return described
    return described | known_values(
        author=[{"@type": "Person", "name": name} for name in card.authors],
        datePublished=card.date,
        identifier=identifier(card.key),
        license=license_address(card.vitals.license),
        dateModified=card.vitals.changed,
        timeRequired=f"PT{card.vitals.minutes}M" if card.vitals.minutes else None,
        isBasedOn=[work.card.url for work in bases(around) if work.card.url],
    )


def bases(around: Around) -> list[Listed]:
    """Return what a work is derived from: what it extends and what it uses."""
    return [work for label, works in around.relations if label in BASED_ON for work in works]


def license_address(identifier: str | None) -> str:
    """Return where SPDX has the text of a license (https://spdx.org/licenses/); nothing for others."""
    if not identifier or " " in identifier or identifier.startswith("LicenseRef-"):
        return ""
    return f"https://spdx.org/licenses/{identifier}.html"


def identifier(key: str) -> dict[str, str]:
    """Return the number that the world knows a work by, if it has one."""
    scheme, _, number = key.partition(":")
    if scheme not in IDENTIFIERS:
        return {}
    return {"@type": "PropertyValue", "propertyID": IDENTIFIERS[scheme], "value": number}


def item_list(items: Iterable[dict[str, Any]]) -> dict[str, Any]:
    """Return a list of things in their order."""
    ranked = [
        {"@type": "ListItem", "position": position, "item": item}
        for position, item in enumerate(items, 1)
    ]
    return {"@type": "ItemList", "numberOfItems": len(ranked), "itemListElement": ranked}


def known_values(**values: object) -> dict[str, Any]:
    """Leave out what is not known."""
    return {name: value for name, value in values.items() if value}
