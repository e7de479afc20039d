"""The metadata.opf that Calibre writes beside each book: read where the library's database fails or is silent."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import Any

from lxml import etree

from retold.importing.gathering.calibre_library.book import Book, Column, Format, Value, day_of
from retold.importing.readers.epub.package import name_of, xml_parser

NAME = "metadata.opf"
_MOST = 20_000_000  # bytes of a sidecar
_NOT_A_FORMAT = {"opf", "jpg", "jpeg", "png", "json", "db"}


def read(library: Path, folder: str) -> tuple[Book, tuple[Column, ...]] | None:
    """The book of a folder inside the library, and the columns it has values in; None if no sidecar can be read."""
    path = library / folder / NAME
    try:
        if path.stat().st_size > _MOST:
            return None
        root = etree.fromstring(path.read_bytes(), xml_parser())
    except (OSError, etree.XMLSyntaxError, ValueError):
        return None
    said = [element for element in root.iter() if isinstance(element.tag, str)]
    metas = {str(one.get("name")): str(one.get("content") or "") for one in said if name_of(one) == "meta"}
    custom = dict(_custom(metas))
    identifiers = dict(_identifiers(said))
    book = Book(
        key=identifiers.pop("uuid", identifiers.get("calibre", folder)),
        folder=folder,
        stamp=str(path.stat().st_mtime_ns),
        title=_first(said, "title"),
        authors=tuple(_texts(said, "creator")),
        series=metas.get("calibre:series", ""),
        series_index=_number(metas.get("calibre:series_index")),
        tags=tuple(_texts(said, "subject")),
        publisher=_first(said, "publisher"),
        comments=_first(said, "description"),
        languages=tuple(_texts(said, "language")),
        identifiers={kind: value for kind, value in identifiers.items() if kind != "calibre"},
        published=day_of(_first(said, "date")),
        added=day_of(metas.get("calibre:timestamp")),
        stars=_stars(_number(metas.get("calibre:rating"))),
        has_cover=(library / folder / "cover.jpg").is_file(),
        formats=tuple(_formats(library, folder)),
        custom={column.label: values for column, values in custom.values()},
        annotations=tuple(_annotations(said)),
    )
    return book, tuple(column for column, _ in custom.values())


def filled(book: Book, library: Path) -> Book:
    """The book with what the sidecar knows where the database says nothing."""
    silent = [name for name in ("authors", "tags", "comments", "languages", "identifiers") if not getattr(book, name)]
    found = read(library, book.folder) if silent and book.folder else None
    if found is None:
        return book
    return replace(book, **{name: getattr(found[0], name) for name in silent})


def folders(library: Path) -> Iterator[str]:
    """The folders of books (author/title) in a library that have a sidecar, in order."""
    for path in sorted(library.glob(f"*/*/{NAME}")):
        yield path.parent.relative_to(library).as_posix()


def _texts(said: list[etree._Element], name: str) -> Iterator[str]:
    for element in said:
        text = "".join(str(part) for part in element.itertext()).strip() if name_of(element) == name else ""
        if text:
            yield text


def _first(said: list[etree._Element], name: str) -> str:
    return next(_texts(said, name), "")


def _identifiers(said: list[etree._Element]) -> Iterator[tuple[str, str]]:
    for element in said:
        if name_of(element) == "identifier" and element.text:
            scheme = next((str(value) for key, value in element.items() if str(key).endswith("scheme")), "")
            yield scheme.lower(), element.text.strip()


def _formats(library: Path, folder: str) -> Iterator[Format]:
    for path in sorted((library / folder).iterdir()):
        ending = path.suffix[1:].lower()
        if path.is_file() and ending and ending not in _NOT_A_FORMAT:
            yield Format(ending.upper(), str(PurePosixPath(folder, path.name)))


def _annotations(said: list[etree._Element]) -> Iterator[dict[str, Any]]:
    for element in said:
        known = _json(element.get("content")) if element.get("name") == "calibre:annotation" else None
        if isinstance(known, dict) and isinstance(known.get("annotation"), dict):
            yield {"format": known.get("format"), **known["annotation"]}


def _custom(metas: dict[str, str]) -> Iterator[tuple[str, tuple[Column, tuple[Value, ...]]]]:
    for name, content in metas.items():
        said = _json(content) if name.startswith("calibre:user_metadata:#") else None
        if not isinstance(said, dict) or said.get("datatype") == "composite":
            continue
        label, datatype = name.rpartition("#")[2], str(said.get("datatype"))
        held = said.get("#value#")
        read = [_value(datatype, one, said.get("#extra#")) for one in (held if isinstance(held, list) else [held])]
        values = tuple(one for one in read if one is not None)
        if values:
            column = Column(
                label, str(said.get("name") or label), datatype, bool(said.get("is_multiple")), datatype == "comments"
            )
            yield label, (column, values)


def _value(datatype: str, value: Any, extra: Any) -> Value | None:
    if isinstance(value, dict):  # how Calibre writes dates and the like into JSON
        value = value.get("__value__")
    if datatype == "datetime":
        return day_of(value)
    if datatype == "rating":
        return _stars(value) if isinstance(value, int | float) else None
    if datatype == "series" and value and isinstance(extra, int | float):
        return f"{value} [{extra:g}]"
    return value if isinstance(value, str | int | float) and value != "" else None


def _number(text: str | None) -> float | None:
    try:
        return float(text or "")
    except ValueError:
        return None


def _stars(value: float | None) -> float | None:
    return value / 2 if value and 0 < value <= 10 else None


def _json(text: object) -> Any:
    try:
        return json.loads(str(text))
    except (ValueError, RecursionError):
        return None
