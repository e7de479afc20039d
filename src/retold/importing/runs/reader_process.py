"""The process that reads files for a run: names and bytes come in, answers go out, until nobody asks any more."""

from __future__ import annotations

import os
import pickle
import signal
import sys

from retold.importing.runs.reading import read_file
from retold.lib.processes import stop_with_parent


def main() -> None:
    """Answer until standard input ends, as it does when whoever asks is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is for the one who asks
    stop_with_parent()
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints must not stand among the answers
    while True:
        try:
            name, data = pickle.load(sys.stdin.buffer)  # noqa: S301  (our own process's words)
        except (EOFError, pickle.UnpicklingError):
            return
        pickle.dump(read_file(name, data), answers, protocol=5)
        answers.flush()


if __name__ == "__main__":
    main()
