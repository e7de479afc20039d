"""The operations app."""

from django.apps import AppConfig


class Operations(AppConfig):
    """What keeps the archive sound."""

    name = "retold.operations"
    label = "operations"
