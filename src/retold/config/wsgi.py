"""The archive as a WSGI application, for `retold serve` and any other server.

`retold serve` makes the home ready while this is loaded, and lets it go on when that is done.
"""

from __future__ import annotations

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "retold.config.settings")

import django
from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

from retold.operations import turns

django.setup()
get_resolver().url_patterns  # noqa: B018  (loads every page's module)

turns.wait_until_ready()
application = get_wsgi_application()
