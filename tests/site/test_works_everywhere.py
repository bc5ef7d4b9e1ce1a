"""A work on several topics: one card, essential, flagged and counted alike wherever it is shown."""

from __future__ import annotations

import json
import re

from conftest import ROOT, write
from linkroll.site.model import move_link

A, B = "https://arxiv.org/abs/2209.10652", "https://arxiv.org/abs/2211.00593"
THEME = {
    "theme/home.html": '{{ catalogue.counts }}|{% for t in catalogue.topics %}{{ t.title }} {{ t.entries | length }} {{ t.count("Links") }} {{ t.count("Demos") }};{% endfor %}\n',
    "theme/demos.html": "{% for each in catalogue.listing('demos') %}{{ each.card.title }} {{ each.card.section }} {{ each.card.essential }} {{ each.url }};{% endfor %}\n",
    "theme/flagged.html": "{% for each in catalogue.flagged %}{{ each.title }}: {% for place in each.places %}{{ place.place }} {% endfor %};{% endfor %}\n",
    "theme/main.html": "{{ page.content }}\n",
    "theme/partials/entry.html": (ROOT / "overrides/partials/entry.html").read_text(),
    "theme/feed.xml": (ROOT / "overrides/feed.xml").read_text(),
    **{f"theme/partials/{path.name}": path.read_text() for path in (ROOT / "overrides/partials").glob("*.xml")},
}  # fmt: skip
PAGES = {
    "docs/index.md": "---\ntemplate: home.html\n---\n# Home\n",
    "docs/demos.md": "---\ntemplate: demos.html\n---\n# Demos\n",
    "docs/flagged.md": "---\ntemplate: flagged.html\n---\n# Flagged\n",
    "docs/topics/a.md": f"# A\n\n## Links\n\n- [One]({A})\n- [Two]({B}){{ flag=mislabelled because=Other }}\n",
    "docs/topics/b.md": f"# B\n\n## Links\n\n- [Two]({B}) — See [A](a.md).\n\n## Demos\n\n- [One]({A}){{ essential }}\n",
}  # fmt: skip


def test_a_demo_on_any_topic_is_a_demo_and_essential_anywhere_is_essential_everywhere(build):
    done = build(PAGES | THEME)
    assert done.page("demos").strip() == "One Demos True topics/b/#arxiv-2209.10652;"


def test_counts_agree(build):
    done = build(PAGES | THEME)
    home = (done.folder / "site/index.html").read_text()
    counts, topics = home.strip().split("|")
    assert topics == "A 2 2 0;B 2 1 1;"
    assert "'entries': 2" in counts
    assert "'flagged': 1" in counts, "one address on two topics is one flagged link"


def test_a_flag_that_one_line_states_holds_for_the_address_everywhere(build):
    done = build(PAGES | THEME)
    assert 'class="flag"' in done.page("topics/b")
    assert done.page("flagged").strip() == "Two: docs/topics/a.md:6 docs/topics/b.md:5 ;"


def test_of_a_wrong_address_nothing_is_derived(build, linkroll, tmp_path):
    done = build(PAGES | THEME)
    for name in ("topics/a", "topics/b"):  # where it is flagged, and where it is not
        page = done.page(name)
        card = page[page.index('id="arxiv-2211.00593"') :].partition("</li></ul>")[0]
        assert "Mislabelled" in card
        assert "PDF" not in card
        assert "Cite" not in card
    write(tmp_path, PAGES)
    assert "2211.00593" not in linkroll("export", "bib").out
    two = json.loads(linkroll("export", "json").out)["entries"][1]
    assert (two["flag"]["code"], two.get("citation")) == ("mislabelled", None)


def test_the_feed_names_flags(build):
    lock = [{"key": f"arxiv:{url[-10:]}", "url": url, "kind": "paper", "added": "2026-01-01"} for url in (A, B)]  # fmt: skip
    files = PAGES | THEME | {"links.lock": "".join(json.dumps(each) + "\n" for each in lock)}
    from conftest import SMALL_SITE

    config = SMALL_SITE.replace(
        "custom_dir: theme", "custom_dir: theme, static_templates: [feed.xml]"
    )
    done = build(files | {"mkdocs.yml": config})
    feed = (done.folder / "site/feed.xml").read_text()
    assert "<title>Mislabelled: Two</title>" in feed
    assert "Mislabelled: Other." in feed


def test_a_card_offers_no_address_twice_and_five_actions_at_most(build):
    notebook = "https://github.com/a/b/blob/main/n.ipynb"
    rows = [
        f"- [One]({A})",
        *(f"    - [{name}]({url})" for name, url in (
            ("Code", "https://github.com/a/b"), ("Notebook", notebook),
            ("Colab", "https://colab.research.google.com/github/a/b/blob/main/n.ipynb#scrollTo=x"),
            ("Talk", "https://www.youtube.com/watch?v=GDRd-BFTYIg"), ("Slides", "https://a.github.io/s.pdf"),
        )),
    ]  # fmt: skip
    done = build({"docs/topics/a.md": "# A\n\n## Links\n\n" + "\n".join(rows) + "\n"})
    html = done.page("topics/a")
    row = html[html.index('<ul class="with">') :]
    hrefs = [re.sub("#scrollTo.*", "", each) for each in re.findall(r'href="([^"]+)"', row)]
    assert len(hrefs) == len(set(hrefs)), hrefs
    at_once = re.sub(r"<details>.*</details>", "<a", row, flags=re.DOTALL)
    assert len(re.findall(r"<(?:a|button)\b", at_once)) == 5
    labels = re.findall(r">([A-Z][a-z]+)</(?:a|button)>", at_once)
    assert labels == ["Code", "Notebook", "Colab", "Cite"], "what a person added comes first"


def test_a_note_leads_to_the_same_pages_from_anywhere():
    assert move_link("../b/#x", "topics/a/", "demos/") == "../topics/b/#x"
    assert move_link("../../", "topics/a/", "demos/") == "../"
    assert move_link("#x", "topics/a/", "links/") == "../topics/a/#x"
    assert move_link("b.html", "topics/a.html", "demos.html") == "./topics/b.html"


def test_every_link_within_the_site_leads_somewhere(site):
    """Notes are shown on other pages than their own, where a relative link has to be another one."""
    from urllib.parse import urljoin
    from urllib.request import urlopen

    def status(address):
        with urlopen(address) as answer:
            return answer.status

    for page in ("demos/", "people/", "debates/"):
        with urlopen(site + page) as answer:
            html = answer.read().decode()
        notes = re.findall(r'<p class="note">.*?</p>', html, flags=re.DOTALL)
        hrefs = {
            href.partition("#")[0]
            for note in notes
            for href in re.findall(r'href="(\.[^"]*)"', note)
        }
        assert [href for href in hrefs if status(urljoin(site + page, href)) != 200] == []
