"""Commands that run the archive: serve and its two processes, the sign-in link, the list of routes."""

from __future__ import annotations

import datetime as dt
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections import deque
from collections.abc import Iterator
from typing import Any

import click

from retold.interfaces.cli.output import fail, open_archive, print_json, say
from retold.lib.processes import start_python, stop_with_parent

MOST_ENDS = 5  # of processes within a minute, before we give up
STOP_WITHIN = 10  # seconds that a process gets to finish what it is doing


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@click.option("--demo", is_flag=True, help="Put a few stories of our own on the shelf first.")
def serve(host: str, port: int, demo: bool) -> None:
    """Start the archive: one web process and one worker, stopped together."""
    _refuse_a_taken_port(host, port)
    open_archive(settings_alone=True)
    from retold.operations import turns

    with turns.nobody_serving() as alone:
        if not alone:
            fail("This home is being served already; stop that archive first, or name another home with --home.")
        commands = [["web", "--host", host, "--port", str(port)], ["work"]]
        with turns.getting_ready():
            # It loads its pages while the home is made ready, and answers when that is done.
            web = start_python("-m", "retold", *commands[0])
            try:
                _get_ready(host, port, demo)
            except BaseException:
                _end([web])
                raise
        # Typefaces take a while to cut; until they are there, pages use the system's.
        fonts = start_python("-m", "django", "make_fonts")
        sys.exit(_supervise(commands, [web], also_stop=fonts))


def _get_ready(host: str, port: int, demo: bool) -> None:
    """The home brought up to date, what a crash left mended, and the address told."""
    open_archive()
    from retold.operations import demo as demonstration
    from retold.operations import home, starting

    now = dt.datetime.now(dt.UTC)
    account = home.prepare(at=now)
    for sentence in starting.mend():
        say(sentence)
    starting.collect_static()
    if demo:
        demonstration.fill(account=account, at=now)
    address = f"http://{'[' + host + ']' if ':' in host else host}:{port}"
    _greet(address, home.sign_in_path(account) if home.was_never_opened(account) else None)


def _refuse_a_taken_port(host: str, port: int) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            fail(
                f"{host}:{port} cannot be used: {error.strerror}. Choose another with --port, or stop what runs there."
            )


def _greet(address: str, sign_in: str | None) -> None:
    say(f"Retold is at {address}")
    if sign_in:
        say(f"Open it for the first time with this link; it works once:\n\n    {address}{sign_in}\n")
    say("Stop it with Ctrl+C.")


def _supervise(
    commands: list[list[str]], running: list[subprocess.Popen[bytes]], also_stop: subprocess.Popen[bytes]
) -> int:
    """Run the processes until we are told to stop; then stop them all. Gives the exit code.

    The first of them are `running` already. One that ends by itself is started again, unless that happened often
    within a minute. `also_stop` is one that may end.
    """
    children = running + [start_python("-m", "retold", *command) for command in commands[len(running) :]]
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, lambda *_: stop.set())
    ends: deque[float] = deque(maxlen=MOST_ENDS)
    while not stop.wait(0.2):
        ended = [n for n, child in enumerate(children) if child.poll() is not None]
        ends.extend(time.monotonic() for _ in ended)
        if len(ends) == MOST_ENDS and ends[-1] - ends[0] < 60:
            say("A process of the archive ends again and again; see what it said above. Stopping the others.")
            break
        for n in ended:
            say(f"The archive's {commands[n][0]} process ended by itself; starting it again.")
            children[n] = start_python("-m", "retold", *commands[n])
    _end([*children, also_stop])
    return 0 if stop.is_set() else 1


def _end(children: list[subprocess.Popen[bytes]]) -> None:
    for child in children:
        child.terminate()
    until = time.monotonic() + STOP_WITHIN
    for child in children:
        try:
            child.wait(max(0.1, until - time.monotonic()))
        except subprocess.TimeoutExpired:
            child.kill()


@click.command(hidden=True)
@click.option("--host", required=True)
@click.option("--port", required=True, type=int)
def web(host: str, port: int) -> None:
    """The web process of `retold serve`."""
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    stop_with_parent()
    Granian(
        "retold.config.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=1,
        blocking_threads=min(8, 2 * (os.cpu_count() or 2)),
        backlog=256,
        websockets=False,
        log_access=False,
        log_level=LogLevels.warning,
    ).serve()


@click.command()
def work() -> None:
    """Run the outbox worker as a process of its own, until it is told to stop."""
    open_archive()
    from retold.importing import runs
    from retold.operations import starting, upkeep
    from retold.ports import events

    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    stop_with_parent()
    starting.read_waiting()
    # Daemon: a long duty does not hold up the stop; what it had not finished is done anew.
    threading.Thread(target=upkeep.keep_up, args=(stop,), name="upkeep", daemon=True).start()
    # A run in the middle of a lot when the process ends loses that lot; the next start reads it again.
    threading.Thread(target=runs.keep_going, args=(stop,), name="runs", daemon=True).start()
    threading.Thread(target=_beat, args=(stop,), name="heart", daemon=True).start()
    events.run_worker(stop)


def _beat(stop: threading.Event) -> None:
    """Show that the worker is there."""
    from retold.operations import health

    while True:
        health.beat()
        if stop.wait(health.BEAT):
            return


@click.command("sign-in")
@click.option("--address", default="http://127.0.0.1:8000", show_default=True, help="Where the archive is reached.")
def sign_in(address: str) -> None:
    """Print a new one-time sign-in link for the keeper of this home."""
    open_archive()
    from retold.operations import home

    click.echo(address.rstrip("/") + home.sign_in_path(home.prepare(at=dt.datetime.now(dt.UTC))))


@click.command()
@click.option("--json", "as_json", is_flag=True)
def routes(as_json: bool) -> None:
    """List every route with its declared access rule."""
    open_archive()
    found = sorted(_routes(), key=lambda route: str(route["path"]))
    if as_json:
        print_json({"routes": found})
        return
    for route in found:
        click.echo(f"{route['access'] or 'NOT DECLARED':12} {','.join(route['methods']):10} {route['path']}")


def _routes() -> Iterator[dict[str, Any]]:
    from django.urls import URLPattern, URLResolver, get_resolver

    def walk(patterns: list[Any], prefix: str) -> Iterator[dict[str, Any]]:
        for pattern in patterns:
            path = prefix + str(pattern.pattern)
            if isinstance(pattern, URLResolver):
                yield from walk(pattern.url_patterns, path)
            elif isinstance(pattern, URLPattern):
                view = pattern.callback
                yield {
                    "path": path,
                    "name": pattern.name,
                    "methods": list(getattr(view, "methods", ("GET", "POST"))),
                    "access": getattr(view, "access", None),
                }

    yield from walk(get_resolver().url_patterns, "/")
