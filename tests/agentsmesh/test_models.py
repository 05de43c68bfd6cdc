"""Nothing a server sends is an error, of two names one wins, and no text keeps its teeth."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from omnigent_tui.protocol.agentsmesh.pods import PodPage, parse_pod
from omnigent_tui.protocol.agentsmesh.runners import STALE_SECONDS, MeshRunner, parse_runner, parse_runner_detail
from omnigent_tui.protocol.cleaning import DANGEROUS
from omnigent_tui.protocol.decoding import decode_json
from tests.agentsmesh.shapes import FakePod, FakeRunner, Shape, pod_body, runner_body
from tests.protocol.json_values import JSON, objects_with

RUNNER_NAMES = sorted({name for shape in Shape for name in runner_body(FakeRunner(1), shape)} | {"host_info"})
POD_NAMES = sorted({name for shape in Shape for name in pod_body(FakePod("k"), shape, 1)} | {"ticket", "last_activity"})
HOSTILE = "\x1b]0;evil\x07\x1b[31m\u202eabc\r\nline two\u200b\udcff"


def texts(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        return [text for child in value.values() for text in texts(child)]
    return [text for child in value for text in texts(child)] if isinstance(value, list | tuple) else []


@settings(max_examples=40)
@given(objects_with(RUNNER_NAMES))
def test_no_runner_is_an_error(data: dict[str, Any]) -> None:
    runner = parse_runner(decode_json(json.dumps(data)))
    assert runner is None or (runner.runner_id >= 0 and runner.status and runner.name)


@settings(max_examples=40)
@given(objects_with(POD_NAMES))
def test_no_pod_is_an_error(data: dict[str, Any]) -> None:
    pod = parse_pod(decode_json(json.dumps(data)))
    assert pod is None or (pod.key and pod.shown_title)


@settings(max_examples=40)
@given(JSON)
def test_nothing_else_is_an_error_either(data: Any) -> None:
    for parse in (parse_runner, parse_pod, parse_runner_detail):
        parse(data)
        parse({"runner": data, "relay_connections": data})


@settings(max_examples=40)
@given(st.sampled_from(Shape), st.sampled_from(RUNNER_NAMES), JSON)
def test_an_odd_field_costs_only_itself(shape: Shape, name: str, odd: Any) -> None:
    usual = parse_runner(runner_body(FakeRunner(1), shape))
    runner = parse_runner({**runner_body(FakeRunner(1), shape), name: odd})
    assert usual is not None
    if name == "id":
        return
    assert runner is not None
    changed = {field for field in MeshRunner.model_fields if getattr(runner, field) != getattr(usual, field)}
    assert len(changed) <= (3 if name == "host_info" else 1)


@pytest.mark.parametrize("shape", Shape)
def test_hostile_text_is_harmless_and_names_stay_on_a_line(shape: Shape) -> None:
    runner_data = {**runner_body(FakeRunner(1, name=HOSTILE, status=HOSTILE, labels=(HOSTILE,)), shape)}
    runner_data |= {"description": HOSTILE, "visibility": HOSTILE, "available_agents": [HOSTILE]}
    runner_data |= {"host_info": dict.fromkeys(("os", "arch", "hostname"), HOSTILE)}
    pod_data = pod_body(FakePod(HOSTILE, status=HOSTILE, agent=HOSTILE, prompt=HOSTILE), shape, 1)
    pod_data |= dict.fromkeys(("title", "alias", "branch_name", "error_message", "model", "agent_status"), HOSTILE)
    runner = parse_runner(decode_json(json.dumps(runner_data)))
    pod = parse_pod(decode_json(json.dumps(pod_data)))
    assert runner is not None
    assert pod is not None
    shown = {**runner.model_dump(), **pod.model_dump()}
    assert sum("line two" in text for text in texts(shown)) >= 10
    assert not [text for text in texts(shown) if DANGEROUS.search(text)]
    may_break = {"prompt", "error_message"}
    assert not [name for name, value in shown.items() if name not in may_break and "\n" in "".join(texts(value))]


def test_long_names_are_cut() -> None:
    runner = parse_runner({"id": 1, "name": "x" * 100_000})
    assert runner is not None
    assert len(runner.name) == 200


def test_of_two_names_the_documented_one_wins_unless_it_says_nothing() -> None:
    both = {"id": 1, "name": "documented", "node_id": "real", "labels": None, "tags": ["a"], "pod_count": 0}
    runner = parse_runner({**both, "current_pods": 7, "max_pods": None, "max_concurrent_pods": 5})
    assert runner is not None
    assert (runner.name, runner.labels, runner.pod_count, runner.max_pods) == ("documented", ("a",), 0, 5)
    odd_names: tuple[object, ...] = ("  ", [], {"a": 1}, True)
    for odd in odd_names:
        second = parse_runner({**both, "name": odd})
        assert second is not None
        assert second.name == "real"


@pytest.mark.parametrize(
    ("data", "agent"),
    [
        ({"agent_slug": "codex-cli", "agent_type_id": "claude-code"}, "codex-cli"),
        ({"agent_type_id": "claude-code"}, "claude-code"),
        ({"agent_type_id": 3, "agent_type": {"name": "Claude", "slug": "claude-code"}}, "Claude"),
        ({"agent_type_id": 3, "agent_type": {"slug": "claude-code"}}, "claude-code"),
        ({"agent": {"name": "Claude"}}, "Claude"),
        ({"agent_type_id": 3}, "3"),
        ({}, ""),
    ],
)
def test_an_agent_under_any_of_its_names(data: dict[str, Any], agent: str) -> None:
    pod = parse_pod({"key": "k", **data})
    assert pod is not None
    assert pod.agent == agent


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("2025-01-15T14:30:00Z", 1736951400.0),
        ("2025-01-15T15:30:00.5+01:00", 1736951400.5),
        ("2025-01-15T14:30:00.123456789Z", 1736951400.123456),
        ("2025-01-15T14:30:00", None),
        ("0001-01-01T00:00:00Z", None),
        ("9999-12-31T23:59:59-23:59", 253402387139.0),
        ("yesterday", None),
        ("", None),
        (1736951400, None),
        ("9" * 100, None),
    ],
)
def test_times_are_unix_seconds_or_nothing(text: Any, seconds: float | None) -> None:
    runner = parse_runner({"id": 1, "last_heartbeat": text})
    assert runner is not None
    assert runner.last_heartbeat_at == (pytest.approx(seconds, abs=1e-6) if seconds else None)


def test_online_but_silent_is_stale() -> None:
    runner = parse_runner({"id": 1, "status": "online", "last_heartbeat": "2025-01-15T14:30:00Z"})
    assert runner is not None
    heard = 1736951400.0
    assert not runner.is_stale(heard + STALE_SECONDS)
    assert runner.is_stale(heard + STALE_SECONDS + 1)
    assert not runner.model_copy(update={"status": "offline"}).is_stale(heard + 9_999)
    assert not runner.model_copy(update={"last_heartbeat_at": None}).is_stale(heard + 9_999)


def test_a_pod_is_called_what_a_person_called_it() -> None:
    pods = [{"key": "k"}, {"key": "k", "title": "t"}, {"key": "k", "title": "t", "alias": "a"}]
    assert [pod.shown_title for data in pods if (pod := parse_pod(data))] == ["k", "t", "a"]


@pytest.mark.parametrize(
    ("status", "agent_status", "needs"),
    [
        ("running", "waiting", True),
        ("running", "idle", False),
        ("terminated", "waiting", False),
        ("paused", None, False),
    ],
)
def test_a_waiting_agent_needs_a_person_only_while_its_pod_lives(
    status: str, agent_status: str | None, needs: bool
) -> None:
    pod = parse_pod({"key": "k", "status": status, "agent_status": agent_status})
    assert pod is not None
    assert pod.needs_person is needs


@pytest.mark.parametrize(
    ("received", "total", "offset", "more"),
    [
        (50, 80, 0, True),
        (30, 80, 50, False),
        (0, 80, 50, False),
        (50, None, 0, True),
        (49, None, 0, False),
        (5, 3, 0, False),
    ],
)
def test_there_is_more_as_long_as_pages_bring_something(
    received: int, total: int | None, offset: int, more: bool
) -> None:
    pods = tuple(pod for n in range(received) if (pod := parse_pod({"key": f"k{n}"})))
    page = PodPage(pods, total, 50, offset)
    assert (page.has_more, page.next_offset) == (more, offset + received)
