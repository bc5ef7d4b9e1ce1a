"""What cannot be a real URL, and what may not be: a row for each rule, and what must pass."""

from __future__ import annotations

import itertools
import json
import random
import re
from bisect import bisect_right
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linkroll.placeholders.lint_url import lint_url
from linkroll.placeholders.randomness import odds

TODAY = date(2026, 11, 1)
MEASURED = Path(__file__).parents[1] / "measure"
LW = "https://www.lesswrong.com/posts/"
FORUM_ALPHABET = "abcdefghijkmnopqrstuvwxyzABCDEFGHJKLMNPQRSTWXYZ23456789"
YOUTUBE_ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"

# Each row: the rule and its source; what stands where a URL should.
PLACEHOLDERS = [
    # No address: WHATWG URL 4.4, RFC 3986 2
    ("empty", ""),
    ("blank", "  "),
    ("the top of the page", "#"),
    ("a word that stands for it", "TODO"),
    ("dots", "..."),
    ("angle brackets", "<insert link>"),
    ("braces", "{{ page.url }}"),
    ("one brace in a URL", "https://github.com/{owner}/x"),
    ("a shell's variable", "https://neelnanda.io/${PAGE}"),
    ("wiki brackets", "[[Toy Models]]"),
    ("a scheme alone", "http://"),
    ("a space", "https://neelnanda.io/a b"),
    ("an unescaped quote", 'https://neelnanda.io/a"b'),
    ("no scheme", "www.neelnanda.io/a"),
    ("a misspelt scheme", "htps://neelnanda.io"),
    ("a scheme twice", "https://https://neelnanda.io"),
    ("a relative link", "../people.md"),
    ("script", "javascript:alert(1)"),
    # What hosts can be
    ("RFC 2606 3", "https://sub.example.com/a"),
    ("RFC 2606 2", "https://interp.test/"),
    ("RFC 6761 6.3", "http://localhost:8000/"),
    ("RFC 6762 3", "http://printer.local/"),
    ("RFC 8375", "http://router.home.arpa/"),
    ("single label", "http://intranet/"),
    ("RFC 1918", "http://192.168.0.1/"),
    ("RFC 4291 2.5.3", "http://[::1]/"),
    ("IPv4 as browsers read it (WHATWG 3.5)", "http://0x7f.1/"),
    ("no IPv4", "http://1.2.3.400/"),
    ("an empty label", "https://neelnanda..io/"),
    ("an ending that is none", "https://domain.tld/"),
    ("a port above 65535", "https://neelnanda.io:70000/"),
    ("a top-level domain that does not exist", "https://neelnanda.oi/glossary"),
    ("a misspelt one", "https://openai.con/research"),
    ("within a copy", "https://web.archive.org/web/2020/https://example.com/"),
    # arXiv numbers, by source/help/arxiv_identifier.md
    ("month 13", "https://arxiv.org/abs/2313.01234"),
    ("month 0", "https://arxiv.org/abs/2300.01234"),
    ("number 0", "https://arxiv.org/abs/2301.00000"),
    ("five digits before 2015", "https://arxiv.org/abs/1401.01234"),
    ("four digits after 2014", "https://arxiv.org/abs/2301.1234"),
    ("a month that has not come", "https://arxiv.org/abs/2612.01234"),
    ("before the form existed", "https://arxiv.org/abs/0703.1234"),
    ("old style after it ended", "https://arxiv.org/abs/hep-th/0801001"),
    ("more papers than a month ever had", "https://arxiv.org/abs/2301.67890"),
    ("by its DOI", "https://doi.org/10.48550/arXiv.2313.01234"),
    # Other grammars; sources at each pattern in ids.py
    ("a DOI without suffix", "https://doi.org/10.1145"),
    ("a DOI of x", "https://doi.org/10.xxxx/xxxxx"),
    ("forum id too short", LW + "nmxzr2zsjNtjaHh7/x"),
    ("forum alphabet lacks 0", LW + "nmxzr2zsjNtjaHh70/x"),
    ("forum alphabet lacks l", LW + "nmxzr2zsjNtjaHhl7/x"),
    ("forum alphabet lacks U", LW + "nmxzr2zsjNtjaHhU7/x"),
    ("video id too long", "https://youtu.be/dQw4w9WgXcQQ"),
    ("video id of 66 bits", "https://youtu.be/dQw4w9WgXcB"),
    ("Drive id too short", "https://colab.research.google.com/drive/1N4iPEyBVuct"),
    ("OpenReview id too short", "https://openreview.net/forum?id=9XF"),
    ("ORCID check digit (ISO 7064)", "https://orcid.org/0000-0002-1825-0098"),
    ("a post of the future on X", "https://x.com/a/status/9866787345152331776"),
    ("a gist that is not hexadecimal", "https://gist.github.com/someone/notahexnumber"),
    ("ACL of the future", "https://aclanthology.org/2031.acl-long.1/"),
    ("a DOI that does not begin with 10", "https://dx.doi.org/11.1038/s41586-023-06221-2"),
    ("OpenReview id of 14", "https://openreview.net/forum?id=9XFSbDPmdW9XFb"),
    # What is too regular, by the odds that regularity.py states
    ("repeated block", LW + "7Z9vZv7Zv7Zv7Zv7Z/interpreting-gpt-3"),
    ("alphabet", LW + "abcdefghijkmnpqrs/x"),
    ("alphabet, every other", LW + "a2b3c4d5e6f7g8h9i/x"),
    ("one character", LW + "XXXXXXXXXXXXXXXXX/x"),
    ("keyboard row", LW + "qwertyuiopasdfghj/x"),
    ("digits", LW + "29384756473829564/x"),
    ("digits upwards", "https://gist.github.com/a/12345678901234567890123456789012"),
    ("alphabet backwards", "https://youtu.be/kjihgfedcbA"),
]  # fmt: skip

