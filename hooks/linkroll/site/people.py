"""Who is who: everyone who is introduced or wrote something, with what of theirs is listed."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from linkroll.site.model import CompanionLink, Person

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from linkroll.site.model import Card, Listed


class PersonNames:
    """Under which one name each person is known here.

    Only letter case may differ unless an alias joins two names, for initials alone join nobody.

    Args:
        aliases: The other names that somebody wrote under, by the name they are known by.
    """

    def __init__(self, aliases: Mapping[str, Iterable[str]]) -> None:
        self._known = {
            other.casefold(): name for name, others in aliases.items() for other in (*others, name)
        }

    def known_as(self, name: str) -> str:
        """Return the name that a person is known by."""
        return self._known.get(name.casefold(), name)


def read_aliases(value: object) -> dict[str, tuple[str, ...]]:
    """Read aliases as front matter states them: a name, and one other name or a list of them.

    Raises:
        ValueError: They are something else.
    """
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise ValueError(  # noqa: TRY004 - what is wrong is what somebody wrote
            "aliases must map a name to the other names of that person"
        )
    return {str(name): read_name_list(name, others) for name, others in value.items()}


def read_name_list(name: object, others: object) -> tuple[str, ...]:
    """Read the other names of one person."""
    listed = others if isinstance(others, list) else [others]
    if not all(isinstance(other, str) and other.strip() for other in listed):
        raise ValueError(f"the aliases of “{name}” must be a name or a list of names")
    return tuple(listed)


def gather_people(entries: Iterable[Listed], names: PersonNames) -> list[Person]:
    """Return everyone who is introduced, as they come, then every author, the busiest first."""
    introduced: dict[str, list[Listed]] = defaultdict(list)
    works: dict[str, list[Listed]] = defaultdict(list)
    spelt: dict[str, dict[str, None]] = defaultdict(dict)
    for listed in entries:
        card = listed.card
        if card.kind == "person":
            introduced[names.known_as(card.title).casefold()].append(listed)
        for name in dict.fromkeys(
            (*card.authors, *([card.title] if card.kind == "person" else ()))
        ):
            spelt[names.known_as(name).casefold()][name] = None
        for name in dict.fromkeys(names.known_as(author).casefold() for author in card.authors):
            works[name].append(listed)
    others = sorted(works.keys() - introduced.keys(), key=lambda name: (-len(works[name]), name))
    return [
        make_person(names, list(spelt[name]), introduced.get(name, []), works.get(name, []))
        for name in (*introduced, *others)
    ]


def make_person(
    names: PersonNames, spelt: list[str], introduced: list[Listed], works: list[Listed]
) -> Person:
    """Put together what is known of one person.

    Args:
        names: Who is known by which name.
        spelt: The person's name, in each spelling that was met.
        introduced: The entries that introduce the person.
        works: What of theirs is listed.
    """
    name = names.known_as(spelt[0])
    return Person(
        name,
        introduced[0] if introduced else None,
        tuple(works),
        tuple(dict.fromkeys(topic for listed in (*introduced, *works) for topic in listed.topics)),
        tuple(other for other in spelt if other.casefold() != name.casefold()),
        tuple(other_addresses([listed.card for listed in introduced])),
    )


def other_addresses(cards: list[Card]) -> list[CompanionLink]:
    """Return where a person is found, besides the address of the first card that introduces them."""
    found = [
        CompanionLink(card.site, "person", card.url) for card in cards if card.url != cards[0].url
    ]
    return found + [companion for card in cards for companion in card.companions]
