"""The `retold` command and its options that hold for every command."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import click

from retold import __version__
from retold.interfaces.cli import checking, keeping, reading, saving, serving
from retold.interfaces.cli.output import fail


class Commands(click.Group):
    """The commands; what the disk or the database refuses is a sentence, not a traceback."""

    def invoke(self, context: click.Context) -> Any:
        """Run the command that was asked for."""
        try:
            return super().invoke(context)
        except (click.ClickException, click.exceptions.Exit, click.Abort):
            raise
        except Exception as error:
            sentence = _sentence(error)
            if sentence is None:
                raise
            fail(sentence)


def _sentence(error: Exception) -> str | None:
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


for command in (
    serving.serve, serving.web, serving.work, serving.sign_in, serving.routes,
    reading.read, reading.credits, reading.sanitize,
    keeping.add, keeping.show, keeping.list_works, keeping.export, keeping.original,
    saving.backup, saving.restore, checking.verify, checking.doctor,
):  # fmt: skip
    main.add_command(command)
