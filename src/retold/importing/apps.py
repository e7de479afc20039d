"""The importing app."""

from django.apps import AppConfig


class Importing(AppConfig):
    """Bringing works in."""

    name = "retold.importing"
    label = "importing"
