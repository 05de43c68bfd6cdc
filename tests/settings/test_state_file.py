"""The state file: what it remembers, two windows writing at once, damage, and a disk that refuses."""

import json
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from omnigent_tui.settings.kept_drafts import MOST_DRAFTS
from omnigent_tui.settings.state_file import StateFile

SERVER = "http://localhost:6767"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "state" / "state.json"


def test_what_is_saved_is_there_the_next_time(path: Path) -> None:
    state = StateFile.load(path)
    assert (state.theme, state.last_session(SERVER), state.drafts(), state.draft("a")) == (None, None, {}, "")
    state.save_theme("terminal")
    state.save_last_session(SERVER, "a")
    state.save_draft("a", "unsent\n  “text” \U0001f642 \ud800")
    for again in (state, StateFile.load(path)):
        assert again.theme == "terminal"
        assert again.last_session(SERVER) == "a"
        assert again.draft("a") == "unsent\n  “text” \U0001f642 \ud800"
        assert again.problem is None
    state.save_draft("a", "")
    assert StateFile.load(path).drafts() == {}


def test_reading_makes_no_file_and_unchanged_values_write_nothing(path: Path) -> None:
    state = StateFile.load(path)
    state.save_draft("a", "")
    assert not path.parent.exists()
    state.save_draft("a", "text")
    before = path.stat().st_ino
    state.save_draft("a", "text")
    state.save_last_session(SERVER, "a")
    after = path.stat().st_ino
    state.save_last_session(SERVER, "a")
    assert (before != after, path.stat().st_ino) == (True, after)


def test_only_the_owner_can_read_it(path: Path) -> None:
    old = os.umask(0)
    try:
        StateFile.load(path).save_draft("a", "secret plans")
    finally:
        os.umask(old)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_two_windows_keep_each_others_drafts(path: Path) -> None:
    first, second = StateFile.load(path), StateFile.load(path)
    first.save_draft("a", "of the first")
    second.save_draft("b", "of the second")
    first.save_theme("terminal")
    assert StateFile.load(path).drafts() == {"a": "of the first", "b": "of the second"}


def test_what_two_windows_write_for_one_session_is_both_there(path: Path) -> None:
    first, second = StateFile.load(path), StateFile.load(path)
    for text in ("of", "of the", "of the first", "of the fir"):
        first.save_draft("a", text)
        second.save_draft("a", f"second, {len(text)}")
    assert StateFile.load(path).draft("a") == "of the fir\n\nsecond, 10"
    first.save_draft("a", "of the first")
    third = StateFile.load(path)
    assert third.draft("a") == "second, 10\n\nof the first"
    third.save_draft("a", third.draft("a") + ", and third")
    assert StateFile.load(path).draft("a") == "second, 10\n\nof the first, and third"


def test_what_a_window_has_read_is_not_put_aside(path: Path) -> None:
    StateFile.load(path).save_draft("a", "begun")
    later = StateFile.load(path)
    later.save_draft("a", "other words")
    assert StateFile.load(path).draft("a") == "other words"
    later.save_draft("a", "")
    assert StateFile.load(path).drafts() == {}


def test_a_sent_draft_does_not_take_the_other_windows_with_it(path: Path) -> None:
    first, second = StateFile.load(path), StateFile.load(path)
    first.save_draft("a", "mine")
    second.save_draft("a", "not yet sent")
    second.save_draft("a", "")
    assert StateFile.load(path).drafts() == {"a": "mine"}
    third = StateFile.load(path)
    third.save_draft("a", "")
    assert json.loads(path.read_text()) == {}


def test_processes_writing_at_once_lose_nothing(path: Path) -> None:
    program = (
        "import sys; from pathlib import Path; from omnigent_tui.settings.state_file import StateFile\n"
        "state = StateFile.load(Path(sys.argv[1]))\n"
        "for number in range(20): state.save_draft(f'{sys.argv[2]}-{number}', 'text')\n"
    )
    writers = [subprocess.Popen([sys.executable, "-c", program, str(path), name]) for name in "abc"]
    assert [writer.wait() for writer in writers] == [0, 0, 0]
    assert sorted(StateFile.load(path).drafts()) == sorted(f"{name}-{n}" for name in "abc" for n in range(20))
    assert sorted(file.name for file in path.parent.iterdir()) == ["state.json", "state.json.lock"]


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"\xff\xfe", b"null", b"[" * 100_000])
def test_a_damaged_file_is_kept_aside_and_told(path: Path, content: bytes) -> None:
    path.parent.mkdir()
    path.write_bytes(content)
    state = StateFile.load(path)
    assert state.drafts() == {}
    assert state.problem is not None
    assert "state.json.broken" in state.problem
    assert path.with_name("state.json.broken").read_bytes() == content
    state.save_draft("a", "text")
    assert StateFile.load(path).draft("a") == "text"


def test_entries_of_another_shape_are_passed_over(path: Path) -> None:
    path.parent.mkdir()
    path.write_text(json.dumps({"drafts": {"a": 1, "b": "text"}, "theme": 3, "last_sessions": [], "later": {"x": 1}}))
    state = StateFile.load(path)
    assert (state.drafts(), state.theme, state.last_session(SERVER)) == ({"b": "text"}, None, None)
    state.save_last_session(SERVER, "b")
    document = json.loads(path.read_text())
    assert document["last_sessions"] == {SERVER: "b"}
    assert document["later"] == {"x": 1}


def test_the_oldest_drafts_fall_out(path: Path) -> None:
    path.parent.mkdir()
    path.write_text(json.dumps({"drafts": {f"s{number}": "text" for number in range(MOST_DRAFTS)}}))
    state = StateFile.load(path)
    state.save_draft("s0", "changed")
    state.save_draft("new", "text")
    drafts = StateFile.load(path).drafts()
    assert len(drafts) == MOST_DRAFTS
    assert drafts["s0"] == "changed"
    assert "new" in drafts
    assert "s1" not in drafts


def test_a_folder_that_cannot_be_made_is_told_and_kept_in_memory(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    state = StateFile.load(tmp_path / "file" / "state.json")
    state.save_draft("a", "text")
    assert state.draft("a") == "text"
    assert state.problem is not None
    assert "cannot be" in state.problem


def test_a_failed_replacement_leaves_the_old_file_and_no_litter(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    state = StateFile.load(path)
    state.save_draft("a", "old")

    def full_disk(handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full_disk)
    state.save_draft("a", "new")
    assert state.problem == f"{path} cannot be written: No space left on device"
    assert state.draft("a") == "new"
    assert StateFile.load(path).draft("a") == "old"
    assert sorted(file.name for file in path.parent.iterdir()) == ["state.json", "state.json.lock"]
    monkeypatch.undo()
    state.save_theme("terminal")
    assert state.problem is None
