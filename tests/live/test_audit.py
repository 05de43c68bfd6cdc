"""The audit file: what it tells, what it never tells, who may read it, and that it does not grow for ever."""

import json
import stat
from pathlib import Path
from typing import Any

import pytest

from omnigent_tui.live.audit import KEPT_FILES, AuditLog, RotatedFile, entry_of
from omnigent_tui.protocol.elicitations import ElicitationRequest, parse_elicitation
from omnigent_tui.state.intents import AnswerElicitation

AT = 1_800_000_000.25


def _request(**params: Any) -> ElicitationRequest:
    shell = {"policy_name": "ask_shell", "content_preview": '{"command": "npm test"}', **params}
    request = parse_elicitation({"elicitation_id": "elicit_1", "params": shell})
    assert request is not None
    return request


def _lines(path: Path) -> list[dict[str, str]]:
    return [json.loads(line) for line in path.read_text().splitlines()]


def _recorded(path: Path, intent: AnswerElicitation, request: ElicitationRequest) -> dict[str, str]:
    assert AuditLog(RotatedFile(path)).verdict(entry_of(intent, request, "http://s"), "confirmed", AT) == ""
    return _lines(path)[-1]


def test_a_line_says_who_allowed_what_when_and_what_came_of_it(tmp_path: Path) -> None:
    answer = AnswerElicitation("child", "parent", "elicit_1", "accept", by="all-like")
    assert _recorded(tmp_path / "a.jsonl", answer, _request()) == {
        "time": "2027-01-15T08:00:00.250Z",
        "server": "http://s",
        "session": "child",
        "elicitation": "elicit_1",
        "tool": "ask_shell",
        "what": "$ npm test",
        "verdict": "accept",
        "scope": "once",
        "by": "all-like",
        "result": "confirmed",
    }


def test_the_scope_is_told_but_no_typed_answer(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    wide = AnswerElicitation("s", "s", "e", "accept", {"allow_all_edits": True}, {"persist": "always"})
    assert _recorded(path, wide, _request())["scope"] == 'allow_all_edits=true, persist="always"'
    no = AnswerElicitation("s", "s", "e", "decline", {"feedback": "the password is hunter2"})
    assert _recorded(path, no, _request())["scope"] == "once"
    form = _request(requestedSchema={"properties": {"password": {"type": "string"}}})
    typed = AnswerElicitation("s", "s", "e", "accept", {"password": "hunter2"})
    assert _recorded(path, typed, form)["scope"] == "answers to password"
    assert "hunter2" not in path.read_text()


@pytest.mark.parametrize("secret", ["Bearer abcdefgh12345678", "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIx.sig"])
def test_neither_tokens_nor_control_characters_nor_more_than_a_line(tmp_path: Path, secret: str) -> None:
    command = f"curl -H 'Authorization: {secret}' x\n\x1b]0;PWN\x07\u202e" + "y" * 900
    path = tmp_path / "a.jsonl"
    line = _recorded(
        path,
        AnswerElicitation("s", "s", "e", "accept"),
        _request(content_preview=json.dumps({"command": command})),
    )
    assert secret.rsplit(maxsplit=1)[-1] not in path.read_text()
    assert line["what"].startswith("$ curl")
    assert len(line["what"]) <= 320
    assert line["what"].isprintable()
    assert len(path.read_text().splitlines()) == 1


def test_only_its_owner_may_read_it_whoever_made_it(tmp_path: Path) -> None:
    path = tmp_path / "state" / "a.jsonl"
    path.parent.mkdir()
    path.touch(mode=0o644)
    _recorded(path, AnswerElicitation("s", "s", "e", "accept"), _request())
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_full_file_makes_room_and_the_oldest_goes(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    file = RotatedFile(path, limit=30)
    for number in range(10):
        file.append(f"line {number} of this file\n".encode())
    kept = [path, *(tmp_path / f"a.jsonl.{number}" for number in range(1, KEPT_FILES + 1))]
    assert [one.read_text() for one in kept] == [f"line {number} of this file\n" for number in (9, 8, 7, 6)]
    assert not (tmp_path / f"a.jsonl.{KEPT_FILES + 1}").exists()


def test_what_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").mkdir()
    log = AuditLog(RotatedFile(tmp_path / "a.jsonl"))
    assert "not recorded" in log.rule("made", "http://s", "session", "$ ls", AT)
    (tmp_path / "target").touch()
    (tmp_path / "link").symlink_to(tmp_path / "target")
    assert "not recorded" in AuditLog(RotatedFile(tmp_path / "link")).rule("made", "", "s", "x", AT)
    assert AuditLog(None).rule("made", "", "s", "x", AT) == ""


def test_rules_are_recorded_too(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    AuditLog(RotatedFile(path)).rule("revoked", "http://s", "session", "$ ls", AT)
    (line,) = _lines(path)
    assert (line["rule"], line["what"], line["session"]) == ("revoked", "$ ls", "session")
