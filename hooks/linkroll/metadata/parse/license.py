"""License names as providers write them, as SPDX identifiers (https://spdx.org/licenses/)."""

from __future__ import annotations

import re

# The spelling that SPDX gives to identifiers. The Hugging Face Hub writes them in lower case: see
# https://huggingface.co/docs/hub/repositories-licenses
SPDX = (
    "0BSD", "AFL-3.0", "AGPL-3.0", "AGPL-3.0-only", "AGPL-3.0-or-later", "Apache-2.0",
    "Artistic-2.0", "BSD-2-Clause", "BSD-3-Clause", "BSD-3-Clause-Clear", "BSD-4-Clause", "BSL-1.0",
    "CC-BY-2.0", "CC-BY-2.5", "CC-BY-3.0", "CC-BY-4.0", "CC-BY-NC-2.0", "CC-BY-NC-3.0",
    "CC-BY-NC-4.0", "CC-BY-NC-ND-3.0", "CC-BY-NC-ND-4.0", "CC-BY-NC-SA-2.0", "CC-BY-NC-SA-3.0",
    "CC-BY-NC-SA-4.0", "CC-BY-ND-4.0", "CC-BY-SA-3.0", "CC-BY-SA-4.0", "CC0-1.0", "ECL-2.0",
    "EPL-1.0", "EPL-2.0", "EUPL-1.1", "EUPL-1.2", "GFDL-1.3", "GPL-2.0", "GPL-2.0-only",
    "GPL-2.0-or-later", "GPL-3.0", "GPL-3.0-only", "GPL-3.0-or-later", "ISC", "LGPL-2.1",
    "LGPL-2.1-only", "LGPL-2.1-or-later", "LGPL-3.0", "LGPL-3.0-only", "LGPL-3.0-or-later",
    "LPPL-1.3c", "MIT", "MIT-0", "MPL-2.0", "MS-PL", "NCSA", "ODbL-1.0", "OFL-1.1", "OSL-3.0",
    "PDDL-1.0", "PostgreSQL", "Python-2.0", "Unlicense", "WTFPL", "Zlib",
)  # fmt: skip
KNOWN = {name.lower(): name for name in SPDX}
# The values of hosts for an unknown license.
NO_LICENSE = frozenset({"", "noassertion", "none", "other", "unknown", "unlicensed"})
NOT_SPDX = re.compile(r"[^A-Za-z0-9.-]+")


def spdx(name: str) -> str | None:
    """Return the SPDX identifier of a license; ``LicenseRef-name`` for one that SPDX does not list.

    None where the host reports none.
    """
    plain = name.strip()
    if plain.lower() in NO_LICENSE:
        return None
    if plain.startswith("LicenseRef-"):
        return plain
    known = KNOWN.get(plain.lower())
    if known:
        return known
    reference = NOT_SPDX.sub("-", plain).strip("-")[:48]
    return f"LicenseRef-{reference}" if reference else None
