"""The composition root: builds settings, store, live layer and screens, and joins them. It alone knows them all."""

from __future__ import annotations

import asyncio
import importlib
import os
import sys
import time
from typing import TYPE_CHECKING

from omnigent_tui.commands.overrides import apply_overrides
from omnigent_tui.own_servers import OwnServers
from omnigent_tui.rendering.glyphs import glyphs_for
from omnigent_tui.screens.application import Application
from omnigent_tui.screens.connect import find_ways
from omnigent_tui.screens.drafts import DraftKeeper
from omnigent_tui.screens.surroundings import Surroundings
from omnigent_tui.settings.agentsmesh import find_agentsmesh
from omnigent_tui.settings.export_files import find_export_folder
from omnigent_tui.settings.launch_options import LaunchOptions
from omnigent_tui.settings.state_file import StateFile
from omnigent_tui.settings.tokens import Token, find_token
from omnigent_tui.state.server import ServerPhase, ServerState
from omnigent_tui.terminal.application import TerminalOptions
from omnigent_tui.terminal.garbage import exempt_loaded, settle_collection
from omnigent_tui.theming.catalog import load_themes
from omnigent_tui.widgets.approval.key_guard import KeyRhythm

if TYPE_CHECKING:
    from omnigent_tui.agentsmesh.performer import AgentsMeshPerformer
    from omnigent_tui.live.approvals import ApprovalOptions
    from omnigent_tui.live.performer import Performer
    from omnigent_tui.state.app_state import State
    from omnigent_tui.state.client_events import ClientEvent
    from omnigent_tui.state.intents import Intent
    from omnigent_tui.state.store import Store

# Loaded in a thread after the first paint: state, protocol and HTTP client first, then what the main screen draws with.
# The last two are what httpx would load with its first client and its first connection, in the loop.
_FIRST_LOADED = ("omnigent_tui.live.performer", "httpcore", "anyio._backends._asyncio")
_THEN_LOADED = ("omnigent_tui.screens.main",)
_WARM_UP = "omnigent_tui.rendering.warm_up"


def run(options: LaunchOptions) -> int:
    """Run the application in the terminal and return its exit status."""
    app = OmnigentApp(options)
    app.run(mouse=options.settings.mouse)
    if app.farewell:
        sys.stderr.write(f"{app.farewell}\n")
    return app.return_code or 0


def _load(modules: tuple[str, ...]) -> None:
    for module in modules:
        # First, so that it uses the room of what was needed only to load what came before.
        exempt_loaded()
        importlib.import_module(module)


