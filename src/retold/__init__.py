"""Retold: a home for fan works, where a work stays whole."""

__version__ = "0.1.0"
