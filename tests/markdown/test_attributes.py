"""What may be stated behind a link, and what is said of the rest."""

from __future__ import annotations

import pytest

from linkroll.markdown.attributes import Attributes, parse

# rule it guards; attribute list; what is read from it
GOOD = [
    ("names are split at commas", '{ by="Neel Nanda, Ada Byron" }', {"by": ("Neel Nanda", "Ada Byron")}),
    ("a year", "{date=2023}", {"date": "2023"}),
    ("a month", "{ date=2023-03 }", {"date": "2023-03"}),
    ("a day", "{ date=2023-03-29 }", {"date": "2023-03-29"}),
    ("single quotes", "{ venue='ICML 2023' }", {"venue": "ICML 2023"}),
    ("a word without a value", "{ essential }", {"essential": True}),
    ("a colon first, as attr_list takes it", "{: kind=notebook }", {"kind": "notebook"}),
    ("over two lines", '{ flag=dead\nbecause="it is\ngone" }', {"flag": "dead", "because": "it is gone"}),
    ("a URL", '{ instead="https://a.org/x_y_z" }', {"instead": "https://a.org/x_y_z"}),
]  # fmt: skip

# rule it guards; attribute list; a part of what is said
BAD = [
    ("unknown names are told", "{ autor=x }", "“autor” is not known"),
    ("a date has a form", "{ date=March }", "date='March' is not a date"),
    ("a month has twelve", "{ date=2023-13 }", "date='2023-13' is not a date"),
    ("until is a day", "{ until=2027-06 }", "until='2027-06' is not a day"),
    ("kinds are a closed list", "{ kind=blog }", "kind='blog' is not a word of that list"),
    ("flags are a closed list", "{ flag=bad }", "flag='bad' is not a word of that list"),
    ("addresses are of the web", "{ instead=javascript:x }", "is not a web address"),
    ("a list of names has a name", '{ by=", " }', "is not a list of names"),
    ("a class is not known to an entry", "{ .button }", "“a class” is not known"),
    ("a name wants its value", "{ date }", "date='' is not a date"),
]


@pytest.mark.parametrize(("rule", "source", "expected"), GOOD, ids=[row[0] for row in GOOD])
def test_what_is_stated_is_read(rule, source, expected):
    parsed = parse(source, entry=True)
    assert parsed.problems == (), rule
    assert parsed.attributes == Attributes(**expected), rule


@pytest.mark.parametrize(("rule", "source", "said"), BAD, ids=[row[0] for row in BAD])
def test_what_is_wrong_is_said_and_left_out(rule, source, said):
    parsed = parse(source, entry=True)
    assert [said in what for what, _ in parsed.problems] == [True], (rule, parsed.problems)
    assert all(remedy for _, remedy in parsed.problems)


def test_good_attributes_stay_beside_bad_ones():
    parsed = parse('{ by="Ada Byron" date=soon }', entry=True)
    assert parsed.attributes == Attributes(by=("Ada Byron",))
    assert len(parsed.problems) == 1


def test_links_that_are_no_entries_keep_what_html_knows():
    assert parse("{ .button target=_blank }", entry=False).foreign
    assert not parse("{ .button flag=dead }", entry=False).foreign


def test_facts_are_for_entries_only():
    assert parse('{ by="Ada Byron" }', entry=False).problems
    assert parse("{ flag=dead }", entry=False).attributes.flag == "dead"
