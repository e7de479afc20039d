"""Helpers for processes that belong together."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time

_STARTER = "RETOLD_STARTED_BY"


def start_python(*words: str, piped: bool = False) -> subprocess.Popen[bytes]:
    """Start a Python process (`-m …`) that can tell when this one is gone (`stop_with_parent`).

    `piped`: we write to its standard input, and read its standard output.
    """
    environment = {**os.environ, _STARTER: str(os.getpid())}
    pipe = subprocess.PIPE if piped else None
    return subprocess.Popen([sys.executable, *words], env=environment, stdin=pipe, stdout=pipe)  # noqa: S603  (our own words)


def stop_with_parent(every: float = 0.5) -> None:
    """Stop this process when the one that started it is gone, so that a kill leaves no orphan behind.

    One that a person or a service manager started by itself goes on.
    """
    # Said by the starter: it may be gone before this line is reached, and then the parent is another already.
    parent = int(os.environ.get(_STARTER) or 0)
    if not parent:
        return

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(every)
        os.kill(os.getpid(), signal.SIGTERM)
        time.sleep(5)
        os._exit(1)

    threading.Thread(target=watch, name="parent-watch", daemon=True).start()