SUSPECTS = [
    # Anybody could have registered these, so none is certain.
    ("your-domain", "https://your-domain.com/"),
    ("your domain, a label each", "https://your.domain.com/"),
    ("your- as an owner", "https://github.com/your-org/tools"),
    ("stand-in words, whatever the ending", "https://test-site.dev/a"),
    ("a keyboard row", "https://asdfghjkl.net/paper"),
    ("a keyboard row twice", "https://asdfasdf.io"),
    ("a place for a link", "https://put-link-here.com"),
    ("a link of something", "https://project-page-url.com"),
    ("a user of a host of sites", "https://username.github.io/a"),
    ("org/name", "https://github.com/org/name"),
    ("user/space-name", "https://huggingface.co/spaces/user/space-name"),
    ("group/project", "https://gitlab.com/group/project"),
    ("nobody's repository with a real name", "https://github.com/johndoe/interp-tools"),
    ("capitals", "https://www.neuronpedia.org/MODEL/LAYER"),
    ("capitals elsewhere", "https://neelnanda.io/MODEL/LAYER_INDEX"),
    ("a word as an id", "https://www.youtube.com/watch?v=example1234"),
    ("a word as an id of OpenReview", "https://openreview.net/forum?id=paper123"),
    ("a DOI called DOI", "https://doi.org/10.1145/DOI"),
    ("n within a DOI", "https://doi.org/10.1145/nnnnnnn.nnnnnnn"),
    ("a number of the ACL Anthology", "https://aclanthology.org/YYYY.venue-main.N/"),
    ("a copy of the future", "https://web.archive.org/web/20300101000000/https://neelnanda.io/"),
    ("path/to", "https://neelnanda.io/path/to/page"),
    ("username/repo", "https://github.com/username/repo"),
    ("foo/bar", "https://github.com/foo/bar"),
    ("a template of a dated path", "https://neelnanda.io/2024/01/01/post-title"),
    ("your-post", "https://neelnanda.io/posts/your-post"),
    ("a word a program fills in", "https://neelnanda.io/p/PAGE_ID"),
    ("a date no calendar has", "https://neelnanda.io/2024/13/45/a"),
    ("a date to come", "https://neelnanda.io/2027/03/04/a"),
    ("digits in a row", "https://arxiv.org/abs/2301.12345"),
    ("above all numbers of its year", "https://arxiv.org/abs/2301.29999"),
    ("Zenodo in a row", "https://doi.org/10.5281/zenodo.1234567"),
    ("x within a DOI", "https://doi.org/10.1038/s41586-xxx-y"),
    ("a number everyone types", "https://x.com/a/status/1234567890123456789"),
    ("an example's host", "https://example.io/"),
    ("Distill after its end", "https://distill.pub/2023/circuits/"),
    ("a profile of the wrong length", "https://scholar.google.com/citations?user=abc"),
    ("more behind an id", "https://arxiv.org/abs/2209.10652}"),
    ("cut short", "https://neelnanda.io/mechanistic…"),
    ("three slashes", "https:///neelnanda.io/"),
    ("your package", "https://pypi.org/project/your-package/"),
    ("a package's name", "https://pypi.org/project/package-name"),
    ("a home of nobody's", "https://research.cam.ac.uk/~username/papers/a.pdf"),
    ("a host that speaks of a link", "https://link-to-paper.com"),
    ("a link of a paper as a host", "https://paper-link.com/sae.pdf"),
    ("nobody's repository behind the forge", "https://nbviewer.org/github/user/repo/blob/a"),
    ("a file whose name a program fills in", "https://github.com/simonw/til/blob/main/%7Btopic%7D/x.html"),
    ("the same with its braces", "https://github.com/simonw/til/blob/main/{topic}/x.html"),
]  # fmt: skip

