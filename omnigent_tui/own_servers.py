"""Servers started from here: the demo, which ends with the program, and Omnigent's local one, which does not."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import TYPE_CHECKING

from omnigent_tui.settings.server_resolution import ServerSource
from omnigent_tui.terminal.environment import environment_for_others

if TYPE_CHECKING:
    from omnigent_tui.demo.process import DemoProcess
    from omnigent_tui.state.intents import ConnectToServer


class OwnServers:
    """Starts servers and asks to connect to them; `begun` and `failed` are told so in words."""

    def __init__(
        self,
        begun: Callable[[str], None],
        failed: Callable[[str], None],
        perform: Callable[[ConnectToServer], None],
    ) -> None:
        self._begun = begun
        self._failed = failed
        self._perform = perform
        self._demo: DemoProcess | None = None

    async def start_demo(self) -> None:
        """Start the demo, or find it running, and connect to it."""
        from omnigent_tui.demo.process import DemoError, DemoProcess

        self._begun("Starting the demo server…")
        self._demo = self._demo or DemoProcess()
        try:
            url = await self._demo.start()
        except DemoError as error:
            self._failed(str(error))
        else:
            self._connect(url, ServerSource.DEMO)

    async def start_local(self) -> None:
        """Start Omnigent's local server and connect to it."""
        from omnigent_tui.live.local_server import LocalServerError, find_omnigent, start_local_server

        self._begun("Starting Omnigent's local server; this takes about ten seconds…")
        try:
            environ = environment_for_others(os.environ)
            url = await start_local_server(find_omnigent(environ) or "omnigent", environ)
        except LocalServerError as error:
            self._failed(str(error))
        else:
            self._connect(url, ServerSource.LOCAL_SERVER)

    def _connect(self, url: str, source: ServerSource) -> None:
        from omnigent_tui.state.intents import ConnectToServer

        self._perform(ConnectToServer(url, source.value))

    async def stop(self) -> None:
        """End the demo, if it was started."""
        if self._demo is not None:
            await self._demo.stop()
