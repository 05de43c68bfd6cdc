"""Answers on their way: held back and undone, sent once, several at once, by a rule; all of it recorded as it was."""

import asyncio
import json
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from omnigent_tui.live.approvals import ApprovalOptions
from omnigent_tui.live.audit import AuditLog, RotatedFile
from omnigent_tui.state import intents
from omnigent_tui.state.attention import attention_queue, held_answers
from omnigent_tui.state.conversation import PendingElicitation
from tests.live.demo import Demo
from tests.live.following import PATIENCE_SECONDS, Client, running_client

LONG = 3600.0


def _turn(command: str) -> list[dict[str, Any]]:
    arguments = {"command": command}
    call = {"name": "sys_os_shell", "arguments": arguments, "output": "done"}
    ask = {
        "message": "ask_shell: Confirm shell command.",
        "requestedSchema": {},
        "policy_name": "ask_shell",
        "phase": "tool_call",
        "content_preview": json.dumps(arguments),
    }
    return [{"tool": call, "ask": ask}, {"text": "Went on."}]


class _Setting:
    def __init__(self, demo: Demo, client: Client, audit: Path) -> None:
        self.demo, self.client, self._audit = demo, client, audit

    async def asked(self, session_id: str, command: str, *more: str) -> PendingElicitation:
        """Have the session ask for the command, then for `more` in later turns."""
        await self.demo.script(session_id, *map(_turn, (command, *more)))
        await self.demo.say(session_id, "go")
        await self.until_asked(session_id)
        return self.pending(session_id)

    async def until_asked(self, session_id: str) -> None:
        await self.client.until(lambda: bool(self._asks(session_id)), f"{session_id} to ask")

    async def until_answered(self, session_id: str) -> None:
        await self.client.until(lambda: not self._asks(session_id), f"{session_id} to be answered")

    def _asks(self, session_id: str) -> list[PendingElicitation]:
        queue = attention_queue(self.client.state, 0.0)
        return [w.pending for w in queue if w.pending is not None and w.session_id == session_id]

    def pending(self, session_id: str) -> PendingElicitation:
        """What the session asks."""
        (pending,) = self._asks(session_id)
        return pending

    async def verdicts(self, session_id: str) -> list[str]:
        """The verdicts the server was sent."""
        sent = await self.demo.requests(f"/v1/sessions/{session_id}/elicitations", "POST")
        return [row["body"]["action"] for row in sent]

    def recorded(self) -> list[Mapping[str, str]]:
        """The lines of the audit file."""
        text = self._audit.read_text() if self._audit.exists() else ""
        return [json.loads(line) for line in text.splitlines()]

    async def until_recorded(self, count: int) -> None:
        # What is written to a file changes no state.
        async with asyncio.timeout(PATIENCE_SECONDS):
            while len(self.recorded()) < count:
                await asyncio.sleep(0.01)


def _accept(pending: PendingElicitation) -> intents.AnswerElicitation:
    return intents.AnswerElicitation(pending.session_id, pending.session_id, pending.elicitation_id, "accept")


@asynccontextmanager
async def _setting(demo: Demo, folder: Path, undo: float = 0.0, *, rules: bool = False) -> AsyncIterator[_Setting]:
    audit = folder / "approvals.jsonl"
    options = ApprovalOptions(undo, rules, AuditLog(RotatedFile(audit)))
    async with running_client(demo.url, approvals=options) as client:
        yield _Setting(demo, client, audit)


async def test_an_answer_is_recorded_with_its_evidence(demo: Demo, tmp_path: Path) -> None:
    session_id = await demo.session()
    async with _setting(demo, tmp_path) as setting:
        await setting.client.open(session_id)
        pending = await setting.asked(session_id, "npm test")
        setting.client.perform(_accept(pending))
        await setting.until_recorded(1)
        (line,) = setting.recorded()
        assert (line["what"], line["verdict"], line["by"], line["result"]) == (
            "$ npm test",
            "accept",
            "key",
            "confirmed",
        )
        assert line["elicitation"] == pending.elicitation_id
        setting.client.perform(_accept(pending))
        await setting.client.until(lambda: bool(setting.client.state.announcements), "a word about it")
        assert "Not sent" in setting.client.state.announcements[0].text
        assert await setting.verdicts(session_id) == ["accept"]


async def test_an_accept_that_is_held_can_be_taken_back_and_is_not_sent_at_the_end(demo: Demo, tmp_path: Path) -> None:
    session_id = await demo.session()
    async with _setting(demo, tmp_path, undo=LONG) as setting:
        pending = await setting.asked(session_id, "npm test")
        for _ in range(2):
            setting.client.perform(_accept(pending))
            await setting.client.until(lambda: len(held_answers(setting.client.state)) == 1, "the accept to be held")
            setting.client.perform(intents.TakeBackAnswer(pending.elicitation_id))
            await setting.client.until(lambda: not held_answers(setting.client.state), "the accept to be taken back")
            assert setting.pending(session_id).is_open
        setting.client.perform(_accept(pending))
        await setting.client.until(lambda: len(held_answers(setting.client.state)) == 1, "the accept to be held again")
    assert await setting.verdicts(session_id) == []
    assert setting.recorded() == []


