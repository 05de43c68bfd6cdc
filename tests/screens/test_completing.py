"""What is typed at the cursor, messages that begin with a slash, pasted paths, and the editor's outcome: pure parts."""

import asyncio
import stat
import sys
from pathlib import Path
from typing import Any

import pytest

from omnigent_tui.live.attachments import CountedFile, content_type_of
from omnigent_tui.live.message_content import content_blocks, shows, skill_arguments
from omnigent_tui.protocol.items import parse_item
from omnigent_tui.screens import external_editor
from omnigent_tui.screens.external_editor import Edited, edited, editor_command
from omnigent_tui.screens.kept_attachments import KeptAttachments
from omnigent_tui.settings.state_file import StateFile
from omnigent_tui.state.attachments import Attachment, UploadPhase
from omnigent_tui.state.outbox import OutgoingMessage
from omnigent_tui.widgets.composer.pasted_paths import attachable_paths
from omnigent_tui.widgets.composer.slash import Slash, escaped_slash, slash_of
from omnigent_tui.widgets.composer.tokens import Sought, mention, token_at, word_at

FILE = Attachment(key="k", path="/a/b.png", name="b.png", size=3, phase=UploadPhase.READY, file_id="f")


@pytest.mark.parametrize(
    ("line", "sought", "query"),
    [
        ("@", Sought.WORKSPACE_FILE, ""),
        ("see @src/ma", Sought.WORKSPACE_FILE, "src/ma"),
        ("(@x", Sought.WORKSPACE_FILE, "x"),
        ('@"my fi', Sought.WORKSPACE_FILE, "my fi"),
        ("@~/no", Sought.LOCAL_FILE, "~/no"),
        ("@./no", Sought.LOCAL_FILE, "./no"),
        ("@../no", Sought.LOCAL_FILE, "../no"),
        ('@"/tmp/a b', Sought.LOCAL_FILE, "/tmp/a b"),
        ("/", Sought.COMMAND, ""),
        ("/new-s", Sought.COMMAND, "new-s"),
    ],
)
def test_a_token_is_what_ends_at_the_cursor(line: str, sought: Sought, query: str) -> None:
    token = token_at(f"{line} rest" if sought is Sought.COMMAND else f"{line}|", 0, len(line))
    assert token is not None
    assert (token.sought, token.query, token.end) == (sought, query, len(line))
    assert line[token.start : token.end] == token.text


@pytest.mark.parametrize("line", ["", "me@example.org", "@a b", "/a b", "/a/b", "x /a", '@"a" b'])
def test_other_words_are_no_tokens(line: str) -> None:
    assert token_at(line, 0, len(line)) is None


def test_only_the_first_line_is_a_command() -> None:
    assert token_at("/new", 1, 4) is None


def test_the_word_at_the_cursor_may_be_a_path() -> None:
    word = word_at("see @~/notes.txt and", 0, 16)
    assert word is not None
    assert (word.query, word.text, word.start, word.end) == ("~/notes.txt", "@~/notes.txt", 4, 16)
    assert word_at("see ", 0, 4) is None


def test_a_mention_with_blanks_is_quoted_and_a_directory_stays_open() -> None:
    assert mention("src/a.py") == "@src/a.py "
    assert mention("my file.txt") == '@"my file.txt" '
    assert mention("my dir/", is_open=True) == '@"my dir/'
    token = token_at(mention("my dir/", is_open=True), 0, 9)
    assert token is not None
    assert token.query == "my dir/"


def test_a_message_that_looks_like_a_command_is_told_from_paths_and_comments() -> None:
    assert slash_of("/greet the\ncrew ") == Slash("greet", "the\ncrew")
    assert slash_of(" /help") == Slash("help", "")
    assert [slash_of(text) for text in ("/etc/hosts is wrong", "/", "/ a", "//help", "a /b")] == [None] * 5
    assert escaped_slash("//help me") == Slash("help", "me")
    assert escaped_slash("/help") is None


@pytest.mark.parametrize(
    ("pasted", "paths"),
    [
        ("/home/a/x.png", ("/home/a/x.png",)),
        ("/home/a/my shot.PNG ", ("/home/a/my shot.PNG",)),
        (r"/home/a/my\ shot.png", ("/home/a/my shot.png",)),
        ("'/home/a/it is.pdf' '/b.jpg'", ("/home/a/it is.pdf", "/b.jpg")),
        ("file:///home/a/%C3%BC.png", ("/home/a/ü.png",)),
        ("/a.png\n/b.png", ("/a.png", "/b.png")),
        ("/a.png /b.png", ("/a.png", "/b.png")),
        ("~/x.gif", ("~/x.gif",)),
    ],
)
def test_dropped_pictures_are_paths(pasted: str, paths: tuple[str, ...]) -> None:
    assert attachable_paths(pasted) == paths


@pytest.mark.parametrize(
    "pasted",
    [
        "",
        "x.png",
        "/home/a/main.py",
        "look at /a.png",
        "file://host/a.png",
        "it's /a.png",
        "/a.png and",
        "file://[/a.png",
    ],
)
def test_other_pastes_are_text(pasted: str) -> None:
    assert attachable_paths(pasted) == ()


