"""Sessions, children, hosts, runners, agents and files: nothing a server sends is an error, and nothing gets lost."""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from omnigent_tui.protocol.agents import Agent, parse_agent
from omnigent_tui.protocol.base import ServerModel
from omnigent_tui.protocol.child_sessions import ChildSession, parse_child_session
from omnigent_tui.protocol.cleaning import DANGEROUS
from omnigent_tui.protocol.files import SessionFile, parse_session_file
from omnigent_tui.protocol.health import parse_liveness
from omnigent_tui.protocol.hosts import (
    DirectoryEntry,
    Host,
    Worktree,
    parse_directory_entry,
    parse_host,
    parse_worktree,
)
from omnigent_tui.protocol.runners import Runner, parse_runner
from omnigent_tui.protocol.sessions import SessionRow, parse_session_row, parse_session_rows
from tests.protocol.json_values import JSON, objects_with

PARSERS: list[tuple[Callable[[Any], ServerModel | None], type[ServerModel], str]] = [
    (parse_session_row, SessionRow, "id"),
    (parse_child_session, ChildSession, "id"),
    (parse_host, Host, "host_id"),
    (parse_host, Host, "id"),
    (parse_runner, Runner, "runner_id"),
    (parse_runner, Runner, "id"),
    (parse_agent, Agent, "id"),
    (parse_session_file, SessionFile, "id"),
    (parse_directory_entry, DirectoryEntry, "path"),
    (parse_worktree, Worktree, "path"),
]
FIELDS = sorted({name for _, model, _ in PARSERS for name in model.model_fields} | {"path"})
IDS = [f"{model.__name__}.{key}" for _, model, key in PARSERS]


@pytest.mark.parametrize(("parse", "model", "key"), PARSERS, ids=IDS)
def test_an_id_is_all_it_takes(parse: Callable[[Any], Any], model: type[ServerModel], key: str) -> None:
    assert isinstance(parse({key: "x"}), model)
    nulls = dict.fromkeys(model.model_fields) | {key: "x"}
    assert parse(nulls) == parse({key: "x"}), "null is absent"
    odd: dict[str, Any] = {name: {"odd": [1]} for name in model.model_fields} | {
        "host_id": None,
        "runner_id": None,
        key: "x",
    }
    assert isinstance(parse(odd), model), "an odd value costs its field only"


@pytest.mark.parametrize(("parse", "model", "key"), PARSERS, ids=IDS)
@given(data=objects_with(FIELDS) | JSON)
def test_no_row_is_ever_an_error(parse: Callable[[Any], Any], model: type[ServerModel], key: str, data: Any) -> None:
    found = parse(data)
    assert found is None or isinstance(found, model)


def test_rows_without_an_id_are_skipped() -> None:
    assert [row.id for row in parse_session_rows([{"id": "a"}, {}, None, {"id": "b"}])] == ["a", "b"]
    assert parse_session_rows({"id": "a"}) == ()


def test_models_are_frozen_and_compare_by_value() -> None:
    row = parse_session_row({"id": "a", "labels": {"k": "v"}})
    assert row == parse_session_row({"id": "a", "labels": {"k": "v"}, "unknown": 1})
    assert row is not None
    with pytest.raises(ValueError, match="frozen"):
        row.title = "x"  # type: ignore[misc]


@given(st.text(min_size=1))
def test_paths_of_hosts_stay_as_they_are_and_can_be_shown(path: str) -> None:
    entry = parse_directory_entry({"path": path, "name": path, "type": path})
    assert entry is not None
    assert entry.raw_path == path
    assert not DANGEROUS.search(entry.shown_path + entry.name + entry.type)
    tree = parse_worktree({"path": path, "branch": path})
    assert tree is not None
    assert tree.raw_path == path
    assert tree.branch is not None
    assert not DANGEROUS.search(tree.shown_path + tree.branch)


@given(JSON)
def test_no_liveness_is_ever_an_error(value: Any) -> None:
    for data in (value, {"sessions": value}, {"session": value}, {"sessions": {"s": value}}):
        assert isinstance(parse_liveness(data), dict)
