"""The YAML before a Markdown text, read as strings, lists and mappings alone."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any

import yaml

Fields = dict[str, Any]


class _Loader(yaml.BaseLoader):
    """Strings, lists and mappings alone."""

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        """A node; one that is named, or names another, is refused."""
        event = self.peek_event()  # type: ignore[no-untyped-call]
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise yaml.YAMLError("Anchors and aliases are not read.")
        return super().compose_node(parent, index)

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        """A mapping; one that has a key twice is refused, as one of its values would be lost."""
        mapping = super().construct_mapping(node, deep=deep)
        if len(mapping) != len(node.value):
            raise yaml.YAMLError("A key stands twice.")
        return mapping


def read_fields(fields: str) -> Fields | None:
    """The fields as strings, lists and mappings; None if they are not YAML of the kind that is read."""
    try:
        data = yaml.load(fields, Loader=_Loader)  # noqa: S506 - a BaseLoader makes strings alone
    except (yaml.YAMLError, RecursionError, ValueError):
        return None
    return data if isinstance(data, dict) and all(isinstance(key, str) for key in data) else None


def as_yaml(value: Any) -> str:
    """A value as it may have stood there."""
    text: str = yaml.safe_dump(value, allow_unicode=True, sort_keys=False, width=10_000)
    return text.strip()