async def test_a_held_accept_is_sent_when_its_time_has_come_and_a_decline_at_once(demo: Demo, tmp_path: Path) -> None:
    session_id = await demo.session()
    async with _setting(demo, tmp_path, undo=0.05) as setting:
        pending = await setting.asked(session_id, "one")
        setting.client.perform(_accept(pending))
        await setting.until_recorded(1)
        assert await setting.verdicts(session_id) == ["accept"]
    other = await demo.session()
    async with _setting(demo, tmp_path / "other", undo=LONG) as setting:
        pending = await setting.asked(other, "two")
        decline = intents.AnswerElicitation(other, other, pending.elicitation_id, "decline")
        setting.client.perform(decline)
        await setting.until_recorded(1)
        assert setting.recorded()[0]["verdict"] == "decline"


async def test_like_questions_are_answered_one_by_one(demo: Demo, tmp_path: Path) -> None:
    ids = [await demo.session(f"session {number}") for number in range(3)]
    async with _setting(demo, tmp_path) as setting:
        asks = [await setting.asked(session_id, f"make {session_id[:4]}") for session_id in ids]
        answers = tuple(intents.AnswerElicitation(p.session_id, p.session_id, p.elicitation_id, "accept", by="all-like")
                        for p in asks)  # fmt: skip
        setting.client.perform(intents.AnswerAlike(answers))
        await setting.until_recorded(3)
        assert {line["elicitation"] for line in setting.recorded()} == {p.elicitation_id for p in asks}
        assert {line["by"] for line in setting.recorded()} == {"all-like"}
        for session_id in ids:
            assert await setting.verdicts(session_id) == ["accept"]


async def test_a_rule_answers_the_same_command_and_nothing_else_until_it_is_revoked(demo: Demo, tmp_path: Path) -> None:
    session_id = await demo.session()
    async with _setting(demo, tmp_path, rules=True) as setting:
        client = setting.client
        await client.open(session_id)
        pending = await setting.asked(session_id, "npm test", "npm test", "npm test ", "npm test")
        client.perform(intents.AllowInSession(_accept(pending)))
        await setting.until_answered(session_id)
        await client.until(lambda: client.is_settled(session_id), "the turn to end")
        await demo.say(session_id, "again")
        await setting.until_recorded(3)
        told = [(line.get("rule") or line["by"], line.get("result", "")) for line in setting.recorded()]
        assert told == [("made", ""), ("key", "confirmed"), ("rule", "confirmed")]
        await client.until(lambda: client.is_settled(session_id), "the turn to end")
        await demo.say(session_id, "with a blank more")
        await setting.until_asked(session_id)
        other = setting.pending(session_id)
        assert other.is_open
        client.perform(_accept(other))
        await setting.until_answered(session_id)
        await client.until(lambda: client.is_settled(session_id), "the turn to end")
        client.perform(intents.RevokeRule(client.state.rules[0].origin))
        await client.until(lambda: not client.state.rules, "the rule to be gone")
        await demo.say(session_id, "and once more")
        await setting.until_asked(session_id)
        assert setting.pending(session_id).is_open
        assert await setting.verdicts(session_id) == ["accept", "accept", "accept"]
        assert any("Allowed by your rule: $ npm test" in news.text for news in client.state.announcements)


async def test_rules_are_made_only_when_they_are_turned_on(demo: Demo, tmp_path: Path) -> None:
    session_id = await demo.session()
    async with _setting(demo, tmp_path) as setting:
        pending = await setting.asked(session_id, "npm test")
        setting.client.perform(intents.AllowInSession(_accept(pending)))
        setting.client.perform(intents.PeekSession(session_id))
        await setting.client.until(lambda: setting.client.state.attention.peek is not None, "the peek to begin")
        assert setting.client.state.rules == ()
        assert setting.pending(session_id).is_open


async def test_a_peek_shows_the_end_of_a_session_that_is_not_open(demo: Demo, tmp_path: Path) -> None:
    session_id = await demo.session()
    await demo.script(session_id, [{"text": "The last word."}])
    await demo.say(session_id, "hello")
    async with _setting(demo, tmp_path) as setting:
        client = setting.client

        def shown() -> str:
            peek = client.state.attention.peek
            return str(peek.entries) if peek is not None else ""

        while "The last word." not in shown():
            client.perform(intents.PeekSession(session_id))
            await client.until(
                lambda: (p := client.state.attention.peek) is not None and p.is_read, "the peek to arrive"
            )
            if "The last word." not in shown():
                client.perform(intents.LeavePeek())
                await client.until(lambda: client.state.attention.peek is None, "the peek to be left")
        assert session_id not in client.state.conversations