# What a rule must let pass: each row stands beside a rule that comes near to it.
REAL = [
    ("a withdrawn country", "http://www.matf.bg.ac.yu/"),
    ("Tor (RFC 7686)", "http://duckduckgogg42xjoc72x3sjasowoarfbgcmvfimaftt6twagswzczad.onion/"),
    ("a name in another script", "https://\u043f\u0440\u0438\u043c\u0435\u0440.\u0440\u0444/"),
    ("a documentation's host", "https://docs.github.com/en/pages"),
    ("an owner that begins so", "https://github.com/users/neelnanda-io/projects/1"),
    ("HEAD is a branch", "https://github.com/vlang/v/blob/HEAD/doc/docs.md"),
    ("an issue's number", "https://github.com/rust-lang/rust/pull/12345"),
    ("a registrar", "https://www.name.com/"),
    ("an acronym", "https://pytorch.org/docs/API/BERT"),
    ("forum id", LW + "CJsxd8ofLjGFxkmAP/x"),
    ("forum id of 24 hexadecimal digits", LW + "5bd75cc58225bf0670375575/x"),
    ("a forum page by slug", LW + "slug/logit-lens"),
    ("a word as video id", "https://youtu.be/dQw4w9WgXcQ"),
    ("this month", "https://arxiv.org/abs/2611.00001"),
    ("five digits in 2015", "https://arxiv.org/abs/1501.00001"),
    ("four digits in 2014", "https://arxiv.org/abs/1412.6980"),
    ("old style", "https://arxiv.org/abs/hep-th/9901001"),
    ("ORCID with X", "https://orcid.org/0000-0002-1694-233X"),
    ("Drive", "https://colab.research.google.com/drive/1N4iPEyBVuctveCA0Zre92SpfgH6nmHXY"),
    ("OpenReview id with a hyphen", "https://openreview.net/forum?id=-b5OSCydOMe"),
    ("an example of something", "https://github.com/a/b/tree/main/examples"),
    ("a film called so", "https://letterboxd.com/films/my-neighbor-totoro/"),
    ("DSpace's prefix", "https://aaltodoc.aalto.fi/handle/123456789/6318"),
    ("an account page", "https://id.nbcnews.com/my-account"),
    ("colours", "https://feeds.org/a?fg=444444"),
    ("domains are endings too", "https://interp.foo/"),
    ("your in a name", "https://yourstory.com/a"),
    ("an IRI", "https://ja.wikipedia.org/wiki/機械学習"),
    ("quotes that are allowed", "https://en.wikipedia.org/wiki/Moore's_law_(computing)"),
    ("comparison with three dots", "https://github.com/a/b/compare/v1...v2"),
    ("a public number", "http://8.8.8.8/"),
    ("e-mail", "mailto:neel@neelnanda.io"),
    ("OpenReview id of 2014", "https://openreview.net/forum?id=_wzZwKpTDF_9C"),
    ("a gist as a script", "https://gist.github.com/srossi93/8ccfb00e539e4065055ca258bd4b08b9.js?file=loss.py"),
    ("what a channel shows just now", "https://www.youtube.com/embed/live_stream?channel=UCSHZKyawb77ixDdsGog4iWA"),
    ("JSON in a query", "https://latest.datasette.io/_memory?sql=json_tree('[{%0D%22id%22:1}]')"),
    ("a SICI as it was given", "https://doi.org/10.1175/1520-0493(1950)078<0001:VOFEIT>2.0.CO;2"),
    ("an old folder on Drive", "https://drive.google.com/drive/folders/0Bz8a_Dbh9Qhbfll6bVpmNUtUcFdjYmF2SEpmZUZUcVNiMUw1TWN6RDV3a0JHT3kxLVhVR2M"),
    ("a chapter on users and projects", "https://docs.gitlab.com/ee/user/project/merge_requests/"),
    ("DSpace's prefix of files", "https://aaltodoc.aalto.fi/bitstream/123456789/7918/a.pdf"),
    ("an encyclopedia on what stands for names", "https://en.wikipedia.org/wiki/Lorem_ipsum"),
    ("the resolver's own page", "https://doi.org/"),
    ("a SICI as DOI", "https://doi.org/10.1002/(sici)1097-4571(199806)49:8%3C693::aid-asi4%3E3.0.co;2-o"),
    ("ACM's numbers without a DOI", "https://dl.acm.org/doi/10.5555/3295222.3295349"),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "text"), PLACEHOLDERS)
