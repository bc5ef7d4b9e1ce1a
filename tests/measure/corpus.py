"""Markdown pages with many links over many hosts: 2 % gone, 1 % broken, 2 % moved."""

from __future__ import annotations

import random


def write_corpus(folder, links, hosts, port, per_page=50):
    """Write pages with links to `fakeweb`; which of them fail is spread over the hosts."""
    folder.mkdir(parents=True, exist_ok=True)
    order = random.Random(1).sample(range(links), links)
    kinds = dict.fromkeys(order[: links // 50], "gone")
    kinds |= dict.fromkeys(order[links // 50 : links // 25], "moved")
    kinds |= dict.fromkeys(order[links // 25 : links // 20], "err")
    for start in range(0, links, per_page):
        rows = [f"# Page {start // per_page}", ""]
        for i in range(start, min(start + per_page, links)):
            url = f"http://127.0.0.{1 + i % hosts}:{port}/{kinds.get(i, 'ok')}/{i}"
            rows.append(f"- [Link number {i}]({url}) — a note about link {i}.")
        (folder / f"page{start // per_page:05d}.md").write_text("\n".join(rows) + "\n")
