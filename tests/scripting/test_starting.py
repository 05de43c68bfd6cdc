"""Hosts, runners and new sessions from scripts: data alone on standard output, what was meant on the server."""

from __future__ import annotations

import asyncio
import json
import os
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest

from omnigent_tui.command_line import main
from omnigent_tui.scripting.mesh_runners import run_mesh_runners
from omnigent_tui.scripting.subcommand import Console
from tests.agentsmesh.server import KEY, ORG, FakeMesh, serving
from tests.agentsmesh.shapes import FakeRunner
from tests.demo.forked import ForkedDemo
from tests.pilot.demo import Demo


@pytest.fixture(scope="module")
def demo() -> Iterator[Demo]:
    """A demo server whose agent does not dawdle."""
    with ForkedDemo("--speed", "20") as process:
        seen = Demo(process.url)
        yield seen
        seen.close()


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Folders of the program's own, for a run in this process."""
    monkeypatch.setenv("OMNIGENT_TUI_CONFIG_DIR", str(tmp_path / "config"))
    monkeypatch.setenv("OMNIGENT_TUI_STATE_DIR", str(tmp_path / "state"))
    monkeypatch.setenv("HOME", str(tmp_path))
    for name in ("URL", "ORG", "API_KEY"):
        monkeypatch.delenv(f"OMNIGENT_TUI_AGENTSMESH_{name}", raising=False)
    return tmp_path


def test_hosts_are_listed(demo: Demo, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["hosts", "--server", demo.url]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split("\t")[1:3] for line in lines] == [["atlas", "online"], ["Ada’s MacBook", "offline"]]
    assert main(["hosts", "--json", "--server", demo.url]) == 0
    first = json.loads(capsys.readouterr().out)[0]
    assert (first["name"], first["harnesses"]["openai-agents"]) == ("atlas", True)


def test_runners_are_listed_with_their_sessions(demo: Demo, capsys: pytest.CaptureFixture[str]) -> None:
    session_id = demo.new_session("Has a runner")
    while not demo.get(f"/v1/sessions/{session_id}")["runner_online"]:
        pass
    assert main(["runners", "--json", "--server", demo.url]) == 0
    rows = json.loads(capsys.readouterr().out)
    (row,) = (row for row in rows if row["session_id"] == session_id)
    assert (row["online"], row["session_title"]) == (True, "Has a runner")
    assert main(["runners", "--server", demo.url]) == 0
    told = capsys.readouterr()
    assert f"{row['id']}\tonline\t{session_id}\tHas a runner\t" in told.out
    assert told.err == ""


def test_a_session_is_started_as_described(demo: Demo, capsys: pytest.CaptureFixture[str]) -> None:
    branch = f"scripted/{uuid4().hex[:6]}"
    options = ["--workspace", "~/projects/api", "--branch", branch, "--base", "main", "--title", "Scripted"]
    more = ["--model", "m", "--effort", "low", "--label", "team=blue", "--project", "website", "--message", "hello"]
    assert main(["new", "--agent", "Smoke", *options, *more, "--server", demo.url]) == 0
    told = capsys.readouterr()
    made = demo.get(f"/v1/sessions/{told.out.strip()}")
    assert told.err == ""
    assert (made["title"], made["git_branch"], made["model_override"]) == ("Scripted", branch, "m")
    assert (made["reasoning_effort"], made["labels"]["team"]) == ("low", "blue")
    assert demo.user_texts(made["id"]) == ["hello"]


def test_an_uploaded_agent_gets_its_worktree(demo: Demo, capsys: pytest.CaptureFixture[str], home: Path) -> None:
    (home / "mine.yaml").write_text("name: mine\n", encoding="utf-8")
    branch = f"uploaded/{uuid4().hex[:6]}"
    place = ["--host", "atlas", "--workspace", "/home/ada/projects/api", "--branch", branch]
    assert main(["new", "--bundle", "~/mine.yaml", *place, "--json", "--server", demo.url]) == 0
    made = json.loads(capsys.readouterr().out)
    assert (made["agent_name"], made["git_branch"], made["runner_online"]) == ("mine", branch, True)


def test_a_worktree_that_is_there_is_worked_in(demo: Demo, capsys: pytest.CaptureFixture[str]) -> None:
    branch = f"again/{uuid4().hex[:6]}"
    order = ["new", "--agent", "smoke", "--workspace", "~/projects/api", "--server", demo.url, "--branch"]
    places = []
    for more in ([branch], [branch, "--existing-worktree"]):
        assert main([*order, *more]) == 0
        places.append(demo.get(f"/v1/sessions/{capsys.readouterr().out.strip()}")["workspace"])
    assert places == [f"/home/ada/projects/api-worktrees/{branch.replace('/', '-')}"] * 2
    assert main([*order, "nowhere", "--existing-worktree"]) == 3
    assert "no worktree there has the branch 'nowhere'" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("options", "exit_status", "words"),
    [
        (["--agent", "nobody"], 3, "there is no agent 'nobody'"),
        (["--agent", "smoke", "--host", "nowhere", "--workspace", "/"], 3, "there is no host 'nowhere'"),
        (["--agent", "smoke", "--host", "atlas"], 2, "--workspace is needed"),
        (["--agent", "smoke", "--workspace", "relative"], 2, "has to begin with"),
        (["--agent", "smoke", "--workspace", "/no/such/place"], 5, "does not exist"),
        (["--agent", "smoke", "--branch", "b"], 2, "--branch needs --workspace"),
        (["--agent", "smoke", "--base", "main"], 2, "--base goes with --branch"),
        (["--agent", "smoke", "--label", "odd"], 2, "--label takes NAME=VALUE"),
        (["--agent", "smoke", "--project", "none"], 3, "there is no project 'none'"),
        (["--agent", "smoke", "--mode", "plan"], 3, "has no permission mode"),
        (["--bundle", "/no/such/agent.yaml"], 5, "cannot be read"),
    ],
)
def test_what_cannot_be_meant_is_not_sent(
    demo: Demo, capsys: pytest.CaptureFixture[str], options: list[str], exit_status: int, words: str
) -> None:
    assert main(["new", *options, "--server", demo.url]) == exit_status
    told = capsys.readouterr()
    assert told.out == ""
    assert words in told.err


def test_agentsmesh_runners_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    async def run() -> tuple[int, int]:
        mesh = FakeMesh(runners=[FakeRunner(2, "beta", status="offline"), FakeRunner(1, "alpha")])
        async with serving(mesh) as served:
            account = {"URL": served.url, "ORG": ORG, "API_KEY": KEY}
            environ = dict(os.environ) | {f"OMNIGENT_TUI_AGENTSMESH_{name}": value for name, value in account.items()}
            return await asyncio.to_thread(_runners, environ, False), await asyncio.to_thread(_runners, environ, True)

    def _runners(environ: dict[str, str], available: bool) -> int:
        import sys

        console = Console(sys.stdout, sys.stderr)
        return run_mesh_runners(environ, console, as_json=available, available=available)

    assert asyncio.run(run()) == (0, 0)
    text, _, document = capsys.readouterr().out.partition("[")
    assert [row.split("\t")[:3] for row in text.splitlines()] == [["1", "alpha", "online"], ["2", "beta", "offline"]]
    assert [row["name"] for row in json.loads(f"[{document}")] == ["alpha"]
    assert main(["runners", "--agentsmesh"]) == 2
    assert "OMNIGENT_TUI_AGENTSMESH_URL" in capsys.readouterr().err
    assert main(["runners", "--available"]) == 2
