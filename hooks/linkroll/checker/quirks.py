"""What to ask in place of an address that answers 200 whatever it names.

Colab and nbviewer show a shell for any notebook; the file behind it tells whether it is there.
"""

from __future__ import annotations

import re

# https://colab.research.google.com/github/googlecolab/colabtools/blob/main/notebooks/colab-github-demo.ipynb
# and https://github.com/jupyter/nbviewer (README: URL scheme) say what these paths mean.
HOSTS = {
    "colab": r"https?://colab\.(?:research\.google|sandbox\.google)\.com",
    "nbviewer": r"https?://nbviewer\.(?:jupyter\.)?org",
}
RAW = r"https://raw.githubusercontent.com/\1/\2/\3"
GIST = r"https://gist.github.com/\1"
TABLE: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern.format(**HOSTS), re.IGNORECASE), replacement)
    for pattern, replacement in (
        (r"{colab}/github/([^/]+)/([^/]+)/blob/([^?#]+)(?:[?#].*)?$", RAW),
        (r"{nbviewer}/github/([^/]+)/([^/]+)/(?:blob|tree)/([^?#]+)(?:[?#].*)?$", RAW),
        (r"{colab}/gist/([^/?#]+/[^/?#]+)(?:[/?#].*)?$", GIST),
        (r"{nbviewer}/gist/([^/?#]+/[^/?#]+)(?:[/?#].*)?$", GIST),
        (r"{nbviewer}/urls/([^?#]+)(?:[?#].*)?$", r"https://\1"),
        (r"{nbviewer}/url/([^?#]+)(?:[?#].*)?$", r"http://\1"),
        (r"{colab}/drive/([\w-]+)(?:[?#].*)?$", r"https://drive.google.com/file/d/\1/view"),
    )
)


def substitute_url(url: str) -> str | None:
    """Give the address to judge a URL by; None where it is its own."""
    if "://colab." not in url and "://nbviewer." not in url:
        return None  # nearly always
    for pattern, replacement in TABLE:
        if found := pattern.match(url):
            return found.expand(replacement)
    return None
