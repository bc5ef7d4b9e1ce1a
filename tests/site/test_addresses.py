"""No address that was ever published goes away: it stays, or leads on."""

from __future__ import annotations

import urllib.request
from urllib.error import HTTPError

import pytest

from conftest import ROOT, SMALL_SITE

# Every address of the site, one a line, from its root. Lines are added, never taken out.
PUBLISHED = "tests/data/addresses.txt"


def published():
    """The addresses that were published."""
    return (ROOT / PUBLISHED).read_text().split("\n")[:-1]


def built(site):
    """The addresses that the site has now: its pages, as the sitemap names them."""
    with urllib.request.urlopen(site + "sitemap.xml") as answer:
        sitemap = answer.read().decode()
    urls = [part.split("</loc>")[0] for part in sitemap.split("<loc>")[1:]]
    return {url.removeprefix("http://127.0.0.1/") for url in urls}


def is_there(site, address):
    """Whether an address answers."""
    try:
        with urllib.request.urlopen(site + address) as answer:
            return answer.status == 200
    except HTTPError:
        return False


def test_every_published_address_is_still_there(site):
    gone = [address for address in published() if not is_there(site, address)]
    lines = [f"  {address.rstrip('/')}.md: THE-NEW-PAGE.md" for address in gone]
    assert not gone, "add to plugins.redirects.redirect_maps in mkdocs.yml:\n" + "\n".join(lines)


def test_every_address_is_kept_from_now_on(site):
    new = sorted(built(site) - set(published()))
    assert not new, f"add to {PUBLISHED}:\n" + "\n".join(new)


def test_the_list_is_in_order():
    assert published() == sorted(set(published()))


@pytest.mark.parametrize("target", ["topics/new.md", "topics/new.md#links"])
def test_an_old_address_leads_to_the_new_one(build, target):
    plugin = f"plugins: [redirects: {{redirect_maps: {{topics/old.md: '{target}'}}}}]"
    page = "# New\n\n## Links\n\n- [A](https://arxiv.org/abs/2209.10652)\n"
    config = SMALL_SITE.replace("plugins: []", plugin)
    done = build({"mkdocs.yml": config, "docs/topics/new.md": page})
    assert done.code == 0, done.log
    html = done.page("topics/old")
    assert f'url=../new/{target.partition(".md")[2]}"' in html
    assert 'rel="canonical"' in html, "who searches is told as well"
