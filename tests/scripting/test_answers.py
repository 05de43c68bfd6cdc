"""Answering from scripts: what is checked before it is sent, what is sent, and how it is known to have counted."""

from __future__ import annotations

import asyncio
import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import pytest

from omnigent_tui.command_line import main
from omnigent_tui.scripting.answering import Verdict, answer
from omnigent_tui.scripting.server import Server
from omnigent_tui.scripting.subcommand import Console
from omnigent_tui.settings.launch_options import LaunchOptions
from omnigent_tui.settings.locations import Locations
from omnigent_tui.settings.server_resolution import ResolvedServer, ServerSource
from omnigent_tui.settings.settings_file import Settings
from omnigent_tui.wire.client import OmnigentClient
from omnigent_tui.wire.errors import WireError
from tests.demo.forked import ForkedDemo
from tests.pilot.demo import Demo

_FORM = {
    "properties": {
        "count": {"type": "integer", "minimum": 1},
        "size": {"enum": ["s", "l"]},
        "tags": {"type": "array", "items": {"enum": ["x", "y"]}, "maxItems": 1},
        "name": {"type": "string", "minLength": 2},
        "ok": {"type": "boolean"},
    },
    "required": ["ok"],
}
_EDIT = {"message": "Edit?", "policy_name": "claude_native_permission", "allow_all_edits": True}


@pytest.fixture(scope="module")
def demo() -> Iterator[Demo]:
    """A demo server whose agent does not dawdle."""
    with ForkedDemo("--speed", "20") as process:
        seen = Demo(process.url)
        yield seen
        seen.close()


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Folders of the program's own, for a run in this process."""
    monkeypatch.setenv("OMNIGENT_TUI_CONFIG_DIR", str(tmp_path / "config"))
    monkeypatch.setenv("OMNIGENT_TUI_STATE_DIR", str(tmp_path / "state"))
    monkeypatch.setenv("HOME", str(tmp_path))
    return tmp_path


def _asks(demo: Demo, question: dict[str, Any]) -> tuple[str, str]:
    """A session in which that is asked; its id and the question's."""
    session_id = demo.new_session(f"Asks {uuid4().hex[:6]}")
    call = {"name": "sys_os_shell", "arguments": {"command": "ls"}, "output": "done"}
    demo.script(session_id, [{"tool": call, "ask": question}])
    demo.post_message(session_id, "go")
    while not (pending := demo.get(f"/v1/sessions/{session_id}")["pending_elicitations"]):
        pass
    return session_id, str(pending[0]["elicitation_id"])


@pytest.mark.usefixtures("home")
def test_what_waits_is_listed_and_answered(demo: Demo, capsys: pytest.CaptureFixture[str], home: Path) -> None:
    session_id, asked_id = _asks(demo, {"message": "Really\u202e \x1b[31m?", "requestedSchema": {}})
    assert main(["approvals", "--server", demo.url, "--json"]) == 0
    (listed,) = (one for one in json.loads(capsys.readouterr().out) if one["id"] == asked_id)
    assert (listed["session_id"], listed["title"][:5], listed["kind"]) == (session_id, "Asks ", "yes or no")
    assert "U+202E" in listed["message"]
    assert "\x1b" not in listed["message"]
    assert main(["approvals", "--server", demo.url]) == 0
    (line,) = (line for line in capsys.readouterr().out.splitlines() if line.startswith(asked_id))
    assert line.split("\t")[1:3] == [session_id, "yes or no"]
    assert "$ " in line, "what would be done, and not only that something would"
    assert main(["answer", asked_id, "--accept", "--server", demo.url]) == 0
    told = capsys.readouterr()
    assert json.loads(told.out) == {"id": asked_id, "session_id": session_id, "action": "accept", "confirmed": True}
    assert told.err == ""
    assert demo.verdicts(session_id) == [{"action": "accept"}]
    assert main(["answer", asked_id, "--decline", "--server", demo.url]) == 3
    assert capsys.readouterr().out == ""
    assert len(demo.verdicts(session_id)) == 1
    (recorded,) = (home / "state" / "approvals.jsonl").read_text(encoding="utf-8").splitlines()
    entry = json.loads(recorded)
    assert (entry["elicitation"], entry["verdict"], entry["by"], entry["result"]) == (
        asked_id,
        "accept",
        "script",
        "confirmed",
    )


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        ({}, "ok is missing"),
        ({"ok": 1}, "ok takes one of: true, false"),
        ({"ok": True, "count": True}, "count takes a whole number"),
        ({"ok": True, "count": 0}, "count: It has to be at least 1"),
        ({"ok": True, "size": "m"}, "size takes one of: s, l"),
        ({"ok": True, "tags": "x"}, "tags takes a list of: x, y"),
        ({"ok": True, "tags": ["x", "y"]}, "tags: Choose at most 1"),
        ({"ok": True, "name": "a"}, "name: It has to have at least 2"),
        ({"ok": True, "colour": "red"}, "colour: not asked for"),
    ],
)
def test_an_answer_that_does_not_fit_is_not_sent(content: dict[str, Any], problem: str, tmp_path: Path) -> None:
    wire = _Wire([{"elicitation_id": "e1", "params": {"message": "?", "requestedSchema": _FORM}}])
    status, out, err = wire.run("e1", Verdict("accept", content), tmp_path)
    assert (status, out, wire.posted) == (2, "", [])
    assert problem in err


