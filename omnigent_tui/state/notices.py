"""What a notice is about, where a line of text can't say it all: each of these has a form of its own on the screen."""

from enum import StrEnum

from omnigent_tui.values import PartlyCompared, Value


class Retry(Value):
    """A call is tried again: attempt `attempt` of `most` at `retry_at` (Unix seconds), after `pause` seconds."""

    attempt: int
    most: int | None
    retry_at: float
    pause: float
    tool: str = ""
    reason: str = ""


class CompactionPhase(StrEnum):
    """How a compaction stands."""

    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


class Compaction(PartlyCompared, Value):
    """Earlier history was made shorter: from `before` to `after` tokens, as far as they are known.

    `before` is not compared: only who followed the stream knows it, and history is the same without it.
    """

    beside = frozenset({"before"})

    phase: CompactionPhase
    after: int | None = None
    before: int | None = None


class Denial(Value):
    """A policy refused something, in that phase of a turn (`request`, `tool_call`, …)."""

    reason: str
    phase: str = ""


class Verdict(Value):
    """A question was decided: `accept`, `decline`, `cancel`, or "" where only its end is known."""

    action: str


class Setting(PartlyCompared, Value):
    """A setting of the session has another value. `before` is not compared: history does not tell it."""

    beside = frozenset({"before"})

    name: str
    value: str
    before: str = ""


class McpServer(Value):
    """How an MCP server's start stands: `starting`, `ready`, `failed` or `cancelled`."""

    name: str
    status: str
    error: str = ""


class McpStartup(Value):
    """The agent's MCP servers start."""

    servers: tuple[McpServer, ...]


class SandboxProgress(Value):
    """A managed sandbox is on its way; `stage` is one of SANDBOX_STAGES, or `failed`, or one the server has new."""

    stage: str
    provider: str = ""
    error: str = ""


SANDBOX_STAGES = ("provisioning", "cloning", "starting", "connecting", "ready")
"""The stages of a managed sandbox, in the order they are gone through."""


class Succession(Value):
    """The conversation goes on in another session."""

    session_id: str
    reason: str = ""


class SlashCommand(Value):
    """A command or a skill was run; what it gave is the notice's detail."""

    is_skill: bool


class TerminalCommand(Value):
    """A command typed into the agent's terminal, or what the terminal answered (the notice's detail)."""

    is_input: bool
    is_error: bool = False


class NativeTool(Value):
    """A tool of the provider's own was called; `status` is the provider's word."""

    name: str
    subject: str = ""
    status: str = "completed"


class SessionFile(Value):
    """A file came or went. `size` is in bytes; what is not known is empty."""

    verb: str
    file_id: str
    name: str = ""
    content_type: str = ""
    size: int | None = None


class SubAgentStep(Value):
    """A sub-agent was asked, or came back; `session_id` is its session."""

    session_id: str
    name: str
    verb: str
    status: str = ""


class BackgroundWork(Value):
    """Work that goes on after a turn's end: how much, and in words what, as far as it is told."""

    count: int
    tasks: tuple[str, ...] = ()


class Routing(Value):
    """A router's choice of a model; `is_applied` unless it only says what it would have chosen."""

    model: str
    is_applied: bool
    scope: str = ""


class Sidechat(Value):
    """A question answered beside the conversation; the answer is the notice's detail."""

    question: str
    is_cut: bool = False


Subject = (
    Retry
    | Compaction
    | Denial
    | Verdict
    | Setting
    | McpStartup
    | SandboxProgress
    | Succession
    | SlashCommand
    | TerminalCommand
    | NativeTool
    | SessionFile
    | SubAgentStep
    | BackgroundWork
    | Routing
    | Sidechat
)
"""Everything a notice may be about."""
