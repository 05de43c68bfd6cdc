"""Every kind of question the real server asks, answered by keys in tmux; its own record shows verdict and content."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest

from tests.approvals.asking import Asking, asked, outputs, wait_asked
from tests.approvals.desk import desk
from tests.real_server.rig import RealServer
from tests.real_server.waiting import wait_until

pytestmark = [
    pytest.mark.pty,
    pytest.mark.real_server,
    pytest.mark.xdist_group("real_server_screens"),
    pytest.mark.timeout(300),
]


@pytest.fixture
def asking(real_server: RealServer) -> Iterator[Asking]:
    """Sessions that ask."""
    made = Asking(real_server)
    yield made
    made.close()


def test_every_way_of_asking_is_answered_from_the_queue(
    real_server: RealServer, asking: Asking, home: Path, tmp_path: Path
) -> None:
    key = uuid4().hex[:4]
    quiet = asking.session("smoke", f"Quiet {key}", bound=False)
    shell = asking.before_shell(f"Shell {key}", "echo allowed-$((40+2))")
    form = asking.through_mcp(f"Form {key}", "ask_form")
    visit = asking.through_mcp(f"Visit {key}", "ask_url")
    parent = asking.in_sub_agent(f"Parent {key}", "echo from-the-child-$((40+2))")
    message, parked = asking.before_message(f"Message {key}")
    wait_asked(message, shell, form, visit, parent)
    child_id = asked(parent)[0]["params"]["target_session_id"]
    with desk(tmp_path / "one", home, real_server.url, quiet.id) as person:
        person.opens_queue()

        person.points_at(message.snapshot()["title"])
        person.goes_to_card("Confirm before continuing.")
        person.considers("y", parked.done, "the message goes on")
        assert parked.result().json()["queued"] is True

        person.points_at(f"Shell {key}")
        person.goes_to_card("echo allowed-")
        person.considers("y", lambda: outputs(shell), "the command runs")
        assert "allowed-42" in outputs(shell)[0]

        person.points_at(f"Form {key}")
        person.goes_to_card("Release name")
        person.tmux.type("v2")
        person.tmux.press("Enter")
        person.reads("a whole number, at least 1")
        person.tmux.press("Enter")
        person.reads("Beta")
        person.tmux.press("2")
        person.reads("notify")
        person.tmux.press("1")
        person.reads("Your answers:")
        person.considers("y", lambda: outputs(form), "the form is sent")

        person.points_at(f"Visit {key}")
        person.goes_to_card("Sign in at the provider")
        person.considers("n", lambda: not asked(visit), "the visit is declined")

        person.points_at(f"Parent {key}")
        person.goes_to_card("echo from-the-child-")
        person.considers("y", lambda: not asked(parent), "the sub-agent goes on")

    child = asking.other(child_id)
    wait_until(lambda: bool(outputs(child)), "the sub-agent's command ran")
    assert "from-the-child-42" in outputs(child)[0]
    content = {"name": "v2", "count": 3, "channel": "beta", "notify": True}
    told = {entry["tool"]: entry["result"] for entry in asking.answers()}
    assert told == {"ask_form": {"action": "accept", "content": content}, "ask_url": {"action": "decline"}}
    wait_until(lambda: [item["role"] for item in message.items()] == ["user", "assistant"], "the message is answered")
    for session in (message, shell, form, visit, parent, child):
        assert asked(session) == []
