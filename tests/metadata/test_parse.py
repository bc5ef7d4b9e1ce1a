"""Fields as people write them: a row for each habit, and languages and encodings nobody planned for."""

from __future__ import annotations

import pytest

from linkroll.metadata.html.extract import extract_metadata
from linkroll.metadata.parse.authors import read_names
from linkroll.metadata.parse.charset import decode
from linkroll.metadata.parse.dates import parse_date
from linkroll.metadata.parse.titles import one_line

NAMES = [
    ("a role behind a name", "Ada Byron, Film Editor", ["Ada Byron"]),
    ("a role of several words", "Ada Byron, Senior Staff Writer", ["Ada Byron"]),
    ("a role and where", "Ada Byron, CEO of Analytical Engines", ["Ada Byron"]),
    ("roles between names", "Ada Byron, Film Editor and Charles Babbage, Science Correspondent", ["Ada Byron", "Charles Babbage"]),
    ("a name that is a role's word", "Ada Byron, Edith Head", ["Ada Byron", "Edith Head"]),
    ("a role alone is nobody", "Staff Writer", []),
    ("a slash between names", "Ada Byron / Charles Babbage", ["Ada Byron", "Charles Babbage"]),
    ("a slash without blanks", "Ada Byron/Charles Babbage", ["Ada Byron", "Charles Babbage"]),
    ("a slash in one name", "AP/Reuters", ["AP/Reuters"]),
    ("a slash before a site", "Ada Byron / CNN", ["Ada Byron"]),
    ("dates behind a name", "By Ada Byron / Updated March 3, 2023 / Posted January 5, 2023", ["Ada Byron"]),
    ("a date without a separator", "By Ada Byron Updated March 3, 2023", ["Ada Byron"]),
    ("a date before the name", "January 5, 2023 by Ada Byron", ["Ada Byron"]),
    ("markup in a field", "&lt;b&gt;Ada Byron&lt;/b&gt;", ["Ada Byron"]),
    ("an address beside a name", "Ada Byron ada@example.org, @ada", ["Ada Byron"]),
    ("many addresses", "a@" * 5000 + "a.b", []),
]  # fmt: skip


@pytest.mark.parametrize(("habit", "text", "names"), NAMES)
def test_names(habit: str, text: str, names: list[str]) -> None:
    assert list(read_names([text])) == names, habit


DATES = [
    ("how long ago, and another year", "3 days ago · 2021", "", None),
    ("in a language where it is a month", "5 h ago 2021", "es", None),
    ("a month in Italian", "3 ago 2021", "it", "2021-08-03"),
    ("an English word", "Set 4, 2021", "en", None),
    ("a planet", "Mars 2020 rover", "en", None),
    ("a month in French", "12 mars 2020", "fr", "2020-03-12"),
    ("a language that CLDR lacks", "Jan 5 2023", "xx", "2023-01-05"),
    ("a language that is none", "Jan 5 2023", "e_", "2023-01-05"),
    ("Klingon", "Jan 5 2023", "tlh-x", "2023-01-05"),
]


@pytest.mark.parametrize(("habit", "text", "language", "date"), DATES)
def test_dates(habit: str, text: str, language: str, date: str | None) -> None:
    assert parse_date(text, language) == date, habit


TITLES = [
    ("what looks like a tag", "What &lt;bos&gt; does", "What <bos> does"),
    ("escaped twice", "What &amp;lt;bos&amp;gt; does &amp;amp; why", "What <bos> does & why"),
    ("a type parameter", "vector<int> explained", "vector<int> explained"),
    ("a tag", "An <i>in situ</i> study", "An in situ study"),
    ("MathML", "Of <mml:math><mml:mi>x</mml:mi></mml:math>", "Of x"),
    ("invisible characters", "A\u200b B\u202eC\ufeff D\u00adE\u2060", "A BC DE"),
    ("a joiner in an emoji", "👩\u200d💻 at work", "👩\u200d💻 at work"),
    ("a joiner in Persian", "می\u200cخواهم", "می\u200cخواهم"),
    ("a joiner at the end", "A\u200d", "A"),
    ("nothing visible", "\u200b\u202e\u00ad", ""),
]