def test_a_form_is_answered(demo: Demo, home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    session_id, asked_id = _asks(demo, {"message": "Which?", "requestedSchema": _FORM})
    content = {"ok": False, "count": 2, "size": "l", "tags": ["y"], "name": "ab"}
    assert main(["--server", demo.url, "answer", asked_id, "--content", json.dumps(content)]) == 0
    assert demo.verdicts(session_id) == [{"action": "accept", "content": content}]
    assert json.loads(capsys.readouterr().out)["action"] == "accept"


def test_only_offered_scopes_are_accepted_and_a_reason_goes_where_it_is_read(tmp_path: Path) -> None:
    wire = _Wire([{"elicitation_id": "e1", "params": _EDIT}, {"elicitation_id": "e2", "params": {"message": "?"}}])
    assert wire.run("e1", Verdict("accept", {"remember": True}), tmp_path)[0] == 2
    assert wire.run("e1", Verdict("accept", meta={"persist": "always"}), tmp_path)[0] == 2
    assert wire.posted == []
    wire.run("e1", Verdict("accept", {"allow_all_edits": True}), tmp_path)
    wire.run("e1", Verdict("decline", reason="not now"), tmp_path)
    _, _, err = wire.run("e2", Verdict("decline", reason="not now"), tmp_path)
    assert "without the reason" in err
    assert wire.posted == [
        {"action": "accept", "content": {"allow_all_edits": True}},
        {"action": "decline", "content": {"feedback": "not now"}},
        {"action": "decline"},
    ]


def test_without_evidence_it_is_sent_but_not_confirmed(tmp_path: Path) -> None:
    wire = _Wire([{"elicitation_id": "e1", "params": {"message": "?"}}], is_deaf=True)
    status, out, err = wire.run("e1", Verdict("accept"), tmp_path)
    assert (status, json.loads(out)["confirmed"]) == (6, False)
    assert "sent, not confirmed" in err


def test_a_sub_agents_question_is_answered_where_it_was_asked(tmp_path: Path) -> None:
    params = {"message": "?", "target_session_id": "child"}
    wire = _Wire([{"elicitation_id": "e1", "params": params}])
    status, out, _ = wire.run("e1", Verdict("accept"), tmp_path)
    assert (status, json.loads(out)["session_id"]) == (0, "child")
    assert wire.posted_to == ["/v1/sessions/child/elicitations/e1/resolve"]


def test_a_lost_connection_is_no_reason_not_to_ask_again(tmp_path: Path) -> None:
    wire = _Wire([{"elicitation_id": "e1", "params": {"message": "?"}}], breaks=2)
    assert wire.run("e1", Verdict("accept"), tmp_path)[0] == 0
    assert wire.posted == [{"action": "accept"}] * 3
    with pytest.raises(WireError):
        _Wire([{"elicitation_id": "e1", "params": {"message": "?"}}], breaks=9).run("e1", Verdict("accept"), tmp_path)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["e1"], "is needed"),
        (["e1", "--decline", "--content", "{}"], "go with --accept"),
        (["e1", "--accept", "--reason", "x"], "goes with --decline"),
        (["e1", "--content", "[1]"], "takes a JSON object"),
        (["e1", "--content", "{"], "not JSON"),
    ],
)
def test_wrong_usage_is_told_before_anything_is_asked(
    arguments: list[str], words: str, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["answer", *arguments, "--server", "127.0.0.1:1"]) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert words in told.err


def test_failures_have_their_exit_status(
    demo: Demo, home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert main(["approvals", "--server", "127.0.0.1:1"]) == 4
    assert main(["answer", "e1", "--accept", "--session", "0" * 32, "--server", demo.url]) == 3
    demo.order("faults", kind="status", status=403, path_prefix="/v1/sessions")
    assert main(["approvals", "--server", demo.url]) == 5
    assert main(["approvals", "--server", "ftp://nowhere"]) == 2
    assert main(["--demo", "approvals"]) == 2
    assert capsys.readouterr().out == ""


class _Wire:
    """A server with these questions in one session; `is_deaf` ignores answers, `breaks` answers are cut off."""

    def __init__(self, asked: list[dict[str, Any]], *, is_deaf: bool = False, breaks: int = 0) -> None:
        self._asked = asked
        self._is_deaf = is_deaf
        self._breaks = breaks
        self.posted: list[dict[str, Any]] = []
        self.posted_to: list[str] = []

    def _answer(self, request: httpx.Request) -> httpx.Response:
        if request.method == "POST":
            self.posted.append(json.loads(request.content))
            self.posted_to.append(request.url.path)
            if self._breaks:
                self._breaks -= 1
                raise httpx.ReadError("cut off")
            return httpx.Response(202, json={"queued": False})
        is_gone = bool(self.posted) and not self._is_deaf
        pending = self._asked if not is_gone or len(self._asked) > 1 else []
        return httpx.Response(200, json={"id": "s1", "pending_elicitations": pending})

    def run(self, asked_id: str, verdict: Verdict, folder: Path) -> tuple[int, str, str]:
        """Answer; returns status, standard output and standard error."""
        out, err = io.StringIO(), io.StringIO()
        options = LaunchOptions(None, None, False, None, Settings(), Locations(folder / "config", folder / "state"))
        resolved = ResolvedServer("http://127.0.0.1:9", ServerSource.OPTION)

        async def running() -> int:
            transport = httpx.MockTransport(self._answer)
            async with OmnigentClient(resolved.url, transport=transport) as client:
                return await answer(
                    Server(client, resolved, options), Console(out, err), asked_id, verdict, "s1", wait=0.05
                )

        status = asyncio.run(running())
        return status, out.getvalue(), err.getvalue()