def test_cannot_be_real(rule: str, text: str) -> None:
    found = lint_url(text, TODAY)
    assert [doubt.code for doubt in found] == ["placeholder"], rule


@pytest.mark.parametrize(("rule", "text"), SUSPECTS)
def test_may_not_be_real(rule: str, text: str) -> None:
    found = lint_url(text, TODAY)
    assert [doubt.code for doubt in found] == ["suspect"], rule


@pytest.mark.parametrize(("rule", "text"), REAL)
def test_real(rule: str, text: str) -> None:
    assert lint_url(text, TODAY) == (), rule


def test_a_doubt_says_what_is_wrong_and_what_to_do() -> None:
    (doubt,) = lint_url("https://arxiv.org/abs/2313.01234", TODAY)
    assert doubt.message == (
        "“https://arxiv.org/abs/2313.01234” cannot be: "
        "an arXiv number begins with year and month, and there is no month 13"
    )
    assert doubt.remedy == "open it, and copy the address from the page that is meant"


def test_the_clock_is_the_callers() -> None:
    url = "https://arxiv.org/abs/2612.07163"
    assert lint_url(url, date(2026, 11, 30))
    assert not lint_url(url, date(2026, 12, 1))


@pytest.mark.parametrize(
    "url", ["http://localhost:1/", "http://127.0.0.1:1/", "http://[::1]/", "http://box/"]
)
def test_private_addresses_can_be_allowed(url: str) -> None:
    assert lint_url(url, TODAY)
    assert not lint_url(url, TODAY, allow_private=True)


@given(st.one_of(st.text(), st.text().map("https://{}".format)))
def test_no_text_is_too_strange(text: str) -> None:
    for doubt in lint_url(text, TODAY):
        assert doubt.message
        assert doubt.remedy