@pytest.mark.parametrize(("habit", "text", "title"), TITLES)
def test_titles(habit: str, text: str, title: str) -> None:
    assert one_line(text) == title, habit


@pytest.mark.parametrize(
    "label", ["cp037", "cp500", "utf-16", "utf-7", "ütf-8", "\udce9", "idna", "cp1140", "x" * 5000]
)  # fmt: skip
def test_a_charset_that_is_not_ascii_costs_nothing(label: str) -> None:
    # Bytes that are no UTF-8, so that the labels are looked at.
    body = b"<title>caf\xe9 and more</title>"
    assert decode(body, f"text/html; charset={label}") == "<title>caf\u00e9 and more</title>"


H1 = "<title>A study of things</title><h1>A study of things</h1>"
PAGES = [
    ("one line", '<p class="byline">By Ada Byron / Updated March 3, 2023 / Posted January 5, 2023</p>', ["Ada Byron"], "2023-01-05"),
    ("a line without a class", "<p>By Ada Byron / Updated March 3, 2023 / Posted January 5, 2023</p>", ["Ada Byron"], "2023-01-05"),
    ("bars and colons", "<div class=meta>By Ada Byron | Last updated: March 3, 2023 | Published: January 5, 2023</div>", ["Ada Byron"], "2023-01-05"),
    ("brackets", "<p class=date>Updated on March 3, 2023 (originally published January 5, 2023)</p>", [], "2023-01-05"),
    ("elements side by side", "<time datetime=2023-03-03>Updated March 3</time><time datetime=2023-01-05>Posted January 5</time>", [], "2023-01-05"),
    ("only an update", "<p class=date>Updated March 3, 2023</p>", [], None),
    ("a role", '<p class="byline">By Ada Byron, Film Editor</p>', ["Ada Byron"], None),
    ("how long ago", '<p class="date">3 days ago · 2021</p>', [], None),
]  # fmt: skip


@pytest.mark.parametrize(("habit", "body", "authors", "date"), PAGES)
def test_lines_under_the_heading(habit, body, authors, date) -> None:
    stated = extract_metadata(f"<html lang=en>{H1}{body}<p>Text.</p>".encode(), "https://a.org/x")
    assert (list(stated.authors), stated.date) == (authors, date), habit


@pytest.mark.parametrize(
    "name",
    ['{"@value":"Ada Byron"}', '{"@type":"Person","name":"Ada Byron"}', '["Ada Byron","A. B."]', '{"en":"Ada Byron"}',
     '{"first":"Ada","last":"Byron"}', '{"givenName":"Ada","familyName":"Byron"}'],
)  # fmt: skip
def test_a_name_that_is_an_object(name: str) -> None:
    thing = f'{{"@type":"Article","headline":"A study of things","author":{{"@type":"Person","name":{name}}}}}'
    page = f'{H1}<script type="application/ld+json">{thing}</script>'
    assert extract_metadata(page.encode(), "https://a.org/x").authors == ("Ada Byron",)


@pytest.mark.parametrize(
    "matter",
    ["title: !!python/object:os.system [x]", 'a: !!int ""', "a: !!bool maybe", "a: !!timestamp never", "date: 2023-99-99", "? [a]\n: b", "!!set {a}",
     "a: !unknown b", "a: !!float x", "- &a [*a]", "{a: &b [*b]}"],
)  # fmt: skip
def test_front_matter_of_any_kind_costs_nothing(matter: str) -> None:
    page = f"{H1}<script type=text/front-matter>{matter}\n</script>"
    assert extract_metadata(page.encode(), "https://a.org/x").title == "A study of things"
