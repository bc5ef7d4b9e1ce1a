"""Every internal link and anchor of the site leads somewhere, with either form of addresses."""

from __future__ import annotations

import pytest

from conftest import copy_site, mkdocs
from site_crawl import dead_links


@pytest.mark.parametrize("settings", ["", "use_directory_urls: false\n"], ids=["folders", "files"])
def test_no_internal_link_is_dead(settings, tmp_path):
    folder = copy_site(tmp_path)
    config = folder / "mkdocs.yml"
    config.write_text(config.read_text() + settings)
    built = mkdocs(folder, "build", SITE_URL="http://site.test/")
    assert built.code == 0, built.log
    assert list(dead_links(folder / "site")) == []
