"""`make_fonts`: cut the pages' typefaces into the home folder, once; `retold serve` runs it beside the archive."""

from __future__ import annotations

import os
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from retold.interfaces.web.frame.fonts import make_fonts
from retold.lib.processes import stop_with_parent


class Command(BaseCommand):
    """Cut the typefaces if this home has not got them yet."""

    help = "Cut the pages' typefaces into the home folder."

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002  (Django's signature)
        """Nothing is done where they are there already; it ends when the archive that started it does."""
        stop_with_parent()
        os.nice(19)  # pages and people first
        make_fonts(settings.RETOLD_HOME / "fonts")
