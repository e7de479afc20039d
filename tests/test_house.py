"""The house's own rules that no linter of others knows."""

from __future__ import annotations

import ast
from pathlib import Path

from django.utils.module_loading import import_string

from retold.config.reactions import REACTIONS
from tests.archive import ROOT

SOURCE = ROOT / "src" / "retold"
# Rows that only the catalog's own queries may fetch: everyone else goes through the gate (design.md, rule 7).
GATED = {"Work", "Chapter", "Byline", "Text", "Revision", "Edition", "Access", "Credit"}
OUTSIDE = [
    path
    for room in ("interfaces", "operations", "importing", "exporting")
    for path in sorted((SOURCE / room).rglob("*.py"))
    if "tests" not in path.parts
]


def _goes_round(path: Path) -> list[str]:
    tree = ast.parse(path.read_text(encoding="utf8"))
    return [
        f"{path.relative_to(ROOT)}:{node.lineno} {node.value.id}.objects"
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute)
        and node.attr in ("objects", "_default_manager")
        and isinstance(node.value, ast.Name)
        and node.value.id in GATED
    ]


def test_nobody_reads_works_round_the_gate() -> None:
    assert len(OUTSIDE) > 50
    assert [found for path in OUTSIDE for found in _goes_round(path)] == []


def test_functions_are_short_enough_to_read() -> None:
    too_long = [
        f"{path.relative_to(ROOT)}:{node.lineno} {node.name}"
        for path in sorted(SOURCE.rglob("*.py"))
        if not {"migrations", "tests"} & set(path.parts)
        for node in ast.walk(ast.parse(path.read_text(encoding="utf8")))
        if isinstance(node, ast.FunctionDef) and (node.end_lineno or 0) - node.lineno >= 60
    ]
    assert too_long == []


# Whoever may open a connection to elsewhere: the fetcher, and the command that looks for a free port of its own.
MAY_CONNECT = {"ports/fetching/connecting.py", "ports/fetching/resolving.py", "interfaces/cli/serving.py"}
CONNECTING = {"socket", "ssl", "http.client", "urllib.request", "requests", "urllib3", "httpx", "aiohttp", "ftplib"}


def _imported(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf8"))):
        if isinstance(node, ast.Import):
            found |= {name.name for name in node.names}
        elif isinstance(node, ast.ImportFrom) and not node.level and node.module:
            found |= {node.module} | {f"{node.module}.{name.name}" for name in node.names}
    return found


def test_nobody_asks_elsewhere_but_the_fetcher() -> None:
    found = {
        path.relative_to(SOURCE).as_posix()
        for path in sorted(SOURCE.rglob("*.py"))
        if "tests" not in path.parts and _imported(path) & CONNECTING
    }
    assert found == MAY_CONNECT


def test_every_reaction_leads_to_its_handler() -> None:
    assert REACTIONS
    assert [where for _, _, where, _ in REACTIONS if not callable(import_string(where))] == []
