"""Programs of others that convert files, run so that a stranger's file can do no harm through them.

Each run has a folder of its own, which is also its home, so that it finds nobody's settings and leaves nothing. Its
time, its memory and what it writes are bounded, and where the system allows it, it has no network. The bounds are set
by a small Python that then becomes the program (`_STARTER`): code run between fork and exec is unsafe beside threads.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path

MEBIBYTE = 1 << 20
# Conversions at once in one process: each may take all the memory that it is given.
_AT_ONCE = threading.BoundedSemaphore(2)
_FILES_OPEN = 1024
# A name that leads nowhere: programs that honour it reach no address even where a network is left.
_NO_PROXY_THERE = "http://127.0.0.1:9"
_NAMESPACES = 0x10000000 | 0x40000000  # CLONE_NEWUSER, CLONE_NEWNET
_DIE_WITH_PARENT = 1  # PR_SET_PDEATHSIG

_STARTER = f"""
import ctypes, os, resource, signal, sys
seconds, size = int(sys.argv[1]), int(sys.argv[2])
user, group = os.getuid(), os.getgid()
try:
    c = ctypes.CDLL(None)
    c.prctl({_DIE_WITH_PARENT}, signal.SIGKILL)
    if c.unshare({_NAMESPACES}) == 0:
        same = {{"setgroups": "deny", "uid_map": f"{{user}} {{user}} 1", "gid_map": f"{{group}} {{group}} 1"}}
        for name, line in same.items():
            with open("/proc/self/" + name, "w") as file:
                file.write(line)
except (OSError, AttributeError):
    pass
for what, most in (
    (resource.RLIMIT_CPU, seconds), (resource.RLIMIT_AS, size), (resource.RLIMIT_FSIZE, size),
    (resource.RLIMIT_CORE, 0), (resource.RLIMIT_NOFILE, {_FILES_OPEN}),
):
    try:
        resource.setrlimit(what, (most, most))
    except (OSError, ValueError):
        pass
os.nice(5)
os.execv(sys.argv[3], sys.argv[3:])
"""


class ConverterFailed(Exception):
    """A program did not give what was asked of it; the message is one sentence for the person."""


def installed(*programs: str) -> str | None:
    """The path of the first of these programs that is installed; None if none is."""
    return next((path for path in map(shutil.which, programs) if path), None)


def run_converter(
    program: str,
    arguments: Sequence[str],
    *,
    name: str,
    data: bytes,
    output: str,
    seconds: int,
    megabytes: int,
    beside: Mapping[str, bytes] | None = None,
) -> bytes:
    """The bytes of the file `output` that a program makes of a file `name` with the bytes `data`.

    `arguments` name files as they lie in the run's own folder, where the program stands; `{folder}` in them becomes its
    path. `beside` are further files there (settings). `seconds` bounds the time and each process's CPU, `megabytes`
    each process's memory (of addresses) and each file. Raises ConverterFailed, also if the program is not installed.
    """
    path = installed(program)
    if path is None:
        raise ConverterFailed(f"The program {program} is not installed here.")
    with _AT_ONCE, tempfile.TemporaryDirectory(prefix="retold-", ignore_cleanup_errors=True) as place:
        folder = Path(place)
        for file_name, content in {**(beside or {}), name: data}.items():
            target = folder / file_name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
        words = [word.replace("{folder}", place) for word in arguments]
        _run([path, *words], folder, seconds, megabytes * MEBIBYTE)
        return _read(folder / output, program, megabytes * MEBIBYTE)


def _run(words: list[str], folder: Path, seconds: int, size: int) -> None:
    """Run to the end or to the end of its time; then nothing of it goes on."""
    starter = [sys.executable, "-I", "-S", "-c", _STARTER, str(seconds), str(size)]
    process = subprocess.Popen(  # noqa: S603  (our own words; the person's file is data in it)
        [*starter, *words],
        cwd=folder,
        env=_environment(folder),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    program = Path(words[0]).name
    try:
        process.wait(timeout=seconds)
    except subprocess.TimeoutExpired as error:
        raise ConverterFailed(f"The program {program} took longer than {seconds} seconds and was stopped.") from error
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _environment(folder: Path) -> dict[str, str]:
    """No more than a program needs; nothing that this process was told in secret."""
    kept = {name: os.environ[name] for name in ("PATH", "LANG", "LC_ALL", "TZ") if name in os.environ}
    proxies = dict.fromkeys(("http_proxy", "https_proxy", "all_proxy"), _NO_PROXY_THERE)
    homes = dict.fromkeys(("HOME", "TMPDIR", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_RUNTIME_DIR"), str(folder))
    return {"LANG": "C.UTF-8", "QT_QPA_PLATFORM": "offscreen", **kept, **proxies, **homes}


def _read(path: Path, program: str, most: int) -> bytes:
    try:
        status = path.lstat()
    except OSError as error:
        raise ConverterFailed(f"The program {program} could not read this file.") from error
    if not stat.S_ISREG(status.st_mode) or not 0 < status.st_size < most:
        raise ConverterFailed(f"The program {program} could not read this file.")
    return path.read_bytes()
