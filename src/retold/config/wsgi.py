"""The archive as a WSGI application, for `retold serve` and any other server."""

from __future__ import annotations

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "retold.config.settings")

from django.core.wsgi import get_wsgi_application

application = get_wsgi_application()
