"""Swappable machinery that knows nothing of fan works."""
