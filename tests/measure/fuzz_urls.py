"""Look for a text that makes `identify`, `anchor` or `lint_url` raise, or breaks what they promise.

    pip install atheris
    python tests/measure/fuzz_urls.py -max_total_time=600 [CORPUS]

Coverage-guided (libFuzzer, through Atheris): inputs that reach new code are kept and changed
further. What a run found is in `fuzz_urls.json`.
"""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

import atheris

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "hooks"))

with atheris.instrument_imports(include=["linkroll", "idna"]):
    from linkroll.kinds import KINDS
    from linkroll.lint.title_similarity import clearly_differ
    from linkroll.placeholders.lint_url import lint_url
    from linkroll.urls.identify import anchor, identify

TODAY = date(2026, 11, 1)


def check(data: bytes) -> None:
    """Try one text, as it is and as an address."""
    text = data.decode("utf-8", "surrogateescape")
    for url in (text, f"https://{text}"):
        identity = identify(url)
        again = identify(identity.canonical)
        if (again.key, again.canonical) != (identity.key, identity.canonical):
            raise AssertionError(f"unstable: {url!r}: {identity} {again}")
        if identity.kind not in KINDS:
            raise AssertionError(f"kind: {url!r}")
        anchor(identity.key)
        lint_url(url, TODAY)
    clearly_differ(text[: len(text) // 2], text[len(text) // 2 :])


if __name__ == "__main__":
    atheris.Setup(sys.argv, check)
    atheris.Fuzz()
