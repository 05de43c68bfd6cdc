"""The parts of the main screen and where they stand, at every size a terminal may have."""

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.geometry import Size
from textual.widget import Widget
from textual.widgets import Static

from omnigent_tui.commands.catalog import Scope
from omnigent_tui.screens.approval_answers import ApprovalAnswers
from omnigent_tui.screens.surroundings import Surroundings
from omnigent_tui.state.transcript import UserMessage
from omnigent_tui.widgets.approval.approval_card import ApprovalCard
from omnigent_tui.widgets.approval.key_words import ApprovalKeys
from omnigent_tui.widgets.composer.attached_files import AttachedFiles
from omnigent_tui.widgets.composer.composer import Composer
from omnigent_tui.widgets.composer.suggestions import Suggestions
from omnigent_tui.widgets.connection_banner import ConnectionBanner
from omnigent_tui.widgets.few_lines import SHORT_BELOW, FewLines
from omnigent_tui.widgets.focus_sign import FOCUS_SIGN
from omnigent_tui.widgets.message_queue import MessageQueue
from omnigent_tui.widgets.one_line import OneLine
from omnigent_tui.widgets.search_bar import SearchBar
from omnigent_tui.widgets.session_header import SessionHeader
from omnigent_tui.widgets.session_list import SessionList
from omnigent_tui.widgets.status_line import StatusLine
from omnigent_tui.widgets.todos_panel import TodosPanel
from omnigent_tui.widgets.transcript.view import TranscriptView

NARROW_BELOW = 70
WIDE_FROM = 110


class MainLayout(ApprovalAnswers):
    """Sidebar | header, transcript, approval, banner, notice, composer; the status line below both."""

    def __init__(self, surroundings: Surroundings) -> None:
        super().__init__(surroundings)
        self.sidebar = SessionList(glyphs=surroundings.glyphs, id="sidebar")
        self.header = SessionHeader(id="header")
        self.agents = OneLine(id="agents")
        self.todos = TodosPanel(glyphs=surroundings.glyphs, id="todos")
        self.transcript = TranscriptView(glyphs=surroundings.glyphs, id="transcript")
        self.filter_sign = OneLine(id="filter-sign")
        self.search_bar = SearchBar(id="search-bar")
        self.empty = Static(Content(self._ways_to_begin()), id="empty", markup=False)
        self.approval = ApprovalCard(
            surroundings.rhythm, ApprovalKeys.of_user(surroundings.keys_of, surroundings.key_of("approval.focus"))
        )
        self.banner = ConnectionBanner(id="banner")
        self.queue = MessageQueue(id="queue")
        self.notice = FewLines(id="notice")
        self.suggestions = Suggestions(id="suggestions")
        self.files = AttachedFiles(glyphs=surroundings.glyphs, id="files")
        self.composer = Composer(self._earlier_messages, self.suggestions, id="composer")
        self.status = StatusLine(id="status")
        self._wants_sidebar: bool | None = None

    def compose(self) -> ComposeResult:
        """Lay the parts out."""
        # Before anything is mounted: styles are looked up once then, for the size there is.
        self._arrange(_size_classes(self.app.size))
        with Horizontal(id="main-body"):
            yield self.sidebar
            with Vertical(id="conversation"):
                yield self.header
                yield self.agents
                yield self.todos
                yield self.empty
                yield self.filter_sign
                yield self.transcript
                yield self.search_bar
                yield self.approval
                yield self.banner
                yield self.queue
                yield self.notice
                yield self.suggestions
                yield self.files
                yield self.composer
        yield self.status

    def _ways_to_begin(self) -> str:
        ways = (
            ("sidebar.focus", "choose a session from the list"),
            ("attention.next", "open the next one that waits for you"),
            ("session.new", "start a new one"),
            ("help.open", "see every key"),
        )
        return "\n".join(f"{self.surroundings.key_of(command_id):>8}  {what}" for command_id, what in ways)

    @property
    def is_narrow(self) -> bool:
        """Whether list and conversation do not fit side by side."""
        return self.size.width < NARROW_BELOW

    @property
    def shows_sidebar(self) -> bool:
        """Whether the list is on the screen: as the person wished, else where there is room."""
        return not self.is_narrow if self._wants_sidebar is None else self._wants_sidebar

    def set_sidebar(self, *, shown: bool | None) -> None:
        """Show or hide the list; None leaves it to the width. The focus never stays on what is hidden."""
        self._wants_sidebar = shown
        self._arrange()
        if self.focused is None or not self.focused.is_on_screen or not self.focused.display:
            (self.sidebar if self.is_narrow and self.shows_sidebar else self.composer).focus()

    def on_resize(self, event: events.Resize) -> None:
        """Arrange the parts for the new size."""
        self.approval.set_room(event.size.height // 2)
        self.queue.set_short(is_short=event.size.height < SHORT_BELOW)
        self._arrange(_size_classes(event.size))

    def _arrange(self, size_classes: dict[str, bool] | None = None) -> None:
        self.sidebar.display = self.shows_sidebar
        # All at once: each change of the screen's classes looks up the styles of everything on it.
        self.update_classes({"-sidebar": self.shows_sidebar} | (size_classes or {}))

    def mark_focus(self) -> None:
        """Mark the part that has the focus by a word, where its frame or title has room for one."""
        self.header.is_marked = self.transcript.has_focus
        title = FOCUS_SIGN if self.composer.has_focus else None
        if (self.composer.border_title or None) != title:
            self.composer.border_title = title

    def focused_scope(self) -> Scope:
        """Return the scope of the part that has the focus."""
        owners: tuple[tuple[Widget, Scope], ...] = (
            (self.composer, Scope.COMPOSER),
            (self.queue, Scope.QUEUE),
            (self.sidebar, Scope.SIDEBAR),
            (self.transcript, Scope.ENTRY),
            (self.approval, Scope.APPROVAL),
        )
        return next((scope for part, scope in owners if part.has_focus or part.has_focus_within), Scope.APP)

    def _earlier_messages(self) -> tuple[str, ...]:
        conversation = self.surroundings.state().open_conversation
        stored = [e.text for e in conversation.entries if isinstance(e, UserMessage)] if conversation else []
        waiting = (m.text for m in self.surroundings.state().outbox if m.session_id == self.composer.owner)
        here = (*stored, *waiting)
        prompts = [prompt for prompt in self.surroundings.drafts.prompts() if prompt.text not in here]
        # Of this session: what is not loaded, or was a command of the agent's. Beyond that, what was said elsewhere.
        elsewhere = (prompt.text for prompt in prompts if prompt.session_id != self.composer.owner)
        return (*elsewhere, *(p.text for p in prompts if p.session_id == self.composer.owner), *here)


def _size_classes(size: Size) -> dict[str, bool]:
    return {
        "-narrow": size.width < NARROW_BELOW,
        "-wide": size.width >= WIDE_FROM,
        "-short": size.height < SHORT_BELOW,
    }
