"""Events about runners that are started or stopped."""

from omnigent_tui.state.client_events.event import ClientEvent


class RunnerAsked(ClientEvent):
    """The server was asked to start the session's runner."""

    session_id: str


class RunnerLaunching(ClientEvent):
    """The server said that the runner is being started."""

    session_id: str


class RunnerLaunched(ClientEvent):
    """The runner is online, or nobody waits for it any more."""

    session_id: str


class RunnerLaunchFailed(ClientEvent):
    """The runner was not started, or did not come online in time."""

    session_id: str
    reason: str
    advice: str = ""
