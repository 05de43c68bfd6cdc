"""`omnigent-tui export`: data on standard output, a new file, and exit statuses that scripts can trust."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from omnigent_tui.command_line import main
from tests.demo.forked import ForkedDemo
from tests.pilot.demo import Demo


@pytest.fixture(scope="module")
def demo() -> Iterator[Demo]:
    """A demo server, only read here."""
    with ForkedDemo() as process:
        seen = Demo(process.url)
        yield seen
        seen.close()


@pytest.fixture(autouse=True)
def folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No settings of whoever runs the tests."""
    for name in ("OMNIGENT_TUI_CONFIG_DIR", "OMNIGENT_TUI_STATE_DIR", "HOME"):
        monkeypatch.setenv(name, str(tmp_path / "home"))


def test_every_item_goes_to_standard_output(demo: Demo, capsys: pytest.CaptureFixture[str]) -> None:
    session_id = demo.new_session("To export")
    demo.order("items", session_id=session_id, count=30)
    items = demo.get(f"/v1/sessions/{session_id}/items", limit=100)["data"]
    assert main(["export", f"{demo.url}/c/{session_id}", "--format", "jsonl"]) == 0
    out, err = capsys.readouterr()
    assert [json.loads(line) for line in out.splitlines()] == items
    assert err == ""


def test_a_new_file_and_nothing_on_standard_output(
    demo: Demo, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    session_id = demo.new_session("To keep")
    demo.order("items", session_id=session_id, count=30)
    path = tmp_path / "session.md"
    command = ["--server", demo.url, "export", session_id, "--output", str(path)]
    assert main(command) == 0
    text = path.read_text(encoding="utf-8")
    assert text.startswith("# To keep\n")
    assert "Which tests cover the retry?" in text
    out, err = capsys.readouterr()
    assert (out, err) == ("", f"omnigent-tui: exported 30 items to {path}\n")
    assert main(command) == 1
    assert "exists already" in capsys.readouterr().err
    assert path.read_text(encoding="utf-8") == text


def test_exit_statuses(demo: Demo, capsys: pytest.CaptureFixture[str]) -> None:
    for export_format in ("markdown", "jsonl"):
        assert main(["export", "--server", demo.url, "0" * 32, "--format", export_format]) == 3
    assert main(["export", "--server", "http://127.0.0.1:9", "0" * 32]) == 4
    assert main(["export", "--server", demo.url, "no session at all"]) == 2
    assert capsys.readouterr().out == ""
