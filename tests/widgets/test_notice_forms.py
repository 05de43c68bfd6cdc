"""Every kind of notice, error and reasoning as it looks, folded and unfolded; nothing here needs a screen."""

from typing import Any, get_args

import pytest

from omnigent_tui.rendering.glyphs import ASCII, UNICODE, Glyphs
from omnigent_tui.state import notices as about
from omnigent_tui.state.transcript import AssistantMessage, ErrorNotice, Notice, NoticeKind, Reasoning
from omnigent_tui.widgets.transcript.face import Face
from omnigent_tui.widgets.transcript.hints import Hints
from omnigent_tui.widgets.transcript.notices.registry import FORMS
from omnigent_tui.widgets.transcript.registry import FACES

NOW = 1_800_000_000.0


def face_of(entry: Any, glyphs: Glyphs = UNICODE, hints: Hints | None = None) -> Face[Any]:
    face = FACES[type(entry)](entry, glyphs)
    face.take_hints(hints or Hints(agent="smoke", successor_key="Alt+O"))
    return face


def drawn(entry: Any, *, folded: bool = True, width: int = 60, **fields: Any) -> str:
    """The rows of an entry with the sign in their margin."""
    face = face_of(entry, **fields)
    rows = [line.display for line in face.lines(width, folded)]
    return "\n".join(f"{face.sign[0] if number == 0 else ' '} {row}".rstrip() for number, row in enumerate(rows))


def notice(subject: about.Subject | None, text: str = "words", detail: str = "") -> Notice:
    return Notice(key="k", kind=NoticeKind.SYSTEM, text=text, detail=detail, about=subject)


SERVERS = (about.McpServer("github", "ready"), about.McpServer("jira", "failed", "no such file"))
RULE = "  " + "─" * 60

CASES: dict[str, tuple[Notice, str]] = {
    "retry": (
        notice(about.Retry(2, 3, NOW + 4, 4, "", "too many requests")),
        "◷ Trying again after 4 s (attempt 2 of 3) · too many requests",
    ),
    "compaction": (
        notice(about.Compaction(about.CompactionPhase.DONE, 1200, 90_000), "Conversation compacted", "So far: x"),
        f"· ▸ Conversation compacted from 90,000 to 1,200 tokens\n{RULE}",
    ),
    "compacting": (
        notice(about.Compaction(about.CompactionPhase.RUNNING, None, 90_000), "Compacting the conversation…"),
        "● Compacting the conversation… (90,000 tokens)",
    ),
    "compaction that failed": (
        notice(about.Compaction(about.CompactionPhase.FAILED), "Compaction failed"),
        "✗ Compaction failed",
    ),
    "denial": (notice(about.Denial("no shell", "tool_call")), "✗ Denied by policy (tool call): no shell"),
    "approved": (
        notice(about.Verdict("accept"), "Approved: run it?", '{"command": "ls"}'),
        "✓ ▸ Approved: run it?",
    ),
    "declined": (notice(about.Verdict("decline"), "Declined: run it?"), "✗ Declined: run it?"),
    "setting": (notice(about.Setting("Reasoning effort", "high", "low")), "· Reasoning effort: low → high"),
    "MCP": (
        notice(about.McpStartup(SERVERS)),
        "✗ MCP servers: 1 of 2 ready\n    ✗ jira failed: no such file",
    ),
    "MCP ready": (notice(about.McpStartup(SERVERS[:1])), "✓ MCP servers ready: github"),
    "sandbox": (
        notice(about.SandboxProgress("cloning", "modal")),
        "● Sandbox (modal)\n    ✓ provisioning  ● cloning  ○ starting  ○ connecting",
    ),
    "sandbox ready": (notice(about.SandboxProgress("ready")), "✓ Sandbox ready"),
    "sandbox failed": (notice(about.SandboxProgress("failed", "", "no room")), "✗ Sandbox failed: no room"),
    "successor": (
        notice(about.Succession("s")),
        "! This conversation goes on in another session · Alt+O opens\n  it",
    ),
    "skill": (
        notice(about.SlashCommand(is_skill=True), "/debate cats", "one\ntwo\nthree\nfour\n"),
        "❯ ▸ /debate cats  (skill)\n    one\n    two\n    three\n    … 1 more line · Enter shows all",
    ),
    "terminal input": (notice(about.TerminalCommand(is_input=True), "!ls -la"), "❯ !ls -la"),
    "terminal output": (notice(about.TerminalCommand(is_input=False), "out", "total 0\n"), "    total 0"),
    "native tool": (
        notice(about.NativeTool("web search", "log rotation", "in_progress"), "x", "{}"),
        "● ▸ Web search log rotation  running",
    ),
    "file": (
        notice(about.SessionFile("made", "f" * 32, "plot.png", "image/png", 12_345)),
        "+ Image made: plot.png (12 KB, image/png)",
    ),
    "file without a name": (notice(about.SessionFile("deleted", "f" * 32)), "+ File removed: ffffffff"),
    "sub-agent": (
        notice(about.SubAgentStep("s", "auth", "returned", "completed")),
        "◇ Sub-agent auth came back (completed)",
    ),
    "sub-agent that woke": (
        notice(about.SubAgentStep("", "r/auth", "finished", "failed"), "", "all of it"),
        "· ▸ Woken by sub-agent r/auth (failed)",
    ),
    "background": (
        notice(about.BackgroundWork(2, ("make watch", "npm run dev")), "2 background tasks running"),
        "● 2 background tasks running\n    • make watch\n    • npm run dev",
    ),
    "background ended": (notice(about.BackgroundWork(0), "Background tasks ended"), "✓ Background tasks ended"),
    "routing": (
        notice(about.Routing("big", is_applied=False, scope="turn")),
        "· Would have routed to big for this turn",
    ),
    "aside": (notice(about.Sidechat("why?", is_cut=True), "", "so"), "· Aside: why? (cut short)\n    so"),
    "anything else": (notice(None, "Something", "more"), "· ▸ Something"),
    "interrupted": (Notice(key="k", kind=NoticeKind.INTERRUPTED, text="Interrupted"), "■ Interrupted"),
    "unknown": (Notice(key="k", kind=NoticeKind.UNKNOWN, text="Unknown event: x", detail="{}"), "? ▸ Unknown event: x"),
}


