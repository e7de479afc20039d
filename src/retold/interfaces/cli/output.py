"""How commands speak: JSON alone on standard output, messages and progress on standard error."""

from __future__ import annotations

import json
import os
import sys
from typing import Any, NoReturn

import click


def say(message: str) -> None:
    """A sentence for the person at the keyboard."""
    click.echo(message, err=True)


def fail(message: str, code: int = 1) -> NoReturn:
    """Say what happened and what to do, and end with the exit code (1: refused, 2: wrong call)."""
    say(message)
    sys.exit(code)


def print_json(value: Any, *, indent: int | None = None) -> None:
    """One JSON value on standard output."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=indent))


def open_archive(*, settings_alone: bool = False) -> None:
    """Load Django and the settings, or just these; a wrong setting is one sentence, not a traceback."""
    import django
    from django.conf import settings

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "retold.config.settings")
    try:
        if settings_alone:
            _ = settings.RETOLD_HOME
        else:
            django.setup()
    except (ValueError, RuntimeError, OSError) as error:
        fail(f"The archive cannot be opened: {error}", 2)
