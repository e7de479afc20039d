"""The documentation says what there is: every setting, every command with its options, every key, no dead link."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

import pytest

from retold.config.environment import SETTINGS
from retold.interfaces.cli.main import main
from retold.manuscript import model

DOCS = Path(__file__).resolve().parents[1] / "docs"
PAGES = sorted(DOCS.rglob("*.md"))
EVERY = {name: main.get_command(None, name) for name in main.list_commands(None)}
COMMANDS = sorted(name for name, command in EVERY.items() if not command.hidden)

_LINK = re.compile(r"\]\(([^)\s]+)\)")


def page(name: str) -> str:
    return (DOCS / name).read_text(encoding="utf8")


def row(text: str, start: str) -> str:
    """The rows of a table that begin with these words; "" if there is none."""
    return "\n".join(line for line in text.splitlines() if line.startswith(start))


@pytest.mark.parametrize("setting", SETTINGS, ids=lambda setting: setting.name)
def test_every_setting_is_told_with_its_default(setting):
    told = row(page("keepers.md"), f"| `{setting.name}` |")
    assert (f"`{setting.default}`" if setting.default else "| empty |") in told


def test_no_setting_is_told_that_there_is_none_of():
    told = set(re.findall(r"\| `(RETOLD_[A-Z_]+)` \|", page("keepers.md")))
    assert told == {setting.name for setting in SETTINGS}


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_is_told_with_its_options(name):
    told = row(page("scripts.md"), f"| `retold {name}")
    assert told, f"docs/scripts.md has no row for retold {name}"
    options = [option for parameter in EVERY[name].params for option in parameter.opts]
    assert not [option for option in options if option.startswith("--") and option not in told]


def test_no_command_is_told_that_there_is_none_of():
    assert set(re.findall(r"^\| `retold ([a-z-]+)", page("scripts.md"), re.MULTILINE)) == set(COMMANDS)


@pytest.mark.parametrize(
    "kind",
    [
        model.Manuscript, model.Chapter, model.Creator, model.Gift, model.SeriesPlace, model.Collection, model.Source,
        model.Credit, model.Asset, model.Unmapped, model.FrontMatterPart,
    ],
)  # fmt: skip
def test_every_key_of_the_manuscript_is_told(kind):
    schema = next(block for block in page("scripts.md").split("```") if '{"schema"' in block)
    assert not [f.name for f in fields(kind) if f.name != "extra" and f'"{f.name}"' not in schema]


def test_every_word_of_a_credit_and_of_a_split_is_told():
    said = set(re.findall(r"[\w-]+", page("scripts.md")))
    words = {*model.CREDIT_KINDS, *model.CREDIT_MEDIA, *model.CREATOR_ROLES, *model.FRONT_MATTER_ROLES}
    assert words <= said


def _calls(name: str) -> Iterator[tuple[ast.Call, dict[str, str]]]:
    """Every call of that name in the program, with the texts that its module has names for."""
    for path in sorted((DOCS.parent / "src").rglob("*.py")):
        if "tests" in path.parts:
            continue
        tree = ast.parse(path.read_text(encoding="utf8"))
        named = {
            node.targets[0].id: node.value.value
            for node in tree.body
            if isinstance(node, ast.Assign)
            and isinstance(node.targets[0], ast.Name)
            and isinstance(node.value, ast.Constant)
            and isinstance(node.value.value, str)
        }
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and ast.unparse(node.func).endswith(name):
                yield node, named


def test_every_event_is_told():
    told = set(re.findall(r"^\| `([a-z_]+\.[a-z_]+)` \|", page("developers.md"), re.MULTILINE))
    kinds = [(call.args[0], named) for call, named in _calls("events.emit")]
    emitted = {named[one.id] if isinstance(one, ast.Name) else ast.literal_eval(one) for one, named in kinds}
    assert emitted
    assert told == emitted


def test_every_error_page_is_told():
    told = re.findall(r'^\| "([^"]+)" \|', page("readers.md"), re.MULTILINE)
    headings = {ast.literal_eval(call.args[1]) for call, _ in _calls("ErrorPage")}
    assert len(headings) > 5
    assert sorted(told) == sorted(headings)


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(DOCS)))
def test_every_link_within_the_documentation_leads_somewhere(path):
    for target in _LINK.findall(path.read_text(encoding="utf8")):
        if not target.startswith(("http:", "https:", "#")):
            assert (path.parent / target.partition("#")[0]).exists(), target


def test_the_map_names_every_page():
    linked = {(DOCS / target).resolve() for target in _LINK.findall(page("index.md"))}
    assert {path for path in PAGES if path.name not in ("index.md", "performance.md")} <= linked
