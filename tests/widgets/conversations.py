"""Conversations for the transcript's tests: every kind of entry, made up at random from a seed."""

import json
import random

from omnigent_tui.protocol.cleaning import clean
from omnigent_tui.state import notices as about
from omnigent_tui.state.conversation import History
from omnigent_tui.state.delivery import Delivery
from omnigent_tui.state.transcript import (
    AssistantMessage,
    Entry,
    ErrorNotice,
    Gap,
    Notice,
    NoticeKind,
    Reasoning,
    ToolCall,
    ToolState,
    UserMessage,
)
from omnigent_tui.values import replace
from tests.rendering.corpus import PIECES

KINDS = 6


def words(rng: random.Random, most: int = 60) -> str:
    """Return some words, now and then wide ones."""
    return " ".join(rng.choice(("alpha", "beta", "gamma", "漢字", "delta", "é")) for _ in range(rng.randint(1, most)))


def finished_call(key: str, name: str, command: str, **output: object) -> ToolCall:
    """Return a finished call of a shell by that name, with what it answered."""
    return ToolCall(
        key=key,
        call_id=key,
        name=name,
        arguments=json.dumps({"command": command}),
        state=ToolState.DONE,
        output=json.dumps(output),
    )


def entry(rng: random.Random, key: str, kind: int | None = None) -> Entry:
    """Return a random entry with that key."""
    match rng.randrange(KINDS) if kind is None else kind:
        case 0:
            return UserMessage(
                key=key, text=f"{key}: {words(rng)}", attachments=("a.png",) if rng.random() < 0.2 else ()
            )
        case 1:
            markdown = "".join(rng.choice(PIECES) for _ in range(rng.randint(1, 20)))
            return AssistantMessage(
                key=key, text=f"{key}: {words(rng)}\n\n{markdown}", agent=rng.choice((None, "agent"))
            )
        case 2:
            return Reasoning(key=key, text=f"{key}: {words(rng)}\n{words(rng)}")
        case 3:
            lines = "\n".join(words(rng, 8) for _ in range(rng.randint(0, 9)))
            return finished_call(key, "sys_os_shell", f"echo {key}", stdout=lines, exit_code=0)
        case 4:
            return ErrorNotice(key=key, code="failed", message=f"{key}: {words(rng)}", cause=words(rng, 9))
        case _:
            return Notice(key=key, kind=NoticeKind.SYSTEM, text=f"{key}: {words(rng, 9)}", detail=words(rng, 20))


def entries(rng: random.Random, count: int, prefix: str = "e") -> tuple[Entry, ...]:
    """Return that many entries, keys `prefix0`, `prefix1`, …"""
    return tuple(entry(rng, f"{prefix}{number}") for number in range(count))


def changed(rng: random.Random, old: Entry) -> Entry:
    """Return another state of an entry: longer, or stored."""
    if isinstance(old, ToolCall):
        return replace(old, output=json.dumps({"stdout": words(rng), "exit_code": 1}))
    if isinstance(old, AssistantMessage):
        return replace(old, text=f"{old.text}{rng.choice(PIECES)}", streaming=rng.random() < 0.5)
    if isinstance(old, ErrorNotice):
        return replace(old, message=f"{old.message} more")
    if isinstance(old, Gap):
        return replace(old, above=rng.choice(list(History)))
    return replace(old, text=f"{old.text} {words(rng, 5)}")


