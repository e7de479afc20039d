"""The `retold` command and its options that hold for every command."""

from __future__ import annotations

import os
from pathlib import Path

import click

from retold import __version__
from retold.interfaces.cli import keeping, reading, serving


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
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
):  # fmt: skip
    main.add_command(command)