@pytest.mark.parametrize("name", CASES)
def test_a_notice_looks_like_what_it_is_about(name: str) -> None:
    entry, shown = CASES[name]
    assert drawn(entry) == shown
    for width in (8, 20, 40):
        assert drawn(entry, width=width)
        assert drawn(entry, width=width, folded=False)
    assert drawn(entry, glyphs=ASCII, width=200).replace("…", "").isascii()  # the ellipsis is in the words of the case


def test_every_subject_has_a_form_and_a_case_here() -> None:
    assert set(FORMS) == set(get_args(about.Subject))
    assert {type(entry.about) for entry, _ in CASES.values()} - {type(None)} == set(FORMS)


def test_nothing_is_cut_that_can_not_be_unfolded() -> None:
    reason = "because " * 100 + "of that"
    assert drawn(notice(about.Denial(reason))).endswith("of that")
    assert "… 10 more" in drawn(notice(about.BackgroundWork(60, tuple(map(str, range(60))))))


def test_what_a_question_was_about_is_readable() -> None:
    entry, _ = CASES["approved"]
    assert 'command: "ls"' in drawn(entry, folded=False)


def test_a_retry_counts_down_and_then_says_that_it_was_tried() -> None:
    face = face_of(notice(about.Retry(1, None, NOW + 3, 3, "Bash", "busy")), hints=Hints(now=NOW))
    assert face.lines(60, True)[0].text == "Bash: trying again in 3 s (attempt 1) · busy"
    assert face.take_hints(Hints(now=NOW + 2))
    assert face.lines(60, True)[0].text == "Bash: trying again in 1 s (attempt 1) · busy"
    assert face.take_hints(Hints(now=NOW + 3))
    assert face.lines(60, True)[0].text == "Bash: tried again (attempt 1) · busy"
    assert face.take_hints(Hints(now=NOW + 4)) in (True, False)
    assert not face.take_hints(Hints(now=NOW + 60))


def test_an_error_says_its_code_cause_and_remedy_and_folds_the_log_it_brings() -> None:
    log = "exit code -9\n--- log ---\none\ntwo"
    error = ErrorNotice(key="e", code="runner_lost", message=log, cause="memory", remediation="try again", detail="{}")
    head = "✗ Error: exit code -9  [runner_lost]\n  Cause: memory\n  What to do: try again\n"
    assert drawn(error) == f"{head}  ▸ 4 more lines · Enter shows all"
    assert drawn(error, folded=False) == f"{head}    --- log ---\n    one\n    two\n    {{}}"
    assert not face_of(ErrorNotice(key="e", code="x", message="short")).is_foldable()
    lost = ErrorNotice(key="e", code="runner_disconnected", message="gone")
    assert drawn(lost, width=80).endswith("  What to do: Send the next message: the runner is started again.")
    assert drawn(ErrorNotice(key="e", code="x", message="y" * 2000)).endswith("▸ 28 more lines · Enter shows all")


def test_reasoning_tells_how_long_it_took() -> None:
    thought = Reasoning(key="r", text="First\nthen", seconds=4.4)
    assert drawn(thought) == "▸ Thought for 4 s: First"
    assert drawn(thought, folded=False) == "▾ Thought for 4 s\n  First\n  then"
    assert drawn(Reasoning(key="r", text="First", seconds=0.2, unsaved=True)) == "▸ Thought: First"
    assert drawn(Reasoning(key="r", text="First\nthen", streaming=True)) == "▸ Thinking: then"


def test_an_answer_without_a_name_is_said_by_the_sessions_agent() -> None:
    face = face_of(AssistantMessage(key="a", text="Hello"), hints=Hints())
    assert [line.text for line in face.lines(60, False)] == ["Hello"]
    assert face.take_hints(Hints(agent="smoke"))
    assert [line.text for line in face.lines(60, False)] == ["smoke", "Hello"]
    named = face_of(AssistantMessage(key="a", text="Hello", agent="other"))
    assert not named.take_hints(Hints(agent="x"))
    assert named.lines(60, False)[0].text == "other"
    assert named.take_hints(Hints(agent="x", is_sub_agent=True))  # the server names the parent in a sub-agent's answers
    assert named.lines(60, False)[0].text == "x"


def test_a_policys_refusal_in_the_agents_place_is_no_answer() -> None:
    denied = AssistantMessage(key="a", text="[Denied by policy: ask: Confirm first.]", agent="smoke")
    assert drawn(denied) == "✗ Denied by policy: ask: Confirm first."
