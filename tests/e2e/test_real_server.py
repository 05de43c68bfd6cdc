"""The program in tmux on the real Omnigent server: from an empty home on, and through the server's death."""

from __future__ import annotations

import re
from pathlib import Path
from uuid import uuid4

import pytest

from tests.e2e.launching import PROGRAM, environment
from tests.e2e.tmux_terminal import Tmux
from tests.real_server.driving import SessionDriver
from tests.real_server.replies import Reply
from tests.real_server.rig import RealServer
from tests.real_server.waiting import wait_until

pytestmark = [pytest.mark.pty, pytest.mark.real_server, pytest.mark.xdist_group("real_server_screens")]

_MARKDOWN = (
    "Hello **Ada**, this is *streamed*.\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n```python\nx = 1\n```\n\nThat is all.\n"
)
_MARK = re.compile(r"mark-\w+")


def _title(session: SessionDriver) -> str:
    return str(session.snapshot()["title"])


def _idle(session: SessionDriver) -> None:
    wait_until(lambda: session.snapshot()["status"] == "idle", "the session is idle")


def _seeded(number: int) -> dict[str, object]:
    role, kind = ("user", "input_text") if number % 2 else ("assistant", "output_text")
    data = {"role": role, "content": [{"type": kind, "text": f"seeded line {number} of the history"}]}
    if role == "assistant":
        data["agent"] = "smoke"
    item = {"item_type": "message", "item_data": data, "response_id": f"resp_{number // 2}"}
    return {"type": "external_conversation_item", "data": item}


def test_a_conversation_from_the_sidebar_on(
    real_server: RealServer, talking_session: SessionDriver, home: Path, tmp_path: Path
) -> None:
    for start in range(0, 520, 100):
        talking_session.post([_seeded(number) for number in range(start, min(start + 100, 520))]).raise_for_status()
    key = uuid4().hex[:8]
    real_server.model.queue(Reply(text=_MARKDOWN, chunk=4, delay=0.01), match=f"hello {key}")
    long = Reply(text="A long story begins. " + "And it goes on. " * 200, gate=f"long {key}", gate_after=400)
    real_server.model.queue(long, match=f"tell {key}")
    real_server.model.queue(Reply(text="Heard *both* of you."), match=f"second {key}")
    with Tmux(tmp_path, environment(home)) as tmux:
        tmux.start([*PROGRAM, "--server", real_server.url])
        title = _title(talking_session)
        tmux.wait_for(title)
        tmux.choose(title)
        tmux.wait_for("seeded line 519")
        tmux.wait_for("● live")
        tmux.say(f"hello {key}")
        tmux.wait_for("Hello Ada, this is streamed.")
        tmux.wait_for("That is all.")
        assert "**" not in tmux.text
        assert "```" not in tmux.text

        _scroll_to(tmux, "seeded line 0 of")
        tmux.press("C-End")
        tmux.wait_for("That is all.")

        tmux.say(f"tell {key}")
        tmux.wait_for("A long story begins.")
        tmux.press("C-x")
        tmux.wait_for("again to stop")
        tmux.press("C-x")
        _idle(talking_session)
        real_server.model.release(f"long {key}")
        tmux.wait(lambda: "running" not in tmux.lines[0], "the screen knows that the turn is over")

        talking_session.say(f"second {key}: from another client").raise_for_status()
        tmux.wait_for("from another client")
        tmux.wait_for("Heard both of you.")
        tmux.press("C-q")
        tmux.wait(tmux.in_shell, "the shell")


def _scroll_to(tmux: Tmux, text: str) -> None:
    def there() -> bool:
        if text not in tmux.text:
            tmux.press("PageUp", "PageUp", "PageUp")
        return text in tmux.text

    tmux.wait(there, f"{text!r} by scrolling up")


def test_a_server_killed_in_mid_reply_loses_nothing_on_the_screen(
    real_server: RealServer, talking_session: SessionDriver, home: Path, tmp_path: Path
) -> None:
    key = uuid4().hex[:8]
    model = real_server.model
    model.queue(Reply(text=f"mark-answer{key}1 is complete."), match=f"one{key}")
    text = f"mark-before{key} was streamed. " + "Padding. " * 20 + f"mark-after{key} is the end."
    model.queue(Reply(text=text, gate=f"cut {key}", gate_after=60), match=f"two{key}")
    # A runner whose server was killed may ask more than once.
    model.queue(*[Reply(text=f"mark-answer{key}3 came after.")] * 4, match=f"three{key}")
    with Tmux(tmp_path, environment(home)) as tmux:
        tmux.start([*PROGRAM, "--server", real_server.url, "--session", talking_session.id])
        tmux.wait_for("● live")
        tmux.say(f"mark-one{key}")
        tmux.wait_for(f"mark-answer{key}1")
        _idle(talking_session)
        tmux.say(f"mark-two{key}")
        tmux.wait_for(f"mark-before{key}")
        model.wait_at_gate(f"cut {key}")
        real_server.stop_server(kill=True)
        tmux.wait_for("econnecting")
        tmux.type("a draft that stays")
        tmux.wait_for("a draft that stays")
        assert f"mark-before{key}" in tmux.text
        real_server.start_server()
        wait_until(real_server.host_online, "the host to come back")
        talking_session.wait_runner()
        model.release(f"cut {key}")
        _idle(talking_session)
        tmux.press("C-r")
        tmux.wait_for("● live")
        assert _stored(talking_session)[:3] == [f"mark-one{key}", f"mark-answer{key}1", f"mark-two{key}"]
        tmux.wait(
            lambda: _marks(tmux.text) == _stored(talking_session), "the screen shows what is stored, once, in order"
        )
        assert "a draft that stays" in tmux.text
        talking_session.say(f"mark-three{key}").raise_for_status()
        tmux.wait_for(f"mark-answer{key}3")
        tmux.wait(lambda: _marks(tmux.text) == _stored(talking_session), "and goes on doing so")
        assert "a draft that stays" in tmux.text
        tmux.press("C-q")
        tmux.wait(tmux.in_shell, "the shell")


def _marks(text: str) -> list[str]:
    """The marks, without those in a reply of which the screen says that the server did not keep it."""
    conversation = "\n".join(line.partition("│")[2] for line in text.splitlines())
    kept = [part for part in re.split(r"\n(?=[◆❯] )", conversation) if "(not kept by the server)" not in part]
    return _MARK.findall("\n".join(kept))


def _stored(session: SessionDriver) -> list[str]:
    messages = [item for item in session.items(order="asc") if item["type"] == "message"]
    return [mark for item in messages for part in item["content"] for mark in _MARK.findall(part.get("text", ""))]