class OmnigentApp(Application):
    """Owns the store, the live layer and the servers that were started from here."""

    def __init__(self, options: LaunchOptions) -> None:
        themes = load_themes(options.locations.themes_dir)
        terminal = TerminalOptions(
            differential=options.settings.frame_diff, copies_folder=options.locations.state_dir / "copies"
        )
        super().__init__(terminal, themes, options.settings.frame_rate)
        self._options = options
        self.store: Store | None = None
        """None until the network side is loaded, just after the first paint."""
        self._state_file = StateFile.load(options.locations.state_file)
        commands = apply_overrides(options.settings.keys)
        theme_problem = self.choose_theme(self._state_file.theme or options.settings.theme)
        self._problems = (*options.problems, *commands.problems, *themes.problems, theme_problem)
        self._performer: Performer | None = None
        self._waiting: list[Intent] = []
        self._early_news: list[str] = []
        self._has_opened = False
        self.farewell = ""
        """What is left to say after the end: an accept that was held back was not sent."""
        surroundings = Surroundings(
            state=self._state,
            perform=self.perform,
            dispatch=self._dispatch,
            clock=time.time,
            commands=commands,
            drafts=DraftKeeper(self._state_file, self._warn),
            rhythm=KeyRhythm(),
            holds_while_running=options.settings.enter_while_running == "queue",
            export_folder=find_export_folder(options.settings.export_folder, options.locations),
            glyphs=glyphs_for(sys.stdout.encoding or "", os.environ.get("TERM", "")),
            session_rules=options.settings.approvals.session_rules,
        )
        server = options.server
        first = ServerState(server.url, server.source.value, ServerPhase.CONNECTING) if server else ServerState()
        self._own_servers = OwnServers(self._start_begun, self._start_failed, self.perform)
        self.set_up(
            surroundings,
            find_ways(os.environ),
            first,
            options.settings.notifications,
            is_starting=options.demo,
        )

    def on_mount(self) -> None:
        """Paint first, then load the network side."""
        for text in filter(None, (*self._problems, self._state_file.problem)):
            self._warn(text)
        self.call_after_refresh(self._start_going_live)

    def _start_going_live(self) -> None:
        self.run_worker(self._go_live(), group="live", description="go live")

    async def _go_live(self) -> None:
        await asyncio.to_thread(_load, _FIRST_LOADED)
        from omnigent_tui.live.performer import Performer
        from omnigent_tui.state.intents import ConnectToServer
        from omnigent_tui.state.store import Store

        self.store = Store()
        self.store.listen(self._changed)
        for text in self._early_news:
            self._warn(text)
        performer = Performer(
            self.store,
            find_token=self._find_token,
            agentsmesh=self._make_second_source,
            approvals=self._approval_options(),
        )
        await performer.start()
        self._performer = performer
        if (server := self._options.server) is not None:
            self.perform(ConnectToServer(server.url, server.source.value, self._options.session_id))
        waiting, self._waiting = self._waiting, []
        for intent in waiting:
            self.perform(intent)
        if self._options.demo:
            self.on_connect_screen_demo_wanted()
        await asyncio.to_thread(_load, _THEN_LOADED)
        await asyncio.to_thread(importlib.import_module(_WARM_UP).warm_up)
        settle_collection()

    def _make_second_source(self) -> AgentsMeshPerformer:
        from omnigent_tui.agentsmesh.performer import AgentsMeshPerformer

        if self.store is None:
            raise RuntimeError("AgentsMesh is asked for before the state is there")
        return AgentsMeshPerformer(self.store, lambda: find_agentsmesh(self._options.settings.agentsmesh, os.environ))

    def _approval_options(self) -> ApprovalOptions:
        from omnigent_tui.live.approvals import ApprovalOptions
        from omnigent_tui.live.audit import AuditLog, RotatedFile

        wanted = self._options.settings.approvals
        audit = AuditLog(RotatedFile(self._options.locations.audit_file))
        return ApprovalOptions(wanted.undo_seconds, wanted.session_rules, audit)

    async def on_unmount(self) -> None:
        """Save what is typed, close connections, end the demo."""
        self.stop_frames()
        if self.store is not None:
            from omnigent_tui.widgets.approval.words import not_sent

            self.farewell = not_sent(self.store.state)
        self.surroundings.drafts.close()
        if self._performer is not None:
            await self._performer.stop()
        await self._own_servers.stop()

    # -- intents and news ---------------------------------------------------------------------------------------

    def perform(self, intent: Intent) -> None:
        """Pass an intent to the live layer, as soon as there is one."""
        if self._performer is None:
            self._waiting.append(intent)
        else:
            self._performer.perform(intent)

    def _state(self) -> State:
        if self.store is None:
            raise RuntimeError("the state is asked for before it is there")
        return self.store.state

    def _dispatch(self, event: ClientEvent) -> None:
        if self.store is not None:
            self.store.dispatch(event)

    def _changed(self) -> None:
        self.mark_changed()
        self._open_first_session()

    def _open_first_session(self) -> None:
        """Open the session of the last time, once, if it is still there; of a demo the one that talks."""
        state = self._state()
        if self._has_opened or state.server.phase is not ServerPhase.CONNECTED or state.sessions.loaded_at is None:
            return
        self._has_opened = True
        last = self._state_file.last_session(state.server.url)
        if last not in state.sessions.by_id:
            last = state.sessions.worth_watching if self._options.demo else None
        if last is not None and state.open_session_id is None:
            from omnigent_tui.state.intents import OpenSession

            self.perform(OpenSession(last))

    def _warn(self, text: str) -> None:
        if self.store is None:
            self._early_news.append(text)
            return
        from omnigent_tui.state.client_events import Announced

        self.store.dispatch(Announced(text=text, severity="warning", at=time.time()))

    def _find_token(self, url: str) -> Token | None:
        lookup = find_token(url, os.environ)
        if lookup.problem:
            self._warn(lookup.problem)
        return lookup.token

    # -- servers started from here ------------------------------------------------------------------------------

    def on_connect_screen_demo_wanted(self) -> None:
        """Start the demo and connect to it."""
        self.run_worker(self._own_servers.start_demo(), group="own server", exclusive=True, description="demo")

    def on_connect_screen_local_server_wanted(self) -> None:
        """Start Omnigent's local server and connect to it."""
        self.run_worker(self._own_servers.start_local(), group="own server", exclusive=True, description="local server")

    def _start_begun(self, text: str) -> None:
        self.connect_screen.show_start(text, is_over=False)

    def _start_failed(self, text: str) -> None:
        self.connect_screen.show_start(text, is_over=True)