def every_kind(text: str, key: str = "k") -> tuple[Entry, ...]:
    """Return entries of all kinds and states with (cleaned) `text` in every field that takes text."""
    safe, nested = clean(text), json.dumps({"command": text, "path": text, text[:50]: [text]})
    shell = json.dumps({"stdout": text, "stderr": text, "exit_code": 1, "error": text, text[:20]: text})
    made: list[Entry] = [
        UserMessage(key=f"{key}-user-{delivery}", text=safe, author=safe, attachments=(safe,), delivery=delivery)
        for delivery in Delivery
    ]
    made += [
        AssistantMessage(key=f"{key}-assistant", text=safe, agent=safe, interrupted=True, unsaved=True),
        AssistantMessage(key=f"{key}-streaming", text=safe, streaming=True),
        AssistantMessage(key=f"{key}-code", text=f"```python\n{safe}\n```"),
        Reasoning(key=f"{key}-reasoning", text=safe),
        Reasoning(key=f"{key}-thinking", text=safe, streaming=True),
        ErrorNotice(key=f"{key}-error", code=safe, message=safe, title=safe, cause=safe, remediation=safe, level=safe),
    ]
    for state in ToolState:
        for name, arguments in (("sys_os_shell", nested), (safe, nested), ("tool", safe), ("Edit", _edit(text))):
            for output in (None, shell, safe, json.dumps({"error": text}), json.dumps([text])):
                made.append(
                    ToolCall(
                        key=f"{key}-tool-{len(made)}",
                        call_id="c",
                        name=name,
                        arguments=arguments,
                        state=state,
                        output=output,
                        live_output=safe,
                    )
                )
    made += [
        Notice(key=f"{key}-notice-{kind}-{bool(detail)}", kind=kind, text=safe, detail=detail)
        for kind in NoticeKind
        for detail in ("", safe)
    ]
    made += [
        Notice(
            key=f"{key}-about-{type(subject).__name__}", kind=NoticeKind.SYSTEM, text=safe, detail=safe, about=subject
        )
        for subject in every_subject(safe)
    ]
    return tuple(made)


def every_subject(text: str) -> tuple[about.Subject, ...]:
    """Return everything a notice can be about, with `text` in every field that takes text."""
    return (
        about.Retry(1, None, 0.0, 1.0, text, text),
        about.Compaction(about.CompactionPhase.DONE, 1, 2),
        about.Denial(text, text),
        about.Verdict(text),
        about.Setting(text, text, text),
        about.McpStartup((about.McpServer(text, text, text),) * 3),
        about.SandboxProgress(text, text, text),
        about.Succession(text, text),
        about.SlashCommand(is_skill=True),
        about.TerminalCommand(is_input=False),
        about.NativeTool(text, text, text),
        about.SessionFile(text, text, text, text, 5),
        about.SubAgentStep(text, text, text, text),
        about.BackgroundWork(2, (text, text)),
        about.Routing(text, is_applied=True, scope=text),
        about.Sidechat(text, is_cut=True),
    )


def _edit(text: str) -> str:
    return json.dumps({"file_path": text, "old_string": text, "new_string": text})


def showcase() -> tuple[Entry, ...]:
    """Return a conversation with one of everything, as the text snapshots show it."""
    log = "\n".join(f"line {number}" for number in range(1, 9))
    edit = {"file_path": "src/app.py", "old_string": "x = 1", "new_string": "x = 2\ny = 3"}
    return (
        UserMessage(
            key="u1", text="Please look at the log file and tell me what is wrong with it", attachments=("log.txt",)
        ),
        Reasoning(key="r1", text="First I read the log.\nThen I think."),
        finished_call("t1", "sys_os_shell", "cat log.txt", stdout=log, stderr="", exit_code=0),
        finished_call("t2", "sys_os_shell", "ls /nope", stdout="", stderr="ls: cannot access '/nope'", exit_code=3),
        ToolCall(key="t3", call_id="3", name="Edit", arguments=json.dumps(edit), state=ToolState.RUNNING),
        AssistantMessage(
            key="a1", agent="Omnigent", text="The log says **漢字**:\n\n- one\n- two\n\n```python\nx = 1\n```"
        ),
        ErrorNotice(
            key="e1", code="rate_limit", message="429", title="Too many requests", cause="the model", remediation="wait"
        ),
        Notice(key="n1", kind=NoticeKind.COMPACTION, text="History was compacted", detail="Summary of it."),
        UserMessage(key="u2", text="Go on", delivery=Delivery.QUEUED, unsaved=True),
    )
