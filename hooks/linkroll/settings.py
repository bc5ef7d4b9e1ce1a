"""The settings of a site: one table of their names, forms, defaults and meanings.

They stand in `mkdocs.yml` under `extra.linkroll`, or are the options of the plugin `linkroll` and
of the Markdown extension. `docs/reference/settings.md` is held to this table by a test.
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from difflib import get_close_matches
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Literal, NamedTuple, cast, get_args

from linkroll.findings import SettingError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

# Which links to check: none, those without a record, those that are due as well, all.
Which = Literal["off", "new", "due", "all"]
# Groups of hosts that are placeholders in a list of links, and legitimate in other documentation.
HostGroup = Literal["example", "localhost", "private"]
HOST_GROUPS = frozenset(get_args(HostGroup))
# What `allow_private` accepts, beside lifting the guard against requests to them.
PRIVATE: frozenset[str] = frozenset({"localhost", "private"})

WHERE = "extra.linkroll"


class Setting(NamedTuple):
    """One setting: its name, what may be written, its default, what it is for."""

    name: str
    form: str
    default: object
    help: str


def read_check(value: object) -> Which:
    """Read the setting `check`; YAML reads ``off`` as false.

    Raises:
        ValueError: It is no such word; the text says what is expected.
    """
    word = "off" if value is False else str(value)
    if word not in get_args(Which):
        raise ValueError(f"one of {', '.join(get_args(Which))}")
    return cast("Which", word)


def read_budget(value: object) -> float:
    """Read a number of seconds.

    Raises:
        ValueError: It is no number above zero.
    """
    try:
        seconds = float(str(value))
    except ValueError:
        seconds = 0.0
    if not 0 < seconds < float("inf"):
        raise ValueError("a number of seconds")
    return seconds


def read_bool(value: object) -> bool:
    """Read true or false.

    Raises:
        ValueError: It is neither.
    """
    if not isinstance(value, bool):
        raise ValueError("true or false")  # noqa: TRY004 - one error for all readers
    return value


def read_text(value: object) -> str:
    """Read a text; a number may be a revision.

    Raises:
        ValueError: It is a list or mapping.
    """
    if isinstance(value, dict | list | bool):
        raise ValueError("a text")  # noqa: TRY004 - one error for all readers
    return str(value)


def read_list(value: object) -> tuple[str, ...]:
    """Read a list of texts; one text is a list of one.

    Raises:
        ValueError: It is something else.
    """
    if isinstance(value, str):
        return (value,)
    if not isinstance(value, list | tuple) or not all(isinstance(item, str) for item in value):
        raise ValueError("a list of texts")
    return tuple(value)


def read_allow(value: object) -> frozenset[str]:
    """Read groups of hosts; commas may separate them in one text.

    Raises:
        ValueError: One of them is unknown.
    """
    names = [part.strip() for text in read_list(value) for part in text.split(",")]
    if not HOST_GROUPS.issuperset(filter(None, names)):
        raise ValueError(f"a list of {', '.join(sorted(HOST_GROUPS))}")
    return frozenset(filter(None, names))


def described(read: Callable[[object], object], form: str, purpose: str) -> dict[str, object]:
    """Describe the setting that a field is."""
    return {"read": read, "form": form, "help": purpose}


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings of one site."""

    check: Which = field(
        default="off",
        metadata=described(
            read_check,
            "`off`, `new`, `due` or `all`",
            "Which links a build requests: none, those without a record in `links.lock`, those "
            "that are due for a check as well, or all.",
        ),
    )
    budget: float = field(
        default=20.0,
        metadata=described(read_budget, "seconds", "How long a build may spend on the network."),
    )
    topics: tuple[str, ...] = field(
        default=("topics/",),
        metadata=described(
            read_list,
            "folders (`reading/`) or patterns (`*/links.md`), from `docs_dir`",
            "Which pages have entries, whose list items become cards. Links are checked on all "
            "pages.",
        ),
    )
    allow: frozenset[str] = field(
        default=frozenset(),
        metadata=described(
            read_allow,
            "a list of `example`, `localhost`, `private`",
            "Which hosts are no placeholders: names reserved for examples, the reader's own "
            "machine, a private network. They are not requested.",
        ),
    )
    allow_private: bool = field(
        default=False,
        metadata=described(
            read_bool,
            "`true` or `false`",
            "Accept `localhost` and `private` hosts, and request them; for tests and intranets.",
        ),
    )
    since: str | None = field(
        default=None,
        metadata=described(
            read_text,
            "a git revision",
            "Only lines changed since its merge base with the branch give warnings; findings on "
            "other lines are notices.",
        ),
    )

    @property
    def allowed(self) -> frozenset[str]:
        """The groups of hosts that are no placeholders."""
        return self.allow | PRIVATE if self.allow_private else self.allow


def table() -> Iterator[Setting]:
    """Yield all settings, in their order."""
    for each in fields(Settings):
        yield Setting(each.name, each.metadata["form"], each.default, each.metadata["help"])


def read_settings(stated: object, where: str = WHERE) -> Settings:
    """Read settings; what is absent or empty has its default.

    Args:
        stated: What `mkdocs.yml` has there; nothing, or a mapping.
        where: What errors call the place.

    Raises:
        SettingError: A name is unknown, or a value cannot be used; the text says what to write.
    """
    if stated is None:
        return Settings()
    if not isinstance(stated, dict):
        raise SettingError(f"{where} is “{stated}”; write settings with their names there")
    readers = {each.name: each.metadata["read"] for each in fields(Settings)}
    read = {}
    for name, value in stated.items():
        if name not in readers:
            raise SettingError(unknown(str(name), readers, where))
        if value is None or value == "":
            continue  # such as `!ENV LINKROLL_SINCE` without the variable
        try:
            read[name] = readers[name](value)
        except ValueError as error:
            raise SettingError(f"{where}.{name} is “{value}”; it must be {error}") from None
    return Settings(**read)


def unknown(name: str, readers: Mapping[str, object], where: str) -> str:
    """Explain that there is no setting of a name, and which one may be meant."""
    near = get_close_matches(name, readers, n=1, cutoff=0.5)
    hint = f"did you mean “{near[0]}”?" if near else f"there are: {', '.join(readers)}"
    return f"{where} has no setting “{name}”; {hint}"


def matches(patterns: tuple[str, ...], page: str) -> bool:
    """Whether a page is one that patterns name.

    Args:
        patterns: Folders, which end in a slash, or patterns in which `*` stands for any text.
        page: The page's path from `docs_dir`, with slashes.
    """
    return any(
        page.startswith(pattern.removeprefix("./"))
        if pattern.endswith("/") and "*" not in pattern
        else fnmatchcase(page, pattern + "*" if pattern.endswith("/") else pattern)
        for pattern in patterns
    )