def _message(text: str, **fields: Any) -> OutgoingMessage:
    return OutgoingMessage(stable_id="m", session_id="s", text=text, queued_at=1.0, **fields)


def test_a_message_carries_its_files_before_its_text() -> None:
    picture = Attachment(key="p", path="/p.png", name="p.png", size=1, file_id="i", content_type="image/png")
    image = {"type": "input_image", "file_id": "i", "filename": "p.png"}
    file = {"type": "input_file", "file_id": "f", "filename": "b.png"}
    text = {"type": "input_text", "text": "look"}
    assert content_blocks(_message("look", attachments=(picture, FILE))) == [image, file, text]
    assert content_blocks(_message(" ", attachments=(picture,))) == [image]
    assert content_blocks(_message("look")) == [text]


def test_a_stored_item_is_known_by_words_files_or_skill() -> None:
    content = [{"type": "input_file", "file_id": "f"}, {"type": "input_text", "text": "look"}]
    said = parse_item({"id": "1", "type": "message", "role": "user", "content": content})
    ran = parse_item({"id": "2", "type": "slash_command", "kind": "skill", "name": "greet", "arguments": "the crew"})
    with_file, without = _message("look", attachments=(FILE,)), _message("look")
    skill = _message("/greet the crew", skill="greet")
    assert skill_arguments(skill) == "the crew"
    assert [shows(said, message) for message in (with_file, without, skill)] == [True, False, False]
    assert [shows(ran, message) for message in (with_file, without, skill)] == [False, False, True]


def test_a_files_type_is_told_by_its_name_else_by_its_bytes(tmp_path: Path) -> None:
    def kind(name: str, content: bytes) -> str:
        (tmp_path / name).write_bytes(content)
        return content_type_of(tmp_path / name)

    assert kind("a.png", b"") == "image/png"
    assert kind("Makefile", b"all:\n") == "text/plain"
    assert kind("long", ("ä" * 5000).encode()) == "text/plain"
    assert kind("data", b"a\0b") == "application/octet-stream"
    assert kind("latin", b"\xe4" * 100) == "application/octet-stream"
    assert kind("empty", b"") == "text/plain"


def test_a_counted_file_tells_how_far_it_was_read(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"x" * 10)
    seen: list[int] = []
    with CountedFile(str(tmp_path / "file"), seen.append) as file:
        assert file.read(4) + file.read() + file.read(4) == b"x" * 10
    assert seen == [4, 10, 10]


def test_attachments_are_kept_on_disk_until_they_are_sent(tmp_path: Path) -> None:
    path = tmp_path / "state.json"
    kept = KeptAttachments(StateFile.load(path), lambda write: write())
    waiting = Attachment(key="w", path="/w.txt", name="w.txt", size=5)
    kept.keep({"s": (FILE, waiting), "t": (waiting,)})
    again = KeptAttachments(StateFile.load(path), lambda write: write())
    files = again.restore("s")
    assert [(f.path, f.file_id, f.phase) for f in files] == [
        ("/a/b.png", "f", UploadPhase.WAITING),
        ("/w.txt", "", UploadPhase.WAITING),
    ]
    assert again.restore("s") == ()
    again.keep({})
    assert StateFile.load(path).attachments("s") == ()
    assert len(StateFile.load(path).attachments("t")) == 1, "another window may still have them"


def test_the_editor_is_the_users_own() -> None:
    assert editor_command({"VISUAL": "code --wait", "EDITOR": "vi"}) == ["code", "--wait"]
    assert editor_command({"VISUAL": "it's", "EDITOR": "vi -u 'my rc'"}) == ["vi", "-u", "my rc"]
    assert editor_command({"PATH": "/nonexistent"}) == []


@pytest.mark.parametrize(
    ("script", "outcome"),
    [
        ("open(p, 'a').write(' more\\n')", Edited("text more")),
        ("pass", Edited("text")),
        ("open(p, 'w').close()", Edited("")),
        ("open(p, 'w').write('saved'); sys.exit(1)", "saved"),
        ("sys.exit(3)", None),
        ("os.remove(p)", None),
        ("open(p, 'wb').write(b'\\xff')", None),
    ],
)
async def test_what_an_editor_leaves_is_taken_and_a_failure_loses_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: str, outcome: Edited | str | None
) -> None:
    program, seen = tmp_path / "editor.py", tmp_path / "seen"
    note = f"open({str(seen)!r}, 'w').write(p + chr(10) + oct(os.stat(p).st_mode))"
    program.write_text(f"import os, sys\np = sys.argv[1]\n{note}\n{script}\n")
    monkeypatch.setenv("VISUAL", f"{sys.executable} {program}")

    async def run(_app: object, command: list[str]) -> int:
        return await (await asyncio.create_subprocess_exec(*command)).wait()

    monkeypatch.setattr(external_editor, "run_outside", run)
    result = await edited(None, "text")  # type: ignore[arg-type]
    if isinstance(outcome, Edited):
        assert result == outcome
    else:
        assert (result.text, result.rescued) == (None, outcome)
        assert "text is as it was" in result.problem
    path, mode = seen.read_text().splitlines()
    assert stat.S_IMODE(int(mode, 8)) == 0o600
    assert not Path(path).parent.exists()
