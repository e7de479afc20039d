"""A Manuscript as JSON (`retold.manuscript/1`) and back, without loss.

`loads(dumps(m)) == m` for every Manuscript; the same Manuscript always gives the same text.
"""

from __future__ import annotations

import datetime as dt
import json
import types
import typing
from collections.abc import Mapping
from dataclasses import Field, fields, is_dataclass
from functools import cache
from typing import Any, Union

from retold.manuscript.model import SCHEMA, Chapter, Manuscript

# Worked out from the rest: written for whoever reads the JSON, never read back.
_DERIVED: dict[type, tuple[str, ...]] = {Manuscript: ("schema", "words", "missing"), Chapter: ("words",)}


class NotAManuscript(ValueError):
    """The JSON is not a Manuscript of a schema that this program knows; the message says why."""


def to_json(manuscript: Manuscript) -> dict[str, Any]:
    """The Manuscript as a JSON object: every key of the schema present, unknown ones given back."""
    return {"schema": SCHEMA, **plain(manuscript)}


def from_json(data: Mapping[str, Any]) -> Manuscript:
    """The Manuscript that a JSON object holds; keys that are not there are empty.

    Raises NotAManuscript if the schema is another, or a value has the wrong shape.
    """
    if not isinstance(data, Mapping):
        raise NotAManuscript("This is not a Manuscript: a JSON object was expected.")
    schema = data.get("schema")
    if schema != SCHEMA:
        raise NotAManuscript(f"This is not a Manuscript that Retold knows: its schema is {schema!r}, not {SCHEMA!r}.")
    manuscript: Manuscript = _build(Manuscript, data, "manuscript")
    return manuscript


def dumps(manuscript: Manuscript, *, indent: int | None = None) -> str:
    """The JSON text of a Manuscript; stable, in UTF-8's own letters."""
    return json.dumps(to_json(manuscript), ensure_ascii=False, indent=indent)


def loads(text: str | bytes) -> Manuscript:
    """The Manuscript in a JSON text. Raises NotAManuscript."""
    try:
        data = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise NotAManuscript(f"This is not JSON: {error}.") from error
    return from_json(data)


def plain(value: Any) -> Any:
    """Any of the Manuscript's values as JSON: dataclasses as objects, tuples as lists, dates as ISO 8601."""
    if value is None or isinstance(value, str | int):
        return value
    kind: Any = type(value)
    if names := _names(kind):
        known = {name: plain(getattr(value, name)) for name in names}
        known |= {name: plain(getattr(value, name)) for name in _DERIVED.get(kind, ()) if name != "schema"}
        extra = value.extra
        return known | {key: thing for key, thing in extra.items() if key not in names} if extra else known
    if isinstance(value, tuple):
        return [plain(one) for one in value]
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return dict(value)
    return value


@cache
def _names(kind: type) -> tuple[str, ...]:
    """The names of a dataclass's own fields; of anything else, none."""
    return tuple(f.name for f in fields(kind) if f.name != "extra") if is_dataclass(kind) else ()


@cache
def _hints(kind: type) -> tuple[tuple[Field[Any], Any], ...]:
    hints = typing.get_type_hints(kind)
    return tuple((f, hints[f.name]) for f in fields(kind) if f.name != "extra")


def _build(kind: Any, data: Any, where: str) -> Any:
    if not isinstance(data, Mapping):
        raise NotAManuscript(f"This is not a Manuscript: {where} should be a JSON object.")
    known = _hints(kind)
    try:
        values = {f.name: _value(hint, data[f.name], f"{where}.{f.name}") for f, hint in known if f.name in data}
        skipped = {f.name for f, _ in known} | set(_DERIVED.get(kind, ()))
        return kind(**values, extra={key: thing for key, thing in data.items() if key not in skipped})
    except TypeError as error:
        raise NotAManuscript(f"This is not a Manuscript: {where} lacks what it must have ({error}).") from error


def _value(hint: Any, value: Any, where: str) -> Any:
    origin = typing.get_origin(hint)
    if origin in (Union, types.UnionType):
        return None if value is None else _value(typing.get_args(hint)[0], value, where)
    if origin is tuple:
        if not isinstance(value, list):
            raise NotAManuscript(f"This is not a Manuscript: {where} should be a list.")
        return tuple(_value(typing.get_args(hint)[0], one, f"{where}[{i}]") for i, one in enumerate(value))
    if is_dataclass(hint):
        return _build(hint, value, where)
    if hint is dt.date:
        try:
            return dt.date.fromisoformat(value)
        except (TypeError, ValueError) as error:
            raise NotAManuscript(f"This is not a Manuscript: {where} should be a date like 2026-11-22.") from error
    if hint in (str, int, bool) and (not isinstance(value, hint) or (hint is int and isinstance(value, bool))):
        raise NotAManuscript(f"This is not a Manuscript: {where} should be a {hint.__name__}.")
    if origin is not None and not isinstance(value, Mapping):
        raise NotAManuscript(f"This is not a Manuscript: {where} should be a JSON object.")
    return value
