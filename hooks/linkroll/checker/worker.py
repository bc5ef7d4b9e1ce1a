"""Runs functions on fetched text in a process of its own, under a time limit.

A hostile page can make a parser take minutes. In the event loop it would hold up every other
link, the timeouts and Ctrl-C; in a thread it would still hold Python's global lock. A process can
be killed. It is started when the first page comes and serves one call after the other.
"""

from __future__ import annotations

import os
import pickle
import signal
import subprocess
import sys
import threading
from typing import TYPE_CHECKING, Any, Self, TypeVar

from linkroll.checker.dns import in_a_thread

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import IO

try:
    import resource
except ImportError:  # Windows
    resource = None  # type: ignore[assignment]

Result = TypeVar("Result")

SECONDS = 10.0  # for one call; an ordinary page takes some hundredths
MEMORY = 2 * 1024**3  # bytes that the process may address
PROGRAM = "from linkroll.checker.worker import serve; serve()"


class WorkerError(Exception):
    """A call failed, took too long, or ended the process; the text says which."""


class Worker:
    """A child process that serves calls.

    Args:
        seconds: How long one call may take.
    """

    def __init__(self, seconds: float = SECONDS) -> None:
        self._seconds = seconds
        self._process: subprocess.Popen[bytes] | None = None
        self._ready: subprocess.Popen[bytes] | None = None  # the process that has loaded its code
        self._turn = threading.Lock()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def prepare(self) -> None:
        """Start the process already, so that the first page need not wait for it."""
        self._process = self._process or start()

    async def run(self, function: Callable[..., Result], *arguments: object) -> Result:
        """Call a function of a module with arguments that can be pickled.

        Raises:
            WorkerError: The call gave no result.
        """
        result: Result = await in_a_thread(self._call, function, *arguments)
        return result

    def close(self) -> None:
        """End the process, whatever it is doing."""
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.communicate()

    def _call(self, function: Callable[..., Result], *arguments: object) -> Result:
        """Send one call, and wait for its result; one thread at a time."""
        with self._turn:
            process = self._process = self._process or start()
            limit = None
            try:
                if process is not self._ready:
                    receive(process.stdout)
                    self._ready = process
                limit = threading.Timer(self._seconds, process.kill)
                limit.daemon = True
                limit.start()
                send(process.stdin, (function, arguments))
                good, value = receive(process.stdout)
            except (OSError, EOFError, ValueError):
                late = limit is not None and limit.finished.is_set()
                self.close()
                why = f"it took more than {self._seconds:g} s" if late else "its parser crashed"
                raise WorkerError(why) from None
            finally:
                if limit is not None:
                    limit.cancel()
        if not good:
            raise WorkerError(value)
        return value  # type: ignore[no-any-return] # what the function gives


def start() -> subprocess.Popen[bytes]:
    """Start the process; it finds the library where this one did."""
    environ = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    return subprocess.Popen(  # noqa: S603 - our own program
        [sys.executable, "-c", PROGRAM],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=environ,
    )


def serve() -> None:
    """Serve calls from standard input until it ends; this is what the process runs."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent, which kills us
    if resource is not None:
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, resource.RLIM_INFINITY))
    import linkroll.metadata.html.extract  # noqa: F401, PLC0415 - loaded while nobody waits for it

    calls, results = sys.stdin.buffer, sys.stdout.buffer
    sys.stdout = sys.stderr  # a stray print must not get between two results
    send(results, "ready")
    while True:
        try:
            function, arguments = receive(calls)
        except EOFError:
            return
        try:
            result: tuple[bool, Any] = (True, function(*arguments))
        except Exception as error:  # noqa: BLE001 - whatever it is, it costs this page alone
            result = (False, f"{type(error).__name__}: {error}"[:500])
        try:
            send(results, result)
        except OSError:  # the parent was killed
            os._exit(1)


def send(stream: IO[bytes] | None, value: object) -> None:
    """Write a value with its length before it."""
    assert stream is not None  # noqa: S101 - it is a pipe
    data = pickle.dumps(value)
    stream.write(len(data).to_bytes(8, "big") + data)
    stream.flush()


def receive(stream: IO[bytes] | None) -> Any:  # noqa: ANN401 - what the other side sent
    """Read a value. Raises `EOFError` where the other side has ended."""
    assert stream is not None  # noqa: S101 - it is a pipe
    length = stream.read(8)
    data = stream.read(int.from_bytes(length, "big"))
    if len(length) < 8 or not data:
        raise EOFError
    return pickle.loads(data)  # noqa: S301 - from a process that runs our own code
