"""CONTRIBUTING's table of events and items: complete, and every model, function and file it names exists."""

import ast
import json
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

from omnigent_tui.protocol.events import EVENT_MODELS
from omnigent_tui.protocol.items import ITEM_MODELS
from tests.architecture.files import PACKAGE, ROOT, syntax_tree

_ROW = re.compile(r"^\| (?P<types>`[^|]*) \| (?P<model>[^|]*) \| (?P<case>[^|]*) \| (?P<drawn>[^|]*) \|$", re.MULTILINE)
_QUOTED = re.compile(r"`([^`]+)`")
_SECTION = "## Where everything is drawn"


@dataclass(frozen=True)
class Entry:
    """A row: types of one model each, in the server's words, with where they are handled and drawn."""

    types: tuple[str, ...]
    models: tuple[str, ...]
    cases: tuple[str, ...]
    drawn: tuple[str, ...]


@cache
def table() -> tuple[Entry, ...]:
    """The rows of the table."""
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    section = text[text.index(_SECTION) :].split("\n## ", 2)[0]
    return tuple(
        Entry(*(tuple(_QUOTED.findall(match[name])) for name in ("types", "model", "case", "drawn")))
        for match in _ROW.finditer(section)
    )


def recorded(name: str) -> set[str]:
    """The names in the server's own union, as recorded from its package."""
    return set(json.loads((ROOT / "tests" / "recordings" / name).read_text(encoding="utf-8"))["types"])


def test_every_event_and_every_item_of_the_server_is_in_the_table_once() -> None:
    named = [kind for row in table() for kind in row.types]
    assert sorted(named) == sorted(set(named))
    known = set(EVENT_MODELS) | set(ITEM_MODELS)
    assert set(named) - {"anything else"} == known | recorded("event_types.json") | recorded("item_types.json")


@pytest.mark.parametrize("row", table(), ids=lambda row: row.types[0])
def test_what_a_row_names_exists(row: Entry) -> None:
    models = {**EVENT_MODELS, **ITEM_MODELS}
    expected = {models[kind].__name__ for kind in row.types if kind in models}
    assert set(row.models) >= expected
    assert row.cases
    assert row.drawn
    for case in row.cases:
        module, _, function = case.rpartition(".")
        path = PACKAGE / "state" / "reducers" / f"{module}.py"
        assert path.is_file(), case
        assert function in _defined(path), case
    for place in row.drawn:
        assert (PACKAGE / place).is_file(), place


def _defined(path: Path) -> set[str]:
    tree = syntax_tree(path)
    functions = {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}
    return functions | {
        target.id
        for node in tree.body
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name)
    }


def test_the_table_is_found_at_all() -> None:
    assert len(table()) > 20
