"""Shards: every link is in one, with all others of its host and key."""

from __future__ import annotations

import pytest

from linkroll.markdown.extension import read_page
from linkroll.tasks.shard import LINKS_PER_SHARD, Shard, shards_for

LINKS = read_page("x.md", "".join(f"- <https://h{number % 40}.org/{number}>\n" for number in range(400))
    + "- <https://arxiv.org/abs/2209.10652>\n- <https://ar5iv.org/abs/2209.10652>\n").links  # fmt: skip


def test_every_link_is_in_exactly_one_shard_with_its_host_and_key():
    shards = [list(Shard(number, 4).select(LINKS)) for number in range(1, 5)]
    assert sum(map(len, shards)) == len(LINKS)
    hosts = [{link.url.split("/")[2] for link in shard if "ar" not in link.url} for shard in shards]
    assert sum(map(len, hosts)) == 40
    assert sum(any(link.key == "arxiv:2209.10652" for link in shard) for shard in shards) == 1
    assert all(shards)


@pytest.mark.parametrize("text", ["0/4", "5/4", "1", "a/b", "1/0", "-1/2"])
def test_a_shard_that_is_none_is_rejected(text):
    with pytest.raises(ValueError):  # noqa: PT011 - argparse words the message
        Shard.parse(text)


def test_the_number_of_shards_follows_the_number_of_links():
    assert shards_for(0) == shards_for(LINKS_PER_SHARD) == ["1/1"]
    assert shards_for(4 * LINKS_PER_SHARD) == ["1/4", "2/4", "3/4", "4/4"]
