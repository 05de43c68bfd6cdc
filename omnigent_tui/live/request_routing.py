"""Intents that are requests to the server that is connected: which work each one is, and under which name it runs."""

from collections.abc import Callable

from omnigent_tui.live.approvals import ApprovalOptions, Approvals
from omnigent_tui.live.attachments import Attachments
from omnigent_tui.live.attention import AttentionWatch
from omnigent_tui.live.clock import Clock
from omnigent_tui.live.completions import Completions
from omnigent_tui.live.earlier import EarlierHistory
from omnigent_tui.live.export import Export
from omnigent_tui.live.files import SessionFiles
from omnigent_tui.live.following import FollowedSessions
from omnigent_tui.live.peeking import leave_peek, peek
from omnigent_tui.live.requests import Requests
from omnigent_tui.live.searching import HistorySearch
from omnigent_tui.live.session_actions import SessionActions
from omnigent_tui.live.session_list_feed import SessionListFeed
from omnigent_tui.live.session_settings import SettingRequests
from omnigent_tui.live.starting import Starting
from omnigent_tui.live.supervisor import Supervisor, Work
from omnigent_tui.state import intents
from omnigent_tui.state.store import Store
from omnigent_tui.wire.client import OmnigentClient

SESSION_RULES = "session rules"


class RequestRouting:
    """One per connected server. The same request asked for again while it is under way is not made twice.

    `created` is called with the id of a session that was created, and with what was wished for.
    """

    def __init__(
        self,
        client: OmnigentClient,
        store: Store,
        clock: Clock,
        tasks: Supervisor,
        *,
        sessions: SessionListFeed,
        attention: AttentionWatch,
        followed: FollowedSessions,
        created: Callable[[str, intents.CreateSession], None],
        approvals: ApprovalOptions,
    ) -> None:
        self._client = client
        self._store = store
        self._clock = clock
        self._tasks = tasks
        self._sessions = sessions
        self._attention = attention
        self._followed = followed
        self._requests = Requests(client, store, clock)
        self._approvals = Approvals(client, store, clock, tasks, approvals, self._check)
        tasks.start(SESSION_RULES, self._approvals.follow_rules)
        self._settings = SettingRequests(client, store, clock, followed)
        self._starting = Starting(client, store, clock, tasks, created)
        self._actions = SessionActions(client, store, clock, followed, self._starting.perform)
        self._attachments = Attachments(client, store, clock, tasks)
        self._completions = Completions(client, store, clock)
        self._history_search = HistorySearch(client, store, clock)
        self._earlier = EarlierHistory(client, store, clock)
        self._export = Export(client, store, clock)
        self._files = SessionFiles(client, store, clock)

    def perform(self, intent: intents.Intent) -> None:
        """Begin what the intent asks for; returns at once."""
        match intent:
            case (
                intents.SearchHistory()
                | intents.LeaveSearch()
                | intents.LoadAround()
                | intents.LoadEarlierPage()
                | intents.ExportSession()
            ):
                self._look_through(intent)
            case (
                intents.AnswerElicitation()
                | intents.AnswerAlike()
                | intents.TakeBackAnswer()
                | intents.AllowInSession()
                | intents.RevokeRule()
                | intents.CheckElicitations()
            ):
                self._approvals.perform(intent)
            case intents.PeekSession() | intents.LeavePeek():
                self._peek(intent)
            case (
                intents.ChangeSetting()
                | intents.LoadModelOptions()
                | intents.CompactSession()
                | intents.RenameSession()
                | intents.ArchiveSession()
                | intents.DeleteSession()
                | intents.ForkSession()
                | intents.StopSession()
            ):
                self._manage(intent)
            case (
                intents.AttachFile()
                | intents.UploadAttachments()
                | intents.RemoveAttachment()
                | intents.SeekFiles()
                | intents.StopSeekingFiles()
                | intents.LoadSkills()
            ):
                self._help_writing(intent)
            case _:
                self._request(intent)

    def _request(self, intent: intents.Intent) -> None:
        match intent:
            case intents.LoadMoreSessions():
                self._once("more sessions", self._sessions.load_more)
            case intents.LoadOlderItems(session_id=session_id):
                self._once(f"older items:{session_id}", lambda: self._requests.load_older(session_id))
            case intents.InterruptTurn(session_id=session_id):
                self._once(f"interrupt:{session_id}", lambda: self._interrupt(session_id))
            case intents.LoadFiles() | intents.SaveFile() | intents.DeleteFile():
                self._once(repr(intent), lambda: self._files.perform(intent))
            case _ if isinstance(intent, intents.StartingIntent):
                self._starting.perform(intent)
            case _:
                pass

    def _once(self, name: str, work: Work) -> None:
        self._tasks.start(name, work, restart=False)

    def _look_through(self, intent: intents.HistoryIntent) -> None:
        """What a person looks for, or wants to see, makes what was looked for before pointless."""
        search, earlier, export = self._history_search, self._earlier, self._export
        match intent:
            case intents.SearchHistory():
                self._tasks.replace("search", lambda: search.search(intent))
            case intents.LeaveSearch():
                self._tasks.replace("search", search.leave)
            case intents.LoadAround():
                earlier.begin(intent)
                self._tasks.replace("load around", lambda: earlier.load_around(intent))
            case intents.LoadEarlierPage(session_id=session_id, newer=newer):
                self._once(earlier.page_name(intent), lambda: earlier.load_page(session_id, newer=newer))
            case intents.ExportSession(path=path):
                self._once(f"export:{path}", lambda: export.write(intent))

    def _manage(self, intent: intents.SessionSettingIntent) -> None:
        """The session's settings, and what is done to it as a whole."""
        where, settings, actions = intent.session_id, self._settings, self._actions
        match intent:
            case intents.ChangeSetting(setting=setting):
                self._once(f"{setting.value}:{where}", lambda: settings.change(intent))
            case intents.LoadModelOptions():
                self._once(f"model options:{where}", lambda: settings.load_models(where))
            case intents.CompactSession():
                self._once(f"compact:{where}", lambda: settings.compact(where))
            case _:
                self._once(f"{type(intent).__name__}:{where}", lambda: actions.perform(intent))

    def _help_writing(self, intent: intents.ComposingIntent) -> None:
        completions = self._completions
        match intent:
            case intents.SeekFiles() | intents.StopSeekingFiles():
                # What was typed makes the question before pointless.
                self._tasks.replace(completions.begin(intent), lambda: completions.perform(intent))
            case intents.LoadSkills(session_id=session_id):
                self._once(f"skills:{session_id}", lambda: completions.load_skills(session_id))
            case _:
                self._attachments.perform(intent)

    async def _interrupt(self, session_id: str) -> None:
        await self._requests.interrupt(session_id)
        self._followed.reconcile(session_id)

    def _peek(self, intent: intents.PeekSession | intents.LeavePeek) -> None:
        client, store, clock = self._client, self._store, self._clock
        if isinstance(intent, intents.PeekSession):
            session_id = intent.session_id
            self._tasks.replace("peek", lambda: peek(client, store, clock, session_id))
        else:
            self._tasks.replace("peek", lambda: leave_peek(store, clock))

    def _check(self, session_id: str) -> None:
        if not self._followed.reconcile(session_id):
            self._attention.check(session_id)
