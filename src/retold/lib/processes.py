"""Helpers for processes that belong together."""

from __future__ import annotations

import os
import signal
import threading
import time


def stop_with_parent(every: float = 0.5) -> None:
    """Stop this process when the one that started it is gone, so that a kill leaves no orphan behind."""
    parent = os.getppid()

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(every)
        os.kill(os.getpid(), signal.SIGTERM)
        time.sleep(5)
        os._exit(1)

    threading.Thread(target=watch, name="parent-watch", daemon=True).start()
