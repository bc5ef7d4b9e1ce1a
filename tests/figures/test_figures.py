"""What figures claim of data holds for the numbers that they show; and every topic has a figure."""

from __future__ import annotations

import json
import math
import re

import pytest

from conftest import ROOT

FIGURES = ROOT / "overrides/partials/figures"


def numbers(name):
    return json.loads(re.search(r"data = (.*) -%}", (FIGURES / f"_{name}.html").read_text())[1])


def test_five_features_in_two_dimensions_are_a_pentagon():
    vectors = numbers("superposition")["vectors"]
    angles = sorted(math.degrees(math.atan2(y, x)) for x, y in vectors)
    gaps = [(b - a) % 360 for a, b in zip(angles, [*angles[1:], angles[0]], strict=True)]
    assert len(vectors) == 5
    assert all(abs(gap - 72) < 3 for gap in gaps), gaps
    assert all(1 < math.hypot(x, y) < 1.25 for x, y in vectors)


def test_held_out_pairs_are_known_long_after_those_in_training():
    curve = numbers("grokking")["curve"]
    assert all(round(math.log10(step), 3) == place for step, place, *_ in curve)
    learned = next(step for step, _, train, _ in curve if train > 0.99)
    chance = max(held_out for step, _, _, held_out in curve if step <= 2 * learned)
    grokked = next(step for step, _, _, held_out in curve if held_out > 0.99)
    assert chance < 0.05
    assert grokked > 10 * learned


TOPICS = sorted(path.stem for path in (ROOT / "docs/topics").glob("*.md"))


@pytest.mark.parametrize("topic", TOPICS)
def test_a_topic_opens_with_a_figure_that_says_what_it_is(topic):
    text = (FIGURES / f"{topic}.html").read_text()
    assert re.search(r"[Ss]chematic|simplified|script of this site", text), "data or drawing?"
    assert "{% call f.figure(" in text, "which gives it a name and a description"
    assert not re.search(r"#[0-9a-f]{3,8}\b|rgb|style=", text), "colours are those of the page"
