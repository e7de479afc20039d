"""Ties the house together at start-up: who reacts to which event."""

from __future__ import annotations

from django.apps import AppConfig


class Config(AppConfig):
    """Registers every event's handlers once all apps are loaded."""

    name = "retold.config"
    label = "config"

    def ready(self) -> None:
        """Called by Django when every model is known."""
        from retold.config.reactions import register_all

        register_all()
