"""The `retold` command and its options that hold for every command."""

from __future__ import annotations

import os
from importlib import import_module
from pathlib import Path
from typing import Any

import click

from retold import __version__
from retold.interfaces.cli.output import fail

# Each command's module, and the function's name there if it is another. A module is loaded when its command is asked
# for: reading one file needs neither the writers nor the database.
_ROOMS = {
    "serve": "serving",
    "web": "serving",
    "work": "serving",
    "sign-in": "serving",
    "routes": "serving",
    "read": "reading",
    "credits": "reading",
    "sanitize": "reading",
    "add": "keeping",
    "fetch": "fetching",
    "show": "keeping",
    "list": "keeping",
    "export": "keeping",
    "original": "keeping",
    "backup": "saving",
    "restore": "saving",
    "verify": "checking",
    "doctor": "checking",
}
_FUNCTIONS = {"list": "list_works", "sign-in": "sign_in"}


class Commands(click.Group):
    """The commands; what the disk or the database refuses is a sentence, not a traceback."""

    def list_commands(self, _context: click.Context | None) -> list[str]:
        """Every command's name."""
        return list(_ROOMS)

    def get_command(self, _context: click.Context | None, name: str) -> click.Command | None:
        """The command of a name, or None."""
        if name not in _ROOMS:
            return None
        room = import_module(f"retold.interfaces.cli.{_ROOMS[name]}")
        command: click.Command = getattr(room, _FUNCTIONS.get(name, name))
        return command

    def invoke(self, context: click.Context) -> Any:
        """Run the command that was asked for."""
        try:
            return super().invoke(context)
        except (click.ClickException, click.exceptions.Exit, click.Abort):
            raise
        except Exception as error:
            sentence = sentence_of(error)
            if sentence is None:
                raise
            fail(sentence)


def sentence_of(error: Exception) -> str | None:
    """What to tell the person of an error that is no fault of the program; None for one that is."""
    from retold.ports.database.trouble import trouble_of  # not for commands that need no database

    trouble = trouble_of(error)
    if trouble is not None:
        return trouble.sentence
    if isinstance(error, OSError) and error.filename:
        return f"{error.filename} cannot be used: {error.strerror}."
    return str(error) if getattr(error, "is_for_people", False) else None


@click.group(
    cls=Commands,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.option(
    "--home", type=click.Path(file_okay=False, path_type=Path), help="Where everything is kept (RETOLD_HOME)."
)
@click.version_option(__version__, prog_name="retold")
def main(home: Path | None) -> None:
    """Retold, a home for fan works: a work stays whole."""
    if home is not None:
        os.environ["RETOLD_HOME"] = str(home)
