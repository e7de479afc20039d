"""A process that has everything imported and forks a child for each thing asked of it.

`python -m tests.crash.server HOME`, with requests as JSON lines on standard input and answers on standard output. A
fresh Python needs a second to import the program; a fork needs hundredths, so that thousands of kills can be tried.
"""

from __future__ import annotations

import contextlib
import ctypes
import gc
import json
import os
import resource
import sys
import threading
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

PR_SET_PTRACER, PR_SET_PTRACER_ANY = 0x59616D61, -1


def serve(perform: Callable[[dict[str, Any]], int]) -> None:
    """Fork a child for each request and say what became of it.

    A request is answered with {"pid"}; the child waits until a line "go" has come, and then {"status"} follows, as
    waitpid gives it.
    """
    for line in sys.stdin:
        request = json.loads(line)
        wait_end, go_end = os.pipe()
        pid = os.fork()
        if pid == 0:
            os.close(go_end)
            _child(request, wait_end, perform)
        os.close(wait_end)
        print(json.dumps({"pid": pid}), flush=True)
        sys.stdin.readline()
        os.close(go_end)
        _, status = os.waitpid(pid, 0)
        print(json.dumps({"status": status}), flush=True)


def _child(request: dict[str, Any], wait_end: int, perform: Callable[[dict[str, Any]], int]) -> None:
    """Do one request in a process group of its own, and end as a command ends."""
    os.setsid()
    ctypes.CDLL(None).prctl(PR_SET_PTRACER, PR_SET_PTRACER_ANY, 0, 0, 0)
    for number, name in ((0, "/dev/null"), (1, request["stdout"]), (2, request["stderr"])):
        flags = os.O_RDONLY if number == 0 else os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_APPEND
        file = os.open(name, flags, 0o600)
        os.dup2(file, number)
        os.close(file)
    if request.get("largest_file"):
        resource.setrlimit(resource.RLIMIT_FSIZE, (request["largest_file"], resource.RLIM_INFINITY))
    os.read(wait_end, 1)  # ends when the other end is closed
    os.close(wait_end)
    code = 70
    try:
        code = perform(request)
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else int(end.code is not None)
    except BaseException:
        traceback.print_exc()
    finally:
        _end(code)


def _end(code: int) -> None:
    """What the interpreter would do at its end: connections are closed, streams flushed."""
    try:
        from django.db import connections

        connections.close_all()
        sys.stdout.flush()
        sys.stderr.flush()
    except BaseException:
        traceback.print_exc()
        code = code or 70
    os._exit(code)


def main() -> None:
    """Import all there is, use it once so that every lazy thing is loaded, and wait for requests."""
    os.environ["RETOLD_HOME"] = sys.argv[1]
    os.environ["OPENBLAS_NUM_THREADS"] = "1"  # a fork takes one thread along
    from retold.interfaces.cli.output import open_archive

    open_archive()
    from tests.crash import acts

    with contextlib.redirect_stdout(sys.stderr):
        acts.warm_up(Path(sys.argv[1]))
    assert threading.active_count() == 1, threading.enumerate()
    gc.collect()
    gc.freeze()
    print(json.dumps({"ready": True}), flush=True)
    serve(acts.perform)


if __name__ == "__main__":
    main()
