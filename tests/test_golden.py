"""Small sites, each with the pages and the log that its build must give.

A golden file holds the files of a site, and the rest is what came of them: `log`, what the hook
logged, and `html`, the topic page. `pytest --update-golden` writes that part anew; read the
difference before you commit it.
"""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

CASES = sorted((Path(__file__).parent / "golden").glob("*.yml"))


class Block(str):
    """A text that is written over several lines."""

    __slots__ = ()


def write_block(dumper: yaml.Dumper, text: Block) -> yaml.Node:
    return dumper.represent_scalar("tag:yaml.org,2002:str", str(text), style="|")


yaml.add_representer(Block, write_block)


@pytest.mark.parametrize("case", CASES, ids=[case.stem for case in CASES])
def test_build_gives_what_the_golden_file_says(case, build, request):
    golden = yaml.safe_load(case.read_text())
    built = build(golden["files"])
    assert built.code == 0, built.log
    found = {
        "log": [line.split(" links: ", 1)[0].strip() + " " + line.split(" links: ", 1)[1]
                for line in built.told()],
        "html": built.page("topics/x"),
    }  # fmt: skip
    if request.config.getoption("--update-golden") and found != {k: golden[k] for k in found}:
        files = {name: Block(text) for name, text in golden["files"].items()}
        whole = {
            "rule": golden["rule"],
            "files": files,
            "log": found["log"],
            "html": Block(found["html"]),
        }
        case.write_text(yaml.dump(whole, sort_keys=False, allow_unicode=True, width=10_000))
    assert found == {"log": golden["log"], "html": golden["html"]}, golden["rule"]
