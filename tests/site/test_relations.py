"""Relations between entries: on both cards, in debates, in exports; and what is wrong with some."""

from __future__ import annotations

import json
import re

import pytest

from conftest import write

A, B, C = "https://arxiv.org/abs/2209.10652", "https://arxiv.org/abs/2211.00593", "https://arxiv.org/abs/2301.05217"  # fmt: skip


def topic(*entries: str) -> dict[str, str]:
    return {"docs/topics/a.md": "# A\n\n## Links\n\n" + "\n".join(entries) + "\n"}


def relations(html: str) -> list[str]:
    """The relations of each card, in words."""
    found = re.findall(r'<p class="aside relations">(.*?)</p>', html)
    return [re.sub(r"<[^>]+>", "", each) for each in found]


def test_both_cards_say_how_they_relate(build):
    done = build(
        topic(f"- [One]({A})", f"- [Two]({B}){{ contests={A} extends=arxiv:2301.05217 }}")
        | {"docs/topics/b.md": f"# B\n\n## Links\n\n- [Three]({C})\n"}
    )
    assert done.code == 0, done.log
    assert relations(done.page("topics/a")) == ["Contested by Two", "Contests One · Extends Three".replace(" · ", " ")]  # fmt: skip
    assert relations(done.page("topics/b")) == ["Extended by Two"]
    assert '<a href="../../topics/a/#arxiv-2211.00593">Two</a>' in done.page("topics/b")


def test_a_target_may_be_another_key_of_the_work(build):
    record = {"key": "arxiv:2209.10652", "url": A, "kind": "paper", "same": ["doi:10.1234/x.1"]}
    entries = topic(f"- [One]({A})", f"- [Two]({B}){{ replicates=https://doi.org/10.1234/x.1 }}")
    done = build(entries | {"links.lock": json.dumps(record) + "\n"})
    assert relations(done.page("topics/a")) == ["Replicated by Two", "Replicates One"]


@pytest.mark.parametrize(
    ("entries", "said"),
    [
        ([f"- [One]({A}){{ contests={C} }}"], ["docs/topics/a.md:5:3: relation: contests=“https://arxiv.org/abs/2301.05217” is no entry of this site"]),
        ([f"- [One]({A}){{ uses=gh:no/such }}"], ["docs/topics/a.md:5:3: relation: uses=“gh:no/such” is no entry of this site"]),
        ([f"- [One]({A}){{ extends=arxiv:2209.10652 }}"], ["docs/topics/a.md:5:3: relation: “One” extends itself"]),
        ([f"- [One]({A}){{ supersedes={B} }}", f"- [Two]({B}){{ supersedes={A} }}"], ["docs/topics/a.md:5:3: relation: “One” supersedes", "docs/topics/a.md:6:3: relation: “Two” supersedes"]),
        ([f"- [One]({A}){{ supersedes={B} }}", f"- [Two]({B}){{ supersedes={C} }}", f"- [Three]({C}){{ supersedes={A} }}"], ["docs/topics/a.md:5:3: relation", "docs/topics/a.md:6:3: relation", "docs/topics/a.md:7:3: relation"]),
        ([f"- [One]({A}){{ supersedes={B} }}", f"- [Two]({B}){{ supersedes={C} }}", f"- [Three]({C})"], []),
        ([f"- [One]({A}){{ contests={B} }}", f"- [Two]({B}){{ contests={A} }}"], []),
    ],
    ids=["unknown URL", "unknown key", "itself", "a pair", "a circle", "a chain is well", "both contest"],
)  # fmt: skip
def test_what_is_wrong_with_a_statement_is_a_finding_at_its_place(build, entries, said):
    done = build(topic(*entries), "--strict")
    told = [line for line in done.told() if ": relation: " in line]
    assert len(told) == len(said), done.log
    assert all(what in line for what, line in zip(said, told, strict=True)), done.log
    assert done.code == bool(said)


def test_a_relation_that_is_wrong_is_not_drawn(build):
    done = build(topic(f"- [One]({A}){{ supersedes={B} contests={A} }}", f"- [Two]({B}){{ supersedes={A} uses={C} }}"))  # fmt: skip
    assert relations(done.page("topics/a")) == []


def test_exports_name_relations_by_key(linkroll, tmp_path):
    write(tmp_path, topic(f"- [One]({A})", f"- [Two]({B}){{ supersedes={A} }}"))
    one, two = json.loads(linkroll("export", "json").out)["entries"]
    assert one["relations"] == {"superseded_by": ["arxiv:2211.00593"]}
    assert two["relations"] == {"supersedes": ["arxiv:2209.10652"]}


def mentions(html: str) -> list[str]:
    found = re.findall(r"<span>Mentioned in (.*?)</span>", html)
    return [label for each in found for label in re.findall(r'href="([^"]+)">', each)]


def test_a_card_says_where_else_the_site_mentions_it(build):
    done = build(
        topic(f"- [One]({A})", f"- [Two]({B}) — Compare [One]({A}).", f"    - [Companion]({C})")
        | {
            "docs/topics/b.md": f"# B\n\nAn introduction with [one]({A}).\n\n## Links\n\n- [Three]({C})\n",
            "docs/plan.md": f"# Plan\n\n## Week 2\n\nRead [one]({A}).\n",
            "docs/glossary.md": f"# Glossary\n\n## Superposition\n\nMore features than neurons: [one]({A}).\n",
        }
    )
    assert sorted(mentions(done.page("topics/a"))) == [
        "../../glossary/#superposition", "../../plan/#week-2", "../../topics/a/#arxiv-2211.00593",
    ]  # fmt: skip
    assert "and 1 more" in done.page("topics/a")
    assert mentions(done.page("topics/b")) == [], "a companion is no mention"


def test_every_place_that_a_card_of_this_site_names_is_there(site):
    from urllib.parse import urljoin
    from urllib.request import urlopen

    def read(address):
        with urlopen(address) as answer:
            return answer.read().decode()

    topics = set(re.findall(r'href="(topics/[^"#]+)"', read(site)))
    assert len(topics) > 10
    wanted = {
        urljoin(site + each, href)
        for each in topics
        for line in re.findall(r'<(?:p|div) class="aside (?:relations|elsewhere)">.*?</(?:p|div)>', read(site + each))
        for href in re.findall(r'href="(\.\.[^"]+)"', line)
    }  # fmt: skip
    assert len(wanted) > 100
    pages = {each.partition("#")[0] for each in wanted}
    ids = {page: set(re.findall(r' id="([^"]+)"', read(page))) for page in pages}
    missing = [
        each for each in wanted if (part := each.partition("#"))[2] and part[2] not in ids[part[0]]
    ]
    assert missing == []


def test_the_command_reports_them_where_it_reads_all_topics(linkroll, tmp_path):
    write(tmp_path, topic(f"- [One]({A}){{ contests={B} }}") | {"docs/topics/b.md": f"# B\n\n## Links\n\n- [Three]({C}){{ uses={A} }}\n"})  # fmt: skip
    done = linkroll("check", "docs")
    assert [line for line in done.out.splitlines() if ": relation: " in line] == [
        f"docs/topics/a.md:5:3: relation: contests=“{B}” is no entry of this site; write the URL or the key of an entry on this site, or list that work first"
    ]  # fmt: skip
    assert ": relation: " not in linkroll("check", "docs/topics/b.md").out, (
        "its target is on another page"
    )
