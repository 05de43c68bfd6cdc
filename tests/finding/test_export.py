"""Exports: what Markdown makes of each entry, and files that are never half there nor in somebody's way."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from omnigent_tui.live.markdown_export import document_head, entries_as_markdown, fenced
from omnigent_tui.live.new_file import NewFile
from omnigent_tui.settings.export_files import find_export_folder, free_path, from_home
from omnigent_tui.settings.locations import Locations
from omnigent_tui.state.client_events.exporting import ExportEnded, ExportProgressed, ExportStarted
from omnigent_tui.state.exporting import ExportState
from omnigent_tui.state.store import Store
from omnigent_tui.state.transcript import (
    AssistantMessage,
    Entry,
    ErrorNotice,
    Notice,
    NoticeKind,
    Reasoning,
    UserMessage,
)
from tests.widgets.conversations import finished_call

ENTRIES: tuple[Entry, ...] = (
    UserMessage(key="u", text="Look at **this**", attachments=("a.png",), created_at=1_795_000_000.0),
    Reasoning(key="r", text="Hm.\n\nYes."),
    finished_call("c", "shell", "ls", stdout="a\n```\nb\n", exit_code=0),
    ErrorNotice(key="e", code="boom", message="It broke.", remediation="Try again."),
    Notice(key="n", kind=NoticeKind.SYSTEM, text="A note", detail="all of it"),
    AssistantMessage(key="a", text="Done:\n\n- one", interrupted=True, created_at=float("1e300")),
)


def test_entries_as_markdown() -> None:
    assert entries_as_markdown(ENTRIES) == (
        "\n## User · 2026-11-18 11:06:40 UTC\n\nLook at **this**\n\n- attached: a.png\n"
        "\n## Reasoning\n\n> Hm.\n>\n> Yes.\n"
        "\n## Tool: shell (done)\n\n```\ncommand: ls\n```\n\nOutput:\n\n````\na\n```\nb\nexit_code: 0\n````\n"
        "\n## Error: boom\n\n> It broke.\n\nWhat to do:\n\nTry again.\n"
        "\n## A note\n\n```\nall of it\n```\n"
        "\n## Agent · unknown time\n\nDone:\n\n- one\n\n*(interrupted)*\n"
    )


def test_the_head_of_the_document() -> None:
    assert document_head("A\ntitle", "abc", "http://host") == "# A title\n\nSession `abc` on http://host\n"
    assert document_head("", "abc", "http://host").startswith("# abc\n")


@pytest.mark.parametrize("ticks", range(7))
def test_a_fence_is_longer_than_any_in_it(ticks: int) -> None:
    text = f"before\n{'`' * ticks}\nafter"
    first, *_, last = fenced(text).split("\n")
    assert first == last
    assert len(first) > ticks
    assert fenced("\n") == ""


def test_a_file_has_its_name_when_it_is_complete(tmp_path: Path) -> None:
    path = tmp_path / "new" / "export.md"
    with NewFile(path) as file:
        file.add("text")
        assert not path.exists()
        file.finish()
    assert path.read_text() == "text"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert list(path.parent.iterdir()) == [path]


def test_an_unfinished_file_is_not_there(tmp_path: Path) -> None:
    with NewFile(tmp_path / "export.md") as file:
        file.add("half of it")
    assert list(tmp_path.iterdir()) == []


def test_existing_files_stay_as_they_are(tmp_path: Path) -> None:
    path = tmp_path / "export.md"
    path.write_text("mine")
    with pytest.raises(FileExistsError), NewFile(path):
        pass
    late = tmp_path / "late.md"
    with NewFile(late) as file:
        late.write_text("mine, too")
        file.add("theirs")
        with pytest.raises(FileExistsError):
            file.finish()
    assert (path.read_text(), late.read_text()) == ("mine", "mine, too")
    assert sorted(entry.name for entry in tmp_path.iterdir()) == ["export.md", "late.md"]


def test_a_file_system_without_links(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError("no links here")

    monkeypatch.setattr("omnigent_tui.live.new_file.os.link", refuse)
    with NewFile(tmp_path / "a.md") as file:
        file.add("text")
        file.finish()
    assert [(entry.name, entry.read_text()) for entry in tmp_path.iterdir()] == [("a.md", "text")]


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Fix the build", "Fix-the-build.md"),
        ("../../etc/passwd", "etc-passwd.md"),
        ("…", "session.md"),
        ("日本 x/y\n", "日本-x-y.md"),
        ("a" * 200, "a" * 60 + ".md"),
    ],
)
def test_names_of_files(tmp_path: Path, title: str, name: str) -> None:
    assert free_path(tmp_path, title, ".md") == tmp_path / name


def test_a_taken_name_gets_a_number(tmp_path: Path) -> None:
    for name in ("a.md", "a-2.md"):
        (tmp_path / name).write_text("")
    assert free_path(tmp_path, "a", ".md") == tmp_path / "a-3.md"


def test_where_exports_go(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    locations = Locations(tmp_path / "config", tmp_path / "state")
    assert find_export_folder(str(tmp_path / "chosen"), locations) == tmp_path / "chosen"
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_DOWNLOAD_DIR", str(tmp_path / "Downloads"))
    assert find_export_folder("", locations) == tmp_path / "state" / "exports"


def test_how_an_export_goes_on() -> None:
    store = Store()

    def export() -> ExportState | None:
        return store.state.export

    store.dispatch(ExportProgressed(path="/a", items=5, at=0))
    assert export() is None
    store.dispatch(ExportStarted(session_id="s", path="/a", at=0), ExportProgressed(path="/a", items=5, at=0))
    store.dispatch(ExportProgressed(path="/other", items=9, at=0))
    assert export() == ExportState("s", "/a", 5)
    store.dispatch(ExportEnded(path="/a", at=0))
    assert export() == ExportState("s", "/a", 5, is_done=True)
    store.dispatch(ExportStarted(session_id="s", path="/a", at=0), ExportEnded(path="/a", failure="no", at=0))
    assert export() == ExportState("s", "/a", failure="no")


def test_paths_are_shown_from_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    assert from_home(tmp_path / "a" / "b.md") == "~/a/b.md"
    assert Path(from_home(tmp_path / "a")).expanduser() == tmp_path / "a"
    assert from_home(Path("/elsewhere/b.md")) == "/elsewhere/b.md"
