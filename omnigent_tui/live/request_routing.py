"""Intents that are requests to the server that is connected: which work each one is, and under which name it runs.

What performs them is loaded by the first intent for it: a start needs none of it, and most sessions need little.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING

from omnigent_tui.live.approvals import ApprovalOptions, Approvals
from omnigent_tui.live.requests import Requests
from omnigent_tui.live.supervisor import Supervisor, Work
from omnigent_tui.state import intents

if TYPE_CHECKING:
    from omnigent_tui.live.attachments import Attachments
    from omnigent_tui.live.attention import AttentionWatch
    from omnigent_tui.live.clock import Clock
    from omnigent_tui.live.completions import Completions
    from omnigent_tui.live.earlier import EarlierHistory
    from omnigent_tui.live.export import Export
    from omnigent_tui.live.files import SessionFiles
    from omnigent_tui.live.following import FollowedSessions
    from omnigent_tui.live.searching import HistorySearch
    from omnigent_tui.live.session_actions import SessionActions
    from omnigent_tui.live.session_list_feed import SessionListFeed
    from omnigent_tui.live.session_settings import SettingRequests
    from omnigent_tui.live.starting import Starting
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
        self._created = created

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
        match intent:
            case intents.SearchHistory():
                self._tasks.replace("search", lambda: self._history_search.search(intent))
            case intents.LeaveSearch():
                self._tasks.replace("search", self._history_search.leave)
            case intents.LoadAround():
                self._earlier.begin(intent)
                self._tasks.replace("load around", lambda: self._earlier.load_around(intent))
            case intents.LoadEarlierPage(session_id=session_id, newer=newer):
                self._once(self._earlier.page_name(intent), lambda: self._earlier.load_page(session_id, newer=newer))
            case intents.ExportSession(path=path):
                self._once(f"export:{path}", lambda: self._export.write(intent))

    def _manage(self, intent: intents.SessionSettingIntent) -> None:
        """The session's settings, and what is done to it as a whole."""
        where = intent.session_id
        match intent:
            case intents.ChangeSetting(setting=setting):
                self._once(f"{setting.value}:{where}", lambda: self._settings.change(intent))
            case intents.LoadModelOptions():
                self._once(f"model options:{where}", lambda: self._settings.load_models(where))
            case intents.CompactSession():
                self._once(f"compact:{where}", lambda: self._settings.compact(where))
            case _:
                self._once(f"{type(intent).__name__}:{where}", lambda: self._actions.perform(intent))

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
        from omnigent_tui.live.peeking import leave_peek, peek

        client, store, clock = self._client, self._store, self._clock
        if isinstance(intent, intents.PeekSession):
            session_id = intent.session_id
            self._tasks.replace("peek", lambda: peek(client, store, clock, session_id))
        else:
            self._tasks.replace("peek", lambda: leave_peek(store, clock))

    def _check(self, session_id: str) -> None:
        if not self._followed.reconcile(session_id):
            self._attention.check(session_id)

    # -- what performs them --------------------------------------------------------------------------------------

    @cached_property
    def _settings(self) -> SettingRequests:
        from omnigent_tui.live.session_settings import SettingRequests

        return SettingRequests(self._client, self._store, self._clock, self._followed)

    @cached_property
    def _starting(self) -> Starting:
        from omnigent_tui.live.starting import Starting

        return Starting(self._client, self._store, self._clock, self._tasks, self._created)

    @cached_property
    def _actions(self) -> SessionActions:
        from omnigent_tui.live.session_actions import SessionActions

        return SessionActions(self._client, self._store, self._clock, self._followed, self._starting.perform)

    @cached_property
    def _attachments(self) -> Attachments:
        from omnigent_tui.live.attachments import Attachments

        return Attachments(self._client, self._store, self._clock, self._tasks)

    @cached_property
    def _completions(self) -> Completions:
        from omnigent_tui.live.completions import Completions

        return Completions(self._client, self._store, self._clock)

    @cached_property
    def _history_search(self) -> HistorySearch:
        from omnigent_tui.live.searching import HistorySearch

        return HistorySearch(self._client, self._store, self._clock)

    @cached_property
    def _earlier(self) -> EarlierHistory:
        from omnigent_tui.live.earlier import EarlierHistory

        return EarlierHistory(self._client, self._store, self._clock)

    @cached_property
    def _export(self) -> Export:
        from omnigent_tui.live.export import Export

        return Export(self._client, self._store, self._clock)

    @cached_property
    def _files(self) -> SessionFiles:
        from omnigent_tui.live.files import SessionFiles

        return SessionFiles(self._client, self._store, self._clock)
