"""The cast of the upkeep's tests."""

from retold.catalog.people.tests.cast import ada, at, ben, home

__all__ = ["ada", "at", "ben", "home"]
