"""Kill `linkroll update` at 200 random moments, and say what was left of the lock.

    python tests/measure/kill_update.py [TIMES] [SEED]

Writes `kill_update.json` beside this file. Fails where a lock does not load, or holds a record
that is neither the old nor the new one.
"""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE.parent), str(HERE.parent.parent / "hooks")]

from killing import LINKS, kill_often, things  # noqa: E402 - the path comes first
from web.server import Web  # noqa: E402


def main(times=200, seed=7):
    with tempfile.TemporaryDirectory() as folder, Web({"": things}) as web:
        states = kill_often(Path(folder), web.ports["http"], times, seed)
    result = {"kills": times, "links": LINKS, "seed": seed, "locks_left": states, "broken": 0}
    (HERE / "kill_update.json").write_text(json.dumps(result, indent=2) + "\n")
    print(json.dumps(result))


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
