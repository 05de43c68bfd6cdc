"""The whole state of the client, frozen; unchanged parts stay the same object."""

from collections.abc import Mapping
from types import MappingProxyType

from omnigent_tui.state.agentsmesh import AgentsMeshState
from omnigent_tui.state.approval_rules import SessionRule
from omnigent_tui.state.attachments import Attachment
from omnigent_tui.state.attention import AttentionState
from omnigent_tui.state.completions import FileSearch, SkillList
from omnigent_tui.state.conversation import Conversation
from omnigent_tui.state.directories import DirectoriesState
from omnigent_tui.state.exporting import ExportState
from omnigent_tui.state.files import FilesState
from omnigent_tui.state.fleet import FleetState
from omnigent_tui.state.new_session import NewSessionState
from omnigent_tui.state.outbox import OutgoingMessage, ReturnedMessage, SessionQueue
from omnigent_tui.state.runners import Launch
from omnigent_tui.state.search import SearchState
from omnigent_tui.state.server import ServerState
from omnigent_tui.state.sessions import SessionListState
from omnigent_tui.values import Value, field


class Announcement(Value):
    """A short message to the person that belongs to no session; `number` makes two alike ones distinct."""

    number: int
    text: str
    severity: str = "information"


class State(Value):
    """Everything this client knows. `conversations` holds the open sessions by id."""

    server: ServerState = field(default_factory=ServerState)
    sessions: SessionListState = field(default_factory=SessionListState)
    conversations: Mapping[str, Conversation] = field(default_factory=lambda: MappingProxyType({}))
    open_session_id: str | None = None
    new_session: NewSessionState = field(default_factory=NewSessionState)
    agentsmesh: AgentsMeshState = field(default_factory=AgentsMeshState)
    attention: AttentionState = field(default_factory=AttentionState)
    rules: tuple[SessionRule, ...] = ()
    fleet: FleetState = field(default_factory=FleetState)
    launches: Mapping[str, Launch] = field(default_factory=lambda: MappingProxyType({}))
    files: FilesState = field(default_factory=FilesState)
    directories: DirectoriesState = field(default_factory=DirectoriesState)
    outbox: tuple[OutgoingMessage, ...] = ()
    returned: tuple[ReturnedMessage, ...] = ()
    queues: Mapping[str, SessionQueue] = field(default_factory=lambda: MappingProxyType({}))
    search: SearchState = field(default_factory=SearchState)
    export: ExportState | None = None
    attachments: Mapping[str, tuple[Attachment, ...]] = field(default_factory=lambda: MappingProxyType({}))
    file_search: FileSearch | None = None
    skills: Mapping[str, SkillList] = field(default_factory=lambda: MappingProxyType({}))
    announcements: tuple[Announcement, ...] = ()

    @property
    def open_conversation(self) -> Conversation | None:
        """The conversation on the screen, if any."""
        return self.conversations.get(self.open_session_id or "")
