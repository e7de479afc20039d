"""A lazy pattern does what a compiled one does; and every one in the program can be compiled."""

from __future__ import annotations

import importlib
import pkgutil
import re

import pytest

import retold
from retold.lib import patterns
from retold.lib.patterns import lazy


def test_it_does_what_a_compiled_pattern_does():
    ours, theirs = lazy(r"(l)a(mp)?", re.IGNORECASE), re.compile(r"(l)a(mp)?", re.IGNORECASE)
    said = "A LAmp, a la"
    assert [m.span() for m in ours.finditer(said)] == [m.span() for m in theirs.finditer(said)]
    assert ours.sub("x", said) == theirs.sub("x", said)
    assert ours.split(said) == theirs.split(said)
    assert (ours.pattern, ours.flags, ours.groups) == (theirs.pattern, theirs.flags, theirs.groups)
    assert ours.search("nothing") is None


def test_what_a_pattern_has_not_is_an_error():
    with pytest.raises(AttributeError):
        _ = lazy("a").lamp


@pytest.mark.parametrize("room", ["retold.manuscript", "retold.importing.readers", "retold.lib"])
def test_every_pattern_of_the_program_can_be_compiled(room, monkeypatch):
    package = importlib.import_module(room)
    names = [found.name for found in pkgutil.walk_packages(package.__path__, f"{room}.") if ".tests" not in found.name]
    modules = [importlib.import_module(name) for name in names]
    found = [thing for module in modules for thing in vars(module).values() if isinstance(thing, patterns._Lazy)]
    assert all(re.compile(pattern.pattern, pattern.flags & ~re.UNICODE.value) for pattern in found)
    assert retold.__version__
