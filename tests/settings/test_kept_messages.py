"""Messages kept over a restart: written and read back, other windows' kept, damage survived."""

from pathlib import Path

import pytest

from omnigent_tui.screens.kept_queues import KeptQueues
from omnigent_tui.settings.kept_messages import MOST_QUEUES, KeptMessage
from omnigent_tui.settings.settings_file import Settings, load_settings
from omnigent_tui.settings.state_file import StateFile
from omnigent_tui.state.attachments import Attachment, UploadPhase
from omnigent_tui.state.delivery import Delivery
from omnigent_tui.state.outbox import OutgoingMessage

ATTACHED = Attachment(key="k", path="/a/b.txt", name="b.txt", size=3, phase=UploadPhase.READY, file_id="f", sent=3)


def held(stable_id: str, **fields: object) -> OutgoingMessage:
    return OutgoingMessage(stable_id, "s", f"text {stable_id}", 5.0, is_held=True, **fields)  # type: ignore[arg-type]


def queues(path: Path) -> KeptQueues:
    return KeptQueues(StateFile.load(path), lambda write: write())


def test_what_waits_comes_back_to_be_looked_for_before_it_is_sent(tmp_path: Path) -> None:
    path = tmp_path / "state.json"
    queues(path).keep([held("a", model="m", skill="debate", attachments=(ATTACHED,)), held("b")])
    again = queues(path)
    first, second = again.restore("s")
    assert (first.text, first.model, first.skill) == ("text a", "m", "debate")
    assert [(one.file_id, one.phase) for one in first.attachments] == [("f", UploadPhase.READY)]
    assert second.delivery is Delivery.CHECKING
    assert second.is_held
    assert again.restore("s") == ()
    assert again.restore("other") == ()


@pytest.mark.parametrize(
    ("delivery", "is_kept"),
    [(Delivery.QUEUED, True), (Delivery.SENDING, True), (Delivery.CHECKING, True), (Delivery.STORED, False)],
)
def test_a_message_that_was_let_go_is_kept_until_the_server_has_it(
    tmp_path: Path, delivery: Delivery, is_kept: bool
) -> None:
    path = tmp_path / "state.json"
    kept = queues(path)
    kept.keep([held("a")])
    assert kept.keeps("a")
    kept.keep([OutgoingMessage("a", "s", "text a", 5.0, delivery=delivery)])
    assert [message.stable_id for message in queues(path).restore("s")] == (["a"] if is_kept else [])
    kept.keep([])
    assert queues(path).restore("s") == ()


def test_another_windows_messages_stay(tmp_path: Path) -> None:
    path = tmp_path / "state.json"
    mine, other = queues(path), queues(path)
    mine.keep([held("a")])
    other.keep([held("b")])
    assert [message.stable_id for message in queues(path).restore("s")] == ["a", "b"]
    mine.keep([])
    assert [message.stable_id for message in queues(path).restore("s")] == ["b"]


def test_a_message_that_never_waited_is_no_business_of_the_queue(tmp_path: Path) -> None:
    path = tmp_path / "state.json"
    queues(path).keep([OutgoingMessage("a", "s", "text", 5.0)])
    assert not path.exists()


@pytest.mark.parametrize(
    "document",
    [
        '{"queues": []}',
        '{"queues": {"s": 5}}',
        '{"queues": {"s": [5, {"id": 1}, {"id": "a"}, {"id": "a", "text": "t", "at": "x"}]}}',
    ],
)
def test_damage_costs_nothing_but_itself(tmp_path: Path, document: str) -> None:
    path = tmp_path / "state.json"
    path.write_text(document, encoding="utf-8")
    kept = queues(path)
    assert kept.restore("s") == ()
    kept.keep([held("b")])
    assert [message.stable_id for message in queues(path).restore("s")] == ["b"]


def test_attachments_that_make_no_sense_are_left_out(tmp_path: Path) -> None:
    file = StateFile.load(tmp_path / "state.json")
    rows = ({"key": "k"}, {"key": 1, "path": 2, "name": 3, "file_id": "f", "size": "x"})
    file.save_messages("s", (KeptMessage("a", "t", 1.0, attachments=rows),), frozenset())
    (message,) = queues(tmp_path / "state.json").restore("s")
    assert message.attachments == ()


def test_the_oldest_sessions_fall_out(tmp_path: Path) -> None:
    file = StateFile.load(tmp_path / "state.json")
    for number in range(MOST_QUEUES + 2):
        file.save_messages(f"s{number}", (KeptMessage(f"m{number}", "t", 1.0),), frozenset())
    assert file.kept_messages("s1") == ()
    assert len(file.kept_messages("s2")) == 1


@pytest.mark.parametrize(
    ("text", "wanted", "problem"),
    [
        ("", "queue", ""),
        ('[composer]\nenter_while_running = "send"', "send", ""),
        ('[composer]\nenter_while_running = "shout"', "queue", 'must be "queue" or "send"'),
        ("[composer]\ncolour = 1", "queue", "unknown key 'composer.colour' is ignored"),
        ("composer = 1", "queue", "composer: must be a table"),
    ],
)
def test_what_enter_does_while_a_turn_runs_is_a_setting(tmp_path: Path, text: str, wanted: str, problem: str) -> None:
    path = tmp_path / "settings.toml"
    path.write_text(text, encoding="utf-8")
    loaded = load_settings(path)
    assert loaded.settings == Settings(enter_while_running=wanted)
    assert bool(loaded.problems) is bool(problem)
    assert all(problem in told for told in loaded.problems)
