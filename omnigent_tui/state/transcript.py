"""The transcript's entries: what a reader sees, one frozen object each, joined from items, events and notices.

An entry's `key` is its identity on the screen and outlives its change from streamed to stored: scroll places,
folds and cached lines hang on it. `item_ids` are the stored items an entry shows; an entry without any is either
still in flight or a notice of this client's.
"""

from enum import StrEnum

from omnigent_tui.state.delivery import Delivery
from omnigent_tui.state.notices import Subject
from omnigent_tui.state.paging import History
from omnigent_tui.values import NamedValue, PartlyCompared


class EntryBase(NamedValue):
    """What all entries share. `created_at` is Unix seconds; `unsaved` marks what the server did not keep."""

    key: str
    item_ids: tuple[str, ...] = ()
    response_id: str = ""
    created_at: float | None = None
    unsaved: bool = False


class UserMessage(EntryBase):
    """What a person said. `attachments` are file names; `author` is set in shared sessions."""

    text: str
    attachments: tuple[str, ...] = ()
    author: str | None = None
    delivery: Delivery = Delivery.STORED


class AssistantMessage(EntryBase):
    """What the agent said, as markdown; `streaming` while more may come."""

    text: str
    agent: str | None = None
    streaming: bool = False
    interrupted: bool = False
    message_id: str | None = None
    last_index: int | None = None


class Reasoning(PartlyCompared, EntryBase):
    """What the agent thought, for so many `seconds`; they are not compared, as only who was there knows them."""

    beside = frozenset({"seconds"})

    text: str
    streaming: bool = False
    seconds: float | None = None


class ToolState(StrEnum):
    """How a tool call stands."""

    RUNNING = "running"
    DONE = "done"
    CANCELLED = "cancelled"
    ACTION_REQUIRED = "action required"


class ToolCall(PartlyCompared, EntryBase):
    """A tool call and what it gave, joined by `call_id`. `arguments` and `output` are the server's strings.

    `ended_at` (Unix seconds) is when the server stored the output, where it says so. `begun_at` (Unix seconds) and
    `seconds` are how long the call took for who followed it; they are not compared, as nobody else knows them.
    """

    beside = frozenset({"begun_at", "seconds"})

    call_id: str
    name: str
    arguments: str
    state: ToolState = ToolState.RUNNING
    output: str | None = None
    live_output: str = ""
    ended_at: float | None = None
    begun_at: float | None = None
    seconds: float | None = None


class ErrorNotice(EntryBase):
    """An error, stored by the server or known only from the stream. `detail` is what the program said of it."""

    code: str
    message: str
    title: str | None = None
    cause: str | None = None
    remediation: str | None = None
    level: str | None = None
    detail: str = ""


class NoticeKind(StrEnum):
    """What a notice is about; decides its glyph."""

    SYSTEM = "system"
    COMPACTION = "compaction"
    RETRY = "retry"
    POLICY = "policy"
    SUBAGENT = "subagent"
    RESOURCE = "resource"
    ROUTING = "routing"
    COMMAND = "command"
    NATIVE_TOOL = "native tool"
    SETTING = "setting"
    INTERRUPTED = "interrupted"
    APPROVAL = "approval"
    CONNECTION = "connection"
    UNKNOWN = "unknown"


class Notice(EntryBase):
    """Anything else: a line (`text`) and, folded, the whole of it (`detail`); `about` gives it a form of its own."""

    kind: NoticeKind
    text: str
    detail: str = ""
    about: Subject | None = None


class Gap(EntryBase):
    """Entries are missing here. `above` and `below` say how the ends beside it stand, `failure` why one failed."""

    above: History = History.MORE
    below: History = History.MORE
    failure: str = ""


Entry = Gap | UserMessage | AssistantMessage | Reasoning | ToolCall | ErrorNotice | Notice