def test_odds_bound_what_they_say_for_every_id_of_a_small_alphabet() -> None:
    # Every id there is: so the share of those with odds up to x is exact, and must not exceed x.
    rated = sorted(odds("".join(letters), 4) for letters in itertools.product("ab12", repeat=8))
    assert rated[0] < 0.01
    for rating in {rating for rating in rated if rating < 1}:
        assert bisect_right(rated, rating) / len(rated) <= rating


@pytest.mark.parametrize(
    ("alphabet", "length"), [(FORUM_ALPHABET, 17), (YOUTUBE_ALPHABET, 11), ("0123456789abcdef", 32)]
)
def test_random_ids_are_not_called_regular(alphabet: str, length: int) -> None:
    source = random.Random(1)
    rated = [
        odds("".join(source.choices(alphabet, k=length)), len(alphabet)) for _ in range(30_000)
    ]
    assert min(rated) > 1e-6
    assert sum(rating < 1e-2 for rating in rated) <= 1e-2 * len(rated)


def invented() -> list[str]:
    lines = (MEASURED / "invented.txt").read_text("utf-8").splitlines()
    classes = {
        line for line in lines if line.startswith("[") and line.endswith("]") and line.islower()
    }
    return [line for line in lines if not line.startswith("# ") and line not in classes]


def test_a_list_of_top_level_domains_that_is_old_makes_nothing_certain() -> None:
    url = "https://neelnanda.somethingnew/"
    assert [found.code for found in lint_url(url, TODAY)] == ["placeholder"]
    assert [found.code for found in lint_url(url, date(2029, 1, 1))] == ["suspect"]


def test_inventions_are_caught() -> None:
    caught = [bool(lint_url(text, TODAY)) for text in invented()]
    assert len(caught) >= 600
    assert sum(caught) >= 0.98 * len(caught)


def test_what_real_lists_hold_was_judged() -> None:
    manifest = json.loads((MEASURED / "urls.json").read_text("utf-8"))
    wrong = [case for case in manifest["doubted"] if case["judgement"].startswith("real")]
    assert manifest["counts"]["urls"] >= 5000
    assert not [case for case in manifest["doubted"] if case["judgement"] == "?"]
    assert not [case for case in wrong if case["code"] == "placeholder"]
    assert len(wrong) <= 0.005 * manifest["counts"]["urls"]
    # The manifest states what the code says today.
    for case in manifest["doubted"]:
        (found,) = lint_url(case["url"], date.fromisoformat(manifest["today"]))
        assert found.code == case["code"], case
    assert all(re.fullmatch("[0-9a-f]{40}", source["commit"]) for source in manifest["sources"])


DATED = [
    ("today", "2026/11/30", date(2026, 11, 30), False),
    ("tomorrow, where it is that already", "2026/12/01", date(2026, 11, 30), False),
    ("tomorrow in another year", "2027/01/01", date(2026, 12, 31), False),
    ("the day after", "2026/12/02", date(2026, 11, 30), True),
    ("a month that has begun tomorrow", "2026/12", date(2026, 11, 30), False),
    ("a month that has not come", "2026/12", date(2026, 11, 29), True),
    ("a day that no month has", "2026/02/31", date(2026, 11, 30), False),
]


@pytest.mark.parametrize(("rule", "when", "today", "doubted"), DATED, ids=[r[0] for r in DATED])
def test_a_date_that_has_not_come(rule, when, today, doubted):
    found = [doubt.message for doubt in lint_url(f"https://a.org/{when}/a-post", today)]
    assert any("has not come yet" in message for message in found) is doubted, rule


def test_a_year_that_begins_tomorrow_has_come_somewhere():
    url = "https://transformer-circuits.pub/2027/a-post/index.html"
    assert not lint_url(url, date(2026, 12, 31))
    assert lint_url(url, date(2026, 12, 30))
