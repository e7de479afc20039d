"""What the frame of every page needs, given to each template."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from retold.interfaces.web.frame import fonts, preferences


def frame(request: HttpRequest) -> dict[str, Any]:
    """The archive's name, the reader's preferences, and the address of the fonts once they are made."""
    chosen = preferences.from_cookie(request.COOKIES.get(preferences.COOKIE, ""))
    return {
        "archive_name": settings.RETOLD_NAME,
        "preferences": chosen,
        "preference_questions": preferences.questions(chosen),
        "fonts_sheet": fonts.sheet_name(settings.RETOLD_HOME / "fonts"),
    }
